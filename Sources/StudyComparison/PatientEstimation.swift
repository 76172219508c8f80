import StudyTables

/// All contrasts of one patient.
struct PatientEstimation {
  var patient: PatientNights
  var drugs: DrugTable
  var rules: String
  var request: ComparisonRequest

  func run() -> PatientComparison {
    let primaryKind = primaryKind()
    var contrasts = kinds(primary: primaryKind).map { kind in
      contrast(kind, outcome: request.outcome, isPrimary: kind == primaryKind)
    }
    contrasts += secondary(primaryKind)
    let selection = patient.select(primaryKind, outcome: request.outcome)
    let last = patient.nights.last?.date
    var result = PatientComparison(
      patientID: patient.patientID, contrasts: contrasts,
      iron: IronStatus(labs: patient.labs, until: last, isChild: last.map(patient.isChild) ?? false))
    result.symptoms = SymptomChange.find(in: patient)
    result.augmentingDrugs = augmentingDrugs()
    result.decomposition = Decomposition(selection)
    result.sleep = SleepBeside(selection)
    result.absoluteLine = absoluteLine(selection)
    return result
  }

  // MARK: Which contrasts

  /// Before against steady nights, unless there is no night before and the drug was stopped under observation.
  private func primaryKind() -> ContrastKind {
    let steady = patient.select(.beforeAfterSteady, outcome: request.outcome)
    guard steady.before.isEmpty else { return .beforeAfterSteady }
    let stopped = patient.select(.duringStopped, outcome: request.outcome)
    return stopped.before.isEmpty || stopped.after.isEmpty ? .beforeAfterSteady : .duringStopped
  }

