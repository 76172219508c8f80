import Foundation
import SleepEvents

/// A small table of text cells as kept by laboratories: TSV, CSV or semicolon-separated CSV, with a header
/// line.
///
/// Lines starting with `#` before the header are skipped. `n/a`, `N/A`, `NA` and empty cells are missing.
package struct DelimitedTable: Sendable {
  package struct Row: Sendable {
    /// Line of the file on which the row begins, from 1.
    package let line: Int
    let cells: [String]
    let table: Header

    /// The cell's text without surrounding blanks, or nil if it is missing or there is no such column.
    package subscript(column: String) -> String? {
      guard let index = table.index[column], index < cells.count else { return nil }
      var text = DelimitedTable.trimmed(cells[index])
      if text.utf8.count <= 3, text.withUTF8({ CellBytes.isMissing($0) }) { return nil }
      return Delimited.undefused(text)
    }

    /// The cells as written in the file, in the order of `columns`.
    package var raw: [String] { cells }

    package var file: String { table.file }
    /// How dates with slashes are read in this table; nil if not stated and not needed.
    package var dateOrder: DateOrder? { table.dateOrder }

    /// An error that refers to a cell of this row.
    package func error(_ column: String, expected: String, advice: String = "") -> TextError {
      let index = table.index[column]
      let found = index.flatMap { $0 < cells.count ? cells[$0] : nil } ?? ""
      return .badCell(
        file: table.file, line: line, column: index.flatMap(table.alias(of:)) ?? column, expected: expected,
        found: found, advice: advice)
    }

    /// The number in a cell; nil if missing. A decimal comma is accepted; in a comma-separated table only
    /// where it cannot be a thousands separator.
    package func number(_ column: String, expected: String = "a number") throws(TextError) -> Double? {
      guard let text = self[column] else { return nil }
      guard let value = decimal(text) else { throw error(column, expected: expected) }
      return value
    }

    /// A decimal number as written in this table; nil for anything else, including hexadecimal.
    package func decimal(_ text: String) -> Double? {
      var text = text
      if let value = text.withUTF8({ CellBytes.decimal($0) }) { return value }
      var plain = text
      if text.utf8.contains(UInt8(ascii: ",")) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        if table.delimiter == ",", parts.count != 2 || parts[1].count == 3 { return nil }
        plain = text.replacingOccurrences(of: ",", with: ".")
      }
      let isDecimal = plain.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || byte == 0x2E || byte == 0x2B || byte == 0x2D || byte == 0x65
          || byte == 0x45
      }
      guard isDecimal, let value = Double(plain), value.isFinite else { return nil }
      return value
    }

    package func required(_ column: String, expected: String = "a value") throws(TextError) -> String {
      guard let text = self[column] else { throw error(column, expected: expected) }
      return text
    }
  }

  final class Header: Sendable {
    let file: String
    let delimiter: Character
    /// As written in the file.
    let columns: [String]
    /// Normalized as people type them.
    let folded: [String]
    /// Keyed by both the written and the normalized name.
    let index: [String: Int]
    let dateOrder: DateOrder?

    /// The name as written of a column that is read under another one; nil for every other column.
    func alias(of column: Int) -> String? {
      guard columns.indices.contains(column) else { return nil }
      return ColumnNaming.asPeopleType.folded(columns[column]) == folded[column] ? nil : columns[column]
    }

    init(
      cells: [String], file: String, delimiter: Character, required: [String], naming: ColumnNaming,
      aliases: [String: String] = [:], dateOrder: DateOrder?
    ) throws(TextError) {
      var names = cells.map(DelimitedTable.trimmed)
      while names.last == "" { names.removeLast() }
      var index: [String: Int] = [:]
      for (position, name) in names.enumerated() {
        guard index.updateValue(position, forKey: naming.folded(name)) == nil || name.isEmpty else {
          throw .duplicateColumn(file: file, column: name)
        }
      }
      var folded = names.map(ColumnNaming.asPeopleType.folded)
      for position in names.indices {
        guard let column = aliases[folded[position]], index[column] == nil else { continue }
        index[column] = position
        folded[position] = column
      }
      for (position, name) in names.enumerated() where index[name] == nil { index[name] = position }
      let absent = required.filter { index[$0] == nil }
      guard absent.isEmpty else { throw .missingColumns(file: file, missing: absent, found: names) }
      self.file = file
      self.delimiter = delimiter
      columns = names
      self.folded = folded
      self.index = index
      self.dateOrder = dateOrder
    }
  }

  /// Larger than any table of a study except that of its nights.
  package static let largestFile = 64 << 20
  /// 200 bytes each for a hundred thousand nights under six rule sets.
  package static let largestTableOfNights = 256 << 20

  let header: Header
  package let rows: [Row]

  package var file: String { header.file }
  package var columns: [String] { header.columns }
  package var delimiter: Character { header.delimiter }
  package func has(_ column: String) -> Bool { header.index[column] != nil }

  /// Reads the table at `path`.
  ///
  /// - Parameter required: names of columns that must be present.
  /// - Throws: `TextError` naming file, line and column.
  package init(path: String, required: [String] = []) throws(TextError) {
    try self.init(TableSource(path: path), required: required)
  }

  package init(text: String, file: String, required: [String] = []) throws(TextError) {
    try self.init(.text(Array(text.utf8), name: file), required: required)
  }

  /// A table whose bytes are already in memory: UTF-8, or Latin-1 cell by cell.
  package init(bytes: [UInt8], file: String, required: [String] = []) throws(TextError) {
    try self.init(.text(bytes, name: file), required: required)
  }

  private init(_ source: TableSource, required: [String]) throws(TextError) {
    let reader = try DelimitedReader(source, required: required)
    var rows: [Row] = []
    while let row = try reader.next() { rows.append(row) }
    if let fault = reader.faults.first { throw fault.error }
    header = reader.header
    self.rows = rows
  }

  /// The text without surrounding blanks.
  static func trimmed(_ text: String) -> String {
    let bytes = text.utf8
    func isPlain(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x80 }
    guard let first = bytes.first, let last = bytes.last else { return text }
    return isPlain(first) && isPlain(last) ? text : text.trimmingCharacters(in: .whitespaces)
  }
}
