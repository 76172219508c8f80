import Foundation
import StructuredText
import Testing

@testable import SpreadsheetReading

@Suite struct WorkbookTests {
  private func path(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Data/\(name)").path
  }

  @Test(arguments: ["counted_from_1900.xlsx", "counted_from_1904.xlsx"])
  func `the first sheet is read with its dates and times`(_ name: String) throws {
    let file = try FileBytes(path: path(name))
    #expect(try Workbook.isWorkbook(file))
    let rows = try Workbook.firstSheet(of: file)
    #expect(rows.count == 21)
    #expect(rows[0].cells == ["Patient ID", "night_id", "Date", "TST_H", "plms_count", "Trazodone mg"])
    #expect(rows[1].cells == ["a", "n0", "2026-03-01", "6.5", "130", "0"])
    #expect(rows[2].cells == ["a", "n1", "2026-03-02", "6:30", "130", "0"])
    #expect(rows[4].cells[2] == "2026-03-04T22:30")
    #expect(rows[5].cells[2] == "5.3.2026")
    #expect(rows[6].line == 8, "an empty row is not in the file and still counts")
  }

  @Test(arguments: [
    ("General", CellFormat.number), ("0.00", .number), ("yyyy-mm-dd", .date),
    ("[$-407]d. mmmm yyyy;@", .date),
    ("h:mm", .time), ("[h]:mm:ss", .time), ("mm:ss.0", .time), ("dd/mm/yyyy\\ hh:mm", .dateAndTime),
    ("[Red]0;\"days\" 0", .number), ("#,##0 \"h\"", .number), ("mmm", .date),
  ])
  func `what a format's code says`(_ code: String, _ format: CellFormat) {
    #expect(CellFormat(code: code) == format)
  }

  @Test(arguments: [
    (1.0, false, "1900-01-01"), (59, false, "1900-02-28"), (61, false, "1900-03-01"),
    (46_082, false, "2026-03-01"),
    (44_620, true, "2026-03-01"), (0, true, "1904-01-01"),
  ])
  func `days are counted from 1900 with its false leap day, or from 1904`(
    _ value: Double, _ from1904: Bool, _ date: String
  ) {
    #expect(CellFormat.date.text(value, countsFrom1904: from1904) == date)
  }

  @Test(arguments: [
    ("formula_without_value", "in cell B2 a formula without its value"),
    ("text_not_there", "in cell B2 a text that is not there"),
  ])
  func `a cell whose value is not in the file is not taken as empty`(_ name: String, _ told: String) throws {
    let file = try FileBytes(path: path(name + ".xlsx"))
    let error = try #require(throws: TextError.self) { try Workbook.firstSheet(of: file) }
    #expect(error.sentence.contains(told))
  }

  @Test func `a file that is cut off anywhere is refused and never crashes`() throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: path("counted_from_1900.xlsx")))
    let target = FileManager.default.temporaryDirectory.appending(path: "tibialis-\(UUID().uuidString).xlsx")
    defer { try? FileManager.default.removeItem(at: target) }
    for length in stride(from: 4, to: whole.count, by: 97) {
      try whole.prefix(length).write(to: target)
      #expect(throws: TextError.self) { try Workbook.firstSheet(of: FileBytes(path: target.path)) }
    }
    for position in stride(from: 0, to: whole.count, by: 41) {
      var damaged = whole
      damaged[position] ^= 0xFF
      try damaged.write(to: target)
      _ = try? Workbook.firstSheet(of: FileBytes(path: target.path))
    }
  }

  @Test func `an old or encrypted workbook is named as such`() throws {
    let target = FileManager.default.temporaryDirectory.appending(path: "tibialis-\(UUID().uuidString).xls")
    defer { try? FileManager.default.removeItem(at: target) }
    try Data([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1]).write(to: target)
    let error = #expect(throws: TextError.self) { try Workbook.isWorkbook(FileBytes(path: target.path)) }
    #expect(error?.code == "not_a_workbook")
  }
}
