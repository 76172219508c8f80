import StudyTables

/// The patients of a study together: paired t and sign flips on the log rates, random effects on the patients' own
/// estimates (statistics.md 6).
struct PopulationEstimation {
  var patients: [PatientComparison]
  var assembled: [PatientNights]
  var request: ComparisonRequest

  /// Nil with fewer than two patients or for an outcome that is no count.
  func contrast(rules: String) -> Contrast? {
    guard patients.count >= 2, request.outcome.isCount else { return nil }
    var usable: [CountedNights] = []
    var estimates: [RateRatioEstimate] = []
    var excluded: [String] = []
    var notComparable: [String] = []
    for (patient, nights) in zip(patients, assembled) {
      guard let steady = patient.contrasts.first(where: isSteady) else { continue }
      let counted = nights.select(.beforeAfterSteady, outcome: request.outcome).counted
      if !patient.problems.isEmpty { continue }
      if steady.verdict == .notComparable {
        notComparable.append(patient.patientID)
      } else if !counted.hasBothSides {
        excluded.append(patient.patientID)
      } else {
        usable.append(counted)
        if let own = steady.fit?.estimate { estimates.append(own) }
      }
    }
    let paired = PairedEffects(usable)
    let compared = patients.filter(\.problems.isEmpty)
    let verdicts = compared.compactMap { $0.contrasts.first(where: isSteady)?.verdict }
    let result = PopulationResult(
      patients: patients.count, refused: patients.count - compared.count, paired: paired,
      randomEffects: RandomEffects(estimates),
      withoutBothSides: excluded, notComparable: notComparable,
      notEnoughNights: verdicts.filter { $0 == .notEnoughNights }.count,
      lower: verdicts.filter { $0 == .lower }.count, higher: verdicts.filter { $0 == .higher }.count,
      noMaterialChange: verdicts.filter { $0 == .noMaterialChange }.count)
    var contrast = Contrast(
      patientID: "*", kind: .population, outcome: request.outcome, rules: rules, isPrimary: false)
    contrast.before = SideSummary(counted: usable.flatMap(\.before), excluded: [])
    contrast.after = SideSummary(counted: usable.flatMap(\.after), excluded: [])
    contrast.headline = paired.estimate
    contrast.headlineMethod = paired.estimate == nil ? nil : .pairedPatients
    contrast.population = result
    contrast.verdict = Verdict(
      isComparable: !usable.isEmpty || notComparable.isEmpty, isEnough: usable.count >= 2,
      headline: paired.estimate)
    contrast.sentence =
      PopulationWords(result: result, verdict: contrast.verdict, drug: request.drug).sentence
    return contrast
  }

  private func isSteady(_ contrast: Contrast) -> Bool {
    contrast.kind == .beforeAfterSteady && contrast.outcome == request.outcome
  }
}
