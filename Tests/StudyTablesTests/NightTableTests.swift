import Foundation
import SleepEvents
import StructuredText
import Testing

@testable import StudyTables

@Suite struct NightTableTests {
  private func read(_ text: String) throws -> NightTable {
    let study = try ScratchStudy(["nights.csv": text])
    defer { study.remove() }
    return try NightTable.read(path: study.path("nights.csv"))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: specPath("formats/report_night_columns.csv"))))
  func `the columns begin as the specification lists them`() throws {
    let table = try DelimitedTable(path: specPath("formats/report_night_columns.csv"), required: ["column"])
    let wanted = table.rows.flatMap { ($0["column"] ?? "").split(separator: ";").map(String.init) }
    #expect(Array(NightColumns.all.map(\.name).prefix(wanted.count)) == wanted)
    let required = table.rows.filter { $0["required"] == "yes" }
      .flatMap { ($0["column"] ?? "").split(separator: ";").map(String.init) }
    #expect(NightColumns.all.filter(\.isRequired).map(\.name) == required)
  }

  @Test func `no column is named twice`() {
    #expect(Set(NightColumns.all.map(\.name)).count == NightColumns.all.count)
  }

  @Test func `counts without recordings: five columns and a dose are enough`() throws {
    let table = try read(
      "patient_id,night_id,date,tst_h,plms_count,trazodone_mg\na,n1,2026-03-01,6.5,130,0\n")
    #expect(!table.namesRules)
    #expect(table.rows.first?.plmsIndex == 20)
    #expect(table.rows.first?.trazodoneMilligrams == 0)
  }

  @Test func `a count is made from the index where only that is given, and flagged`() throws {
    let table = try read("patient_id;night_id;date;tst_h;plms_index\na;n1;2026-03-01;6,5;20,2\n")
    #expect(table.rows.first?.plmsCount == 131)
    #expect(table.rows.first?.qualityFlags == ["count_from_index"])
  }

  @Test func `a table with neither count nor index is refused`() {
    let error = #expect(throws: StudyError.self) {
      try read("patient_id,night_id,date,tst_h\na,n1,2026-03-01,6\n")
    }
    #expect(error?.code == "missing_columns")
  }

  @Test(arguments: [
    ("a,n1,2026-03-01,30,130", "tst_h"), ("a,n1,2026-03-01,-1,130", "tst_h"),
    ("a,n1,2026-03-01,6,-3", "plms_count"), ("a,n1,2026-03-01,6,12.5", "plms_count"),
    ("a,n1,2026-03-01,6,many", "plms_count"), ("a,n1,2026-02-29,6,12", "date"), ("a,n1,,6,12", "date"),
    ("a/b,n1,2026-03-01,6,12", "patient_id"), ("a  b,n1,2026-03-01,6,12", "patient_id"),
    ("a,n1,2026-03-01,6,4321", "plms_count"), ("a,n1,2026-03-01,0x6,12", "tst_h"),
  ])
  func `a cell that cannot be is found by line and column`(row: String, column: String) throws {
    let table = try read("patient_id,night_id,date,tst_h,plms_count\n\(row)\nb,n1,2026-03-01,6,100\n")
    #expect(table.problems.first?.error.location == "line 2, column \(column)")
    #expect(table.rows.map(\.patientID) == ["b"])
  }

  @Test func `a night may be there once for each rule set, not twice for one`() throws {
    let table = try read(
      "patient_id,night_id,date,tst_h,plms_count,scoring_rules\na,n1,2026-03-01,6,100,wasm2016\n"
        + "a,n1,2026-03-01,6,90,aasm3\na,n1,2026-03-01,6,90,aasm3\n")
    #expect(table.rows.count == 2)
    #expect(table.problems.map(\.error.code) == ["duplicate_night"])
  }

  private var row: NightRow {
    var row = NightRow(patientID: "a", nightID: "n1")
    row.date = CalendarDate("2026-03-01")
    row.phase = .before
    row.daysSinceStart = -7
    row.totalSleepHours = 6.508333333333334
    row.totalSleepSource = .hypnogram
    row.plmsCount = 130
    row.plmsIndex = 130 / 6.508333333333334
    row.legChannels = "left;right"
    row.scoringRules = "wasm2016"
    row.qualityFlags = ["short_night", "one_leg"]
    row.isIncluded = true
    row.exclusionReason = "=cmd|' /C calc'!A0"
    row.role = .diagnostic
    row.plmsByHour = [10, 20, 0]
    row.additional = [AdditionalCell(column: "mood", text: "-sad")]
    return row
  }

  @Test func `the code of a night that failed is read back, and nothing that looks like it`() throws {
    for (reason, read) in [
      ("failed:not_edf", "failed:not_edf"), ("failed: Jane Doe", NightRow.excludedInList),
      ("failed:Jane", NightRow.excludedInList),
    ] {
      var failed = NightRow(patientID: "a", nightID: "1")
      failed.isIncluded = false
      failed.exclusionReason = reason
      let found = try #require(try self.read(NightTable(rows: [failed]).csv()).rows.first)
      #expect(found.exclusionReason == read)
    }
  }

  @Test func `what is written is read back`() throws {
    var expected = row
    let text = NightTable(rows: [row]).csv()
    #expect(text.hasSuffix("\r\n"))
    var found = try #require(try read(text).rows.first)
    #expect(abs((found.totalSleepHours ?? 0) - 6.508333333333334) < 1e-6)
    #expect(abs((found.plmsIndex ?? 0) - (expected.plmsIndex ?? 0)) < 1e-6)
    // The typed reason is not copied; other text that a spreadsheet would execute is defused.
    #expect(found.exclusionReason == NightRow.excludedInList)
    #expect(found.additional == [AdditionalCell(column: "mood", text: "-sad")])
    #expect(text.contains("'-sad"))
    for path in [\NightRow.exclusionReason, \.respiratoryOption] {
      found[keyPath: path] = expected[keyPath: path]
    }
    found.totalSleepHours = expected.totalSleepHours
    found.plmsIndex = expected.plmsIndex
    found.additional = expected.additional
    expected.line = found.line
    #expect(found == expected)
  }

  @Test func `negative numbers are numbers, not formulas`() {
    #expect(NightTable(rows: [row]).csv().contains(",-7,"))
  }

  @Test func `for Excel in Germany: a mark, semicolons and decimal commas, and we read it back`() throws {
    let style = SpreadsheetStyle(excel: true, locale: "de_DE.UTF-8")
    let text = NightTable(rows: [row]).csv(style: style)
    #expect(text.hasPrefix("\u{FEFF}patient_id;night_id;"))
    #expect(text.contains(";6,508333333;"))
    #expect(try read(text).rows.first?.plmsCount == 130)
    #expect(SpreadsheetStyle(excel: false, locale: "en_GB") == .plain)
  }

  @Test func `only the rows of the patients that are asked for are kept, and the others are known by id`()
    throws
  {
    let study = try ScratchStudy([
      "nights.csv": "patient_id,night_id,date,tst_h,plms_count\na,n1,2026-03-01,6,1\nb,n1,broken,6,1\n"
    ])
    defer { study.remove() }
    let table = try NightTable.read(path: study.path("nights.csv"), reading: TableReading(patientIDs: ["a"]))
    #expect(table.rows.map(\.patientID) == ["a"])
    #expect(table.problems.isEmpty)
    #expect(table.otherPatientIDs == ["b"])
  }

  @Test func `a reason of our own table is kept`() throws {
    let table = try read(
      "patient_id,night_id,date,tst_h,plms_count,software_version,included,exclude_reason\n"
        + "a,n1,2026-03-01,6,1,tibialis 2.0 abc,false,duplicate_recording\n")
    #expect(table.rows.first?.exclusionReason == "duplicate_recording")
  }
}
