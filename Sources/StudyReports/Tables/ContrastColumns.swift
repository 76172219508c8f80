import Foundation
import StudyComparison

/// The columns of `comparison.csv` in order: those of `report_comparison_columns.csv`, then our additions.
///
/// The only place where they are named: both files and the data dictionary are derived from it.
package enum ContrastColumns {
  package static let all: [ContrastColumn] =
    subject + sides + estimate + companions + planning + statement + further + engine

  private static let subject: [ContrastColumn] = [
    .text("patient_id", "", "as in nights.csv; * over several patients") { $0.patientID },
    .text(
      "contrast", "",
      "before_vs_after_steady | before_vs_after_acute | dose_step_i_vs_j | during_vs_after_stop | on_vs_off | per_50mg"
    ) { $0.kind.name },
    .text("rules", "", "wasm2016 | aasm3 | ...; the rules behind the index") { $0.rules },
    .text(
      "respiratory_option", "", "with or without respiratory movements and which window"
    ) { $0.respiratoryOption },
    .truth("is_primary", "bool", "one declared primary outcome and contrast") { $0.isPrimary },
    .word("outcome", "", "plms | plms_arousal | plmw | ...") { $0.outcome },
  ]

  private static let sides: [ContrastColumn] = [
    .integer("n_before", "nights", "nights used, without the drug (with it where it was stopped)") {
      $0.before.nights
    },
    .integer("n_after", "nights", "nights used, with the drug (after the stop)") { $0.after.nights },
    .integer("n_excluded_before", "nights", "with reasons listed in the night table") {
      $0.before.excludedNights
    },
    .integer("n_excluded_after", "nights", "with reasons listed in the night table") {
      $0.after.excludedNights
    },
    .number("hours_before", "h", "total TST") { $0.before.hours },
    .number("hours_after", "h", "total TST") { $0.after.hours },
    .integer("count_before", "n", "movements") { $0.before.count },
    .integer("count_after", "n", "movements") { $0.after.count },
    .number("index_before", "/h", "pooled rate = count/hours") { $0.before.index },
    .number("index_after", "/h", "pooled rate = count/hours") { $0.after.index },
    .number("median_before", "/h", "median of the nights") { $0.before.median },
    .number("median_after", "/h", "median of the nights") { $0.after.median },
    .text("iqr", "/h", "first to third quartile of the nights, before | after") { quartiles($0) },
  ]

  private static let estimate: [ContrastColumn] = [
    .number("night_cv", "%", "night-to-night CV, 100*sqrt(alpha) of the wider side") {
      $0.estimate.map { 100 * $0.nightVariation }
    },
    .number("night_cv_own", "%", "CV from this patient's nights only, of the wider side") {
      $0.estimate.map { 100 * $0.ownNightVariation }
    },
    .number(
      "rate_ratio", "", "second side over the first, or per 50 mg; empty if the nights give no point value"
    ) { $0.statement?.ratio },
    .number("ci95_low", "", "headline interval; empty if open") { $0.statement?.low95 },
    .number("ci95_high", "", "headline interval; empty if open") { $0.statement?.high95 },
    .word("ci_method", "", "mnb2 | paired_t | mean_difference_t") { $0.method },
    .number("p_value", "", "two-sided (secondary)") { $0.pValue },
    .number("percent_change", "%", "100*(RR-1)") { $0.statement?.ratio.map { 100 * ($0 - 1) } },
    .number("pc_low", "%", "100*(ci95_low-1)") { $0.statement?.low95.map { 100 * ($0 - 1) } },
    .number("pc_high", "%", "100*(ci95_high-1)") { $0.statement?.high95.map { 100 * ($0 - 1) } },
  ]

  private static let companions: [ContrastColumn] = [
    .number(
      "p_permutation", "", "permutation on log((count+0.5)/h); exact sign flips over patients"
    ) { $0.permutation?.pTwoSided ?? $0.population?.paired.signFlipP },
    .number("min_attainable_p", "", "smallest p that the permutation test could reach") {
      $0.permutation?.smallestReachableP ?? $0.population?.paired.smallestReachableP
    },
    .number("prob_worse", "", "Bayesian P(RR>1)") { $0.bayesian?.probabilityHigher },
    .number("prob_worse_25", "", "Bayesian P(RR>1.25)") { $0.bayesian?.probabilityHigherBy25 },
    .number("prob_better_20", "", "Bayesian P(RR<0.80)") { $0.bayesian?.probabilityLowerBy20 },
    .number("prob_equiv", "", "Bayesian P(0.80<=RR<=1.25)") { $0.bayesian?.probabilityWithin },
  ]

  private static let planning: [ContrastColumn] = [
    .number(
      "mdc_factor", "x",
      "smallest observed fold change that these nights could distinguish from chance, about 50 % power"
    ) { $0.statement?.smallestToldFromChance },
    .integer(
      "nights_needed_halving", "nights per side; pairs in a drawn order",
      "for about 80% power at this patient's variability"
    ) { $0.nightsNeededForHalving },
    .integer(
      "nights_needed_30pct", "nights per side; pairs in a drawn order",
      "for about 80% power at this patient's variability"
    ) { $0.nightsNeededFor30Percent },
    .number("lag1_rho", "", "no longer computed; see likeness") { _ in nil },
    .number("variance_inflation", "", "no longer computed; see variance_factor") { _ in nil },
    .number(
      "baseline_trend_per_week", "log /week", "quasi-Poisson slope in before nights (>=5)"
    ) { $0.baselineTrend?.estimate },
    .number("trend_p", "", "two-sided p of the slope") { $0.baselineTrend?.pValue },
    .number("threshold", "/h", "15 adult or 5 child, by the index of the column rules") {
      $0.absoluteLine?.perHour
    },
    .integer("nights_above_before", "n", "nights above the threshold") { $0.absoluteLine?.nightsBefore },
    .integer("nights_above_after", "n", "nights above the threshold") { $0.absoluteLine?.nightsAfter },
    .number("p_log_rate_t", "", "companion p (log-rate pooled t); suppressed where the method breaks down") {
      $0.logRateTest?.estimate.pValue
    },
  ]

  private static let statement: [ContrastColumn] = [
    .text("sentence", "", "the conclusion in one sentence") { $0.sentence },
    .word(
      "verdict", "",
      "lower | higher | no_material_change | not_enough_nights | not_enough_patients | not_comparable"
    ) { $0.verdict },
    .codes("caveats", "", "machine codes, separated by ;") { $0.caveatCodes },
  ]

  private static let further: [ContrastColumn] = [
    .number("p_holm", "", "Holm's p among the secondary outcomes") { $0.holmP },
    .number("q_patients", "", "Benjamini and Hochberg's q among the patients") { $0.falseDiscoveryQ },
    .number("nap", "0-1", "share of pairs of nights in which the after night is lower; a description") {
      $0.overlap?.share
    },
    .number("nap_low", "0-1", "95 % limit") { $0.overlap?.low },
    .number("nap_high", "0-1", "95 % limit") { $0.overlap?.high },
    .integer("permutation_seed", "", "set if the arrangements were sampled at random") {
      $0.permutation?.sampling.map { Int($0.seed) }
    },
    .integer("permutation_draws", "n", "set if the arrangements were sampled at random") {
      $0.permutation?.sampling?.draws
    },
    .number("rate_ratio_per_50mg", "", "per 50 mg over all doses; of the contrast per_50mg") {
      $0.kind == .per50Milligrams ? $0.statement?.ratio : nil
    },
    .number("p_per_50mg", "", "its two-sided p") { $0.kind == .per50Milligrams ? $0.statement?.pValue : nil },
    .number(
      "rate_ratio_beside_trend", "",
      "the ratio adjusted for a common drift, a sensitivity analysis (>=5 nights before the start)"
    ) { $0.logRatioBesideTrend.map { exp($0.value) } },
    .number("beside_trend_low", "", "its 95 % limit") { $0.logRatioBesideTrend.map { exp($0.limits.low) } },
    .number("beside_trend_high", "", "its 95 % limit") { $0.logRatioBesideTrend.map { exp($0.limits.high) } },
    .number(
      "rate_ratio_without_first_night", "",
      "without the first night in the laboratory, a sensitivity analysis"
    ) { $0.withoutFirstNight?.ratio },
    .number(
      "rate_ratio_without_other_exposure", "",
      "on the nights without another exposure that most of one side have"
    ) { $0.withoutOtherExposure?.ratio },
    .number("mean_difference", "", "after minus before, for an outcome that is not a count") {
      $0.scoreDifference?.difference
    },
    .number("mean_difference_low", "", "its 95 % limit") { $0.scoreDifference?.limits(level: 0.95).low },
    .number("mean_difference_high", "", "its 95 % limit") { $0.scoreDifference?.limits(level: 0.95).high },
  ]

  private static let engine: [ContrastColumn] = [
    .number("ci90_low", "", "the interval that decides on no_material_change; empty if open") {
      $0.statement?.low90
    },
    .number("ci90_high", "", "the interval that decides on no_material_change; empty if open") {
      $0.statement?.high90
    },
    .word("verdict_reason", "", "why the verdict is not a conclusion") { $0.reason },
    .codes(
      "clauses", "", "drift_explains_as_well | side_without_movement | depends_on_likeness_of_nights",
      VerdictClause.allCases.map(\.rawValue)
    ) { $0.clauses.map(\.rawValue) },
    .word("design", "", "before_after | per_night | dose") { $0.design },
    .word("assignment", "", "fixed | drawn | chosen: who decided which nights were with the drug") {
      $0.assignment
    },
    .number("likeness", "0-0.9", "correlation of two consecutive evenings, posterior mean") {
      $0.estimate?.likeness
    },
    .number("variance_factor", "", "factor by which that correlation inflates the variance") {
      $0.estimate?.varianceFactor
    },
    .number("df", "", "degrees of freedom of the t interval") { $0.estimate?.degreesOfFreedom },
    .number(
      "alpha_off", "",
      "moderated dispersion of the nights off the drug, or at the lower step; empty without one"
    ) {
      $0.dispersions.off
    },
    .number(
      "alpha_on", "",
      "moderated dispersion of the nights on the drug, or at the higher step; empty without one"
    ) {
      $0.dispersions.on
    },
    .number("log_odds_step", "", "log odds of the drug alone against a straight drift alone") {
      $0.logOddsOfStep
    },
    .number("p_order", "", "randomisation test over the orders that could have been drawn") {
      $0.orderTest?.pValue
    },
    .number("p_order_min", "", "smallest p that it could reach") {
      $0.orderTest?.smallestReachableP
    },
    .word("order_test_withheld", "", "why there is no order test though an order was stored") {
      $0.orderTestWithheld
    },
  ]

  private static func quartiles(_ contrast: Contrast) -> String? {
    guard let left = contrast.before.quartiles, let right = contrast.after.quartiles else { return nil }
    let sides = [left, right].map { "\(ContrastColumn.text(of: $0.low))-\(ContrastColumn.text(of: $0.high))" }
    return sides.joined(separator: " | ")
  }
}
