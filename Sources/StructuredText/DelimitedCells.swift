import Foundation

/// Rows whose cells are looked at as bytes: a table of millions of rows is read without making a text of each cell.
extension DelimitedReader {
  /// Moves to the next row; false at the end. Rows that cannot be cut are passed over, and are in `faults`.
  ///
  /// Precondition: the table is text, not cells of a workbook.
  /// - Throws: `TextError` for a quote that is never closed or bytes that cannot be had.
  package func advance() throws(TextError) -> Bool { try advance(nil) { _ in true } }

  /// The row that the reader stands on, as texts.
  package var currentRow: Row {
    guard let scanner else { return Row(line: 0, cells: [], table: header) }
    return Row(
      line: scanner.recordLine, cells: scanner.fields.prefix(header.columns.count).map(scanner.text),
      table: header)
  }

  /// Line of the file on which the row begins that the reader stands on, from 1.
  package var line: Int { scanner?.recordLine ?? 0 }

  package var delimiter: Character { header.delimiter }

  /// Where a column stands in a row; nil where there is none of that name.
  package func place(of column: String) -> Int? { header.index[column] }

  /// A cell of the row that the reader stands on, without the blanks at its ends.
  ///
  /// - Returns: nil where the cell is missing: empty, `n/a` or `NA`.
  package func cell<Result>(_ place: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
    guard let scanner, place < scanner.fields.count else { return nil }
    let field = scanner.fields[place]
    return scanner.withBytes(of: field) { bytes -> Result? in
      guard let first = bytes.first, let last = bytes.last else { return nil }
      if !field.isQuoted, CellBytes.isPlain(first), CellBytes.isPlain(last), CellBytes.isText(bytes) {
        return CellBytes.isMissing(bytes) ? nil : body(bytes)
      }
      // Quotes, blanks and foreign letters: as texts are read.
      var text = DelimitedTable.trimmed(scanner.text(field))
      return text.withUTF8 { CellBytes.isMissing($0) ? nil : body($0) }
    }
  }
}

/// What the bytes of a cell say.
package enum CellBytes {
  static func isPlain(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x80 }

  /// True where no byte needs to be asked whether it is UTF-8.
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
  /// - Returns: nil for any other text and for numbers of more than 15 digits, which `Double(_:)` has to read. What is
  ///   returned is the same number: numerator and power of ten are exact, so that their quotient is rounded once.
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
