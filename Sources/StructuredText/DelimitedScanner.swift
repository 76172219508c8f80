import Foundation

/// Splits bytes into records and fields: RFC 4180 with any separator; quotes are doubled, and fields may
/// contain line breaks.
///
/// Only the current record and the part of the file around it are in memory, so that a table of a million
/// rows takes little memory. A quote is special only at the start of a field.
final class DelimitedScanner {
  struct Field {
    var start: Int
    var end: Int
    var isQuoted: Bool
  }

  /// Returns up to the given number of further bytes; empty at the end.
  typealias Refill = (Int) throws(TextError) -> [UInt8]

  private(set) var fields: [Field] = []
  /// Line on which the current record begins, from 1.
  private(set) var recordLine = 1

  private let file: String
  private let refill: Refill
  private var delimiter = UInt8(ascii: "\t")
  private var buffer: [UInt8] = []
  private var position = 0
  private var line = 1
  private var isAtEnd = false

  private static let chunk = 1 << 20
  /// No study has such long cells and rows; a file that does is of another kind or has an unclosed quote.
  static let longestCell = 64 << 10
  static let longestRow = 4 << 20

  init(file: String, refill: @escaping Refill) throws(TextError) {
    self.file = file
    self.refill = refill
    repeat { try grow() } while buffer.count < 3 && !isAtEnd
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  private func grow() throws(TextError) {
    if position > 0 { buffer.removeFirst(position) }
    position = 0
    // An incomplete record is scanned again; reading more each time keeps that cheap.
    let more = try refill(max(DelimitedScanner.chunk, buffer.count))
    if more.isEmpty { isAtEnd = true } else if buffer.isEmpty { buffer = more } else { buffer += more }
  }

  /// The first line that is neither blank nor a comment, from which the separator is determined; nil if there
  /// is none. The lines before it are skipped.
  func peekHeader() throws(TextError) -> String? {
    while true {
      while position < buffer.count {
        let start = position
        let end = buffer[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? buffer.count
        // Whether a carriage return alone ends the line depends on the next byte.
        if end + 1 >= buffer.count, !isAtEnd { break }
        let text = DelimitedScanner.text(buffer[start..<end])
        if !text.hasPrefix("#"), !text.allSatisfy(\.isWhitespace) { return text }
        let isPair = end + 1 < buffer.count && buffer[end] == 0x0D && buffer[end + 1] == 0x0A
        if end < buffer.count { line += 1 }
        position = min(buffer.count, end + (isPair ? 2 : 1))
      }
      if isAtEnd { return nil }
      guard buffer.count - position <= DelimitedScanner.longestRow else {
        throw .cellTooLarge(file: file, line: line, limit: DelimitedScanner.longestCell)
      }
      try grow()
    }
  }

  func setDelimiter(_ character: Character) { delimiter = character.asciiValue ?? UInt8(ascii: "\t") }

  /// Advances to the next record; false at the end.
  func next() throws(TextError) -> Bool {
    while true {
      let outcome = scan()
      try checkLengths(end: outcome?.next ?? buffer.count)
      if let outcome {
        recordLine = line
        line += outcome.lines
        position = outcome.next
        return true
      }
      if isAtEnd {
        guard let first = fields.first, !(fields.count == 1 && first.start == first.end) else { return false }
        recordLine = line
        // The rest is the last record, without a line ending.
        guard isClosed else { throw .unclosedQuote(file: file, line: quoteLine) }
        position = buffer.count
        return true
      }
      try grow()
    }
  }

  /// Called for the part scanned so far, so that an endless cell is not read to the end of the file.
  private func checkLengths(end: Int) throws(TextError) {
    guard end - position > DelimitedScanner.longestCell else { return }
    let isLong =
      end - position > DelimitedScanner.longestRow
      || fields.contains { $0.end - $0.start > DelimitedScanner.longestCell }
    if isLong { throw .cellTooLarge(file: file, line: line, limit: DelimitedScanner.longestCell) }
  }

  private var isClosed = true
  private var quoteLine = 1

  /// The record at `position`; nil if the buffer ends before it does.
  private func scan() -> (next: Int, lines: Int)? {
    fields.removeAll(keepingCapacity: true)
    isClosed = true
    let delimiter = self.delimiter
    return buffer.withUnsafeBufferPointer { bytes -> (next: Int, lines: Int)? in
      let count = bytes.count
      var index = position
      var start = index
      var lines = 0
      var isQuoted = false
      while index < count {
        let byte = bytes[index]
        if byte == UInt8(ascii: "\""), index == start {
          isQuoted = true
          isClosed = false
          quoteLine = line + lines
          index += 1
          while index < count {
            let inner = bytes[index]
            if inner == UInt8(ascii: "\"") {
              if index + 1 < count, bytes[index + 1] == UInt8(ascii: "\"") {
                index += 2
                continue
              }
              if index + 1 == count, !isAtEnd { break }
              isClosed = true
              index += 1
              break
            }
            if inner == 0x0A || inner == 0x0D && !(index + 1 < count && bytes[index + 1] == 0x0A) {
              lines += 1
            }
            index += 1
          }
          if !isClosed { break }
        } else if byte == delimiter {
          fields.append(Field(start: start, end: index, isQuoted: isQuoted))
          index += 1
          start = index
          isQuoted = false
        } else if byte == 0x0A || byte == 0x0D {
          if byte == 0x0D, index + 1 == count, !isAtEnd { return nil }
          fields.append(Field(start: start, end: index, isQuoted: isQuoted))
          let isPair = byte == 0x0D && index + 1 < count && bytes[index + 1] == 0x0A
          return (index + (isPair ? 2 : 1), lines + 1)
        } else {
          index += 1
        }
      }
      fields.append(Field(start: start, end: count, isQuoted: isQuoted))
      return nil
    }
  }

  // MARK: The current record

  /// True if every field is blank.
  var isBlank: Bool {
    if let first = fields.first, first.start < first.end, (0x23..<0x7F).contains(buffer[first.start]) {
      return false
    }
    return fields.allSatisfy { field in
      // Usually the first byte decides.
      if field.start < field.end, (0x23..<0x7F).contains(buffer[field.start]) { return false }
      return buffer[field.start..<field.end].allSatisfy { $0 == 0x20 || $0 == 0x09 }
        || text(field).allSatisfy(\.isWhitespace)
    }
  }

  var holdsNUL: Bool {
    guard let first = fields.first, let last = fields.last, first.start < last.end else { return false }
    return buffer.withUnsafeBytes { bytes in
      bytes.baseAddress.map { memchr($0 + first.start, 0, last.end - first.start) != nil } ?? false
    }
  }

  /// A line that begins with `#` and a blank, or that has only one cell; `#7` in a row of several cells is an id.
  var isRemark: Bool {
    guard let first = fields.first, first.start < first.end, buffer[first.start] == UInt8(ascii: "#") else {
      return false
    }
    let next = first.start + 1 < first.end ? buffer[first.start + 1] : UInt8(ascii: " ")
    return next == UInt8(ascii: " ") || fields.dropFirst().allSatisfy { $0.start == $0.end }
  }

  /// The bytes of a field, including quotes if it has any.
  func withBytes<Result>(of field: Field, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    buffer.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[field.start..<field.end])) }
  }

  func text(_ field: Field) -> String {
    let bytes = buffer[field.start..<field.end]
    return DelimitedScanner.text(field.isQuoted ? DelimitedScanner.unquoted(bytes) : bytes)
  }

  /// Decodes UTF-8 if valid, otherwise Latin-1.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    // Most cells are ASCII, whose bytes need no validation.
    let plain = bytes.withUnsafeBufferPointer {
      CellBytes.isText($0) ? String(decoding: $0, as: UTF8.self) : nil
    }
    if let plain { return plain }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  private static func unquoted(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var plain: [UInt8] = []
    var index = bytes.startIndex + 1
    var isInside = true
    while index < bytes.endIndex {
      let byte = bytes[index]
      if isInside, byte == UInt8(ascii: "\"") {
        if index + 1 < bytes.endIndex, bytes[index + 1] == UInt8(ascii: "\"") {
          plain.append(byte)
          index += 1
        } else {
          isInside = false
        }
      } else {
        plain.append(byte)
      }
      index += 1
    }
    return plain[...]
  }
}
