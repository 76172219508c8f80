/// The prior-free companion: a pooled t on log((count + 0.5) / hours), nominal at every number of nights
///. Its estimand is the ratio of geometric means.
package struct LogRateTest: Hashable, Sendable {
  package var estimate: RateRatioEstimate

  /// Nil with fewer than three nights or a side without a night, and where it breaks: the nights do not vary
  /// at all, or a side has no movement (the interval would be absurdly narrow).
  package init?(_ nights: CountedNights) {
    guard !nights.hasSideWithoutMovements else { return nil }
    self.init(unsuppressed: nights)
  }

  /// The same without looking for a side of zeros.
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

  /// With n - 1.
  var standardDeviation: Double { (squares / (count - 1)).squareRoot() }
}
