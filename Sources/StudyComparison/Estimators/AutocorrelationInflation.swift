/// How much wider the interval gets because one night resembles the next ("mNB-t-AR", statistics.md 3.2).
public struct AutocorrelationInflation: Hashable, Sendable {
  /// Lag-1 autocorrelation of the residuals of log rates about their side's mean, over pairs of consecutive
  /// evenings of one side; nil if every residual is 0.
  public var observed: Double?
  /// Corrected for the length of the series, between 0 and 0.8.
  public var corrected: Double
  /// Factor of the variance, 1 or more.
  public var varianceInflation: Double
  public var pairs: Int
  /// How many independent nights these are worth.
  public var effectiveNights: Double

  /// Both sides need this many nights.
  public static let smallestSide = 5
  public static let fewestPairs = 4

  /// Nil where the nights are too few or too seldom consecutive for it.
  public init?(_ nights: CountedNights) {
    guard min(nights.before.count, nights.after.count) >= AutocorrelationInflation.smallestSide else {
      return nil
    }
    var products = 0.0
    var squares = 0.0
    var pairs = 0
    for side in [nights.before, nights.after] {
      let ordered = side.sorted { $0.day < $1.day }
      let mean = ordered.reduce(0) { $0 + $1.logRate } / Double(ordered.count)
      let residuals = ordered.map { $0.logRate - mean }
      squares += residuals.reduce(0) { $0 + $1 * $1 }
      for index in 1..<ordered.count where ordered[index].day == ordered[index - 1].day + 1 {
        products += residuals[index] * residuals[index - 1]
        pairs += 1
      }
    }
    guard pairs >= AutocorrelationInflation.fewestPairs else { return nil }
    let total = Double(nights.total)
    let perSide = total / 2
    let isFlat = squares <= 1e-20 * total
    observed = isFlat ? nil : products / squares
    corrected = observed.map { min(0.8, max(0, (perSide * $0 + 1) / (perSide - 3))) } ?? 0
    varianceInflation = (1 + corrected) / (1 - corrected)
    self.pairs = pairs
    effectiveNights = total / varianceInflation
  }

  /// The estimate with its interval inflated.
  public func inflated(
    _ estimate: RateRatioEstimate, prior: ModerationPrior = .standard
  ) -> RateRatioEstimate {
    RateRatioEstimate(
      logRateRatio: estimate.logRateRatio,
      standardError: estimate.standardError * varianceInflation.squareRoot(),
      degreesOfFreedom: prior.nightsWorth + max(1, effectiveNights - 2))
  }
}
