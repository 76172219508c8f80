import Foundation

/// A log rate ratio (after / before) with its standard error and the degrees of freedom for Student's t.
package struct RateRatioEstimate: Hashable, Sendable {
  package var logRateRatio: Double
  package var standardError: Double
  package var degreesOfFreedom: Double

  package init(logRateRatio: Double, standardError: Double, degreesOfFreedom: Double) {
    self.logRateRatio = logRateRatio
    self.standardError = standardError
    self.degreesOfFreedom = degreesOfFreedom
  }

  package var rateRatio: Double { exp(logRateRatio) }

  /// Two-sided; 1 for an estimate of exactly 0.
  package var pValue: Double {
    Distribution.twoSidedP(t: logRateRatio / standardError, degreesOfFreedom: degreesOfFreedom)
  }

  /// The interval of `level` (such as 0.95) for the rate ratio.
  package func interval(level: Double) -> RateRatioInterval {
    let reach = Distribution.criticalT(level: level, degreesOfFreedom: degreesOfFreedom) * standardError
    return RateRatioInterval(low: exp(logRateRatio - reach), high: exp(logRateRatio + reach))
  }

  /// The smallest *observed* fold change that the 95 % interval could distinguish from chance: exp(t x SE).
  /// About 50 % power, so never call it recognisable or detectable.
  package var smallestToldFromChance: Double {
    exp(Distribution.criticalT(level: 0.95, degreesOfFreedom: degreesOfFreedom) * standardError)
  }

  package var isFinite: Bool {
    logRateRatio.isFinite && standardError.isFinite && standardError > 0 && degreesOfFreedom.isFinite
  }
}

/// Limits of a rate ratio, lower before upper.
package struct RateRatioInterval: Hashable, Sendable {
  package var low: Double
  package var high: Double

  package init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  package func contains(_ ratio: Double) -> Bool { low <= ratio && ratio <= high }
}
