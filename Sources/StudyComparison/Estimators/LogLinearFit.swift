import Foundation

/// Counts with a log link and hours as exposure, for a given dispersion.
struct LogLinearFit {
  let counts: [Double]
  let hours: [Double]
  let design: DesignMatrix

  init(nights: [CountedNight], design: DesignMatrix) {
    counts = nights.map { Double($0.count) }
    hours = nights.map(\.hours)
    self.design = design
  }

  /// Newton's method on a concave log likelihood, halving steps while the fit gets worse; nil if the matrix
  /// is singular.
  func solve(dispersion: Double, from start: [Double]?) -> [Double]? {
    guard var current = start ?? startingPoint() else { return nil }
    var quality = logLikelihood(current, dispersion: dispersion)
    for _ in 0..<200 {
      let means = means(current)
      let score = design.transposedTimes(
        zip(counts, means).map { ($0 - $1) / (1 + dispersion * $1) })
      let observed = design.weightedCross(
        zip(counts, means).map { count, mean in
          let spread = 1 + dispersion * mean
          return mean * (1 + dispersion * count) / (spread * spread)
        })
      guard var step = observed.solve(score) else { return nil }
      let isLast = step.allSatisfy { abs($0) < 1e-9 }
      for _ in 0..<30 {
        let next = zip(current, step).map { $0 + $1 }
        let better = logLikelihood(next, dispersion: dispersion)
        if step.allSatisfy({ abs($0) < 1e-6 }) || better >= quality {
          current = next
          quality = better
          break
        }
        step = step.map { $0 / 2 }
      }
      if isLast { break }
    }
    return current
  }

  func means(_ coefficients: [Double]) -> [Double] {
    hours.indices.map { hours[$0] * exp(design.times(coefficients, row: $0)) }
  }

  func pearson(_ coefficients: [Double], dispersion: Double) -> Double {
    zip(counts, means(coefficients)).reduce(0) { sum, pair in
      let (count, mean) = pair
      return sum + (count - mean) * (count - mean) / (mean + dispersion * mean * mean)
    }
  }

  func cross(_ coefficients: [Double], dispersion: Double) -> SymmetricMatrix {
    design.weightedCross(means(coefficients).map { $0 / (1 + dispersion * $0) })
  }

  /// Least squares on log((count + 0.5) / hours).
  private func startingPoint() -> [Double]? {
    let logs = zip(counts, hours).map { Log.of(($0 + 0.5) / $1) }
    return design.weightedCross([Double](repeating: 1, count: hours.count))
      .solve(design.transposedTimes(logs))
  }

  /// Up to a constant; its derivative with respect to the mean is (y - mu) / (mu + dispersion mu^2).
  private func logLikelihood(_ coefficients: [Double], dispersion: Double) -> Double {
    zip(counts, means(coefficients)).reduce(0) { sum, pair in
      let (count, mean) = pair
      guard mean > 0, mean.isFinite else { return -.infinity }
      return dispersion == 0
        ? sum + count * Log.of(mean) - mean
        : sum + count * Log.of(mean) - (count + 1 / dispersion) * log1p(dispersion * mean)
    }
  }
}
