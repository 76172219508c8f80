import Foundation

/// The constants of the estimate: choices supported by simulation, not facts.
package enum EngineConstants {
  /// Squared night-to-night variation towards which estimates from few nights are shrunk: a CV of 47 %.
  package static let priorDispersion = 0.22
  /// The weight of that prior on each side, in nights.
  package static let priorNights = 2.0
  /// While the smaller side has fewer nights than this, the interval must also cover that of least squares.
  package static let guardedNights = 10
  /// A side without movements counts as a change only if its probability by chance is below this.
  package static let zeroSideProbability = 0.05
  /// How many times likelier a step must be than a straight drift.
  package static let driftOdds = 2.5
  /// The interval of rate ratios within which a change is immaterial.
  package static let immaterial = RateRatioInterval(low: 0.8, high: 1.25)
  /// At most this many of the last nights of a side are used.
  package static let mostNightsOfASide = 200
}

/// Whether the least-squares interval is used as well.
enum CompanionRule {
  /// While the smaller side has fewer than ten nights.
  case byNights
  case always
  case never
}

/// The engine's result for one contrast. Logs are natural; the contrast is the second side divided by the
/// first, or per 50 mg.
package struct EngineEstimate: Hashable, Sendable {
  package var logRateRatio: Double
  package var standardError: Double
  package var degreesOfFreedom: Double
  /// Correlation of consecutive evenings, 0...0.9: the posterior mean.
  package var likeness: Double
  /// The factor by which that correlation inflates the variance; 1 or more.
  package var varianceFactor: Double
  /// The factor by which it makes the observed spread too small, and the equivalent number of independent
  /// nights.
  package var spreadFactor: Double
  package var spreadFreedom: Double
  package var nightsOff: Int
  package var nightsOn: Int
  /// Moderated dispersions of the sides, and the dispersions estimated from the nights alone.
  package var dispersionOff: Double
  package var dispersionOn: Double
  package var ownDispersionOff: Double
  package var ownDispersionOn: Double
  /// Least squares of the log rates with the same columns.
  package var companionLogRateRatio: Double
  /// Nil if there are no residual degrees of freedom.
  package var companionStandardError: Double?
  package var usesCompanion: Bool
  /// Logs of the limits; an open limit is infinite.
  package var limits95: LogLimits
  package var limits90: LogLimits
  /// The 95 % limits if nights were independent.
  package var limits95Unlike: LogLimits
  package var pValue: Double
  /// The smallest observed fold change that these nights could distinguish from chance.
  package var smallestToldFromChance: Double
  package var sideWithoutMovement: SideWithoutMovement?
  /// The probability that chance puts all nights with movements on one side; nil unless one side has none.
  package var sideWithoutMovementP: Double?

  /// The limits from the dispersion alone, without the companion: for trends.
  var dispersionLimits: LogLimits {
    let reach = Distribution.criticalT(level: 0.95, degreesOfFreedom: degreesOfFreedom) * standardError
    return LogLimits(low: logRateRatio - reach, high: logRateRatio + reach)
  }

  /// The same with the sides exchanged.
  var reversed: EngineEstimate {
    var other = self
    other.logRateRatio = -logRateRatio
    other.companionLogRateRatio = -companionLogRateRatio
    (other.nightsOff, other.nightsOn) = (nightsOn, nightsOff)
    (other.dispersionOff, other.dispersionOn) = (dispersionOn, dispersionOff)
    (other.ownDispersionOff, other.ownDispersionOn) = (ownDispersionOn, ownDispersionOff)
    other.limits95 = LogLimits(low: -limits95.high, high: -limits95.low)
    other.limits90 = LogLimits(low: -limits90.high, high: -limits90.low)
    other.limits95Unlike = LogLimits(low: -limits95Unlike.high, high: -limits95Unlike.low)
    other.sideWithoutMovement = sideWithoutMovement?.other
    return other
  }

  /// The moderated night-to-night coefficient of variation, that of the more variable side.
  package var nightVariation: Double { widest(dispersionOff, dispersionOn).squareRoot() }
  package var ownNightVariation: Double { widest(ownDispersionOff, ownDispersionOn).squareRoot() }

  /// The larger value, of the sides that have nights.
  private func widest(_ off: Double, _ on: Double) -> Double {
    max(nightsOff > 0 ? off : 0, nightsOn > 0 ? on : 0)
  }
}

