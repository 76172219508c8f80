import CBoostMath
import Foundation

/// Student's t, the normal and other distributions needed by the estimators, from Boost.Math.
enum Distribution {
  /// The two-sided p of |t| with `degreesOfFreedom`.
  static func twoSidedP(t: Double, degreesOfFreedom: Double) -> Double {
    tibialis_student_t_two_sided_p(t, degreesOfFreedom)
  }

  /// The critical t of a two-sided interval of `level` (such as 0.95).
  static func criticalT(level: Double, degreesOfFreedom: Double) -> Double {
    tibialis_student_t_quantile(1 - (1 - level) / 2, degreesOfFreedom)
  }

  static func normalQuantile(_ probability: Double) -> Double { tibialis_normal_quantile(probability) }

  static func chiSquaredUpperP(_ x: Double, degreesOfFreedom: Double) -> Double {
    tibialis_chi_squared_upper_p(x, degreesOfFreedom)
  }
}

/// Names for Foundation's functions where a local symbol would shadow them.
enum Log {
  static func of(_ value: Double) -> Double { log(value) }
}
