import Foundation

/// Access to cells as bytes, so that a table of millions of rows can be read without creating a string for
/// each cell.
extension DelimitedReader {
  /// Advances to the next row; false at the end. Malformed rows are skipped and recorded in `faults`.
  ///
  /// - Precondition: the table is text, not the cells of a workbook.
  /// - Throws: `TextError` for an unclosed quote or unreadable bytes.
  package func advance() throws(TextError) -> Bool { try advance(nil) { _ in true } }

  /// The current row as strings.
  package var currentRow: Row {
    guard let scanner else { return Row(line: 0, cells: [], table: header) }
    return Row(
      line: scanner.recordLine, cells: scanner.fields.prefix(header.columns.count).map(scanner.text),
      table: header)
  }

  /// Line of the file on which the current row begins, from 1.
  package var line: Int { scanner?.recordLine ?? 0 }

  package var delimiter: Character { header.delimiter }

  /// Index of a column within a row; nil if there is no such column.
  package func place(of column: String) -> Int? { header.index[column] }

  /// A cell of the current row, without surrounding blanks.
  ///
  /// - Returns: nil if the cell is missing: empty, `n/a` or `NA`.
  package func cell<Result>(_ place: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
    guard let scanner, place < scanner.fields.count else { return nil }
    let field = scanner.fields[place]
    return scanner.withBytes(of: field) { bytes -> Result? in
      guard let first = bytes.first, let last = bytes.last else { return nil }
      if !field.isQuoted, CellBytes.isPlain(first), CellBytes.isPlain(last), CellBytes.isText(bytes) {
        return CellBytes.isMissing(bytes) ? nil : body(bytes)
      }
      // Quotes, blanks and non-ASCII letters require decoding to a string.
      var text = DelimitedTable.trimmed(scanner.text(field))
      return text.withUTF8 { CellBytes.isMissing($0) ? nil : body($0) }
    }
  }
}

/// Interprets the bytes of a cell.
package enum CellBytes {
  static func isPlain(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x80 }

  /// True if all bytes are ASCII, so that UTF-8 need not be validated.
  static func isText(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var all: UInt8 = 0
    for byte in bytes { all |= byte }
    return all < 0x80
  }

  static func isMissing(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count <= 3 else { return false }
    if bytes.isEmpty { return true }
    guard bytes.count > 1, bytes[0] | 0x20 == UInt8(ascii: "n"),
      bytes[bytes.count - 1] | 0x20 == UInt8(ascii: "a")
    else { return false }
    return bytes.count == 2 || bytes[1] == UInt8(ascii: "/")
  }

  /// A decimal number such as `-12.375`.
  ///
  /// - Returns: nil for any other text and for numbers of more than 15 digits, which must be read with
  ///   `Double(_:)`. The result is identical to that of `Double(_:)`: numerator and power of ten are exact,
  ///   so their quotient is rounded only once.
  package static func decimal(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    var index = 0
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative { index = 1 }
    var value: Int64 = 0
    var digits = 0
    var decimals = 0
    var isBehindPoint = false
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "."), !isBehindPoint, digits > 0 {
        isBehindPoint = true
      } else if byte >= 0x30, byte <= 0x39 {
        value = value &* 10 &+ Int64(byte &- 0x30)
        digits += 1
        if isBehindPoint { decimals += 1 }
      } else {
        return nil
      }
      index += 1
    }
    guard digits > 0, digits <= 15, !isBehindPoint || decimals > 0 else { return nil }
    let number = Double(value) / powers[decimals]
    return isNegative ? -number : number
  }

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]
}