/// Which side has no movements on any night.
package enum SideWithoutMovement: String, Hashable, Sendable {
  case off
  case on
  case both

  var other: SideWithoutMovement {
    switch self {
    case .off: .on
    case .on: .off
    case .both: .both
    }
  }
}

/// Limits of a log rate ratio.
package struct LogLimits: Hashable, Sendable {
  package var low: Double
  package var high: Double

  package var excludesZero: Bool { low > 0 || high < 0 }

  /// The lower of the two lower limits and the higher of the two upper limits.
  func hull(_ other: LogLimits) -> LogLimits {
    LogLimits(low: min(low, other.low), high: max(high, other.high))
  }
}

/// Estimates a rate ratio from the nights of one person: a negative-binomial working model with a moderated
/// dispersion for each side, correlation of neighbouring nights by calendar gap, a t interval and one
/// companion interval.
///
/// The method and its limitations are described in <doc:HowAComparisonIsMade>.
struct RateRatioEngine {
  let series: EngineSeries
  var companion = CompanionRule.byNights

  /// Nil if the columns are not linearly independent.
  func estimate() -> EngineEstimate? {
    let rows = series.rows
    let columns = series.columns
    let count = series.nights
    let contrast = EngineSeries.contrast
    let z = series.logRates
    let counts = series.halfEventCounts
    let noise = series.counts.reduce(0) { $0 + 1 / ($1 + 0.5) } / Double(count)
    let likeness = Likeness(
      values: z, noise: noise, days: series.days, rows: rows, columns: columns)
    var plain = NormalMatrix(columns: columns)
    for row in rows { plain.add(1, row) }
    guard columns > contrast, let plainInverse = plain.inverse() else { return nil }
    let spread = likeness.spread(rows: rows, columns: columns, inverse: plainInverse)

    guard let sides = dispersions(counts, spread: spread) else { return nil }
    let alphas = series.isOn.map { $0 ? sides[1].moderated : sides[0].moderated }
    guard let fit = CountFit(series, counts: counts, dispersions: alphas) else { return nil }
    var weights = [Double](repeating: 0, count: count)
    var shares = weights
    var variances = [0.0, 0.0]
    for night in 0..<count {
      let noisy = 1 + alphas[night] * fit.means[night]
      weights[night] = (fit.means[night] / noisy).squareRoot() * fit.inverse.times(rows[night])[contrast]
      // The counting noise of different nights is uncorrelated.
      shares[night] = (alphas[night] * fit.means[night] / noisy).squareRoot()
      variances[series.isOn[night] ? 1 : 0] += weights[night] * weights[night]
    }
    let variance = variances[0] + variances[1]
    let factor = likeness.varianceFactor(contrast: weights, shares: shares)
    let freedom =
      variance * variance
      / zip(variances, sides).reduce(0) { $1.1.nights > 0 ? $0 + $1.0 * $1.0 / $1.1.freedom : $0 }
    let b = fit.coefficients[contrast]
    let error = (variance * factor).squareRoot()

    var result = EngineEstimate(
      logRateRatio: b, standardError: error, degreesOfFreedom: freedom, likeness: likeness.mean,
      varianceFactor: factor, spreadFactor: spread.variance, spreadFreedom: spread.freedom,
      nightsOff: sides[0].nights, nightsOn: sides[1].nights, dispersionOff: sides[0].moderated,
      dispersionOn: sides[1].moderated, ownDispersionOff: sides[0].own, ownDispersionOn: sides[1].own,
      companionLogRateRatio: 0, companionStandardError: nil, usesCompanion: false,
      limits95: LogLimits(low: b, high: b), limits90: LogLimits(low: b, high: b),
      limits95Unlike: LogLimits(low: b, high: b),
      pValue: Distribution.twoSidedP(t: b / error, degreesOfFreedom: freedom), smallestToldFromChance: 1)
    addCompanion(&result, z: z, inverse: plainInverse)
    addLimits(&result, unlikeError: variance.squareRoot())
    openZeroSide(&result)
    return result
  }

  private struct SideDispersion {
    var nights = 0
    var own = 0.0
    var moderated = EngineConstants.priorDispersion
    var freedom = 0.0
  }

