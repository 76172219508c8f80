#ifndef TIBIALIS_CBOOSTMATH_H
#define TIBIALIS_CBOOSTMATH_H

// The few distribution functions that the comparison needs, from Boost.Math behind a C interface. An argument
// outside a function's domain gives NaN: no exception crosses this boundary and errno is not set.

#ifdef __cplusplus
extern "C" {
#endif

/// P(T <= t) of Student's t with `df` > 0 degrees of freedom, not necessarily an integer.
double tibialis_student_t_cdf(double t, double df);
/// P(|T| >= |t|), accurate in the far tail where 1 - cdf would round to 0.
double tibialis_student_t_two_sided_p(double t, double df);
/// The t with P(T <= t) = `p`, for 0 < p < 1.
double tibialis_student_t_quantile(double p, double df);

/// P(Z <= z) of the standard normal.
double tibialis_normal_cdf(double z);
/// The z with P(Z <= z) = `p`, for 0 < p < 1.
double tibialis_normal_quantile(double p);

/// P(X >= x) of chi-squared with `df` > 0 degrees of freedom, for x >= 0.
double tibialis_chi_squared_upper_p(double x, double df);

/// The regularized incomplete beta function I_x(a, b), for 0 <= x <= 1 and a, b > 0.
double tibialis_incomplete_beta(double a, double b, double x);
/// The x with I_x(a, b) = `p`, for 0 <= p <= 1.
double tibialis_incomplete_beta_inverse(double a, double b, double p);

/// The natural logarithm of |Gamma(x)|.
double tibialis_log_gamma(double x);

#ifdef __cplusplus
}
#endif

#endif
