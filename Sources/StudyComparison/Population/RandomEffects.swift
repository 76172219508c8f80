/// Pools the patients' estimates: DerSimonian-Laird with the Knapp-Hartung interval.
package struct RandomEffects: Hashable, Sendable {
  /// Knapp-Hartung: the weighted spread of the patients replaces their stated errors; t with patients - 1
  /// degrees of freedom.
  package var estimate: RateRatioEstimate
  /// The DerSimonian-Laird standard error, for the z interval, which is not shown.
  package var unadjustedStandardError: Double
  /// Variance of the true log rate ratio between patients.
  package var heterogeneity: Double
  /// Cochran's Q.
  package var q: Double
  /// The p value of Q under a common ratio.
  package var qPValue: Double
  /// Share of the total variation that is between patients, 0...1.
  package var iSquared: Double
  package var patients: Int

  /// Nil with fewer than two patients.
  package init?(_ estimates: [RateRatioEstimate]) {
    let usable = estimates.filter(\.isFinite)
    guard usable.count >= 2 else { return nil }
    let freedom = Double(usable.count - 1)
    let fixed = usable.map { 1 / ($0.standardError * $0.standardError) }
    let total = fixed.reduce(0, +)
    let fixedMean = zip(fixed, usable).reduce(0) { $0 + $1.0 * $1.1.logRateRatio } / total
    q = zip(fixed, usable).reduce(0) { sum, pair in
      let distance = pair.1.logRateRatio - fixedMean
      return sum + pair.0 * distance * distance
    }
    let scale = total - fixed.reduce(0) { $0 + $1 * $1 } / total
    heterogeneity = max(0, (q - freedom) / scale)
    iSquared = q > 0 ? max(0, (q - freedom) / q) : 0
    qPValue = Distribution.chiSquaredUpperP(q, degreesOfFreedom: freedom)
    let between = heterogeneity
    let weights = usable.map { 1 / ($0.standardError * $0.standardError + between) }
    let sum = weights.reduce(0, +)
    let mean = zip(weights, usable).reduce(0) { $0 + $1.0 * $1.1.logRateRatio } / sum
    let spread = zip(weights, usable).reduce(0) { total, pair in
      let distance = pair.1.logRateRatio - mean
      return total + pair.0 * distance * distance
    }
    unadjustedStandardError = (1 / sum).squareRoot()
    patients = usable.count
    estimate = RateRatioEstimate(
      logRateRatio: mean, standardError: (spread / (freedom * sum)).squareRoot(), degreesOfFreedom: freedom)
  }
}
