import Foundation

/// The printable part of a rate ratio: nil where the nights give no number, including open limits.
package struct RateRatioStatement: Hashable, Sendable {
  package var ratio: Double?
  package var low95: Double?
  package var high95: Double?
  package var low90: Double?
  package var high90: Double?
  /// Two-sided.
  package var pValue: Double?
  /// The smallest *observed* fold change that these nights could distinguish from chance, with about 50 %
  /// power: never call it recognisable or detectable.
  package var smallestToldFromChance: Double?

  init(_ estimate: EngineEstimate) {
    func limit(_ value: Double) -> Double? { value.isFinite ? exp(value) : nil }
    let hasPoint = estimate.sideWithoutMovement == nil
    ratio = hasPoint ? limit(estimate.logRateRatio) : nil
    low95 = limit(estimate.limits95.low)
    high95 = limit(estimate.limits95.high)
    low90 = limit(estimate.limits90.low)
    high90 = limit(estimate.limits90.high)
    pValue = estimate.pValue
    smallestToldFromChance = hasPoint ? estimate.smallestToldFromChance : nil
  }

  init(_ estimate: RateRatioEstimate) {
    let wide = estimate.interval(level: 0.95)
    let narrow = estimate.interval(level: 0.90)
    ratio = estimate.rateRatio
    (low95, high95) = (wide.low, wide.high)
    (low90, high90) = (narrow.low, narrow.high)
    pValue = estimate.pValue
    smallestToldFromChance = estimate.smallestToldFromChance
  }

  /// Both 95 % limits; nil if one is open.
  package var interval: RateRatioInterval? {
    low95.flatMap { low in high95.map { RateRatioInterval(low: low, high: $0) } }
  }

  package var interval90: RateRatioInterval? {
    low90.flatMap { low in high90.map { RateRatioInterval(low: low, high: $0) } }
  }

  /// True if the 95 % interval excludes 1.
  var excludesOne: Bool { (low95 ?? 0) > 1 || (high95 ?? .infinity) < 1 }
}