  /// Dispersions of both sides by moments about a fit at the prior dispersion, corrected for correlation and
  /// shrunk towards the prior.
  private func dispersions(
    _ counts: [Double], spread: (variance: Double, freedom: Double)
  ) -> [SideDispersion]? {
    let prior = EngineConstants.priorDispersion
    let weight = EngineConstants.priorNights
    let flat = [Double](repeating: prior, count: counts.count)
    guard let first = CountFit(series, counts: counts, dispersions: flat) else { return nil }
    let spare = series.nights - series.columns
    return [false, true].map { side in
      var result = SideDispersion()
      let nights = series.isOn.indices.filter { series.isOn[$0] == side }
      guard !nights.isEmpty else { return result }
      result.nights = nights.count
      var freedom = Double(nights.count)
      for night in nights {
        let mean = first.means[night]
        let row = series.rows[night]
        freedom -= mean / (1 + prior * mean) * (row * first.inverse.times(row)).sum()
      }
      if freedom < 1e-6 { freedom = 0 }
      result.own = CountFit.ownDispersion(nights.map { (counts[$0], first.means[$0]) }, freedom: freedom)
      let effective = spare > 0 ? freedom * spread.freedom / Double(spare) : 0
      result.moderated = (weight * prior + effective * spread.variance * result.own) / (weight + effective)
      result.freedom = weight + effective
      return result
    }
  }

  private func addCompanion(
    _ result: inout EngineEstimate, z: [Double], inverse: NormalMatrix.Inverse
  ) {
    var right = SIMD3<Double>.zero
    for night in z.indices { right += z[night] * series.rows[night] }
    let line = inverse.times(right)
    result.companionLogRateRatio = line[EngineSeries.contrast]
    let spare = series.nights - series.columns
    guard spare > 0 else { return }
    let squares = z.indices.reduce(0.0) { sum, night in
      let residual = z[night] - (line * series.rows[night]).sum()
      return sum + residual * residual
    }
    result.companionStandardError =
      (squares / Double(spare) * inverse.row1[EngineSeries.contrast]).squareRoot()
    result.usesCompanion =
      switch companion {
      case .byNights: min(result.nightsOff, result.nightsOn) < EngineConstants.guardedNights
      case .always: true
      case .never: false
      }
  }

  private func addLimits(_ result: inout EngineEstimate, unlikeError: Double) {
    let b = result.logRateRatio
    let freedom = result.degreesOfFreedom
    func limits(_ center: Double, _ error: Double, _ freedom: Double, _ level: Double) -> LogLimits {
      let reach = Distribution.criticalT(level: level, degreesOfFreedom: freedom) * error
      return LogLimits(low: center - reach, high: center + reach)
    }
    result.limits95 = limits(b, result.standardError, freedom, 0.95)
    result.limits90 = limits(b, result.standardError, freedom, 0.90)
    result.limits95Unlike = limits(b, unlikeError, freedom, 0.95)
    if result.usesCompanion, let error = result.companionStandardError {
      let center = result.companionLogRateRatio
      let spare = Double(series.nights - series.columns)
      let companion = limits(center, error, spare, 0.95)
      result.limits95 = result.limits95.hull(companion)
      result.limits90 = result.limits90.hull(limits(center, error, spare, 0.90))
      result.limits95Unlike = result.limits95Unlike.hull(companion)
      if error > 0 {
        let p = Distribution.twoSidedP(t: center / error, degreesOfFreedom: spare)
        result.pValue = b * center >= 0 ? max(result.pValue, p) : 1
      }
    }
    result.smallestToldFromChance = exp(max(b - result.limits95.low, result.limits95.high - b))
  }

  /// If a side has no movements, at most one limit is known and there is no ratio.
  private func openZeroSide(_ result: inout EngineEstimate) {
    let moving = [false, true].map { side in
      series.counts.indices.count { series.isOn[$0] == side && series.counts[$0] > 0 }
    }
    let hasBothSides = result.nightsOff > 0 && result.nightsOn > 0
    guard hasBothSides ? moving.contains(0) : moving == [0, 0] else { return }
    let other = moving[1] == 0 ? 0 : 1
    let isBoth = moving == [0, 0]
    result.sideWithoutMovement = isBoth ? .both : other == 0 ? .on : .off
    let nights = [result.nightsOff, result.nightsOn][other]
    let share = (0..<moving[other]).reduce(1.0) {
      $0 * Double(nights - $1) / Double(series.nights - $1)
    }
    let p = min(1, 2 * share)
    result.sideWithoutMovementP = p
    if isBoth || p > EngineConstants.zeroSideProbability {
      result.limits95 = LogLimits(low: -.infinity, high: .infinity)
      result.limits90 = result.limits95
      result.pValue = 1
    } else if other == 0 {
      result.limits95.low = -.infinity
      result.limits90.low = -.infinity
    } else {
      result.limits95.high = .infinity
      result.limits90.high = .infinity
    }
  }
}
