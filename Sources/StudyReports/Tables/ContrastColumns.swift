import Foundation
import StudyComparison

/// The columns of `comparison.csv` in their order: those of `report_comparison_columns.csv`, then ours.
///
/// The only place where they are named: the two files and the data dictionary are made from it.
public enum ContrastColumns {
  public static let all: [ContrastColumn] =
    subject + sides + estimate + companions + planning + statement + further

  private static let subject: [ContrastColumn] = [
    ContrastColumn("patient_id", "", "as in nights.csv; * over several patients") { .text($0.patientID) },
    ContrastColumn(
      "contrast", "",
      "before_vs_after_steady | before_vs_after_acute | dose_step_i_vs_j | during_vs_after_stop"
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
    ContrastColumn("n_before", "nights", "nights used") { .integer($0.before.nights) },
    ContrastColumn("n_after", "nights", "nights used") { .integer($0.after.nights) },
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
    ContrastColumn("night_cv", "%", "moderated night-to-night CV = 100*sqrt(alpha)") {
      .number($0.fit.map { 100 * $0.nightVariation })
    },
    ContrastColumn("night_cv_own", "%", "CV from this patient's nights only (100*sqrt(alpha_MM))") {
      .number($0.fit.map { 100 * $0.ownNightVariation })
    },
    ContrastColumn("rate_ratio", "", "after/before from the moderated NB") {
      .number($0.headline?.rateRatio)
    },
    ContrastColumn(
      "ci95_low", "", "headline CI (autocorrelation-inflated when >=5 nights each side)"
    ) { .number($0.headline?.interval(level: 0.95).low) },
    ContrastColumn(
      "ci95_high", "", "headline CI (autocorrelation-inflated when >=5 nights each side)"
    ) { .number($0.headline?.interval(level: 0.95).high) },
    ContrastColumn("ci_method", "", "mnb_t | mnb_t_ar | paired_t | mean_difference_t") {
      .text($0.headlineMethod?.rawValue)
    },
    ContrastColumn("p_value", "", "two-sided (secondary)") {
      .number($0.headline?.pValue ?? $0.meanDifference?.pValue)
    },
    ContrastColumn("percent_change", "%", "100*(RR-1)") {
      .number($0.headline.map { 100 * ($0.rateRatio - 1) })
    },
    ContrastColumn("pc_low", "%", "100*(ci95_low-1)") {
      .number($0.headline.map { 100 * ($0.interval(level: 0.95).low - 1) })
    },
    ContrastColumn("pc_high", "%", "100*(ci95_high-1)") {
      .number($0.headline.map { 100 * ($0.interval(level: 0.95).high - 1) })
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
      "smallest observed fold change that these nights would tell from chance: exp(t*SE), about 50 % power"
    ) { .number($0.headline?.smallestToldFromChance) },
    ContrastColumn(
      "nights_needed_halving", "nights per phase", "for 80% power at this patient's variability"
    ) { .integer($0.nightsNeededForHalving) },
    ContrastColumn(
      "nights_needed_30pct", "nights per phase", "for 80% power at this patient's variability"
    ) { .integer($0.nightsNeededFor30Percent) },
    ContrastColumn("lag1_rho", "", "lag-1 autocorrelation, corrected for length, 0-0.8") {
      .number($0.inflation?.corrected)
    },
    ContrastColumn("variance_inflation", "", "factor of the variance for nights like the one before") {
      .number($0.inflation?.varianceInflation)
    },
    ContrastColumn(
      "baseline_trend_per_week", "log /week", "quasi-Poisson slope in before nights (>=5)"
    ) { .number($0.baselineTrend?.estimate) },
    ContrastColumn("trend_p", "", "two-sided p of the slope") { .number($0.baselineTrend?.pValue) },
    ContrastColumn("threshold", "/h", "15 adult or 5 child; aasm3 rows only") {
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
      "verdict", "", "lower | higher | no_material_change | not_enough_nights | not_comparable"
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
    ContrastColumn("rate_ratio_per_50mg", "", "moderated NB on dose/50 mg over all doses") {
      .number($0.dosePer50Milligrams.map { exp($0.estimate) })
    },
    ContrastColumn("p_per_50mg", "", "its two-sided p") { .number($0.dosePer50Milligrams?.pValue) },
    ContrastColumn(
      "rate_ratio_beside_trend", "", "the step adjusted for a common trend, a sensitivity (>=7+7 nights)"
    ) { .number($0.stepBesideTrend.map { exp($0.estimate) }) },
    ContrastColumn("p_beside_trend", "", "its two-sided p") { .number($0.stepBesideTrend?.pValue) },
    ContrastColumn(
      "rate_ratio_without_first_night", "", "without the first night in the laboratory, a sensitivity"
    ) { .number($0.withoutFirstNight?.rateRatio) },
    ContrastColumn("mean_difference", "", "after minus before, for an outcome that is no count") {
      .number($0.meanDifference?.difference)
    },
  ]

  private static func quartiles(_ contrast: Contrast) -> String? {
    guard let left = contrast.before.quartiles, let right = contrast.after.quartiles else { return nil }
    let sides = [left, right].map { "\(ContrastColumn.text(of: $0.low))-\(ContrastColumn.text(of: $0.high))" }
    return sides.joined(separator: " | ")
  }
}
