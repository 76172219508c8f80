import SleepEvents
import Testing

@testable import StudyComparison
@testable import StudyTables

/// Ferritin beside the nights: when it was measured, and whether it changed. Nights on days 1 to 27, the drug from day 12.
@Suite struct IronTests {
  private func study(_ ferritin: [(day: Int, value: Double)]) -> StudyBuilder {
    var study = StudyBuilder.typical()
    study.tables.labs = ferritin.map {
      LabValue(
        patientID: "a", date: StudyBuilder.day($0.day), analyte: .ferritin, value: $0.value, unit: "ng/mL",
        assay: "Roche")
    }
    return study
  }

  private func iron(_ ferritin: [(day: Int, value: Double)]) throws -> IronStatus {
    try #require(try study(ferritin).run().patients.first).iron
  }

  @Test func `the morning after the last night still counts`() throws {
    #expect(try iron([(28, 40)]).isFerritinLow)
    #expect(try iron([(29, 40)]).wasNotLookedAt)
  }

  @Test(arguments: [35, -400])
  func `a value from another time is told with its date, never as none`(_ day: Int) throws {
    let status = try iron([(day, 40)])
    #expect(status.otherFerritin?.value == 40)
    let first = try #require(IronWords.sentences(status).first)
    #expect(
      first.contains(StudyBuilder.day(day).description) && !first.contains("the tables have no ferritin"))
  }

  @Test(arguments: [(40.0, 120.0), (120, 40), (90, 200)])
  func `ferritin that changes while nights are recorded is a change of the period`(
    _ before: Double, _ after: Double
  ) throws {
    let contrast = try study([(2, before), (18, after)]).primary()
    #expect(contrast.caveatCodes.contains("ferritin_changed"))
    #expect(contrast.caveatCodes.contains("ferritin_low") == (min(before, after) <= 75))
    #expect(contrast.sentence.contains("Ferritin went from"))
  }

  @Test func `what stays, or changed before the nights, is none`() throws {
    #expect(try iron([(2, 100), (18, 120)]).ferritinChange == nil)
    #expect(try iron([(-60, 40), (-10, 120)]).ferritinChange == nil)
  }
}
