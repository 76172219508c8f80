import StudyTables

/// The patients of a study together: the mean of their log rate ratios with a t interval, a sign-flip test,
/// and random effects in addition.
struct PopulationEstimation {
  var patients: [PatientComparison]
  var request: ComparisonRequest

  /// Nil with fewer than two patients or for an outcome that is not a count.
  func contrast(rules: String) -> Contrast? {
    guard patients.count >= 2, request.outcome.isCount else { return nil }
    var usable: [OnAgainstOff] = []
    var excluded: [String] = []
    var notComparable: [String] = []
    for patient in patients where patient.problems.isEmpty {
      guard let own = patient.contrasts.first(where: isOnAgainstOff) else {
        excluded.append(patient.patientID)
        continue
      }
      if own.verdict == .notComparable {
        notComparable.append(patient.patientID)
      } else if let pooled = OnAgainstOff(own) {
        usable.append(pooled)
      } else {
        excluded.append(patient.patientID)
      }
    }
    let paired = PairedEffects(differences: usable.map(\.logRatio))
    let compared = patients.filter(\.problems.isEmpty)
    let verdicts = compared.compactMap { $0.primary.map(PopulationEstimation.verdictOnDrug) }
    var result = PopulationResult(
      patients: patients.count, refused: patients.count - compared.count, paired: paired,
      randomEffects: RandomEffects(usable.map { RateRatioEstimate($0.estimate) }),
      withoutBothSides: excluded, notComparable: notComparable,
      notEnoughNights: verdicts.count { $0 == .notEnoughNights },
      lower: verdicts.count { $0 == .lower }, higher: verdicts.count { $0 == .higher },
      noMaterialChange: verdicts.count { $0 == .noMaterialChange })
    result.caveats = caveats(compared)
    var contrast = Contrast(
      patientID: "*", kind: .population, outcome: request.outcome, rules: rules, isPrimary: false)
    contrast.before = PopulationEstimation.side(usable.map(\.off))
    contrast.after = PopulationEstimation.side(usable.map(\.on))
    contrast.population = result
    contrast.verdict = verdict(paired.estimate)
    if let estimate = paired.estimate {
      contrast.statement = PopulationEstimation.statement(estimate, verdict: contrast.verdict)
      contrast.method = .pairedPatients
    }
    contrast.sentence =
      PopulationWords(result: result, contrast: contrast, drug: request.drug).sentence
    return contrast
  }

  /// Two patients give one degree of freedom: limits that are a thousandfold apart are uninformative and are
  /// not printed unless a claim stands on them.
  private static func statement(_ estimate: RateRatioEstimate, verdict: Verdict) -> RateRatioStatement {
    var statement = RateRatioStatement(estimate)
    let isClaim = verdict == .lower || verdict == .higher
    if !isClaim, let interval = statement.interval, !(interval.high < widestPrinted * interval.low) {
      (statement.low95, statement.high95) = (nil, nil)
      (statement.low90, statement.high90) = (nil, nil)
      statement.smallestToldFromChance = nil
    }
    return statement
  }

  private static let widestPrinted = 1000.0

  /// The drug's contrast in a patient, whatever the design: nights with it against nights without. The primary contrast
  /// comes first, so that a drug that was stopped is one with nights on both sides.
  private func isOnAgainstOff(_ contrast: Contrast) -> Bool {
    [.beforeAfterSteady, .onVersusOff, .duringStopped].contains(contrast.kind)
      && contrast.outcome == request.outcome
  }

  /// A patient's nights on the drug against those off it, also where it was stopped.
  private struct OnAgainstOff {
    let estimate: EngineEstimate
    let off: SideSummary
    let on: SideSummary
    let logRatio: Double

    /// Nil without nights on both sides or without movements.
    init?(_ contrast: Contrast) {
      let isStop = contrast.kind == .duringStopped
      guard let estimate = isStop ? contrast.estimate?.reversed : contrast.estimate else { return nil }
      (off, on) = isStop ? (contrast.after, contrast.before) : (contrast.before, contrast.after)
      guard
        let logRatio = PairedEffects.logRatio(estimate, eventsOff: off.count ?? 0, eventsOn: on.count ?? 0)
      else { return nil }
      self.estimate = estimate
      self.logRatio = logRatio
    }
  }

  /// The verdict about the drug: higher after it was stopped is lower on it.
  private static func verdictOnDrug(_ contrast: Contrast) -> Verdict {
    switch (contrast.kind, contrast.verdict) {
    case (.duringStopped, .higher): .lower
    case (.duringStopped, .lower): .higher
    default: contrast.verdict
    }
  }

  private func verdict(_ estimate: RateRatioEstimate?) -> Verdict {
    guard let estimate, estimate.isFinite else { return .notEnoughPatients }
    let interval = estimate.interval(level: 0.95)
    let narrow = estimate.interval(level: 0.90)
    if interval.high < 1 { return .lower }
    if interval.low > 1 { return .higher }
    let immaterial = EngineConstants.immaterial
    return narrow.low >= immaterial.low && narrow.high <= immaterial.high
      ? .noMaterialChange : .notEnoughPatients
  }

  private func caveats(_ compared: [PatientComparison]) -> [(code: String, patients: Int)] {
    var counts: [String: Int] = [:]
    for patient in compared {
      for code in patient.primary?.caveatCodes ?? [] { counts[code, default: 0] += 1 }
    }
    return counts.map { (code: $0.key, patients: $0.value) }
      .sorted { $0.patients == $1.patients ? $0.code < $1.code : $0.patients > $1.patients }
  }

  private static func side(_ sides: [SideSummary]) -> SideSummary {
    var sum = SideSummary()
    for side in sides { sum.nights += side.nights }
    guard sum.nights > 0 else { return sum }
    let hours = sides.reduce(0) { $0 + ($1.hours ?? 0) }
    let count = sides.reduce(0) { $0 + ($1.count ?? 0) }
    sum.hours = hours
    sum.count = count
    sum.index = hours > 0 ? Double(count) / hours : nil
    return sum
  }
}

extension RateRatioEstimate {
  init(_ estimate: EngineEstimate) {
    self.init(
      logRateRatio: estimate.logRateRatio, standardError: estimate.standardError,
      degreesOfFreedom: estimate.degreesOfFreedom)
  }
}