  private func kinds(primary: ContrastKind) -> [ContrastKind] {
    var kinds: [ContrastKind] = [.beforeAfterSteady, .beforeAfterAcute]
    let doses = patient.timeline.steps.compactMap(\.number)
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

  private func secondary(_ kind: ContrastKind) -> [Contrast] {
    var contrasts = Outcome.secondary.filter { $0 != request.outcome }.compactMap { outcome -> Contrast? in
      let selection = patient.select(kind, outcome: outcome)
      guard !selection.before.isEmpty, !selection.after.isEmpty else { return nil }
      return contrast(kind, outcome: outcome, isPrimary: false)
    }
    let p = contrasts.map { $0.headline?.pValue ?? $0.meanDifference?.pValue }
    let known = p.indices.filter { p[$0] != nil }
    let adjusted = MultipleTests.holm(known.compactMap { p[$0] })
    for (position, index) in known.enumerated() { contrasts[index].holmP = adjusted[position] }
    return contrasts
  }

  // MARK: One contrast

  private func contrast(_ kind: ContrastKind, outcome: Outcome, isPrimary: Bool) -> Contrast {
    var selection = patient.select(kind, outcome: outcome)
    var caveats = setAsideQualifyingNight(&selection)
    var contrast = Contrast(
      patientID: patient.patientID, kind: kind, outcome: outcome, rules: rules, isPrimary: isPrimary)
    contrast.respiratoryOption = RespiratoryWords.option(selection, outcome: outcome, rules: rules)
    let exposures =
      MedicationExposures.find(in: patient.otherIntervals, nights: selection, drugs: drugs)
      + NightExposures.find(in: selection, otherTrazodone: knowsTrazodoneByNightOnly)
    let unlike = exposures.filter { $0.role == .scoring && $0.differs }
    let aliased = exposures.filter { $0.role == .listed && $0.separatesTheSides }
    let separating = exposures.filter { $0.role != .background && $0.separatesTheSides }

    // Indices of nights that were not scored alike are different quantities: their ratio is withheld.
    if unlike.isEmpty, outcome.isCount {
      contrast.estimate(selection, options: request.estimation, isFull: outcome == request.outcome)
    } else if unlike.isEmpty {
      contrast.describeScores(selection)
    } else {
      contrast.before = SideSummary(counted: selection.counted.before, excluded: selection.excludedBefore)
      contrast.after = SideSummary(counted: selection.counted.after, excluded: selection.excludedAfter)
      contrast.window = selection.window
    }
    let isComparable = unlike.isEmpty && aliased.isEmpty
    if outcome.isCount {
      contrast.verdict = Verdict(
        isComparable: isComparable, isEnough: min(contrast.before.nights, contrast.after.nights) >= 2,
        headline: contrast.headline)
    } else {
      contrast.verdict = scoreVerdict(contrast, isComparable: isComparable)
    }
    if rules == PatientAssembly.absoluteRules, outcome == .plms {
      contrast.absoluteLine = absoluteLine(selection)
    }
    caveats += separating.map { CaveatWords.aliased($0, drug: request.drug) }
    caveats += exposures.map(CaveatWords.changed)
    caveats += CaveatFinder(
      patient: patient, contrast: contrast, nights: selection, request: request, drugs: drugs
    )
    .find()
    contrast.caveats = unique(caveats)
    contrast.sentence = sentence(contrast, aliased: aliased, unlike: unlike)
    return contrast
  }

  private var knowsTrazodoneByNightOnly: Bool {
    !patient.nightsCarryTheDose
      && !patient.otherIntervals.contains { drugs.drugClass(of: $0)?.id == "trazodone" }
  }

  private func sentence(_ contrast: Contrast, aliased: [Exposure], unlike: [Exposure]) -> String {
    if patient.timeline.start == nil {
      return "Not enough nights to tell. The tables of this patient have no dose of \(request.drug)."
    }
    return VerdictWords(
      contrast: contrast, drug: request.drug, aliased: unique(aliased.map(\.label)),
      unlike: unique(unlike.map(\.label))
    ).sentence
  }

  private func scoreVerdict(_ contrast: Contrast, isComparable: Bool) -> Verdict {
    guard isComparable else { return .notComparable }
    guard min(contrast.before.nights, contrast.after.nights) >= 2, let difference = contrast.meanDifference
    else {
      return .notEnoughNights
    }
    let limits = difference.limits(level: 0.95)
    return limits.high < 0 ? .lower : limits.low > 0 ? .higher : .notEnoughNights
  }

  /// The night that qualified the patient is left out while two others remain before the drug.
  private func setAsideQualifyingNight(_ selection: inout ContrastNights) -> [Caveat] {
    let qualifying = selection.before.filter { $0.night.row.role == .diagnostic }
    guard let first = qualifying.first else { return [] }
    let leaves = selection.before.count - qualifying.count >= 2
    if leaves {
      selection.before.removeAll { $0.night.row.role == .diagnostic }
      for used in qualifying { selection.exclude(used.night, .before, "qualified_the_patient") }
    }
    return [CaveatWords.qualifyingNight(first.night.date, isExcluded: leaves)]
  }

  // MARK: What stands beside

  /// Nights above 15/h, or 5/h for a child, by the AASM index alone.
  private func absoluteLine(_ selection: ContrastNights) -> AbsoluteLine? {
    func above(_ side: [ContrastNights.Used]) -> (above: Int, known: Int) {
      let known = side.compactMap { used -> Bool? in
        guard let row = used.night.absoluteRow, let (count, hours) = Outcome.plms.count(of: row), hours > 0
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
      perHour: patient.isChild(on: first) ? AbsoluteLine.child : AbsoluteLine.adult,
      nightsBefore: before.above, nightsAfter: after.above, knownBefore: before.known, knownAfter: after.known
    )
  }

  private func augmentingDrugs() -> [String] {
    let taken = (patient.drugIntervals + patient.otherIntervals).filter {
      drugs.drugClass(of: $0)?.canAugment ?? false
    }
    return unique(taken.map { $0.drugName.lowercased() })
  }

  private func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
    var seen: Set<Value> = []
    return values.filter { seen.insert($0).inserted }
  }
}
