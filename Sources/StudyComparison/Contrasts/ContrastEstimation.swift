import StudyTables

/// How a contrast is estimated; what the command line may change.
public struct EstimationOptions: Hashable, Sendable {
  public var prior = ModerationPrior.standard
  /// False leaves out the permutation.
  public var permutes = true
  public var permutationSeed = PermutationTest.defaultSeed

  public init() {}
}

extension Contrast {
  /// Every estimator on the nights of a count. With `isFull` false only what a secondary outcome needs.
  mutating func estimate(_ nights: ContrastNights, options: EstimationOptions, isFull: Bool) {
    let counted = nights.counted
    before = SideSummary(counted: counted.before, excluded: nights.excludedBefore)
    after = SideSummary(counted: counted.after, excluded: nights.excludedAfter)
    window = nights.window
    if isFull, counted.before.count >= 5 { baselineTrend = QuasiPoisson.trendPerWeek(counted.before) }
    guard let fit = ModeratedNegativeBinomial(counted, prior: options.prior) else { return }
    self.fit = fit
    inflation = AutocorrelationInflation(counted)
    headline = inflation?.inflated(fit.estimate, prior: options.prior) ?? fit.estimate
    headlineMethod = inflation == nil ? .moderated : .moderatedWithAutocorrelation
    guard isFull else { return }
    logRateTest = LogRateTest(counted)
    if options.permutes { permutation = PermutationTest(counted, seed: options.permutationSeed) }
    bayesian = BayesianComparison(counted)
    overlap = NonOverlap(counted)
    if let rate = before.index, rate > 0 {
      let needed = NightsNeeded(
        ratePerHour: rate, nightVariation: fit.nightVariation,
        varianceInflation: inflation?.varianceInflation ?? 1)
      nightsNeededForHalving = needed.perSide(toShow: 0.5)
      nightsNeededFor30Percent = needed.perSide(toShow: 0.7)
    }
    guard !counted.hasSideWithoutMovements else { return }
    estimateDoses(nights, options: options)
    if min(counted.before.count, counted.after.count) >= 7, let origin = counted.after.map(\.day).min() {
      let rows =
        counted.before.map { [1, Double($0.day - origin) / 7, 0] }
        + counted.after.map { [1, Double($0.day - origin) / 7, 1] }
      stepBesideTrend =
        ModeratedDesign(
          nights: counted.all, design: DesignMatrix(rows: rows), prior: options.prior)?.coefficients.last
    }
    estimateWithoutFirstNight(nights, options: options)
  }

  private mutating func estimateDoses(_ nights: ContrastNights, options: EstimationOptions) {
    guard kind == .beforeAfterSteady else { return }
    let doses = nights.used.map(\.night.placement.doseMilligrams)
    let known = doses.compactMap(\.self)
    // "Per 50 mg" of a drug of which milligrams are taken would be a step far outside the data.
    guard known.count == doses.count, Set(known.filter { $0 > 0 }).count >= 2,
      known.contains(where: { $0 >= 25 })
    else { return }
    let design = DesignMatrix(rows: known.map { [1, $0 / 50] })
    dosePer50Milligrams =
      ModeratedDesign(
        nights: nights.counted.all, design: design, prior: options.prior)?.coefficients.last
  }

  private mutating func estimateWithoutFirstNight(_ nights: ContrastNights, options: EstimationOptions) {
    func isOther(_ used: ContrastNights.Used) -> Bool { used.night.row.role != .firstLaboratoryNight }
    let rest = CountedNights(
      before: nights.before.filter(isOther).compactMap(\.counted),
      after: nights.after.filter(isOther).compactMap(\.counted))
    guard rest.total < nights.counted.total, rest.hasBothSides else { return }
    guard let fit = ModeratedNegativeBinomial(rest, prior: options.prior) else { return }
    withoutFirstNight =
      AutocorrelationInflation(rest)?.inflated(fit.estimate, prior: options.prior)
      ?? fit.estimate
  }

  /// Means and their difference for an outcome that is no count.
  mutating func describeScores(_ nights: ContrastNights) {
    let left = nights.before.compactMap(\.score)
    let right = nights.after.compactMap(\.score)
    before = SideSummary(scores: left, excluded: nights.excludedBefore)
    after = SideSummary(scores: right, excluded: nights.excludedAfter)
    window = nights.window
    meanDifference = MeanDifference(before: left, after: right)
    headlineMethod = meanDifference == nil ? nil : .meanDifference
  }

  /// The headline against its companions: do they fall on different sides of .05?
  var companionsDisagree: Bool {
    guard min(before.nights, after.nights) >= 2, let headline, verdict != .notComparable else { return false }
    let isClear = headline.pValue < 0.05
    let companions = [permutation?.pTwoSided, logRateTest?.estimate.pValue].compactMap(\.self)
    return companions.contains { ($0 < 0.05) != isClear }
  }
}
