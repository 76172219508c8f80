import StudyTables

/// The patients of a study together: the mean of their log rate ratios with a t interval, a sign-flip test,
/// and random effects in addition.
struct PopulationEstimation {
  var patients: [PatientComparison]
  var request: ComparisonRequest

  /// Nil with fewer than two patients or for an outcome that is not a count.
  func contrast(rules: String) -> Contrast? {
    guard patients.count >= 2, request.outcome.isCount else { return nil }
    var usable: [(contrast: Contrast, logRatio: Double)] = []
    var excluded: [String] = []
    var notComparable: [String] = []
    for patient in patients where patient.problems.isEmpty {
      guard let own = patient.contrasts.first(where: isOnAgainstOff) else {
        excluded.append(patient.patientID)
        continue
      }
      if own.verdict == .notComparable {
        notComparable.append(patient.patientID)
      } else if let logRatio = PopulationEstimation.logRatio(own) {
        usable.append((own, logRatio))
      } else {
        excluded.append(patient.patientID)
      }
    }
    let paired = PairedEffects(differences: usable.map(\.logRatio))
    let compared = patients.filter(\.problems.isEmpty)
    let verdicts = compared.compactMap(\.primary?.verdict)
    var result = PopulationResult(
      patients: patients.count, refused: patients.count - compared.count, paired: paired,
      randomEffects: RandomEffects(usable.compactMap { $0.contrast.estimate.map(RateRatioEstimate.init) }),
      withoutBothSides: excluded, notComparable: notComparable,
      notEnoughNights: verdicts.count { $0 == .notEnoughNights },
      lower: verdicts.count { $0 == .lower }, higher: verdicts.count { $0 == .higher },
      noMaterialChange: verdicts.count { $0 == .noMaterialChange })
    result.caveats = caveats(compared)
    var contrast = Contrast(
      patientID: "*", kind: .population, outcome: request.outcome, rules: rules, isPrimary: false)
    contrast.before = PopulationEstimation.side(usable.map(\.contrast.before))
    contrast.after = PopulationEstimation.side(usable.map(\.contrast.after))
    if let estimate = paired.estimate {
      contrast.statement = PopulationEstimation.statement(estimate)
      contrast.method = .pairedPatients
    }
    contrast.population = result
    contrast.verdict = verdict(paired.estimate, usable: usable.count, barred: notComparable.count)
    contrast.sentence =
      PopulationWords(result: result, contrast: contrast, drug: request.drug).sentence
    return contrast
  }

  /// Two patients give one degree of freedom: limits that are a thousandfold apart are uninformative and are
  /// not printed.
  private static func statement(_ estimate: RateRatioEstimate) -> RateRatioStatement {
    var statement = RateRatioStatement(estimate)
    if let interval = statement.interval, !(interval.high < widestPrinted * interval.low) {
      (statement.low95, statement.high95) = (nil, nil)
      (statement.low90, statement.high90) = (nil, nil)
      statement.smallestToldFromChance = nil
    }
    return statement
  }

  private static let widestPrinted = 1000.0

  /// The drug's contrast in a patient, whatever the design: nights with it against nights without.
  private func isOnAgainstOff(_ contrast: Contrast) -> Bool {
    (contrast.kind == .beforeAfterSteady || contrast.kind == .onVersusOff)
      && contrast.outcome == request.outcome
  }

  /// Nil without nights on both sides or without movements.
  private static func logRatio(_ contrast: Contrast) -> Double? {
    contrast.estimate.flatMap {
      PairedEffects.logRatio($0, eventsOff: contrast.before.count ?? 0, eventsOn: contrast.after.count ?? 0)
    }
  }

  private func verdict(_ estimate: RateRatioEstimate?, usable: Int, barred: Int) -> Verdict {
    if usable == 0, barred > 0 { return .notComparable }
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
