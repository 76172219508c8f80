/// The prior-free companion: a pooled t test on log((count + 0.5) / hours), with nominal coverage at any
/// number of nights. Its estimand is the ratio of geometric means.
package struct LogRateTest: Hashable, Sendable {
  package var estimate: RateRatioEstimate

  /// Nil with fewer than three nights or without nights on a side, and where the method breaks down: if the
  /// nights do not vary at all, or a side has no movements (the interval would be absurdly narrow).
  package init?(_ nights: CountedNights) {
    guard !nights.hasSideWithoutMovements else { return nil }
    self.init(unsuppressed: nights)
  }

  /// The same without the check for a side without movements.
  init?(unsuppressed nights: CountedNights) {
    guard nights.hasBothSides, nights.total > 2 else { return nil }
    let before = Moments(nights.before.map(\.logRate))
    let after = Moments(nights.after.map(\.logRate))
    let freedom = Double(nights.total - 2)
    let variance = (before.squares + after.squares) / freedom
    guard variance > 1e-20 else { return nil }
    estimate = RateRatioEstimate(
      logRateRatio: after.mean - before.mean,
      standardError: (variance * (1 / before.count + 1 / after.count)).squareRoot(),
      degreesOfFreedom: freedom)
  }
}

/// Mean and sum of squared deviations.
struct Moments {
  let count: Double
  let mean: Double
  let squares: Double

  init(_ values: [Double]) {
    count = Double(values.count)
    let mean = values.reduce(0, +) / count
    self.mean = mean
    squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }

  /// Sample standard deviation (n - 1).
  var standardDeviation: Double { (squares / (count - 1)).squareRoot() }
}
