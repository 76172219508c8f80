/// The difference of a score between the two sides, second minus first, on the columns of the design: least squares
/// with the variance widened for nights that resemble the one before.
public struct ScoreDifference: Hashable, Sendable {
  public var difference: Double
  public var standardError: Double
  public var degreesOfFreedom: Double

  /// Two-sided; nil where the scores do not vary beside the columns, so that no error is known.
  public var pValue: Double? {
    standardError > 0
      ? Distribution.twoSidedP(t: difference / standardError, degreesOfFreedom: degreesOfFreedom) : nil
  }

  /// Nil where nothing is left over to know the error from, or the columns cannot be told apart.
  init?(scores: [Double], days: [Int], rows: [SIMD3<Double>], columns: Int) {
    let spare = scores.count - columns
    guard spare > 0, EngineSeries.spans(rows, columns: columns) else { return nil }
    var cross = NormalMatrix(columns: columns)
    var right = SIMD3<Double>.zero
    for index in scores.indices {
      cross.add(1, rows[index])
      right += scores[index] * rows[index]
    }
    guard let inverse = cross.inverse() else { return nil }
    let line = inverse.times(right)
    let squares = scores.indices.reduce(0.0) { sum, index in
      let residual = scores[index] - (line * rows[index]).sum()
      return sum + residual * residual
    }
    let likeness = Likeness(values: scores, noise: 0, days: days, rows: rows, columns: columns)
    let spread = likeness.spread(rows: rows, columns: columns, inverse: inverse)
    let weights = rows.map { inverse.times($0)[EngineSeries.contrast] }
    let factor = likeness.varianceFactor(
      contrast: weights, shares: [Double](repeating: 1, count: weights.count))
    difference = line[EngineSeries.contrast]
    standardError =
      (squares / Double(spare) * max(1, spread.variance) * inverse.row1[EngineSeries.contrast] * factor)
      .squareRoot()
    degreesOfFreedom = max(1, min(Double(spare), spread.freedom))
  }

  public func limits(level: Double) -> (low: Double, high: Double) {
    let reach = Distribution.criticalT(level: level, degreesOfFreedom: degreesOfFreedom) * standardError
    return (difference - reach, difference + reach)
  }
}
