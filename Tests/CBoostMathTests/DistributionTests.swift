import CBoostMath
import Testing

/// Closed forms (t with 1 and 2 degrees of freedom, I_x(2, 3)) and values of printed tables.
@Suite struct DistributionTests {
  @Test func `Student's t: quantiles and tails`() {
    expect(tibialis_student_t_quantile(0.975, 6), 2.4469118511449692)
    expect(tibialis_student_t_quantile(0.975, 2), 4.3026527297494637)
    expect(tibialis_student_t_quantile(0.95, 1), 6.3137515146750431)
    expect(tibialis_student_t_quantile(0.9, 2), 0.8 * (2 / (1 - 0.8 * 0.8)).squareRoot())
    expect(tibialis_student_t_two_sided_p(2.4469118511449692, 6), 0.05)
    expect(tibialis_student_t_cdf(0, 3.5), 0.5)
  }

  @Test func `the normal: quantile and distribution`() {
    expect(tibialis_normal_quantile(0.975), 1.9599639845400545)
    expect(tibialis_normal_cdf(-1.9599639845400545), 0.025)
  }

  @Test func `chi-squared and incomplete beta`() {
    expect(tibialis_chi_squared_upper_p(3.841458820694124, 1), 0.05)
    expect(tibialis_incomplete_beta(2, 3, 0.4), 0.5248)
    expect(tibialis_incomplete_beta_inverse(2, 3, 0.5248), 0.4)
    expect(tibialis_log_gamma(0.5), 0.57236494292470009)
  }

  @Test func `outside the domain: NaN, never an exception`() {
    for value in [
      tibialis_student_t_quantile(0, 5), tibialis_student_t_quantile(1, 5),
      tibialis_student_t_quantile(0.5, 0), tibialis_student_t_quantile(.nan, 5),
      tibialis_student_t_cdf(.nan, 5), tibialis_student_t_two_sided_p(1, -1), tibialis_normal_quantile(2),
      tibialis_chi_squared_upper_p(-1, 1), tibialis_incomplete_beta(0, 1, 0.5),
      tibialis_incomplete_beta(1, 1, 1.5), tibialis_incomplete_beta_inverse(1, 1, -1),
      tibialis_log_gamma(.infinity),
    ] {
      #expect(value.isNaN)
    }
    #expect(tibialis_student_t_two_sided_p(.infinity, 5) == 0)
  }

  private func expect(_ found: Double, _ wanted: Double, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(abs(found - wanted) <= 1e-13 * max(1, abs(wanted)), "\(found)", sourceLocation: sourceLocation)
  }
}
