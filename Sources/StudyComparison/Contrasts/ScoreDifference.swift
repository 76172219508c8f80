/// The difference of a score between the two sides, second minus first, with the columns of the design: least
/// squares with the variance inflated for the resemblance of consecutive nights.
package struct ScoreDifference: Hashable, Sendable {
  package var difference: Double
  package var standardError: Double
  package var degreesOfFreedom: Double

  /// Two-sided.
  package var pValue: Double {
    Distribution.twoSidedP(t: difference / standardError, degreesOfFreedom: degreesOfFreedom)
  }

  /// - Parameter step: the step of the scale. Scores without any variation may still hide a rounding of that
  ///   width; 0 for a continuous quantity.
  ///
  /// Nil if there are no residual degrees of freedom or the columns are not linearly independent.
  init?(scores: [Double], step: Double, days: [Int], rows: [SIMD3<Double>], columns: Int) {
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
    // Rounding to whole steps has a variance of one twelfth.
    let residual = max(squares / Double(spare), step * step / 12)
    guard residual > 1e-20 else { return nil }
    let likeness = Likeness(values: scores, noise: 0, days: days, rows: rows, columns: columns)
    let spread = likeness.spread(rows: rows, columns: columns, inverse: inverse)
    let weights = rows.map { inverse.times($0)[EngineSeries.contrast] }
    let factor = likeness.varianceFactor(
      contrast: weights, shares: [Double](repeating: 1, count: weights.count))
    difference = line[EngineSeries.contrast]
    standardError =
      (residual * max(1, spread.variance) * inverse.row1[EngineSeries.contrast] * factor)
      .squareRoot()
    degreesOfFreedom = max(1, min(Double(spare), spread.freedom))
  }

  package func limits(level: Double) -> (low: Double, high: Double) {
    let reach = Distribution.criticalT(level: level, degreesOfFreedom: degreesOfFreedom) * standardError
    return (difference - reach, difference + reach)
  }
}
