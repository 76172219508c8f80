import SleepEvents
import StructuredText
import Testing

@testable import StudyTables

@Suite struct StudyTablesTests {
  private let nights = tsv("patient_id night_id date", "a n1 2026-03-01", "b n1 2026-03-01")

  private func problem(_ tables: StudyTables) -> String? { tables.problems.first?.error.sentence }

  // MARK: Nights

  @Test func `the example tables of the formats are read`() throws {
    let tables = try load(
      nights: tsv(
        "patient_id night_id date start_time edf_path hypnogram_path tst_min night_role trazodone_mg exclude",
        "sub-01 ses-1 2026-03-01 23:10 a.edf h.csv;i.csv 372 first_lab_night 0 false",
        "sub-01 ses-2 2026-03-02 n/a n/a n/a n/a n/a n/a n/a"))
    #expect(tables.problems.isEmpty)
    #expect(tables.nights.count == 2)
    #expect(tables.nights[0].scoringPaths == ["h.csv", "i.csv"])
    #expect(tables.nights[0].trazodoneMilligrams == 0)
    #expect(tables.nights[1].trazodoneMilligrams == nil, "0 is known none, n/a is unknown")
    #expect(tables.nights[0].role == .firstLaboratoryNight)
  }

  @Test func `CSV, semicolons with decimal commas and a byte order mark are accepted`() throws {
    let csv = try load(nights: "\u{FEFF}patient_id,night_id,date,tst_min\r\na,n1,2026-03-01,371.5\r\n")
    #expect(csv.nights.first?.totalSleepMinutes == 371.5)
    let semicolon = try load(nights: "patient_id;night_id;date;tst_min\na;n1;2026-03-01;371,5\n")
    #expect(semicolon.nights.first?.totalSleepMinutes == 371.5)
  }

  @Test func `unknown columns are kept`() throws {
    let tables = try load(nights: tsv("patient_id night_id date mood", "a n1 2026-03-01 good"))
    #expect(tables.nights.first?.additional == [AdditionalCell(column: "mood", text: "good")])
  }

  @Test func `a missing column is an error that names it`() throws {
    let error = #expect(throws: StudyError.self) { try load(nights: tsv("patient_id date", "a 2026-03-01")) }
    #expect(error?.code == "missing_columns")
    #expect(error?.sentence.contains("night_id") == true)
    #expect(error?.exitStatus == .unusableInput)
  }

  @Test func `a missing file is status 66`() throws {
    let error = #expect(throws: StudyError.self) { try StudyTables.load(nightsPath: "/nowhere/nights.tsv") }
    #expect(error?.exitStatus == .missingInput)
  }

  @Test(arguments: [
    ("a n1 2026-02-30", "line 2, column date", "bad_cell"),
    ("a n1 1826-02-01", "line 2, column date", "bad_cell"),
    ("../a n1 2026-03-01", "line 2, column patient_id", "bad_cell"),
    (".. n1 2026-03-01", "line 2, column patient_id", "bad_cell"),
    ("a n/1 2026-03-01", "line 2, column night_id", "bad_cell"),
  ])
  func `a bad cell is found by line and column`(row: String, location: String, code: String) throws {
    let tables = try load(nights: tsv("patient_id night_id date", row, "b n1 2026-03-01"))
    #expect(tables.problems.first?.error.location == location)
    #expect(tables.problems.first?.error.code == code)
    #expect(tables.nights.map(\.patientID) == ["b"], "one bad row does not cost the others")
  }

  @Test func `a duplicate night is an error of its patient`() throws {
    let tables = try load(
      nights: tsv("patient_id night_id date", "a n1 2026-03-01", "a n1 2026-03-02", "b n1 2026-03-01"))
    #expect(tables.problems.count == 1)
    #expect(tables.problems.first?.patientID == "a")
    #expect(tables.problems.first?.error.location == "line 3, column night_id")
    #expect(problem(tables)?.contains("first on line 2") == true)
  }

  @Test func `a night before the year of birth is an error`() throws {
    let tables = try load(
      nights: nights, ["patients.tsv": tsv("patient_id birth_year sex", "a 2027 F", "b 1958 M")])
    #expect(tables.problems.map(\.error.code) == ["night_before_birth"])
    #expect(tables.problems.first?.error.location == "line 2, column date")
  }

  @Test func `a night that is left out needs a reason`() throws {
    let tables = try load(nights: tsv("patient_id night_id exclude", "a n1 true"))
    #expect(tables.problems.first?.error.location == "line 2, column exclude_reason")
  }

