import StructuredText
import Testing

@testable import StudyComparison

@Suite struct PopulationTests {
  static let sets: [(id: String, value: JSONValue)] =
    (ReferenceData.copy["multi"]?.members ?? []).map { ($0.key, $0.value) }

  @Test func `statistics 6: paired t, sign flips, random effects and BH agree with R`() {
    #expect(PopulationTests.sets.count == 4)
    for set in PopulationTests.sets { check(set.value) }
  }

  private func check(_ set: JSONValue) {
    var patients: [String: CountedNights] = [:]
    var order: [String] = []
    for (index, row) in (set["data"]?.arrayValue ?? []).enumerated() {
      guard let id = row["patient"]?.stringValue, let count = row["count"]?.integerValue,
        let hours = row["tst_h"]?.doubleValue
      else { continue }
      if patients[id] == nil { order.append(id) }
      let night = CountedNight(count: count, hours: hours, day: 2 * index)
      if row["phase"]?.integerValue == 0 {
        patients[id, default: CountedNights(before: [], after: [])].before.append(night)
      } else {
        patients[id, default: CountedNights(before: [], after: [])].after.append(night)
      }
    }
    let complete = order.compactMap { patients[$0] }.filter(\.hasBothSides)
    let results = set["results"] ?? .null
    #expect(complete.count == results["paired_n"]?.integerValue)

    let paired = PairedEffects(
      differences: complete.map { nights in
        Moments(nights.after.map(\.logRate)).mean - Moments(nights.before.map(\.logRate)).mean
      })
    let reference = results["paired_t_log"]
    expectClose(paired.estimate?.logRateRatio, reference?["log_rr"]?.reference, 1e-9, "paired mean")
    expectClose(paired.estimate?.pValue, reference?["p"]?.reference, 1e-9, "paired p")
    expectClose(
      paired.estimate.map { Log.of($0.interval(level: 0.95).low) }, reference?["log_low"]?.reference, 1e-9,
      "paired low")
    expectClose(
      paired.signFlipP, results["sign_flip_exact"]?["p_two_sided"]?.reference, 1e-9, "sign flips")

    let own = (results["per_patient"]?.arrayValue ?? []).compactMap { row -> RateRatioEstimate? in
      row["mnb_log_rr"]?.reference.flatMap { ratio in
        row["mnb_se"]?.reference.map {
          RateRatioEstimate(logRateRatio: ratio, standardError: $0, degreesOfFreedom: 10)
        }
      }
    }
    let pooled = RandomEffects(own)
    expectClose(pooled?.estimate.logRateRatio, results["meta_DL"]?["log_rr"]?.reference, 1e-7, "DL")
    expectClose(pooled?.unadjustedStandardError, results["meta_DL"]?["se"]?.reference, 1e-7, "DL SE")
    expectClose(pooled?.heterogeneity, results["meta_DL"]?["tau2"]?.reference, 1e-7, "tau2")
    expectClose(pooled?.q, results["meta_REML"]?["Q"]?.reference, 1e-6, "Q")
    expectClose(
      pooled?.estimate.standardError, results["meta_REML"]?["hk_se"]?.reference, 1e-7, "Knapp-Hartung SE")
    expectClose(pooled?.estimate.pValue, results["meta_REML"]?["hk_p"]?.reference, 1e-7, "Knapp-Hartung p")

    let p = results["fdr_bh"]?.numbers("p") ?? []
    for (found, wanted) in zip(MultipleTests.benjaminiHochberg(p), results["fdr_bh"]?.numbers("q") ?? []) {
      expectClose(found, wanted, 1e-9, "BH")
    }
    for (found, wanted) in zip(MultipleTests.holm(p), results["fdr_bh"]?.numbers("holm") ?? []) {
      expectClose(found, wanted, 1e-9, "Holm")
    }
  }

  @Test func `patients who differ by more than their errors widen the pooled interval`() {
    // Three estimates worked by hand: weights 25, 25, 25; mean 0; Q = 25 x (0.5^2 + 0 + 0.5^2) = 12.5;
    // tau2 = (12.5 - 2) / (75 - 25) = 0.21; weights 1/0.25 = 4; Knapp-Hartung variance 4 x 0.5 / (2 x 12).
    let estimates = [-0.5, 0, 0.5].map {
      RateRatioEstimate(logRateRatio: $0, standardError: 0.2, degreesOfFreedom: 10)
    }
    let pooled = RandomEffects(estimates)
    expectClose(pooled?.q, 12.5, 1e-12, "Q")
    expectClose(pooled?.heterogeneity, 0.21, 1e-12, "tau2")
    expectClose(pooled?.estimate.standardError, (2.0 / 24).squareRoot(), 1e-12, "Knapp-Hartung")
    expectClose(pooled?.estimate.logRateRatio, 0, 1e-12, "mean")
  }
}
