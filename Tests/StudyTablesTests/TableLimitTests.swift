import Foundation
import StructuredText
import Testing

@testable import StudyTables

/// Sizes that no study has are refused early and by name; the cost of everything else is linear.
@Suite struct TableLimitTests {
  private static let head = "patient_id\tdrug_name\tdose\tdose_unit\tstart_date\tstop_date\n"

  private func load(_ text: String) throws -> StudyTables {
    let path = NSTemporaryDirectory() + "limits-\(UUID().uuidString).tsv"
    defer { unlink(path) }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return try StudyTables.load(StudyTables.Paths(medications: path))
  }

  private func code(_ text: String) -> String? {
    do { _ = try load(text) } catch let error as StudyError { return error.code } catch {}
    return nil
  }

  @Test func `a quote that is never closed is told before the file is read to its end`() {
    let rows = String(repeating: "sub-1\ttrazodone\t50\tmg\t2026-03-08\tn/a\n", count: 50_000)
    #expect(code(TableLimitTests.head + "sub-1\t\"traz\n" + rows) == "cell_too_large")
  }

  @Test func `a cell may have 64 KiB and no byte more, a row 4 MiB`() throws {
    func table(_ bytes: Int) -> String {
      TableLimitTests.head + "sub-1\t" + String(repeating: "x", count: bytes) + "\t50\tmg\t2026-03-08\tn/a\n"
    }
    #expect(try load(table(64 << 10)).medications.count == 1)
    #expect(code(table(64 << 10 + 1)) == "cell_too_large")
    #expect(code(TableLimitTests.head + String(repeating: "\t", count: 5 << 20) + "\n") == "cell_too_large")
    #expect(code(String(repeating: "x", count: 5 << 20)) == "cell_too_large")
  }

  @Test func `a table of 65 MiB is refused with its size`() throws {
    let path = NSTemporaryDirectory() + "limits-\(UUID().uuidString).tsv"
    defer { unlink(path) }
    try TableLimitTests.head.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(truncate(path, 65 << 20) == 0)
    #expect(
      throws: StudyError.text(.tooLarge(file: path, bytes: 65 << 20, limit: DelimitedTable.largestFile))
    ) {
      _ = try StudyTables.load(StudyTables.Paths(medications: path))
    }
  }

  @Test func `one drug on thousands of rows of a patient is told once a row`() throws {
    let rows = String(repeating: "sub-1\ttrazodone\t50\tmg\t2026-03-08\tn/a\n", count: 5000)
    #expect(try load(TableLimitTests.head + rows).problems.count == 4999)
  }

  @Test func `a drug is the same under another name of it, and ends where it ends`() throws {
    let tables = try load(
      TableLimitTests.head + "sub-1\ttrazodone\t50\tmg\t2026-03-01\t2026-03-05\n"
        + "sub-1\tmelatonin\t2\tmg\t2026-03-01\tn/a\n" + "sub-1\tDesyrel\t50\tmg\t2026-03-05\t2026-03-06\n"
        + "sub-1\ttrazodone\t50\tmg\t2026-03-07\tn/a\n" + "sub-2\ttrazodone\t50\tmg\t2026-03-07\tn/a\n")
    #expect(tables.problems.map(\.error.location) == ["line 4, column start_date"])
  }
}