  @Test(arguments: [("tst_min", "1800"), ("tst_min", "-5"), ("trazodone_mg", "much"), ("cpap", "maybe")])
  func `numbers out of range and unknown words are refused`(column: String, value: String) throws {
    let tables = try load(nights: tsv("patient_id night_id \(column)", "a n1 \(value)"))
    #expect(tables.problems.first?.error.location == "line 2, column \(column)")
    #expect(problem(tables)?.contains("found '\(value)'") == true)
  }

  // MARK: Medications

  private func medications(_ rows: String...) throws -> StudyTables {
    let header = ["patient_id", "drug_name", "atc", "dose", "dose_unit", "start_date", "stop_date", "status"]
      .joined(separator: "\t")
    let body = rows.map { $0.split(separator: " ").joined(separator: "\t") }.joined(separator: "\n")
    return try load(nights: nights, ["medications.tsv": "\(header)\n\(body)\n"])
  }

  @Test func `a stop before the start is an error`() throws {
    let tables = try medications("a trazodone N06AX05 50 mg 2026-03-08 2026-03-01 n/a")
    #expect(tables.problems.first?.error.code == "stop_before_start")
    #expect(tables.problems.first?.error.location == "line 2, column stop_date")
  }

  @Test func `two rows of one drug that cover the same day contradict each other`() throws {
    let tables = try medications(
      "a trazodone N06AX05 50 mg 2026-03-08 n/a active", "a Trazodone N06AX05 100 mg 2026-03-20 n/a active",
      "b trazodone N06AX05 50 mg 2026-03-08 2026-03-19 n/a", "b trazodone N06AX05 100 mg 2026-03-20 n/a n/a")
    #expect(tables.problems.map(\.patientID) == ["a"])
    #expect(tables.problems.first?.error.code == "overlapping_medication")
    #expect(tables.problems.first?.error.location == "line 3, column start_date")
  }

  @Test(arguments: [
    ("a trazodone N06AX05 50 n/a 2026-03-08 n/a n/a", "line 2, column dose_unit"),
    ("a trazodone N06AX05 50 spoons 2026-03-08 n/a n/a", "line 2, column dose_unit"),
    ("a trazodone N06AX05 -50 mg 2026-03-08 n/a n/a", "line 2, column dose"),
    ("a trazodone trazodone 50 mg 2026-03-08 n/a n/a", "line 2, column atc"),
    ("a trazodone N06AX05 50 mg 2026-03-08 n/a stopped", "line 2, column stop_date"),
    ("a trazodone N06AX05 50 mg n/a n/a n/a", "line 2, column start_date"),
  ])
  func `a medication row that cannot be read says where`(row: String, location: String) throws {
    #expect(try medications(row).problems.first?.error.location == location)
  }

  @Test func `doses of mass are turned into milligrams a day`() throws {
    let tables = try load(
      nights: nights,
      [
        "medications.tsv": tsv(
          "patient_id drug_name dose dose_unit times_per_day start_date", "a x 0.05 g 2 2026-03-08",
          "a y 250 mcg 1 2026-03-08", "a z 400 IU 1 2026-03-08")
      ])
    #expect(tables.medications.map(\.milligramsPerDay) == [100, 0.25, nil])
  }

  // MARK: Laboratory values and scales

  @Test func `ferritin in pmol/L is refused with the conversion named`() throws {
    let tables = try load(
      nights: nights,
      ["labs.tsv": tsv("patient_id date analyte value unit", "a 2026-02-25 ferritin 92 pmol/L")])
    #expect(tables.problems.first?.error.location == "line 2, column unit")
    #expect(problem(tables)?.contains("2.247") == true)
  }

  @Test func `ug/L is ng/mL, and CRP in mg/dL becomes mg/L`() throws {
    let tables = try load(
      nights: nights,
      [
        "labs.tsv": tsv(
          "patient_id date analyte value unit assay", "a 2026-02-25 ferritin 41 ug/L Roche",
          "a 2026-02-25 crp 0.4 mg/dL n/a", "a 2026-02-25 tsat 17 % n/a")
      ])
    #expect(tables.problems.isEmpty)
    #expect(tables.labs.map(\.value) == [41, 4, 17])
    #expect(tables.labs.map(\.unit) == ["ng/mL", "mg/L", "%"])
    #expect(tables.labs.first?.assay == "Roche")
  }

  @Test(arguments: [("IRLS", "41"), ("ESS", "25"), ("KSS", "0"), ("VAS_SLEEPY", "101"), ("mood", "3")])
  func `a score outside its scale is refused`(scale: String, score: String) throws {
    let tables = try load(
      nights: nights, ["scales.tsv": tsv("patient_id date scale score", "a 2026-02-25 \(scale) \(score)")])
    #expect(tables.problems.count == 1)
  }
}
