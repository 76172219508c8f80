/// Up to three columns of numbers for each night, with the small linear algebra needed to fit them.
package struct DesignMatrix: Hashable, Sendable {
  /// One row per night, all of the same length from 1 to 3.
  package let rows: [[Double]]

  package var columns: Int { rows.first?.count ?? 0 }

  package init(rows: [[Double]]) { self.rows = rows }

  /// X'WX for the given night weights.
  func weightedCross(_ weights: [Double]) -> SymmetricMatrix {
    var cross = SymmetricMatrix(size: columns)
    for (row, weight) in zip(rows, weights) {
      for i in 0..<columns { for j in 0...i { cross[i, j] += weight * row[i] * row[j] } }
    }
    return cross
  }

  func transposedTimes(_ values: [Double]) -> [Double] {
    var product = [Double](repeating: 0, count: columns)
    for (row, value) in zip(rows, values) { for i in 0..<columns { product[i] += row[i] * value } }
    return product
  }

  func times(_ coefficients: [Double], row: Int) -> Double {
    zip(rows[row], coefficients).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

/// A symmetric positive definite matrix of at most 3 x 3, solved by Cholesky factorization.
struct SymmetricMatrix {
  let size: Int
  private var values: [Double]

  init(size: Int) {
    self.size = size
    values = [Double](repeating: 0, count: size * size)
  }

  subscript(row: Int, column: Int) -> Double {
    get { values[max(row, column) * size + min(row, column)] }
    set { values[max(row, column) * size + min(row, column)] = newValue }
  }

  /// The lower factor L of LL'; nil if the matrix is not numerically positive definite.
  private func factor() -> [[Double]]? {
    var lower = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
    for i in 0..<size {
      for j in 0...i {
        let rest = (0..<j).reduce(self[i, j]) { $0 - lower[i][$1] * lower[j][$1] }
        if i == j {
          guard rest > 1e-12 * abs(self[i, i]) else { return nil }
          lower[i][i] = rest.squareRoot()
        } else {
          lower[i][j] = rest / lower[j][j]
        }
      }
    }
    return lower
  }

  func solve(_ right: [Double]) -> [Double]? {
    guard let lower = factor() else { return nil }
    var forward = right
    for i in 0..<size {
      for j in 0..<i { forward[i] -= lower[i][j] * forward[j] }
      forward[i] /= lower[i][i]
    }
    var solution = forward
    for i in stride(from: size - 1, through: 0, by: -1) {
      for j in (i + 1)..<max(size, i + 1) { solution[i] -= lower[j][i] * solution[j] }
      solution[i] /= lower[i][i]
    }
    return solution
  }

  /// The diagonal of the inverse.
  func inverseDiagonal() -> [Double]? {
    var diagonal: [Double] = []
    for i in 0..<size {
      var unit = [Double](repeating: 0, count: size)
      unit[i] = 1
      guard let column = solve(unit) else { return nil }
      diagonal.append(column[i])
    }
    return diagonal
  }
}

/// A coefficient of a log-linear fit with its t interval.
package struct Coefficient: Hashable, Sendable {
  package var estimate: Double
  package var standardError: Double
  package var degreesOfFreedom: Double

  package var pValue: Double {
    Distribution.twoSidedP(t: estimate / standardError, degreesOfFreedom: degreesOfFreedom)
  }
  package func limits(level: Double) -> (low: Double, high: Double) {
    let reach = Distribution.criticalT(level: level, degreesOfFreedom: degreesOfFreedom) * standardError
    return (estimate - reach, estimate + reach)
  }
}
