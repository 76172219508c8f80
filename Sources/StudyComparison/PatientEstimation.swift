import SleepEvents
import StudyTables

/// Estimates all contrasts of one patient.
struct PatientEstimation {
  var patient: PatientNights
  var drugs: DrugTable
  var rules: String
  var request: ComparisonRequest

  func run() -> PatientComparison {
    let choice = choice()
    let primaryKind = primaryKind(choice.design)
    var contrasts = kinds(primary: primaryKind).map { kind in
      contrast(kind, outcome: request.outcome, isPrimary: kind == primaryKind, choice: choice)
    }
    contrasts += secondary(primaryKind, choice: choice)
    PatientEstimation.shareNights(&contrasts)
    let selection = patient.select(primaryKind, outcome: request.outcome)
    var result = PatientComparison(
      patientID: patient.patientID, contrasts: contrasts, iron: patient.iron)
    result.designChoice = choice
    result.symptoms = SymptomChange.find(in: patient, nights: selection, kind: primaryKind)
    result.augmentingDrugs = augmentingDrugs()
    result.publishedEffects = publishedEffects()
    result.decomposition = Decomposition(selection)
    result.sleep = SleepBeside(selection)
    let ruleSets = Set(selection.used.flatMap(\.night.rowsByRules).map { $0.scoringRules ?? rules })
    result.absoluteLines = ruleSets.sorted().compactMap { absoluteLine(selection, rules: $0) }
    return result
  }

  /// Most outcomes are compared on the same nights, so they share one list.
  private static func shareNights(_ contrasts: inout [Contrast]) {
    for index in contrasts.indices.dropFirst() {
      let same = contrasts[..<index].first { $0.nights == contrasts[index].nights }
      if let same { contrasts[index].nights = same.nights }
    }
  }

  // MARK: Which contrasts

  private func choice() -> DesignChoice {
    let courses = patient.courses
    let problem = orderProblem()
    let stored = patient.order != nil && problem == nil
    let source: DesignChoice.AssignmentSource =
      request.assignment != nil ? .stated : stored ? .storedOrder : .doses
    return DesignChoice(
      design: design(), isRequested: request.design != .auto, pattern: courses?.own.pattern ?? .none,
      changes: courses?.changes ?? 0,
      assignment: request.assignment ?? (stored ? .drawn : courses?.assignment ?? .fixed),
      assignmentSource: source, orderProblem: problem, halfLifeHours: courses?.own.rules.halfLifeHours,
      isHalfLifeStated: request.halfLifeHours != nil, washoutNights: courses?.own.rules.washoutNights ?? 0)
  }

  private func orderProblem() -> OrderRecordProblem? {
    guard let record = patient.order, let calendar = patient.courses?.own.calendar else { return nil }
    return PatientAssembly.problem(of: record, calendar: calendar, nights: patient.nights.map(\.date))
  }

  /// The design that the doses call for, as far as the usable nights support it.
  private func design() -> ComparisonDesign {
    guard let courses = patient.courses else { return .beforeAfter }
    guard request.design == .auto else { return courses.design }
    switch courses.design {
    case .interleaved where courses.isTooSlow:
      // A drug with slow elimination: a first course after a baseline can still be compared as a whole.
      let whole = patient.select(.beforeAfterSteady, outcome: request.outcome)
      return min(whole.before.count, whole.after.count) >= 2 ? .beforeAfter : .interleaved
    case .dose:
      let used = patient.select(.per50Milligrams, outcome: request.outcome).used
      let doses = Dictionary(grouping: used.filter(\.night.dose.isOn)) { $0.night.dose.milligrams }
      return doses.values.count { $0.count >= 2 } >= 2 ? .dose : .beforeAfter
    case let design: return design
    }
  }

  private func primaryKind(_ design: ComparisonDesign) -> ContrastKind {
    switch design {
    case .interleaved: return .onVersusOff
    case .dose: return .per50Milligrams
    case .beforeAfter:
      // Before against steady nights, unless there are no nights before and the drug was stopped during the
      // study.
      let steady = patient.select(.beforeAfterSteady, outcome: request.outcome)
      let runs = Set((patient.courses?.own.stretches ?? []).map(\.run))
      let isStop = runs.contains(2) && !runs.contains(0)
      return steady.before.isEmpty && (isStop || hasNights(.duringStopped))
        ? .duringStopped : .beforeAfterSteady
    }
  }

