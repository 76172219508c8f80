import Foundation

/// Parameters of the moderated estimate. Choices, not facts: statistics.md 3.1 and 13.
public struct ModerationPrior: Hashable, Sendable {
  /// Squared night-to-night coefficient of variation towards which few nights are drawn; 0.36 is a CV of 60 %.
  public var squaredVariation = 0.36
  /// How many nights' worth of information the prior has.
  public var nightsWorth = 2.0

  public static let standard = ModerationPrior()

  public init(squaredVariation: Double = 0.36, nightsWorth: Double = 2) {
    self.squaredVariation = squaredVariation
    self.nightsWorth = nightsWorth
  }
}

/// The headline estimate "mNB-t": negative binomial counts whose dispersion comes from the patient's own nights
/// by the method of moments, drawn towards a prior, with a t interval (statistics.md 3.1).
///
/// Moments and not maximum likelihood: the variance is right whatever the nights' distribution, and nothing
/// fails where the dispersion goes to 0 or grows without bound.
public struct ModeratedNegativeBinomial: Hashable, Sendable {
  public var estimate: RateRatioEstimate
  /// Dispersion from these nights alone; the own CV is its root.
  public var ownDispersion: Double
  /// The moderated dispersion; the CV shown is its root.
  public var dispersion: Double
  /// Pearson's X2 with Poisson nights.
  public var pearsonAtZero: Double
  public var rateBefore: Double
  public var rateAfter: Double
  /// Information of each side on the log scale.
  public var informationBefore: Double
  public var informationAfter: Double
  /// True if a side without movements got half a movement.
  public var isZeroCorrected: Bool

  public var nightVariation: Double { dispersion.squareRoot() }
  public var ownNightVariation: Double { ownDispersion.squareRoot() }

  /// The estimate; nil if a side has no night.
  public init?(_ nights: CountedNights, prior: ModerationPrior = .standard) {
    guard nights.hasBothSides else { return nil }
    let before = DispersedSide(nights.before)
    let after = DispersedSide(nights.after)
    let freedom = Double(nights.total - 2)
    pearsonAtZero = before.pearson(dispersion: 0) + after.pearson(dispersion: 0)
    ownDispersion = MomentDispersion.solve(residualFreedom: freedom, atZero: pearsonAtZero) { dispersion in
      before.pearson(dispersion: dispersion) + after.pearson(dispersion: dispersion)
    }
    dispersion =
      (prior.nightsWorth * prior.squaredVariation + freedom * ownDispersion)
      / (prior.nightsWorth + freedom)
    let logRateBefore = before.logRate(dispersion: dispersion)
    let logRateAfter = after.logRate(dispersion: dispersion)
    rateBefore = exp(logRateBefore)
    rateAfter = exp(logRateAfter)
    informationBefore = before.information(logRate: logRateBefore, dispersion: dispersion)
    informationAfter = after.information(logRate: logRateAfter, dispersion: dispersion)
    isZeroCorrected = before.isZeroCorrected || after.isZeroCorrected
    estimate = RateRatioEstimate(
      logRateRatio: logRateAfter - logRateBefore,
      standardError: (1 / informationBefore + 1 / informationAfter).squareRoot(),
      degreesOfFreedom: prior.nightsWorth + freedom)
  }
}

/// The root of Pearson's X2(dispersion) = residual degrees of freedom.
enum MomentDispersion {
  /// 0 where there is nothing left to estimate from or the nights vary no more than Poisson counts.
  /// `pearson` falls with the dispersion, so bisection on its logarithm finds the root.
  static func solve(
    residualFreedom: Double, atZero: Double, pearson: (Double) -> Double
  ) -> Double {
    guard residualFreedom > 0, atZero > residualFreedom else { return 0 }
    var low = Log.of(1e-10)
    var high = Log.of(1e4)
    for _ in 0..<64 {
      let middle = (low + high) / 2
      if pearson(exp(middle)) > residualFreedom { low = middle } else { high = middle }
    }
    return exp((low + high) / 2)
  }
}

/// One side's nights as the negative binomial fit sees them.
private struct DispersedSide {
  let counts: [Double]
  let hours: [Double]
  let isZeroCorrected: Bool
  private let startingLogRate: Double

  init(_ nights: [CountedNight]) {
    let totalHours = nights.totalHours
    hours = nights.map(\.hours)
    isZeroCorrected = nights.totalCount == 0
    counts =
      isZeroCorrected
      ? nights.map { 0.5 * $0.hours / totalHours } : nights.map { Double($0.count) }
    startingLogRate = Log.of(counts.reduce(0, +) / totalHours)
  }

  /// Newton's method on sum (y - mu) / (1 + dispersion mu) = 0, each step at most 1 on the log scale.
  func logRate(dispersion: Double) -> Double {
    var logRate = startingLogRate
    guard dispersion > 0 else { return logRate }
    for _ in 0..<100 {
      let rate = exp(logRate)
      var score = 0.0
      var slope = 0.0
      for (count, hours) in zip(counts, hours) {
        let mean = hours * rate
        let spread = 1 + dispersion * mean
        score += (count - mean) / spread
        slope += mean * (1 + dispersion * count) / (spread * spread)
      }
      let step = min(1, max(-1, score / slope))
      logRate += step
      if abs(step) < 1e-14 * max(1, abs(logRate)) { break }
    }
    return logRate
  }

  func pearson(dispersion: Double) -> Double {
    let rate = exp(logRate(dispersion: dispersion))
    return zip(counts, hours).reduce(0) { sum, night in
      let mean = night.1 * rate
      let residual = night.0 - mean
      return sum + residual * residual / (mean + dispersion * mean * mean)
    }
  }

  func information(logRate: Double, dispersion: Double) -> Double {
    let rate = exp(logRate)
    return hours.reduce(0) { $0 + $1 * rate / (1 + dispersion * $1 * rate) }
  }
}
