import Foundation
import StructuredText

/// Reads one of our own TSV files cell by cell as bytes: no quotes, `n/a` for missing, no checks.
///
/// Thousands of nights have millions of rows; the strict reader for users' tables would take minutes.
package struct StoredTable {
  package let columns: [String]
  private let data: Data
  private let bodyStart: Int

  /// - Parameter data: the bytes of a table written by this program.
  package init(_ data: Data) {
    self.data = data
    let end = data.firstIndex(of: 10) ?? data.endIndex
    columns = String(decoding: data[..<end], as: UTF8.self).split(
      separator: "\t", omittingEmptySubsequences: false
    )
    .map(String.init)
    bodyStart = min(end + 1, data.endIndex)
  }

  /// Calls `body` with the cells of each row, which are valid only during the call.
  package func forEachRow(_ body: ([StoredCell]) throws(TextError) -> Void) throws(TextError) {
    var failure: TextError?
    data.withUnsafeBytes { buffer in
      var cells: [StoredCell] = []
      var start = bodyStart
      for index in bodyStart..<buffer.count where buffer[index] == 9 || buffer[index] == 10 {
        cells.append(StoredCell(bytes: UnsafeRawBufferPointer(rebasing: buffer[start..<index])))
        start = index + 1
        guard buffer[index] == 10 else { continue }
        do throws(TextError) { try body(cells) } catch {
          failure = error
          return
        }
        cells.removeAll(keepingCapacity: true)
      }
    }
    if let failure { throw failure }
  }
}

/// The bytes of one cell of a table written by this program.
package struct StoredCell {
  package enum Value: Hashable, Sendable {
    case null
    case integer(Int)
    case number(Double)
    case text(String)
  }

  /// - Precondition: used only during a call from `forEachRow`.
  let bytes: UnsafeRawBufferPointer

  package var text: String { String(decoding: bytes, as: UTF8.self) }
  package var isMissing: Bool { bytes.count == 3 && bytes[0] == 110 && bytes[1] == 47 && bytes[2] == 97 }

  /// The value, with its type inferred from the text.
  package var value: Value {
    guard let first = bytes.first, !isMissing else { return .null }
    if let number = decimal(first) { return number }
    if bytes.elementsEqual("true".utf8) { return .integer(1) }
    if bytes.elementsEqual("false".utf8) { return .integer(0) }
    return .text(text)
  }

  /// Digits with at most one decimal point, as in our tables; nil for anything else.
  private func decimal(_ first: UInt8) -> Value? {
    let isNegative = first == 45
    var whole: Int64 = 0
    var decimals = -1
    guard bytes.count <= 18, bytes.count > (isNegative ? 1 : 0) else { return nil }
    for byte in bytes.dropFirst(isNegative ? 1 : 0) {
      if byte == 46, decimals < 0 {
        decimals = 0
      } else if (48...57).contains(byte) {
        whole = whole * 10 + Int64(byte - 48)
        if decimals >= 0 { decimals += 1 }
      } else {
        return nil
      }
    }
    if isNegative { whole = -whole }
    if decimals < 0 { return .integer(Int(whole)) }
    // Both are exact in a Double, so the quotient is the Double nearest to the decimal.
    return abs(whole) < 1 << 53 && decimals <= 15 ? .number(Double(whole) / StoredCell.powers[decimals]) : nil
  }

  private static let powers: [Double] = (0...15).reduce(into: []) { list, _ in
    list.append(list.last.map { $0 * 10 } ?? 1)
  }
}
