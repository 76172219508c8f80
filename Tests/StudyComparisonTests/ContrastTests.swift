import SleepEvents
import Testing

@testable import StudyComparison
@testable import StudyTables

@Suite struct ContrastTests {
  @Test func `acute and steady nights are both compared, steady is the declared primary`() throws {
    var study = StudyBuilder.typical()
    study.add("a", days: [12, 14], rate: 30)
    let result = try study.run()
    let contrasts = try #require(result.patients.first?.contrasts)
    #expect(contrasts.filter(\.isPrimary).map(\.kind) == [.beforeAfterSteady])
    let acute = try study.contrast("before_vs_after_acute")
    #expect(acute.after.nights == 2)
    #expect(acute.after.index ?? 0 > 29)
    #expect(try study.primary().after.nights == 5, "transition nights are on no side of the steady contrast")
  }

  @Test func `a longer transition takes nights from the steady side`() throws {
    var study = StudyBuilder.typical()
    study.request.transitionNights = 9
    #expect(try study.primary().after.nights == 3)
    #expect(try study.contrast("before_vs_after_acute").after.nights == 2)
  }

  @Test func `each change of dose is a contrast of its own`() throws {
    var study = StudyBuilder()
    study.take("trazodone", "N06AX05", 50, from: 12, to: 29)
    study.take("trazodone", "N06AX05", 100, from: 30)
    study.add("a", days: [1, 3, 5], rate: 24)
    study.add("a", days: [18, 20, 22], rate: 16)
    study.add("a", days: [30, 36, 38, 40], rate: 8)
    let first = try study.contrast("dose_step_0_vs_1")
    #expect([first.before.nights, first.after.nights] == [3, 3])
    let second = try study.contrast("dose_step_1_vs_2")
    #expect(
      [second.before.nights, second.after.nights] == [3, 3], "the night of the change is in transition")
    let primary = try study.primary()
    #expect(primary.kind == .per50Milligrams && primary.kind.name == "per_50mg")
    #expect([primary.before.nights, primary.after.nights] == [3, 6])
    #expect(try #require(primary.estimate).logRateRatio < -0.3)
    #expect(primary.sentence.contains("Per 50 mg the index was lower by"))
    #expect(first.sentence.contains("(before trazodone and at 50 mg; 3 + 3 nights"))
    #expect(second.sentence.contains("at 50 mg and at 100 mg"))
    let steady = try study.contrast("before_vs_after_steady")
    #expect(!steady.isPrimary && steady.after.nights == 6)
  }

  @Test func `a drug that was stopped: after minus during`() throws {
    var study = StudyBuilder()
    study.take("sertraline", "N06AB06", 50, from: -300, to: 12)
    study.add("a", days: [1, 3, 5, 8], rate: 30)
    study.add("a", days: [14, 61, 63, 65, 67], rate: 12)
    study.request.drug = "ssri"
    let contrast = try study.primary()
    #expect(contrast.kind == .duringStopped)
    #expect(contrast.kind.name == "during_vs_after_stop")
    #expect([contrast.before.nights, contrast.after.nights] == [4, 4])
    #expect(contrast.nights.first { $0.nightID == "n14" }?.reason == .carryOver, "an SSRI acts for weeks")
    #expect(contrast.verdict == .lower)
  }

  @Test func `a night that qualified the patient is left out while two others remain`() throws {
    var study = StudyBuilder.typical()
    study.nights.rows[0].role = .diagnostic
    let contrast = try study.primary()
    #expect(contrast.before.nights == 4)
    #expect(contrast.before.excludedNights == 1)
    #expect(contrast.caveatCodes.contains("rtm_selected_baseline"))
    var few = StudyBuilder()
    few.take("trazodone", "N06AX05", 50, from: 12)
    few.add("a", days: [1, 3], rate: 22)
    few.add("a", days: [18, 20], rate: 9)
    few.nights.rows[0].role = .diagnostic
    #expect(try few.primary().before.nights == 2)
    #expect(try few.primary().sentence.contains("return to the usual"))
  }

  @Test func `nights without sleep time and excluded nights are counted, listed and never imputed`() throws {
    var study = StudyBuilder.typical()
    study.nights.rows[0].totalSleepHours = nil
    study.nights.rows[1].totalSleepHours = 0
    study.nights.rows[5].isIncluded = false
    study.nights.rows[5].exclusionReason = "electrode fell off"
    study.nights.rows[6].isIncluded = false
    study.nights.rows[6].exclusionReason = NightRow.noStagesReason
    let contrast = try study.primary()
    #expect([contrast.before.nights, contrast.after.nights] == [3, 3])
    let unused = contrast.nights.filter { $0.side == .excluded }
    #expect(
      unused.map(\.reason) == [.missingSleepTime, .missingSleepTime, .excluded, .missingSleepTime],
      "what was typed as the reason stays in the table of nights")
    #expect(contrast.caveatCodes.contains("missing_tst"))
  }

  @Test func `a side without a usable night gives a sentence`() throws {
    var study = StudyBuilder()
    study.take("trazodone", "N06AX05", 50, from: 12)
    study.add("a", days: [1, 3, 5], rate: 22)
    let contrast = try study.primary()
    #expect(contrast.verdict == .notEnoughNights)
    #expect(contrast.sentence.contains("no usable night on trazodone"))
    #expect(contrast.estimate == nil && contrast.reason == .noContrast)
  }

  @Test func `lines stand beside the index of every rule set, with its name`() throws {
    var study = StudyBuilder.typical(before: 20, after: 3)
    #expect(try study.primary().absoluteLine?.rules == "wasm2016")
    study.add("a", days: [1, 3, 5, 8, 10], rate: 18, rules: "aasm3")
    study.add("a", days: [18, 20, 22, 25, 27], rate: 4, rules: "aasm3")
    #expect(try study.run().patients.first?.absoluteLines.map(\.rules) == ["aasm3", "wasm2016"])
    #expect(try study.run().patients.first?.absoluteLines.first?.nightsBefore == 5)
    study.request.rules = "aasm3"
    let adult = try #require(try study.primary().absoluteLine)
    #expect(adult.perHour == 15)
    #expect([adult.nightsBefore, adult.nightsAfter] == [5, 0])
    study.tables.patients = [PatientRecord(patientID: "a", birthYear: 2015)]
    let child = try #require(try study.primary().absoluteLine)
    #expect(child.perHour == 5)
    #expect([child.nightsBefore, child.nightsAfter] == [5, 0])
  }

  @Test func `secondary outcomes are marked as such and corrected by Holm`() throws {
    var study = StudyBuilder.typical()
    for index in study.nights.rows.indices {
      let count = study.nights.rows[index].plmsCount ?? 0
      study.nights.rows[index].plmsArousalCount = count / 5
      study.nights.rows[index].periodicityIndexByIntervals = index < 5 ? 0.7 - 0.01 * Double(index) : 0.6
      study.nights.rows[index].plmwIndex = 20
      study.nights.rows[index].timeInBedHours = 7.5
    }
    let contrasts = try #require(try study.run().patients.first?.contrasts)
    #expect(contrasts.filter(\.isPrimary).count == 1)
    let secondary = contrasts.filter { $0.outcome != .plms }
    #expect(secondary.map(\.outcome) == [.plmsArousal, .plmw, .periodicityIndex])
    for contrast in secondary {
      let p = try #require(contrast.pValue)
      #expect(try #require(contrast.holmP) >= p)
    }
    let periodicity = try #require(secondary.last)
    #expect(periodicity.statement == nil && periodicity.scoreDifference != nil)
    study.request.outcome = .plmsArousal
    #expect(try study.primary().outcome == .plmsArousal)
  }

  @Test func `where a change came from: series, stages, hours`() throws {
    var study = StudyBuilder.typical()
    for index in study.nights.rows.indices {
      let isBefore = index < 5
      study.nights.rows[index].seriesCount = isBefore ? 10 : 5
      study.nights.rows[index].n2Percent = 60
      study.nights.rows[index].n3Percent = isBefore ? 15 : 25
      study.nights.rows[index].plmsN2Count = isBefore ? 100 : 40
      study.nights.rows[index].plmsN3Count = 5
      study.nights.rows[index].plmsByHour = isBefore ? [60, 40, 20] : [20, 20, 15]
    }
    let parts = try #require(try study.run().patients.first?.decomposition)
    #expect(parts.logRatioFromSeries.map { abs($0 - Log.of(0.5)) < 1e-12 } == true)
    let total = try #require(parts.logRatioFromSeries) + (try #require(parts.logRatioFromLength))
    let before = study.nights.rows[..<5].reduce(0) { $0 + ($1.plmsCount ?? 0) }
    let after = study.nights.rows[5...].reduce(0) { $0 + ($1.plmsCount ?? 0) }
    #expect(abs(total - Log.of(Double(after) / Double(before))) < 1e-12, "the parts add up to the whole")
    let n3 = try #require(parts.stages.first { $0.stage == "N3" })
    let change = n3.rateAfter * n3.shareAfter - n3.rateBefore * n3.shareBefore
    #expect(abs(n3.fromRate + n3.fromShare - change) < 1e-12)
    #expect(n3.fromShare > 0, "more N3")
    #expect(parts.hours.map(\.before) == [60, 40, 20])
  }

  @Test func `symptoms before and after, and sleepiness that rises while movements fall`() throws {
    var study = StudyBuilder.typical()
    func score(_ scale: SymptomScale, _ day: Int, _ value: Double) {
      study.tables.scales.append(
        ScaleScore(patientID: "a", date: StudyBuilder.day(day), scale: scale, score: value))
    }
    score(.irls, 1, 23)
    score(.irls, 25, 18)
    score(.kss, 4, 4)
    score(.kss, 6, 5)
    score(.kss, 21, 7)
    let patient = try #require(try study.run().patients.first)
    let irls = try #require(patient.symptoms.first { $0.scale == .irls })
    #expect(irls.before == 23 && irls.after == 18 && !irls.isWorse)
    #expect(SymptomChange.band(23, of: .irls) == "severe")
    let kss = try #require(patient.symptoms.first { $0.scale == .kss })
    #expect(kss.before == 4.5 && kss.after == 7)
    #expect(patient.isSleepier)
  }
}
