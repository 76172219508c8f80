import Foundation

/// How the column names of a table are compared.
package enum ColumnNaming: Hashable, Sendable {
  /// Exactly.
  case exact
  /// Ignoring case, and with blanks or hyphens equal to underscores.
  case asPeopleType

  package func folded(_ name: String) -> String {
    switch self {
    case .exact: name
    case .asPeopleType:
      String(
        name.lowercased().split {
          $0.isWhitespace || $0 == "-" || $0 == "_" || $0 == "\u{2010}" || $0 == "\u{2011}"
        }
        .joined(separator: "_"))
    }
  }
}

/// Which of the first two numbers of `01/03/2026` is the day.
package enum DateOrder: String, Hashable, Sendable, CaseIterable {
  case dayMonthYear = "dmy"
  case monthDayYear = "mdy"
}

/// The source of a table's records.
package enum TableSource: Sendable {
  case file(FileBytes)
  case text([UInt8], name: String)
  /// Cells that are already separated, each record with its row number.
  case records([(line: Int, cells: [String])], name: String)

  package var name: String {
    switch self {
    case .file(let file): file.path
    case .text(_, let name), .records(_, let name): name
    }
  }

  /// The table at `path`, or standard input for `-`. Text that is neither UTF-8 nor Latin-1 is converted to
  /// UTF-8.
  ///
  /// - Throws: `TextError` for a file that cannot be read or has more than `limit` bytes.
  package init(path: String, limit: Int = DelimitedTable.largestFile) throws(TextError) {
    let file = try FileBytes(path: path)
    guard file.size <= limit else { throw .tooLarge(file: path, bytes: file.size, limit: limit) }
    let start = try file.bytes(at: 0, count: 2)
    if start == [0xFF, 0xFE] || start == [0xFE, 0xFF] {
      self = .text(
        Array(TextFile.decode(try file.all(limit: limit)).utf8), name: path)
    } else {
      self = .file(file)
    }
  }
}

