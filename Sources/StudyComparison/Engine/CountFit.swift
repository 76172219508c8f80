import Foundation

/// Counts with a log link, hours as exposure and a separate dispersion for each side: variance mu + alpha
/// mu^2.
struct CountFit {
  let coefficients: SIMD3<Double>
  let means: [Double]
  let inverse: NormalMatrix.Inverse

  /// Fisher scoring starting from the least-squares fit of the log rates, with steps of at most 1. Nil if the
  /// columns are not linearly independent.
  init?(_ series: EngineSeries, counts: [Double], dispersions: [Double]) {
    let rows = series.rows
    let columns = series.columns
    let hours = series.hours
    var plain = NormalMatrix(columns: columns)
    var right = SIMD3<Double>.zero
    for night in rows.indices {
      plain.add(1, rows[night])
      right += Log.of((counts[night] + 0.5) / hours[night]) * rows[night]
    }
    guard var current = plain.inverse()?.times(right) else { return nil }
    var previous = Double.infinity
    for _ in 0..<1000 {
      var cross = NormalMatrix(columns: columns)
      var score = SIMD3<Double>.zero
      for night in rows.indices {
        let mean = hours[night] * exp(min(30, max(-30, (rows[night] * current).sum())))
        let spread = 1 / (1 + dispersions[night] * mean)
        cross.add(mean * spread, rows[night])
        score += ((counts[night] - mean) * spread) * rows[night]
      }
      guard let step = cross.inverse()?.times(score) else { return nil }
      let size = max(abs(step.x), abs(step.y), abs(step.z))
      guard size.isFinite else { return nil }
      current += size > 1 ? step / size : step
      // Rounding may keep the step above the first bound forever.
      if size < 1e-13 || size < 1e-10 && size >= previous { break }
      previous = size
    }
    var cross = NormalMatrix(columns: columns)
    var means: [Double] = []
    means.reserveCapacity(rows.count)
    for night in rows.indices {
      let mean = hours[night] * exp((rows[night] * current).sum())
      means.append(mean)
      cross.add(mean / (1 + dispersions[night] * mean), rows[night])
    }
    guard let inverse = cross.inverse() else { return nil }
    coefficients = current
    self.means = means
    self.inverse = inverse
  }

  /// The dispersion for which Pearson's sum equals `freedom`; 0 if Poisson variation alone is as large, or no
  /// degrees of freedom are left.
  static func ownDispersion(_ nights: [(count: Double, mean: Double)], freedom: Double) -> Double {
    func sum(_ dispersion: Double) -> Double {
      nights.reduce(0) { sum, night in
        let off = night.count - night.mean
        return sum + off * off / (night.mean + dispersion * night.mean * night.mean)
      }
    }
    // If the sum equals the degrees of freedom, rounding must not decide.
    guard freedom >= 0.5, sum(0) > freedom * (1 + 1e-9) else { return 0 }
    var low = Log.of(1e-10)
    var high = Log.of(1e4)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if sum(exp(middle)) > freedom { low = middle } else { high = middle }
      if high - low < 1e-15 * max(1, abs(low)) { break }
    }
    return exp((low + high) / 2)
  }
}
