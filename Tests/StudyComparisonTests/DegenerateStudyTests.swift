import SleepEvents
import Testing

@testable import StudyComparison
@testable import StudyTables

/// Unplanned extremes: zeros, thousands, minutes of sleep, one night, many nights on one date.
@Suite struct DegenerateStudyTests {
  @Test func `whatever the nights, there is a verdict, a sentence and no number that is none`() throws {
    var generator = SplitMix64(seed: 2026)
    func pick<Value>(_ values: [Value]) -> Value { values[Int(generator.next() % UInt64(values.count))] }
    for round in 0..<80 {
      var study = StudyBuilder()
      study.take("trazodone", "N06AX05", pick([50, 25, 100]), from: 30, to: pick([nil, 60]))
      study.request.transitionNights = pick([0, 3])
      let scale = pick([0, 1, 10, 100, 20_000])
      for day in stride(from: pick([1, 20, 28]), through: pick([31, 45, 80]), by: pick([1, 2, 7])) {
        var row = NightRow(patientID: "a", nightID: "n\(day)")
        row.date = StudyBuilder.day(pick([day, day, 5]))
        row.totalSleepHours = pick([6.5, 7, 0.05, 24, nil, 0])
        row.plmsCount = pick([0, scale, scale / 2, Int(generator.next() % 50), nil])
        row.scoringRules = "wasm2016"
        row.n2Percent = pick([nil, 0, 50])
        row.plmsN2Count = pick([nil, 0, 3])
        row.periodicityIndexByIntervals = pick([nil, 0, 1])
        study.nights.rows.append(row)
      }
      for contrast in try study.run().contrasts {
        #expect(contrast.sentence.hasSuffix("."), "round \(round)")
        let words = contrast.sentence.lowercased()
        for none in ["nan", "inf ", "inf)", "?", "-0 ", "nil"] {
          #expect(!words.contains(none), "round \(round): \(contrast.sentence)")
        }
        if let estimate = contrast.estimate {
          #expect(estimate.logRateRatio.isFinite && estimate.standardError > 0, "round \(round)")
          #expect((0...1).contains(estimate.pValue))
          #expect(estimate.varianceFactor >= 1 && (0...0.9).contains(estimate.likeness))
        }
        for p in [contrast.permutation?.pTwoSided, contrast.logRateTest?.estimate.pValue, contrast.holmP] {
          if let p { #expect((0...1).contains(p), "round \(round)") }
        }
        if let bayesian = contrast.bayesian {
          let sum =
            bayesian.probabilityHigherBy25 + bayesian.probabilityLowerBy20 + bayesian.probabilityWithin
          #expect(abs(sum - 1) < 1e-9)
          #expect(bayesian.interval.low < bayesian.interval.high)
        }
        #expect(contrast.nightsNeededForHalving.map { $0 >= 2 } ?? true)
      }
    }
  }

  @Test func `statistics 3.4: no movements on one night and one night favour neither side`() throws {
    let night = CountedNight(count: 0, hours: 6, day: 1)
    let posterior = try #require(BayesianComparison(CountedNights(before: [night], after: [night])))
    #expect(abs(posterior.probabilityHigher - 0.5) < 1e-9, "the prior is on the mid-point")
  }

  @Test func `swapping the sides turns every answer around`() throws {
    for set in ReferenceData.single where set.nights.hasBothSides {
      let nights = set.nights
      let swapped = CountedNights(before: nights.after, after: nights.before)
      func estimate(_ firstIsOn: Bool) throws -> EngineEstimate {
        let rows =
          nights.before.map { ($0, firstIsOn) } + nights.after.map { ($0, !firstIsOn) }
        let result = DesignedComparison(
          rows.map { night, isOn in
            DesignNight(count: night.count, hours: night.hours, day: night.day, isOn: isOn, milligrams: 0)
          }, design: .beforeAfter, assignment: .fixed, barred: nil)
        return try #require(result.estimate)
      }
      let there = try estimate(false)
      let back = try estimate(true)
      expectClose(there.logRateRatio, -back.logRateRatio, 1e-9, "log RR of \(set.id)")
      expectClose(there.standardError, back.standardError, 1e-9, "SE of \(set.id)")
      expectClose(
        PermutationTest(nights)?.pTwoSided, PermutationTest(swapped)?.pTwoSided,
        PermutationTest(nights)?.sampling == nil ? 1e-12 : 0.02, "permutation of \(set.id)")
      let left = try #require(BayesianComparison(nights))
      let right = try #require(BayesianComparison(swapped))
      expectClose(left.probabilityHigher, 1 - right.probabilityHigher, 1e-6, "Bayes of \(set.id)")
    }
  }
}
