import SleepEvents
import StructuredText
import Testing

@testable import StudyComparison
@testable import StudyTables

/// What the tables leave open must not pass for nothing having changed.
@Suite struct UnreadRowTests {
  private let blankPatient = RowProblem(
    patientID: nil,
    error: .text(
      .badCell(
        file: "medications.tsv", line: 3, column: "patient_id", expected: "an identifier", found: " ",
        advice: "fill it in")))

  private func twoPatients() -> StudyBuilder {
    var study = StudyBuilder.typical()
    study.take("trazodone", "N06AX05", 50, from: 12, patient: "b")
    study.add("b", days: [1, 3, 5, 8, 10], rate: 10)
    study.add("b", days: [18, 20, 22, 25, 27], rate: 25)
    return study
  }

  @Test func `a row that may be anybody's is the only patient's`() {
    var study = StudyBuilder.typical()
    study.tables.problems = [blankPatient]
    let error = #expect(throws: ComparisonError.self) { try study.run() }
    #expect(error?.code == "bad_cell")
  }

  @Test func `among several patients it is a caveat of each, also where one is asked about`() throws {
    var study = twoPatients()
    study.tables.problems = [blankPatient]
    let all = try study.run()
    #expect(all.patients.allSatisfy { $0.primary?.caveatCodes == ["unassigned_rows"] })
    #expect(all.problems == [blankPatient])
    study.request.patientIDs = ["a"]
    let one = try study.run()
    #expect(one.patients.first?.primary?.caveatCodes == ["unassigned_rows"])
    #expect(one.problems == [blankPatient])
  }

  @Test func `a row that names several drugs, one of them the compared one, is an error`() throws {
    var study = twoPatients()
    study.tables.usePaths(StudyTables.Paths(medications: "medications.tsv"))
    study.take("trazodone + mirtazapine", nil, 50, from: 30)
    let result = try study.run()
    #expect(result.problems.map(\.error.code) == ["ambiguous_drug"])
    #expect(result.patients.map { $0.primary?.verdict } == [.notEnoughNights, .higher])
    study.tables.medications.removeLast()
    study.take("mirtazapine + quetiapine", nil, 50, from: 30)
    #expect(try study.run().problems.isEmpty)
  }

  @Test func `ids that differ only in case are not two patients`() throws {
    var study = twoPatients()
    study.add("A", days: [29], rate: 9)
    let result = try study.run()
    #expect(result.problems.map(\.error.code) == ["alike_patients", "alike_patients"])
    #expect(result.patients.map { $0.primary?.verdict } == [.notEnoughNights, .higher, .notEnoughNights])
  }

  @Test(arguments: ["scoring_rules", "sensor", "legs", "cpap"])
  func `what one side leaves open is said`(name: String) throws {
    var study = StudyBuilder.typical()
    func clear(_ row: inout NightRow) {
      switch name {
      case "scoring_rules": row.scoringRules = nil
      case "legs": row.legChannels = nil
      case "cpap": row.airwayPressure = nil
      default: break
      }
    }
    for index in study.nights.rows.indices.prefix(5) { clear(&study.nights.rows[index]) }
    if name == "sensor" { study.change(from: 15) { $0.sensor = .actigraphy } }
    let contrast = try study.primary()
    #expect(contrast.caveatCodes == ["unknown_on_one_side:\(name)"])
    for index in study.nights.rows.indices { clear(&study.nights.rows[index]) }
    if name != "sensor" { #expect(try study.primary().caveatCodes.isEmpty, "open on both sides") }
  }

  @Test func `another drug taken as needed is a caveat, since nobody knows on which nights`() throws {
    var study = StudyBuilder.typical()
    study.take("ropinirole", "N04BC04", 0.5, from: -30)
    study.tables.medications[1].status = .asNeeded
    let contrast = try study.primary()
    #expect(contrast.caveatCodes == ["drug_changed:dopamine_agonist"])
    #expect(
      contrast.caveats.first?.sentence.contains("as needed, on nights that the tables do not name") == true)
  }
}