  /// Where the drug alternates there is one estimate over all courses, never two contrasts side by side.
  private func kinds(primary: ContrastKind) -> [ContrastKind] {
    guard primary != .onVersusOff else { return [primary] }
    var kinds: [ContrastKind] = [.beforeAfterSteady, .beforeAfterAcute]
    let doses = (patient.courses?.own.stretches ?? []).filter(\.isOn).compactMap(\.step)
    if doses.count >= 2 {
      kinds += doses.map { .doseStep($0 - 1, $0) }.filter(hasNights)
    }
    if hasNights(.duringStopped) { kinds.append(.duringStopped) }
    return [primary] + kinds.filter { $0 != primary }
  }

  private func hasNights(_ kind: ContrastKind) -> Bool {
    let selection = patient.select(kind, outcome: request.outcome)
    return !selection.before.isEmpty && !selection.after.isEmpty
  }

  /// Outcomes that are unknown on all nights are left out; one that is known on only one side is reported.
  private func secondary(_ kind: ContrastKind, choice: DesignChoice) -> [Contrast] {
    var contrasts = Outcome.secondary.filter { $0 != request.outcome }.compactMap { outcome -> Contrast? in
      let selection = patient.select(kind, outcome: outcome)
      guard !selection.used.isEmpty else { return nil }
      return contrast(kind, outcome: outcome, isPrimary: false, choice: choice)
    }
    let p = contrasts.map(\.pValue)
    let known = p.indices.filter { p[$0] != nil }
    let adjusted = MultipleTests.holm(known.compactMap { p[$0] })
    for (position, index) in known.enumerated() { contrasts[index].holmP = adjusted[position] }
    return contrasts
  }

  // MARK: One contrast

  private func contrast(
    _ kind: ContrastKind, outcome: Outcome, isPrimary: Bool, choice: DesignChoice
  ) -> Contrast {
    var selection = patient.select(kind, outcome: outcome)
    var caveats = setAsideQualifyingNight(&selection)
    var contrast = Contrast(
      patientID: patient.patientID, kind: kind, outcome: outcome, rules: rules, isPrimary: isPrimary)
    contrast.design = kind.design
    contrast.assignment = choice.assignment
    contrast.respiratoryOption = RespiratoryWords.option(selection, outcome: outcome, rules: rules)
    contrast.nights = selection.list(stopped: kind == .duringStopped)
    contrast.window = selection.window
    if case .doseStep(let from, let to) = kind {
      contrast.stepDoses = (from == 0 ? 0 : stepDoses[from], stepDoses[to])
    }
    if choice.assignment == .drawn || patient.order != nil {
      contrast.orderTestWithheld = choice.orderProblem
    }
    let exposures =
      MedicationExposures.find(in: patient.otherIntervals, nights: selection, drugs: drugs)
      + NightExposures.find(
        in: selection, otherTrazodone: knowsTrazodoneByNightOnly, outcome: outcome, rules: rules)
    let unlike = exposures.filter { $0.role == .scoring && $0.differs }
    let aliased = exposures.filter { $0.role == .listed && $0.separatesTheSides }
    let separating = exposures.filter { $0.role != .background && $0.separatesTheSides }
    let isTooSlow = kind == .onVersusOff && patient.courses?.isTooSlow == true
    let barred = unlike.first?.barring ?? (isTooSlow ? .interleavedTooSlow : nil) ?? aliased.first?.barring

    let estimation = ContrastEstimation(
      nights: selection, order: choice.assignment == .drawn ? patient.order : nil, barred: barred,
      // The indices of nights scored in different ways are different quantities, so their ratio is withheld.
      isWithheld: !unlike.isEmpty || isTooSlow, isFull: outcome == request.outcome, request: request)
    estimation.add(to: &contrast)
    if outcome == request.outcome {
      contrast.withoutOtherExposure = withoutOther(
        exposures.filter { $0.role == .listed && $0.differs && !$0.separatesTheSides }, selection, contrast)
    }
    if outcome == .plms { contrast.absoluteLine = absoluteLine(selection, rules: rules) }
    caveats += separating.map { CaveatWords.aliased($0, drug: request.drug) }
    caveats += exposures.map(CaveatWords.changed)
    caveats += CaveatFinder(
      patient: patient, contrast: contrast, nights: selection, request: request, drugs: drugs, choice: choice
    )
    .find()
    contrast.caveats = unique(caveats)
    contrast.sentence = sentence(contrast, choice: choice, aliased: aliased, unlike: unlike)
    return contrast
  }

