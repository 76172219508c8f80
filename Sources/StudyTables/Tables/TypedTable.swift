import SleepEvents
import SpreadsheetReading
import StructuredText

/// How the tables of a study are read.
package struct TableReading: Hashable, Sendable {
  /// The order of day and month in dates with slashes; nil to infer it from each file.
  package var dateOrder: DateOrder?
  /// Only the rows of these patients; empty for all.
  package var patientIDs: Set<String>

  package init(dateOrder: DateOrder? = nil, patientIDs: Set<String> = []) {
    self.dateOrder = dateOrder
    self.patientIDs = patientIDs
  }
}

/// A table as typed by people: column names in any case, dates in several forms, a workbook or text.
enum TypedTable {
  /// Date columns in any of the tables.
  static let dateColumns = ["date", "start_date", "stop_date"]

  /// Opens the table at `path`, or standard input for `-`.
  ///
  /// - Throws: `StudyError` for a file that is not such a table, or whose dates are ambiguous.
  static func open(
    _ path: String, required: [String], reading: TableReading, limit: Int = DelimitedTable.largestFile
  ) throws(StudyError) -> DelimitedReader {
    do throws(TextError) {
      let source = try source(path, limit: limit)
      var order = reading.dateOrder
      if order == nil { order = try dateOrder(of: source, required: required) }
      return try DelimitedReader(
        source, required: required, naming: .asPeopleType, aliases: aliases(required), dateOrder: order)
    } catch { throw .text(error) }
  }

  /// Other names of a table's columns. Only for medications, where a column that is not read hides what was taken.
  private static func aliases(_ required: [String]) -> [String: String] {
    required == MedicationInterval.requiredColumns ? MedicationInterval.columnAliases : [:]
  }

  private static func source(_ path: String, limit: Int) throws(TextError) -> TableSource {
    let source = try TableSource(path: path, limit: limit)
    guard case .file(let file) = source, try Workbook.isWorkbook(file) else { return source }
    return .records(try Workbook.firstSheet(of: file), name: path)
  }

  /// The only order consistent with all dates with slashes; nil if there are none.
  private static func dateOrder(of source: TableSource, required: [String]) throws(TextError) -> DateOrder? {
    guard try holdsSlash(source) else { return nil }
    let reader = try DelimitedReader(
      source, required: required, naming: .asPeopleType, aliases: aliases(required))
    let columns = dateColumns.filter(reader.has)
    var either: TextError?
    var found: DateOrder?
    while let row = try reader.next() {
      for column in columns {
        guard let text = row[column], text.utf8.contains(UInt8(ascii: "/")),
          case .slashed(let first, let second, let year, _) = TypedDate(text)
        else {
          continue
        }
        let isDay = CalendarDate(year: year, month: second, day: first) != nil
        let isMonth = CalendarDate(year: year, month: first, day: second) != nil
        if isDay, isMonth, first != second, either == nil {
          either = row.error(
            column,
            expected:
              "a date that can be read in only one way, not as day \(first) of month \(second) or day "
              + "\(second) of month \(first)", advice: TextError.sayDateOrder)
        }
        guard isDay != isMonth else { continue }
        let order: DateOrder = isDay ? .dayMonthYear : .monthDayYear
        if let found, found != order {
          throw row.error(
            column, expected: "one order of day and month in the whole file",
            advice: "write dates as YYYY-MM-DD")
        }
        found = order
      }
    }
    if found == nil, let either { throw either }
    return found
  }

  private static func holdsSlash(_ source: TableSource) throws(TextError) -> Bool {
    let slash = UInt8(ascii: "/")
    switch source {
    case .text(let bytes, _): return bytes.contains(slash)
    case .records(let records, _):
      return records.contains { $0.cells.contains { $0.utf8.contains(slash) } }
    case .file(let file):
      var offset = 0
      while true {
        let bytes = try file.bytes(at: offset, count: 1 << 20)
        if bytes.isEmpty { return false }
        if bytes.contains(slash) { return true }
        offset += bytes.count
      }
    }
  }
}
