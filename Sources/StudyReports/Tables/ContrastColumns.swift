import Foundation
import StudyComparison

/// The columns of `comparison.csv` in their order: those of `report_comparison_columns.csv`, then ours.
///
/// The only place where they are named: the two files and the data dictionary are made from it.
package enum ContrastColumns {
  package static let all: [ContrastColumn] =
    subject + sides + estimate + companions + planning + statement + further + engine

  private static let subject: [ContrastColumn] = [
    ContrastColumn("patient_id", "", "as in nights.csv; * over several patients") { .text($0.patientID) },
    ContrastColumn(
      "contrast", "",
      "before_vs_after_steady | before_vs_after_acute | dose_step_i_vs_j | during_vs_after_stop | on_vs_off | per_50mg"
    ) { .text($0.kind.name) },
    ContrastColumn("rules", "", "wasm2016 | aasm3 | ...; what the index stands on") { .text($0.rules) },
    ContrastColumn(
      "respiratory_option", "", "with or without respiratory movements and which window"
    ) { .text($0.respiratoryOption) },
    ContrastColumn("is_primary", "bool", "one declared primary outcome and contrast") {
      .truth($0.isPrimary)
    },
    ContrastColumn("outcome", "", "plms | plms_arousal | plmw | ...") { .text($0.outcome.rawValue) },
  ]

  private static let sides: [ContrastColumn] = [
    ContrastColumn("n_before", "nights", "nights used, without the drug (with it where it was stopped)") {
      .integer($0.before.nights)
    },
    ContrastColumn("n_after", "nights", "nights used, with the drug (after the stop)") {
      .integer($0.after.nights)
    },
    ContrastColumn("n_excluded_before", "nights", "with reasons listed in the night table") {
      .integer($0.before.excludedNights)
    },
    ContrastColumn("n_excluded_after", "nights", "with reasons listed in the night table") {
      .integer($0.after.excludedNights)
    },
    ContrastColumn("hours_before", "h", "total TST") { .number($0.before.hours) },
    ContrastColumn("hours_after", "h", "total TST") { .number($0.after.hours) },
    ContrastColumn("count_before", "n", "movements") { .integer($0.before.count) },
    ContrastColumn("count_after", "n", "movements") { .integer($0.after.count) },
    ContrastColumn("index_before", "/h", "pooled rate = count/hours") { .number($0.before.index) },
    ContrastColumn("index_after", "/h", "pooled rate = count/hours") { .number($0.after.index) },
    ContrastColumn("median_before", "/h", "median of the nights") { .number($0.before.median) },
    ContrastColumn("median_after", "/h", "median of the nights") { .number($0.after.median) },
    ContrastColumn("iqr", "/h", "first to third quartile of the nights, before | after") {
      .text(quartiles($0))
    },
  ]

  private static let estimate: [ContrastColumn] = [
    ContrastColumn("night_cv", "%", "night-to-night CV, 100*sqrt(alpha) of the wider side") {
      .number($0.estimate.map { 100 * $0.nightVariation })
    },
    ContrastColumn("night_cv_own", "%", "CV from this patient's nights only, of the wider side") {
      .number($0.estimate.map { 100 * $0.ownNightVariation })
    },
    ContrastColumn(
      "rate_ratio", "", "second side over the first, or per 50 mg; empty where the nights give no point value"
    ) { .number($0.statement?.ratio) },
    ContrastColumn("ci95_low", "", "headline interval; empty where it is open") {
      .number($0.statement?.low95)
    },
    ContrastColumn("ci95_high", "", "headline interval; empty where it is open") {
      .number($0.statement?.high95)
    },
    ContrastColumn("ci_method", "", "mnb2 | paired_t | mean_difference_t") { .text($0.method?.rawValue) },
    ContrastColumn("p_value", "", "two-sided (secondary)") { .number($0.pValue) },
    ContrastColumn("percent_change", "%", "100*(RR-1)") {
      .number($0.statement?.ratio.map { 100 * ($0 - 1) })
    },
    ContrastColumn("pc_low", "%", "100*(ci95_low-1)") {
      .number($0.statement?.low95.map { 100 * ($0 - 1) })
    },
    ContrastColumn("pc_high", "%", "100*(ci95_high-1)") {
      .number($0.statement?.high95.map { 100 * ($0 - 1) })
    },
  ]

  private static let companions: [ContrastColumn] = [
    ContrastColumn(
      "p_permutation", "", "permutation on log((count+0.5)/h); exact sign flips over patients"
    ) { .number($0.permutation?.pTwoSided ?? $0.population?.paired.signFlipP) },
    ContrastColumn("min_attainable_p", "", "the smallest p that the permutation could have reached") {
      .number($0.permutation?.smallestReachableP ?? $0.population?.paired.smallestReachableP)
    },
    ContrastColumn("prob_worse", "", "Bayesian P(RR>1)") { .number($0.bayesian?.probabilityHigher) },
    ContrastColumn("prob_worse_25", "", "Bayesian P(RR>1.25)") {
      .number($0.bayesian?.probabilityHigherBy25)
    },
    ContrastColumn("prob_better_20", "", "Bayesian P(RR<0.80)") {
      .number($0.bayesian?.probabilityLowerBy20)
    },
    ContrastColumn("prob_equiv", "", "Bayesian P(0.80<=RR<=1.25)") {
      .number($0.bayesian?.probabilityWithin)
    },
  ]

  private static let planning: [ContrastColumn] = [
    ContrastColumn(
      "mdc_factor", "x",
      "smallest observed fold change that these nights would tell from chance, about 50 % power"
    ) { .number($0.statement?.smallestToldFromChance) },
    ContrastColumn(
      "nights_needed_halving", "nights per side; pairs in a drawn order",
      "for about 80% power at this patient's variability"
    ) { .integer($0.nightsNeededForHalving) },
    ContrastColumn(
      "nights_needed_30pct", "nights per side; pairs in a drawn order",
      "for about 80% power at this patient's variability"
    ) { .integer($0.nightsNeededFor30Percent) },
    ContrastColumn("lag1_rho", "", "no longer computed; see likeness") { _ in .number(nil) },
    ContrastColumn("variance_inflation", "", "no longer computed; see variance_factor") { _ in .number(nil) },
    ContrastColumn(
      "baseline_trend_per_week", "log /week", "quasi-Poisson slope in before nights (>=5)"
    ) { .number($0.baselineTrend?.estimate) },
    ContrastColumn("trend_p", "", "two-sided p of the slope") { .number($0.baselineTrend?.pValue) },
    ContrastColumn("threshold", "/h", "15 adult or 5 child, by the index of the column rules") {
      .number($0.absoluteLine?.perHour)
    },
    ContrastColumn("nights_above_before", "n", "nights above the threshold") {
      .integer($0.absoluteLine?.nightsBefore)
    },
    ContrastColumn("nights_above_after", "n", "nights above the threshold") {
      .integer($0.absoluteLine?.nightsAfter)
    },
    ContrastColumn("p_log_rate_t", "", "companion p (log-rate pooled t); suppressed where it breaks") {
      .number($0.logRateTest?.estimate.pValue)
    },
  ]

  private static let statement: [ContrastColumn] = [
    ContrastColumn("sentence", "", "the sentence that may be said") { .text($0.sentence) },
    ContrastColumn(
      "verdict", "",
      "lower | higher | no_material_change | not_enough_nights | not_enough_patients | not_comparable"
    ) { .text($0.verdict.rawValue) },
    ContrastColumn("caveats", "", "machine codes, separated by ;") { .codes($0.caveatCodes) },
  ]

  private static let further: [ContrastColumn] = [
    ContrastColumn("p_holm", "", "Holm's p among the secondary outcomes") { .number($0.holmP) },
    ContrastColumn("q_patients", "", "Benjamini and Hochberg's q among the patients") {
      .number($0.falseDiscoveryQ)
    },
    ContrastColumn("nap", "0-1", "share of pairs of nights in which the after night is lower; a description")
    {
      .number($0.overlap?.share)
    },
    ContrastColumn("nap_low", "0-1", "95 % limit") { .number($0.overlap?.low) },
    ContrastColumn("nap_high", "0-1", "95 % limit") { .number($0.overlap?.high) },
    ContrastColumn("permutation_seed", "", "set where the arrangements were drawn at random") {
      .integer($0.permutation?.sampling.map { Int($0.seed) })
    },
    ContrastColumn("permutation_draws", "n", "set where the arrangements were drawn at random") {
      .integer($0.permutation?.sampling?.draws)
    },
    ContrastColumn("rate_ratio_per_50mg", "", "per 50 mg over all doses; of the contrast per_50mg") {
      .number($0.kind == .per50Milligrams ? $0.statement?.ratio : nil)
    },
    ContrastColumn("p_per_50mg", "", "its two-sided p") {
      .number($0.kind == .per50Milligrams ? $0.statement?.pValue : nil)
    },
    ContrastColumn(
      "rate_ratio_beside_trend", "",
      "the ratio beside a common drift, a sensitivity (>=5 nights before the start)"
    ) { .number($0.logRatioBesideTrend.map { exp($0.value) }) },
    ContrastColumn("beside_trend_low", "", "its 95 % limit") {
      .number($0.logRatioBesideTrend.map { exp($0.limits.low) })
    },
    ContrastColumn("beside_trend_high", "", "its 95 % limit") {
      .number($0.logRatioBesideTrend.map { exp($0.limits.high) })
    },
    ContrastColumn(
      "rate_ratio_without_first_night", "", "without the first night in the laboratory, a sensitivity"
    ) { .number($0.withoutFirstNight?.ratio) },
    ContrastColumn(
      "rate_ratio_without_other_exposure", "",
      "on the nights without another exposure that most of one side have"
    ) { .number($0.withoutOtherExposure?.ratio) },
    ContrastColumn("mean_difference", "", "after minus before, for an outcome that is no count") {
      .number($0.scoreDifference?.difference)
    },
    ContrastColumn("mean_difference_low", "", "its 95 % limit") {
      .number($0.scoreDifference?.limits(level: 0.95).low)
    },
    ContrastColumn("mean_difference_high", "", "its 95 % limit") {
      .number($0.scoreDifference?.limits(level: 0.95).high)
    },
  ]

  private static let engine: [ContrastColumn] = [
    ContrastColumn("ci90_low", "", "the interval that decides on no_material_change; empty where it is open")
    {
      .number($0.statement?.low90)
    },
    ContrastColumn("ci90_high", "", "the interval that decides on no_material_change; empty where it is open")
    {
      .number($0.statement?.high90)
    },
    ContrastColumn("verdict_reason", "", "why a verdict is no answer") { .text($0.reason?.rawValue) },
    ContrastColumn(
      "clauses", "", "drift_explains_as_well | side_without_movement | depends_on_likeness_of_nights"
    ) { .codes($0.clauses.map(\.rawValue)) },
    ContrastColumn("design", "", "before_after | per_night | dose") { .text($0.design?.rawValue) },
    ContrastColumn("assignment", "", "fixed | drawn | chosen: who decided which nights were with the drug") {
      .text($0.assignment?.rawValue)
    },
    ContrastColumn("likeness", "0-0.9", "likeness of two consecutive evenings, posterior mean") {
      .number($0.estimate?.likeness)
    },
    ContrastColumn("variance_factor", "", "by how much likeness widens the variance") {
      .number($0.estimate?.varianceFactor)
    },
    ContrastColumn("df", "", "degrees of freedom of the t interval") {
      .number($0.estimate?.degreesOfFreedom)
    },
    ContrastColumn("alpha_off", "", "moderated dispersion of the first side") {
      .number($0.estimate?.dispersionOff)
    },
    ContrastColumn("alpha_on", "", "moderated dispersion of the second side") {
      .number($0.estimate?.dispersionOn)
    },
    ContrastColumn("log_odds_step", "", "log odds of the drug alone against a straight drift alone") {
      .number($0.logOddsOfStep)
    },
    ContrastColumn("p_order", "", "randomisation test over the orders that could have been drawn") {
      .number($0.orderTest?.pValue)
    },
    ContrastColumn("p_order_min", "", "the smallest p that it could have reached") {
      .number($0.orderTest?.smallestReachableP)
    },
    ContrastColumn("order_test_withheld", "", "why there is no order test though an order was stored") {
      .text($0.orderTestWithheld?.rawValue)
    },
  ]

  private static func quartiles(_ contrast: Contrast) -> String? {
    guard let left = contrast.before.quartiles, let right = contrast.after.quartiles else { return nil }
    let sides = [left, right].map { "\(ContrastColumn.text(of: $0.low))-\(ContrastColumn.text(of: $0.high))" }
    return sides.joined(separator: " | ")
  }
}
