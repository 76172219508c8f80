import StructuredText
import Testing

@testable import StudyComparison

@Suite struct CompanionEstimatorTests {
  @Test(arguments: ReferenceData.single)
  func `quasi-Poisson slopes of dose and of the nights before agree with R`(_ set: SingleReference) {
    let nights = set.nights
    if set["dose_moderated"] != nil, let doses = set.doses {
      let design = DesignMatrix(rows: doses.map { [1, $0 / 50] })
      let quasi = QuasiPoisson(nights: nights.all, design: design)
      expectClose(
        quasi?.coefficients.last?.estimate, set["dose"]?["log_slope_per_50mg"]?.reference, 1e-9, "slope")
      expectClose(
        quasi?.coefficients.last?.standardError, set["dose"]?["se_floored"]?.reference, 1e-9, "its SE")
      expectClose(quasi?.dispersion, set["dose"]?["dispersion"]?.reference, 1e-9, "dispersion")
    }
    if let reference = set["its_quasi_poisson"] {
      // Its slope before the drug is the slope of the nights before only, per day.
      let trend = QuasiPoisson.trendPerWeek(nights.before)
      expectClose(trend.map { $0.estimate / 7 }, reference.numbers("estimate")[1], 1e-8, "trend")
    }
  }

  @Test(arguments: ReferenceData.single)
  func `statistics 3.4: the lattice agrees with R`(_ set: SingleReference) {
    guard let reference = set["bayes_nb"] else {
      #expect(BayesianComparison(set.nights) == nil)
      return
    }
    guard let fit = BayesianComparison(set.nights) else {
      Issue.record("was not estimated")
      return
    }
    let tolerance = 2e-3
    expectClose(fit.logRatioMean, reference["log_rr_mean"]?.reference, tolerance, "mean")
    expectClose(fit.logRatioDeviation, reference["log_rr_sd"]?.reference, tolerance, "SD")
    expectClose(fit.medianRatio, reference["rr_median"]?.reference, tolerance, "median")
    expectClose(fit.interval.low, reference["rr_low"]?.reference, tolerance, "low")
    expectClose(fit.interval.high, reference["rr_high"]?.reference, tolerance, "high")
    expectClose(fit.probabilityHigher, reference["p_rr_gt_1"]?.reference, tolerance, "P(RR > 1)")
    expectClose(fit.probabilityHigherBy25, reference["p_rr_gt_1_25"]?.reference, tolerance, "P(RR > 1.25)")
    expectClose(fit.probabilityLowerBy20, reference["p_rr_lt_0_8"]?.reference, tolerance, "P(RR < 0.8)")
    expectClose(fit.probabilityWithin, reference["p_within_0_8_1_25"]?.reference, tolerance, "P(within)")
  }

  @Test(arguments: ReferenceData.single)
  func `statistics 2: log-rate t, exact permutation and NAP agree with R`(_ set: SingleReference) {
    let nights = set.nights
    if let reference = set["log_rate_pooled_t"], reference["se"] != nil {
      let test = LogRateTest(unsuppressed: nights)
      expectClose(test?.estimate.logRateRatio, reference["log_rr"]?.reference, 1e-9, "log RR")
      expectClose(test?.estimate.standardError, reference["se"]?.reference, 1e-9, "SE")
      expectClose(test?.estimate.pValue, reference["p"]?.reference, 1e-9, "p")
      #expect((LogRateTest(nights) == nil) == nights.hasSideWithoutMovements)
    } else {
      #expect(LogRateTest(nights) == nil)
    }
    if let reference = set["permutation_exact"], reference["p_two_sided"] != nil {
      let test = PermutationTest(nights)
      #expect(test?.sampling == nil)
      expectClose(test?.observed, reference["observed"]?.reference, 1e-9, "observed")
      expectClose(test?.arrangements, reference["n_arrangements"]?.reference, 1e-9, "arrangements")
      expectClose(test?.pTwoSided, reference["p_two_sided"]?.reference, 1e-9, "p")
      expectClose(test?.pLower, reference["p_lower"]?.reference, 1e-9, "p lower")
      expectClose(test?.pUpper, reference["p_upper"]?.reference, 1e-9, "p upper")
      expectClose(test?.smallestReachableP, reference["min_attainable_p"]?.reference, 1e-9, "smallest p")
    }
    if let reference = set["single_case"] {
      let overlap = NonOverlap(nights)
      let limits = reference.numbers("nap_ci")
      expectClose(overlap?.share, reference["nap"]?.reference, 1e-9, "NAP")
      // SingleCaseES gives an interval of zero width if NAP is 0 or 1; we give the interior root.
      if let overlap, overlap.share > 0, overlap.share < 1 {
        expectClose(overlap.low, limits.first, 1e-4, "NAP low")
        expectClose(overlap.high, limits.last, 1e-4, "NAP high")
      } else if let overlap {
        #expect(overlap.high - overlap.low > 0.05)
      }
    }
  }

  @Test func `above the largest enumeration the permutation is drawn from a stated seed`() throws {
    let set = try #require(ReferenceData.single.first { $0.id == "s38_60v60" })
    let test = try #require(PermutationTest(set.nights))
    #expect(test.sampling == PermutationTest.Sampling(seed: PermutationTest.defaultSeed, draws: 19_999))
    #expect(test == PermutationTest(set.nights))
    // The log-rate t of the same nights has p = 0.9965.
    #expect(abs(test.pTwoSided - 0.9965) < 0.01)
    // Where both are available they agree to within sampling error.
    let small = try #require(ReferenceData.single.first { $0.id == "s03_7v7_null" })
    let exact = try #require(PermutationTest(small.nights))
    let other = try #require(PermutationTest(set.nights, seed: 7))
    #expect(abs(other.pTwoSided - test.pTwoSided) < 0.01 && exact.pTwoSided > 0)
  }
}
