import Foundation
import SleepEvents

/// A small table of text cells as laboratories keep them: TSV, CSV or semicolon CSV, with a header line.
///
/// Lines starting with `#` before the header are skipped. `n/a`, `N/A`, `NA` and empty cells are missing.
public struct DelimitedTable: Sendable {
  public struct Row: Sendable {
    /// Line of the file on which the row begins, from 1.
    public let line: Int
    let cells: [String]
    let table: Header

    /// The cell's text without surrounding blanks, or nil if it is missing or there is no such column.
    public subscript(column: String) -> String? {
      guard let index = table.index[column], index < cells.count else { return nil }
      let text = cells[index].trimmingCharacters(in: .whitespaces)
      return DelimitedTable.missing.contains(text.lowercased()) ? nil : text
    }

    /// The cells as they stand in the file, in the order of `columns`.
    public var raw: [String] { cells }

    public var file: String { table.file }

    /// An error that points at a cell of this row.
    public func error(_ column: String, expected: String, advice: String = "") -> TextError {
      let found = table.index[column].flatMap { $0 < cells.count ? cells[$0] : nil } ?? ""
      return .badCell(
        file: table.file, line: line, column: column, expected: expected, found: found, advice: advice)
    }

    /// The number in a cell; nil if missing. A decimal comma is accepted where commas do not separate.
    public func number(_ column: String, expected: String = "a number") throws(TextError) -> Double? {
      guard let text = self[column] else { return nil }
      let plain = table.delimiter == "," ? text : text.replacingOccurrences(of: ",", with: ".")
      guard let value = Double(plain), value.isFinite else { throw error(column, expected: expected) }
      return value
    }

    public func required(_ column: String, expected: String = "a value") throws(TextError) -> String {
      guard let text = self[column] else { throw error(column, expected: expected) }
      return text
    }
  }

  struct Header: Sendable {
    let file: String
    let delimiter: Character
    let columns: [String]
    let index: [String: Int]
  }

  static let missing: Set<String> = ["", "n/a", "na"]
  static let largestFile = 256 << 20

  let header: Header
  public let rows: [Row]

  public var file: String { header.file }
  public var columns: [String] { header.columns }
  public var delimiter: Character { header.delimiter }
  public func has(_ column: String) -> Bool { header.index[column] != nil }

  /// Reads the table at `path`.
  ///
  /// - Parameter required: column names that must be there.
  /// - Throws: `TextError` naming file, line and column.
  public init(path: String, required: [String] = []) throws(TextError) {
    try self.init(
      text: TextFile.read(path, limit: DelimitedTable.largestFile), file: path, required: required)
  }

  public init(text: String, file: String, required: [String] = []) throws(TextError) {
    let body = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : Substring(text)
    let headerLine = body.split(whereSeparator: \.isNewline).first { !$0.hasPrefix("#") }
    guard let headerLine, !headerLine.allSatisfy(\.isWhitespace) else { throw .empty(file: file) }
    guard let delimiter = DelimitedTable.delimiter(of: headerLine, required: required) else {
      throw .noDelimiter(file: file, header: String(headerLine.prefix(60)))
    }
    var records = try DelimitedTable.records(in: body, delimiter: delimiter, file: file)
    guard !records.isEmpty else { throw .empty(file: file) }
    var names = records.removeFirst().cells.map { $0.trimmingCharacters(in: .whitespaces) }
    while names.last == "" { names.removeLast() }
    var index: [String: Int] = [:]
    for (position, name) in names.enumerated() {
      guard index.updateValue(position, forKey: name) == nil else {
        throw .duplicateColumn(file: file, column: name)
      }
    }
    let absent = required.filter { index[$0] == nil }
    guard absent.isEmpty else { throw .missingColumns(file: file, missing: absent, found: names) }
    let header = Header(file: file, delimiter: delimiter, columns: names, index: index)
    var rows: [Row] = []
    for record in records {
      var cells = record.cells
      while cells.count > names.count, cells.last?.allSatisfy(\.isWhitespace) == true { cells.removeLast() }
      guard cells.count == names.count else {
        throw .wrongFieldCount(
          file: file, line: record.line, expected: names.count, found: cells.count)
      }
      rows.append(Row(line: record.line, cells: cells, table: header))
    }
    self.header = header
    self.rows = rows
  }

  /// The separator that splits the header best; a single column is fine if it is the one required.
  private static func delimiter(of header: Substring, required: [String]) -> Character? {
    let counts: [(Character, Int)] = ["\t", ";", ","].map { mark in
      (mark, header.reduce(0) { $0 + ($1 == mark ? 1 : 0) })
    }
    if let tab = counts.first, tab.1 > 0 { return tab.0 }
    if let best = counts.max(by: { $0.1 < $1.1 }), best.1 > 0 { return best.0 }
    return required.count <= 1 ? "\t" : nil
  }

  private struct Record {
    let line: Int
    let cells: [String]
  }

  /// RFC 4180 with any of the three separators: quotes double, fields may hold line breaks. In a TSV a quote
  /// is special only at the start of a field.
  private static func records(
    in text: Substring, delimiter: Character, file: String
  ) throws(TextError) -> [Record] {
    var records: [Record] = []
    var cells: [String] = []
    var field = ""
    var line = 1
    var recordLine = 1
    var quoteLine = 1
    var quoted = false
    var atFieldStart = true
    var started = false
    func isComment(_ cells: [String]) -> Bool { records.isEmpty && (cells.first?.hasPrefix("#") ?? false) }
    func close() {
      cells.append(field)
      field = ""
      if cells.contains(where: { !$0.allSatisfy(\.isWhitespace) }), !isComment(cells) {
        records.append(Record(line: recordLine, cells: cells))
      }
      cells = []
      atFieldStart = true
      started = false
    }
    var position = text.startIndex
    while position < text.endIndex {
      let character = text[position]
      position = text.index(after: position)
      if !started {
        recordLine = line
        started = true
      }
      if quoted {
        if character == "\"" {
          if position < text.endIndex, text[position] == "\"" {
            field.append("\"")
            position = text.index(after: position)
          } else {
            quoted = false
          }
        } else {
          if character.isNewline { line += 1 }
          field.append(character)
        }
      } else if character == "\"", atFieldStart {
        quoted = true
        quoteLine = line
        atFieldStart = false
      } else if character == delimiter {
        cells.append(field)
        field = ""
        atFieldStart = true
      } else if character.isNewline {
        line += 1
        close()
      } else {
        field.append(character)
        atFieldStart = false
      }
    }
    if quoted { throw .unclosedQuote(file: file, line: quoteLine) }
    if started { close() }
    return records
  }
}
