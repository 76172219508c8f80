/// X'WX for at most three columns, with a Cholesky factorization. Columns that a design lacks are those of
/// the identity, so that one size serves all designs.
struct NormalMatrix {
  private var m00 = 0.0
  private var m10 = 0.0
  private var m11 = 0.0
  private var m20 = 0.0
  private var m21 = 0.0
  private var m22 = 0.0
  let columns: Int

  init(columns: Int) {
    self.columns = columns
    if columns < 2 { m11 = 1 }
    if columns < 3 { m22 = 1 }
  }

  /// Adds `weight` x x'.
  mutating func add(_ weight: Double, _ x: SIMD3<Double>) {
    m00 += weight * x.x * x.x
    guard columns > 1 else { return }
    m10 += weight * x.y * x.x
    m11 += weight * x.y * x.y
    guard columns > 2 else { return }
    m20 += weight * x.z * x.x
    m21 += weight * x.z * x.y
    m22 += weight * x.z * x.z
  }

  /// Nil if the matrix is numerically singular.
  func inverse() -> Inverse? {
    guard m00 > 0, m00.isFinite else { return nil }
    let l00 = m00.squareRoot()
    let l10 = m10 / l00
    let l20 = m20 / l00
    let d1 = m11 - l10 * l10
    guard d1 > 1e-13 * m11, d1.isFinite else { return nil }
    let l11 = d1.squareRoot()
    let l21 = (m21 - l20 * l10) / l11
    let d2 = m22 - l20 * l20 - l21 * l21
    guard d2 > 1e-13 * m22, d2.isFinite else { return nil }
    let l22 = d2.squareRoot()
    // The rows of the inverse of the factor.
    let k00 = 1 / l00
    let k11 = 1 / l11
    let k22 = 1 / l22
    let k10 = -l10 * k00 * k11
    let k21 = -l21 * k11 * k22
    let k20 = -(l20 * k00 + l21 * k10) * k22
    return Inverse(
      row0: [k00 * k00 + k10 * k10 + k20 * k20, k10 * k11 + k20 * k21, k20 * k22],
      row1: [k10 * k11 + k20 * k21, k11 * k11 + k21 * k21, k21 * k22],
      row2: [k20 * k22, k21 * k22, k22 * k22],
      logDeterminant: 2 * (Log.of(l00) + Log.of(l11) + Log.of(l22)))
  }

  struct Inverse {
    let row0: SIMD3<Double>
    let row1: SIMD3<Double>
    let row2: SIMD3<Double>
    /// That of the matrix, not of its inverse.
    let logDeterminant: Double

    func times(_ x: SIMD3<Double>) -> SIMD3<Double> {
      [(row0 * x).sum(), (row1 * x).sum(), (row2 * x).sum()]
    }
  }
}
