import Foundation

/// How much a person's consecutive nights resemble each other, by calendar day: weights on a grid of
/// correlations.
///
/// Restricted likelihood of a first-order autoregression of the log rates in days, with the counting noise
/// added as white noise of known size, so that a series flatter than chance carries no information about the
/// correlation. A few nights cannot show it, hence the prior (see <doc:HowAComparisonIsMade>).
struct Likeness {
  /// Correlations between consecutive evenings: 0, 0.1 ... 0.9.
  static let grid = (0..<10).map { Double($0) / 10 }
  /// Prior weight, 1 - rho, which has a mean of 0.30.
  static let prior = grid.map { 1 - $0 }

  /// Posterior weights on the grid; they sum to 1.
  let weights: [Double]
  private let powers: CorrelationPowers

  var mean: Double { zip(weights, Likeness.grid).reduce(0) { $0 + $1.0 * $1.1 } }

  /// - Parameters:
  ///   - values: log rates or scores of the nights.
  ///   - noise: the known white-noise part of their variance; 0 for scores.
  init(values z: [Double], noise: Double, days: [Int], rows: [SIMD3<Double>], columns: Int) {
    let count = z.count
    powers = CorrelationPowers(days: days)
    var logWeights: [Double] = []
    for index in Likeness.grid.indices {
      var cross = NormalMatrix(columns: columns)
      var whiteRows = rows
      var whiteValues = z
      var links = [Double](repeating: 0, count: count)
      var scales = [Double](repeating: 1, count: count)
      var logScales = 0.0
      for night in 1..<max(1, count) {
        let link = powers.power(index, days[night] - days[night - 1])
        let scale = (1 - link * link).squareRoot()
        links[night] = link
        scales[night] = scale
        logScales += Log.of(scale)
        whiteRows[night] = (rows[night] - link * rows[night - 1]) / scale
        whiteValues[night] = (z[night] - link * z[night - 1]) / scale
      }
      var right = SIMD3<Double>.zero
      for night in 0..<count {
        cross.add(1, whiteRows[night])
        right += whiteValues[night] * whiteRows[night]
      }
      guard let inverse = cross.inverse() else {
        logWeights.append(-.infinity)
        continue
      }
      let fitted = inverse.times(right)
      var squares = 0.0
      // The squared norm of whitened unit noise after projecting out the columns.
      var noiseGain = 0.0
      for night in 0..<count {
        let residual = whiteValues[night] - (fitted * whiteRows[night]).sum()
        squares += residual * residual
        let scale = scales[night]
        noiseGain += (1 + links[night] * links[night]) / (scale * scale)
        var along = whiteRows[night] / scale
        if night + 1 < count { along -= whiteRows[night + 1] * (links[night + 1] / scales[night + 1]) }
        noiseGain -= (along * inverse.times(along)).sum()
      }
      logWeights.append(
        Log.of(Likeness.prior[index]) - logScales - 0.5 * inverse.logDeterminant
          - 0.5 * Double(count - columns) * Log.of(squares + noise * max(0, noiseGain) + 1e-12))
    }
    let best = logWeights.max() ?? 0
    let raw = logWeights.map { exp($0 - best) }
    let sum = raw.reduce(0, +)
    weights = raw.map { $0 / sum }
  }

  /// The effect of the correlation on the residual variance of a least-squares fit: the factor by which it is
  /// too small, and the number of independent nights behind it. (1, 0) if there are no residual degrees of
  /// freedom.
  func spread(rows: [SIMD3<Double>], columns: Int, inverse: NormalMatrix.Inverse) -> (
    variance: Double, freedom: Double
  ) {
    let count = rows.count
    guard count > columns else { return (1, 0) }
    let spare = Double(count - columns)
    var traces = [Double](repeating: spare, count: Likeness.grid.count)
    var squares = [Double](repeating: Double(count), count: Likeness.grid.count)
    let projected = rows.map(inverse.times)
    for left in 0..<count {
      for right in (left + 1)..<max(count, left + 1) {
        let leverage = (rows[left] * projected[right]).sum()
        let gap = powers.days[right] - powers.days[left]
        for index in Likeness.grid.indices.dropFirst() {
          let correlation = powers.power(index, gap)
          traces[index] -= 2 * leverage * correlation
          squares[index] += 2 * correlation * correlation
        }
      }
    }
    var variance = 0.0
    var freedom = 0.0
    for index in Likeness.grid.indices {
      variance += weights[index] * spare / max(traces[index], 1e-9)
      freedom += weights[index] * spare * Double(count) / squares[index]
    }
    return (variance, freedom)
  }

  /// The inflation of the variance of sum c_i e_i for nights whose residuals are correlated in `shares` of
  /// their standard deviation; never below 1 for any correlation, since it has not been shown that
  /// interleaving improves precision.
  func varianceFactor(contrast: [Double], shares: [Double]) -> Double {
    let own = contrast.reduce(0) { $0 + $1 * $1 }
    let scaled = zip(contrast, shares).map { $0 * $1 }
    var sums = [Double](repeating: own, count: Likeness.grid.count)
    for left in scaled.indices {
      for right in (left + 1)..<max(scaled.count, left + 1) {
        let product = 2 * scaled[left] * scaled[right]
        let gap = powers.days[right] - powers.days[left]
        for index in Likeness.grid.indices.dropFirst() { sums[index] += product * powers.power(index, gap) }
      }
    }
    return zip(weights, sums).reduce(0) { $0 + $1.0 * max(1, $1.1 / own) }
  }
}

/// rho^gap for the grid, tabulated for gaps of up to about a year.
private struct CorrelationPowers {
  let days: [Int]
  private let table: [Double]
  private let reach: Int

  init(days: [Int]) {
    self.days = days
    reach = min(400, (days.last ?? 0) - (days.first ?? 0)) + 1
    var table: [Double] = []
    table.reserveCapacity(reach * Likeness.grid.count)
    for rho in Likeness.grid {
      for gap in 0..<reach { table.append(rho == 0 ? gap == 0 ? 1 : 0 : pow(rho, Double(gap))) }
    }
    self.table = table
  }

  func power(_ index: Int, _ gap: Int) -> Double {
    if gap < reach { return table[index * reach + gap] }
    return index == 0 ? 0 : pow(Likeness.grid[index], Double(gap))
  }
}
