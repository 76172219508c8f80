#include "CBoostMath.h"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <cmath>
#include <limits>

namespace {

using namespace boost::math::policies;

// Boost throws by default; an exception that reaches Swift would end the process.
using NaNInsteadOfThrow =
    policy<domain_error<ignore_error>, pole_error<ignore_error>, overflow_error<ignore_error>,
           underflow_error<ignore_error>, denorm_error<ignore_error>, evaluation_error<ignore_error>,
           rounding_error<ignore_error>, indeterminate_result_error<ignore_error>>;

using StudentT = boost::math::students_t_distribution<double, NaNInsteadOfThrow>;
using Normal = boost::math::normal_distribution<double, NaNInsteadOfThrow>;
using ChiSquared = boost::math::chi_squared_distribution<double, NaNInsteadOfThrow>;

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

bool isInsideUnit(double p) { return p > 0 && p < 1; }
bool isPositiveAndFinite(double x) { return x > 0 && std::isfinite(x); }

}  // namespace

extern "C" {

double tibialis_student_t_cdf(double t, double df) {
  if (!isPositiveAndFinite(df) || std::isnan(t)) return notANumber;
  if (std::isinf(t)) return t > 0 ? 1 : 0;
  return boost::math::cdf(StudentT(df), t);
}

double tibialis_student_t_two_sided_p(double t, double df) {
  if (!isPositiveAndFinite(df) || std::isnan(t)) return notANumber;
  if (std::isinf(t)) return 0;
  const double p = 2 * boost::math::cdf(boost::math::complement(StudentT(df), std::fabs(t)));
  return p > 1 ? 1 : p;
}

double tibialis_student_t_quantile(double p, double df) {
  if (!isPositiveAndFinite(df) || !isInsideUnit(p)) return notANumber;
  return boost::math::quantile(StudentT(df), p);
}

double tibialis_normal_cdf(double z) {
  if (std::isnan(z)) return notANumber;
  if (std::isinf(z)) return z > 0 ? 1 : 0;
  return boost::math::cdf(Normal(), z);
}

double tibialis_normal_quantile(double p) {
  if (!isInsideUnit(p)) return notANumber;
  return boost::math::quantile(Normal(), p);
}

double tibialis_chi_squared_upper_p(double x, double df) {
  if (!isPositiveAndFinite(df) || !(x >= 0)) return notANumber;
  if (std::isinf(x)) return 0;
  return boost::math::cdf(boost::math::complement(ChiSquared(df), x));
}

double tibialis_incomplete_beta(double a, double b, double x) {
  if (!isPositiveAndFinite(a) || !isPositiveAndFinite(b) || !(x >= 0 && x <= 1)) return notANumber;
  return boost::math::ibeta(a, b, x, NaNInsteadOfThrow());
}

double tibialis_incomplete_beta_inverse(double a, double b, double p) {
  if (!isPositiveAndFinite(a) || !isPositiveAndFinite(b) || !(p >= 0 && p <= 1)) return notANumber;
  return boost::math::ibeta_inv(a, b, p, NaNInsteadOfThrow());
}

double tibialis_log_gamma(double x) {
  if (!std::isfinite(x)) return notANumber;
  return boost::math::lgamma(x, NaNInsteadOfThrow());
}

}  // extern "C"
