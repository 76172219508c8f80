import Foundation

/// A log rate ratio (after / before) with its standard error and degrees of freedom of Student's t.
public struct RateRatioEstimate: Hashable, Sendable {
  public var logRateRatio: Double
  public var standardError: Double
  public var degreesOfFreedom: Double

  public init(logRateRatio: Double, standardError: Double, degreesOfFreedom: Double) {
    self.logRateRatio = logRateRatio
    self.standardError = standardError
    self.degreesOfFreedom = degreesOfFreedom
  }

  public var rateRatio: Double { exp(logRateRatio) }

  /// Two-sided; 1 for an estimate of exactly 0.
  public var pValue: Double {
    Distribution.twoSidedP(t: logRateRatio / standardError, degreesOfFreedom: degreesOfFreedom)
  }

  /// The rate ratios between which the interval of `level` (such as 0.95) lies.
  public func interval(level: Double) -> RateRatioInterval {
    let reach = Distribution.criticalT(level: level, degreesOfFreedom: degreesOfFreedom) * standardError
    return RateRatioInterval(low: exp(logRateRatio - reach), high: exp(logRateRatio + reach))
  }

  /// The smallest *observed* fold change that the 95 % interval would tell from chance: exp(t x SE). About
  /// 50 % power, so never call it recognisable or detectable.
  public var smallestToldFromChance: Double {
    exp(Distribution.criticalT(level: 0.95, degreesOfFreedom: degreesOfFreedom) * standardError)
  }

  public var isFinite: Bool {
    logRateRatio.isFinite && standardError.isFinite && standardError > 0 && degreesOfFreedom.isFinite
  }
}

/// Limits of a rate ratio, low before high.
public struct RateRatioInterval: Hashable, Sendable {
  public var low: Double
  public var high: Double

  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  public func contains(_ ratio: Double) -> Bool { low <= ratio && ratio <= high }
}
