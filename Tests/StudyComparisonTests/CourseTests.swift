import SleepEvents
import Testing

@testable import StudyComparison
@testable import StudyTables

/// Courses and doses that a simple start does not cover.
@Suite struct CourseTests {
  @Test(arguments: [(-250, -220), (-40, -9)])
  func `a course that ended before the first night takes nothing from the comparison`(_ from: Int, _ to: Int)
    throws
  {
    let alone = try StudyBuilder.typical().primary()
    var study = StudyBuilder.typical()
    study.take("trazodone", "N06AX05", 50, from: from, to: to)
    let contrast = try study.primary()
    #expect(contrast.kind == .beforeAfterSteady)
    #expect([contrast.before.nights, contrast.after.nights] == [5, 5])
    #expect(contrast.statement == alone.statement)
    #expect(contrast.verdict == .lower)
  }

  @Test func `each change of dose has its transition, also for a drug taken in milligrams`() throws {
    var study = StudyBuilder()
    study.request.drug = "ropinirole"
    study.take("ropinirole", "N04BC04", 0.25, from: 9, to: 16)
    study.take("ropinirole", "N04BC04", 0.5, from: 17)
    study.add("a", days: Array(1...8), rate: 22)
    study.add("a", days: Array(9...16), rate: 12)
    study.add("a", days: Array(17...24), rate: 6)
    let steady = try study.primary()
    #expect(steady.kind == .beforeAfterSteady)
    #expect(steady.count(of: .settling) == 6)
    let step = try study.contrast("dose_step_1_vs_2")
    #expect([step.before.nights, step.after.nights] == [5, 5])
    #expect(step.sentence.contains("Nights at 0.25 mg and at 0.5 mg were compared in one person"))
  }

  @Test func `a single night of another dose is its first night, and no side of a dose step`() throws {
    var study = StudyBuilder()
    study.take("trazodone", "N06AX05", 50, from: 6, to: 11)
    study.take("trazodone", "N06AX05", 100, from: 12)
    study.add("a", days: Array(1...12), rate: 22)
    let contrasts = try study.run().patients.first?.contrasts ?? []
    #expect(!contrasts.contains { $0.kind.name == "dose_step_1_vs_2" })
  }

  @Test
  func `a course too short to count is a stop without nights on the drug, not without nights before it`()
    throws
  {
    var study = StudyBuilder()
    study.take("trazodone", "N06AX05", 50, from: 1, to: 3)
    study.add("a", days: Array(1...12), rate: 22)
    let contrast = try study.primary()
    #expect(contrast.kind == .duringStopped)
    #expect(contrast.verdict == .notEnoughNights)
    #expect(contrast.before.nights == 0 && contrast.after.nights == 6)
  }

  @Test func `patients whose drug was stopped are pooled as nights on it against nights off it`() throws {
    var study = StudyBuilder()
    for (index, patient) in ["a", "b", "c"].enumerated() {
      study.take("trazodone", "N06AX05", 50, from: 1, to: 10, patient: patient)
      study.add(patient, days: Array(1...10), rate: 8 + Double(index))
      study.add(patient, days: Array(11...20), rate: 30 + 2 * Double(index))
    }
    let result = try study.run()
    #expect(result.patients.allSatisfy { $0.primary?.verdict == .higher })
    let all = try #require(result.contrasts.first { $0.patientID == "*" })
    #expect(all.population?.withoutBothSides == [])
    #expect(all.population?.lower == 3 && all.population?.higher == 0)
    #expect(all.verdict == .lower)
    #expect((all.before.index ?? 0) > 25 && (all.after.index ?? 99) < 12)
    let stop = try #require(result.patients.first?.primary)
    #expect(stop.dispersions.on == stop.estimate?.dispersionOff)
  }

  @Test func `a claim over patients has its size and its interval, however wide`() throws {
    var study = StudyBuilder()
    for (patient, counts) in [("a", [60, 50, 55, 70, 40]), ("b", [140, 90, 120, 100, 115])] {
      study.take("trazodone", "N06AX05", 50, from: 6, patient: patient)
      study.add(patient, days: Array(1...14), rate: 0)
      for (index, count) in counts.enumerated() {
        let row = study.nights.rows.count - 14 + index
        study.nights.rows[row].plmsCount = count
        study.nights.rows[row].plmsIndex = Double(count) / 6.5
      }
    }
    let all = try #require(try study.run().contrasts.first { $0.patientID == "*" })
    #expect(all.verdict == .lower)
    #expect(all.statement?.interval != nil)
    #expect(all.sentence.contains("on average lower by"))
  }

  @Test func `doses without a night off and without a movement give no ratio`() throws {
    var study = StudyBuilder()
    study.take("trazodone", "N06AX05", 25, from: -3, to: 6)
    study.take("trazodone", "N06AX05", 75, from: 7)
    study.add("a", days: Array(1...14), rate: 0)
    let contrast = try study.contrast("per_50mg")
    #expect(contrast.reason == .noMovementOnAnyNight)
    #expect(
      contrast.statement?.ratio == nil && contrast.statement?.low95 == nil
        && contrast.statement?.high95 == nil)
    #expect(contrast.dispersions.off == nil)
  }

  @Test func `a table that is all baseline has too few nights to tell, not a wrong drug`() throws {
    var study = StudyBuilder()
    study.add("a", days: Array(1...6), rate: 20) { $0.trazodoneMilligrams = 0 }
    let contrast = try study.primary()
    #expect(contrast.verdict == .notEnoughNights)
    #expect(contrast.reason == .noContrast)
  }
}