  /// The estimate on the nights without another exposure that most nights on one side have.
  private func withoutOther(
    _ exposures: [Exposure], _ selection: ContrastNights, _ contrast: Contrast
  ) -> RateRatioStatement? {
    guard contrast.outcome.isCount,
      let exposure = exposures.first(where: { $0.usualBefore != nil && $0.usualBefore != $0.usualAfter }),
      let kept = exposure.usualBefore
    else { return nil }
    var rest = selection
    rest.before = zip(selection.before, exposure.before).filter { $1 == kept }.map(\.0)
    rest.after = zip(selection.after, exposure.after).filter { $1 == kept }.map(\.0)
    guard min(rest.before.count, rest.after.count) >= 2 else { return nil }
    return ContrastEstimation.compare(rest, kind: contrast.kind, assignment: .fixed, barred: nil, order: nil)
      .estimate.map(RateRatioStatement.init)
  }

  private var knowsTrazodoneByNightOnly: Bool {
    !patient.nightsCarryTheDose
      && !patient.otherIntervals.contains { drugs.drugClass(of: $0)?.id == "trazodone" }
  }

  private func sentence(
    _ contrast: Contrast, choice: DesignChoice, aliased: [Exposure], unlike: [Exposure]
  ) -> String {
    if !patient.hasDose {
      return "Not enough nights to tell. The tables of this patient have no dose of \(request.drug)."
    }
    return VerdictWords(
      contrast: contrast, choice: choice, drug: request.drug, aliased: unique(aliased.map(\.label)),
      unlike: unique(unlike.map(\.label)), doses: doses(contrast)
    ).sentence
  }

  private var stepDoses: [Int: Double] {
    var doses: [Int: Double] = [:]
    for stretch in patient.courses?.own.stretches ?? [] where stretch.isOn {
      if let step = stretch.step, let dose = stretch.milligrams { doses[step] = dose }
    }
    return doses
  }

  /// The distinct doses of the used nights, mg, in ascending order.
  private func doses(_ contrast: Contrast) -> [Double] {
    let used = Set(contrast.nights.filter { $0.reason == nil }.map(\.nightID))
    return Set(patient.nights.filter { used.contains($0.row.nightID) }.compactMap(\.dose.milligrams)).sorted()
  }

  /// The night that qualified the patient is left out as long as two others remain before the drug.
  private func setAsideQualifyingNight(_ selection: inout ContrastNights) -> [Caveat] {
    let qualifying = selection.before.filter { $0.night.row.role == .diagnostic }
    guard let first = qualifying.first else { return [] }
    let leaves = selection.before.count - qualifying.count >= 2
    if leaves {
      selection.before.removeAll { $0.night.row.role == .diagnostic }
      for used in qualifying { selection.setAside(used.night, .qualifiedThePatient, wouldBe: .before) }
    }
    return [CaveatWords.qualifyingNight(first.night.date, isExcluded: leaves)]
  }

  // MARK: Additional figures

  /// Nights above 15/h, or 5/h for a child, by the index of one rule set.
  private func absoluteLine(_ selection: ContrastNights, rules: String) -> AbsoluteLine? {
    func above(_ side: [ContrastNights.Used]) -> (above: Int, known: Int) {
      let known = side.compactMap { used -> Bool? in
        guard let row = used.night.rowsByRules.first(where: { ($0.scoringRules ?? self.rules) == rules }),
          let (count, hours) = Outcome.plms.count(of: row), hours > 0
        else {
          return nil
        }
        return Double(count) / hours
          > (patient.isChild(on: used.night.date) ? AbsoluteLine.child : AbsoluteLine.adult)
      }
      return (known.filter(\.self).count, known.count)
    }
    let before = above(selection.before)
    let after = above(selection.after)
    guard before.known + after.known > 0, let first = selection.used.map(\.night.date).min() else {
      return nil
    }
    return AbsoluteLine(
      rules: rules, perHour: patient.isChild(on: first) ? AbsoluteLine.child : AbsoluteLine.adult,
      isAgeKnown: patient.birthYear != nil,
      nightsBefore: before.above, nightsAfter: after.above, knownBefore: before.known, knownAfter: after.known
    )
  }

  private func augmentingDrugs() -> [String] {
    let taken = (patient.drugIntervals + patient.otherIntervals).filter {
      drugs.drugClass(of: $0)?.canAugment ?? false
    }
    return unique(taken.map { drugs.name(of: $0) })
  }

  /// Published effects of the patient's drugs, one sentence each without a final full stop.
  private func publishedEffects() -> [String] {
    unique(
      (patient.drugIntervals + patient.otherIntervals).compactMap { interval in
        drugs.publishedEffect(of: interval).map { "\(drugs.name(of: interval)): \($0.words)" }
      })
  }

  private func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
    var seen: Set<Value> = []
    return values.filter { seen.insert($0).inserted }
  }
}
