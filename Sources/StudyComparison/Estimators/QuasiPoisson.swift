/// Counts with variance proportional to the mean. That variance law does not fit nights whose rates differ
/// severalfold, so it is used only to examine the trend before the drug.
package struct QuasiPoisson: Hashable, Sendable {
  /// Pearson's X2 / (N - p), as fitted.
  package var dispersion: Double
  /// Computed with a dispersion of at least 1.
  package var coefficients: [Coefficient]

  package init?(nights: [CountedNight], design: DesignMatrix) {
    let freedom = Double(nights.count - design.columns)
    guard freedom > 0, nights.count == design.rows.count, nights.totalCount > 0 else { return nil }
    let fit = LogLinearFit(nights: nights, design: design)
    guard let solved = fit.solve(dispersion: 0, from: nil),
      let variances = fit.cross(solved, dispersion: 0).inverseDiagonal()
    else { return nil }
    dispersion = fit.pearson(solved, dispersion: 0) / freedom
    let floored = max(1, dispersion)
    coefficients = zip(solved, variances).map { estimate, variance in
      Coefficient(
        estimate: estimate, standardError: (floored * variance).squareRoot(), degreesOfFreedom: freedom)
    }
  }

  /// The slope per week over nights that all precede the drug; nil with fewer than 5 nights or no movements.
  package static func trendPerWeek(_ nights: [CountedNight]) -> Coefficient? {
    guard nights.count >= 5, let first = nights.map(\.day).min() else { return nil }
    let design = DesignMatrix(rows: nights.map { [1, Double($0.day - first) / 7] })
    return QuasiPoisson(nights: nights, design: design)?.coefficients.last
  }
}
