import StructuredText
import Testing

@testable import StudyComparison

@Suite struct ModeratedNegativeBinomialTests {
  @Test(arguments: ReferenceData.single)
  func `statistics 3.1: the moderated estimate agrees with R`(_ set: SingleReference) {
    check(set)
  }

  @Test(.enabled(if: ReferenceData.originalIsThere))
  func `statistics 3.1: the moderated estimate agrees with the original refs.json`() {
    let sets = ReferenceData.single(ReferenceData.load(ReferenceData.originalPath))
    #expect(sets.count >= 32)
    for set in sets { check(set) }
  }

  private func check(_ set: SingleReference) {
    guard let reference = set["nb_moderated"] else {
      #expect(ModeratedNegativeBinomial(set.nights) == nil)
      return
    }
    guard let fit = ModeratedNegativeBinomial(set.nights) else {
      Issue.record("\(set.id) was not estimated")
      return
    }
    let tolerance = 1e-7
    // R leaves X2 out where one night a side fits perfectly.
    if let pearson = reference["pearson_x2_at_zero"]?.reference {
      expectClose(fit.pearsonAtZero, pearson, tolerance, "X2(0)")
    }
    expectClose(fit.ownDispersion, reference["alpha_mm"]?.reference, tolerance, "alpha_MM")
    expectClose(fit.dispersion, reference["alpha"]?.reference, tolerance, "alpha")
    expectClose(fit.nightVariation, reference["night_cv"]?.reference, tolerance, "night CV")
    expectClose(fit.rateBefore, reference["rate_before"]?.reference, tolerance, "rate before")
    expectClose(fit.rateAfter, reference["rate_after"]?.reference, tolerance, "rate after")
    let information = reference.numbers("info")
    expectClose(fit.informationBefore, information.first, tolerance, "w0")
    expectClose(fit.informationAfter, information.last, tolerance, "w1")
    #expect(fit.isZeroCorrected == reference["zero_phase_corrected"]?.boolValue)
    check(fit.estimate, reference, tolerance)
    let interval90 = fit.estimate.interval(level: 0.90)
    expectClose(interval90.low, reference["level90"]?["rr_low"]?.reference, tolerance, "90 % low")
    expectClose(interval90.high, reference["level90"]?["rr_high"]?.reference, tolerance, "90 % high")
    expectClose(
      fit.estimate.smallestToldFromChance, reference["mdc_factor"]?.reference, tolerance, "MDC factor")

    let inflation = AutocorrelationInflation(set.nights)
    guard let inflated = set["nb_moderated_ar"] else {
      #expect(inflation == nil)
      return
    }
    expectClose(inflation?.observed, inflated["r1"]?.reference, tolerance, "r1")
    expectClose(inflation?.corrected, inflated["rho_corrected"]?.reference, tolerance, "rho")
    expectClose(inflation?.varianceInflation, inflated["variance_inflation"]?.reference, tolerance, "V")
    expectClose(inflation?.effectiveNights, inflated["n_effective"]?.reference, tolerance, "N/V")
    if let inflation { check(inflation.inflated(fit.estimate), inflated, tolerance) }
  }

  private func check(_ estimate: RateRatioEstimate, _ reference: JSONValue, _ tolerance: Double) {
    expectClose(estimate.logRateRatio, reference["log_rr"]?.reference, tolerance, "log RR")
    expectClose(estimate.standardError, reference["se"]?.reference, tolerance, "SE")
    expectClose(estimate.degreesOfFreedom, reference["df"]?.reference, tolerance, "df")
    let interval = estimate.interval(level: 0.95)
    expectClose(estimate.rateRatio, reference["rr"]?.reference, tolerance, "RR")
    expectClose(interval.low, reference["rr_low"]?.reference, tolerance, "95 % low")
    expectClose(interval.high, reference["rr_high"]?.reference, tolerance, "95 % high")
    expectClose(estimate.pValue, reference["p"]?.reference, tolerance, "p")
  }
}