/// Reads a table row by row. A malformed row does not stop reading; it is recorded in `faults`.
package final class DelimitedReader {
  package typealias Row = DelimitedTable.Row

  let header: DelimitedTable.Header
  /// Rows so far with too many or too few fields or a NUL byte.
  package private(set) var faults: [Fault] = []

  /// A malformed row, with as many of its cells as could be read.
  package struct Fault: Sendable {
    package var cells: Row
    package var error: TextError
  }

  let scanner: DelimitedScanner?
  /// Whether lines that begin with `#` are comments below the header too; no id of a study begins with one.
  private let skipsRemarks: Bool
  private let records: [(line: Int, cells: [String])]
  private var nextRecord = 0

  package var columns: [String] { header.columns }
  package var file: String { header.file }
  package func has(_ column: String) -> Bool { header.index[column] != nil }
  /// The columns whose normalized name is not among these.
  package func columns(beside known: Set<String>) -> [String] {
    zip(header.columns, header.folded).filter { !known.contains($0.1) && !$0.0.isEmpty }.map(\.0)
  }

  /// - Parameters:
  ///   - required: names of columns that must be present.
  ///   - aliases: other names of columns, normalized, with the column that each means where that is absent.
  /// - Throws: `TextError` for a table without a usable header.
  package init(
    _ source: TableSource, required: [String] = [], naming: ColumnNaming = .exact,
    aliases: [String: String] = [:],
    dateOrder: DateOrder? = nil
  ) throws(TextError) {
    let name = source.name
    let cells: [String]
    let delimiter: Character
    skipsRemarks = naming == .asPeopleType
    switch source {
    case .records(let all, _):
      scanner = nil
      let first = all.firstIndex { !$0.cells.allSatisfy { $0.allSatisfy(\.isWhitespace) } }
      guard let first else { throw .empty(file: name) }
      records = all
      nextRecord = first + 1
      cells = all[first].cells
      delimiter = "\t"
    case .file, .text:
      let scanner = try DelimitedScanner(file: name, refill: DelimitedReader.refill(source))
      guard let line = try scanner.peekHeader() else { throw .empty(file: name) }
      guard let mark = DelimitedReader.delimiter(of: line, required: required) else {
        throw .noDelimiter(file: name, header: String(line.prefix(60)))
      }
      delimiter = mark
      scanner.setDelimiter(mark)
      var found: [String]?
      while found == nil, try scanner.next() {
        if !scanner.isBlank, !scanner.isRemark { found = scanner.fields.map(scanner.text) }
      }
      guard let found else { throw .empty(file: name) }
      cells = found
      self.scanner = scanner
      records = []
    }
    header = try DelimitedTable.Header(
      cells: cells, file: name, delimiter: delimiter, required: required, naming: naming, aliases: aliases,
      dateOrder: dateOrder)
  }

  private static func refill(_ source: TableSource) -> DelimitedScanner.Refill {
    var offset = 0
    return { count throws(TextError) in
      switch source {
      case .file(let file):
        let bytes = try file.bytes(at: offset, count: count)
        offset += bytes.count
        return bytes
      case .text(let bytes, _):
        defer { offset = bytes.count }
        return offset == 0 ? bytes : []
      case .records: return []
      }
    }
  }

  /// The separator that splits the header best; a single column is accepted if it is the required one.
  private static func delimiter(of header: String, required: [String]) -> Character? {
    let counts: [(Character, Int)] = ["\t", ";", ","].map { mark in
      (mark, header.reduce(0) { $0 + ($1 == mark ? 1 : 0) })
    }
    if let tab = counts.first, tab.1 > 0 { return tab.0 }
    if let best = counts.max(by: { $0.1 < $1.1 }), best.1 > 0 { return best.0 }
    return required.count <= 1 ? "\t" : nil
  }

  /// The next row; nil at the end.
  ///
  /// - Parameter keeps: called with the text of one column before the row is read; rows for which it returns
  ///   false are skipped.
  /// - Throws: `TextError` for an unclosed quote or unreadable bytes.
  package func next(where column: String? = nil, keeps: (String) -> Bool = { _ in true }) throws(TextError)
    -> Row?
  {
    let index = column.flatMap { header.index[$0] }
    guard scanner != nil else { return nextOfRecords(index, keeps) }
    return try advance(index, keeps) ? currentRow : nil
  }

  func advance(_ index: Int?, _ keeps: (String) -> Bool) throws(TextError) -> Bool {
    guard let scanner else { return false }
    let width = header.columns.count
    while try scanner.next() {
      let fields = scanner.fields
      if let index, fields.count > index {
        guard keeps(DelimitedTable.trimmed(scanner.text(fields[index]))) else { continue }
      }
      if scanner.isBlank || skipsRemarks && scanner.isRemark { continue }
      if scanner.holdsNUL {
        let at = fields.firstIndex { scanner.text($0).contains("\0") } ?? 0
        note(
          fields.map(scanner.text), line: scanner.recordLine,
          .badCell(
            file: file, line: scanner.recordLine, column: at < width ? header.columns[at] : "\(at + 1)",
            expected: "text", found: scanner.text(fields[at]), advice: "remove the NUL byte"))
        continue
      }
      if fields.count == width { return true }
      // Spreadsheets leave blank cells after the last column.
      let cells = fields.map(scanner.text)
      let found = (cells.lastIndex { !$0.allSatisfy(\.isWhitespace) } ?? -1) + 1
      if cells.count > width, found <= width { return true }
      let kept = cells.count > width ? found : cells.count
      note(
        Array(cells.prefix(kept)), line: scanner.recordLine,
        .wrongFieldCount(file: file, line: scanner.recordLine, expected: width, found: kept))
    }
    return false
  }

  private func nextOfRecords(_ index: Int?, _ keeps: (String) -> Bool) -> Row? {
    while nextRecord < records.count {
      let record = records[nextRecord]
      nextRecord += 1
      if record.cells.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) { continue }
      if skipsRemarks, let first = record.cells.first, first.hasPrefix("#"),
        first == "#" || first.hasPrefix("# ") || !record.cells.dropFirst().contains(where: { !$0.isEmpty })
      {
        continue
      }
      if let index, !keeps(index < record.cells.count ? DelimitedTable.trimmed(record.cells[index]) : "") {
        continue
      }
      var cells = record.cells
      while cells.count < header.columns.count { cells.append("") }
      if let row = row(cells, line: record.line) { return row }
    }
    return nil
  }

  private func row(_ all: [String], line: Int) -> Row? {
    var cells = all
    let width = header.columns.count
    while cells.count > width, cells.last?.allSatisfy(\.isWhitespace) == true { cells.removeLast() }
    guard cells.count == width else {
      note(cells, line: line, .wrongFieldCount(file: file, line: line, expected: width, found: cells.count))
      return nil
    }
    return Row(line: line, cells: cells, table: header)
  }

  private func note(_ cells: [String], line: Int, _ error: TextError) {
    faults.append(Fault(cells: Row(line: line, cells: cells, table: header), error: error))
  }
}
