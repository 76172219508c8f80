import Foundation
import SleepEvents

/// Parses the annotation bytes of one record: time-stamped annotation lists (TALs) of the form `+onset [0x15
/// duration] 0x14 text 0x14 [text 0x14 ...] 0x00`, padded with zeros.
///
/// In a well-formed record the first text of the first list is empty and its onset is the record's (EDF+
/// 2.2.4).
struct TALParser {
  private static let textMark: UInt8 = 0x14
  private static let durationMark: UInt8 = 0x15

  var collector = AnnotationCollector()

  /// Where a piece of a block lies.
  struct Piece {
    let record: Int
    /// True for the timekeeping channel.
    let isTimekeeper: Bool
    let isStart: Bool
    let isEnd: Bool
  }

  /// Reads the lists in `bytes[range]`.
  ///
  /// - Parameters:
  ///   - onset: the record's onset in ticks; set when the timekeeping list is found.
  /// - Returns: how many bytes were consumed. Fewer than all only if `piece.isEnd` is false and a list
  ///   continues past the end of the piece.
  mutating func parse(_ bytes: [UInt8], _ range: Range<Int>, _ piece: Piece, onset: inout Int64?) -> Int {
    var position = Self.firstNonZero(in: bytes, range)
    var isFirst = piece.isStart
    while position < range.upperBound {
      let end = Self.firstZero(in: bytes, position..<range.upperBound)
      if end == range.upperBound {
        guard piece.isEnd else { return position - range.lowerBound }
      }
      if isFirst, piece.isTimekeeper, end < range.upperBound,
        let seconds = Self.wholeSeconds(in: bytes, position..<end)
      {
        onset = seconds * ticksPerSecond
        isFirst = false
      } else {
        // Garbage before the timekeeping list must not hide it.
        let isReadable = parseList(
          bytes[position..<end], piece, isFirst: isFirst, isClosed: end < range.upperBound, onset: &onset)
        if isReadable { isFirst = false }
      }
      position = Self.firstNonZero(in: bytes, end..<range.upperBound)
    }
    return range.count
  }

  /// The seconds of `+123 0x14 0x14`, with which nearly every record begins; nil for anything else.
  private static func wholeSeconds(in bytes: [UInt8], _ list: Range<Int>) -> Int64? {
    guard list.count >= 4, list.count <= 11, bytes[list.lowerBound] == UInt8(ascii: "+"),
      bytes[list.upperBound - 1] == textMark, bytes[list.upperBound - 2] == textMark
    else { return nil }
    var seconds: Int64 = 0
    for position in list.lowerBound + 1..<list.upperBound - 2 {
      let digit = bytes[position] &- 0x30
      guard digit <= 9 else { return nil }
      seconds = seconds &* 10 &+ Int64(digit)
    }
    return seconds < EDFLimits.seconds ? seconds : nil
  }

  /// - Returns: false if it is not a list at all.
  private mutating func parseList(
    _ list: ArraySlice<UInt8>, _ piece: Piece, isFirst: Bool, isClosed: Bool, onset: inout Int64?
  ) -> Bool {
    let record = piece.record
    guard let mark = list.firstIndex(of: Self.textMark) else {
      collector.note(.unreadable, record: record)
      return false
    }
    let head = list[..<mark]
    let split = head.firstIndex(of: Self.durationMark)
    guard let start = ticks(Self.trimmed(head[..<(split ?? mark)]), record) else {
      collector.note(.unreadable, record: record)
      return false
    }
    let isOdd = list[list.startIndex] != UInt8(ascii: "+") && list[list.startIndex] != UInt8(ascii: "-")
    if isOdd { collector.note(.noSign, record: record) }
    let duration = split.flatMap { self.duration(Self.trimmed(head[($0 + 1)...]), record) }
    var position = mark + 1
    if isFirst, split == nil, position >= list.endIndex || list[position] == Self.textMark {
      if piece.isTimekeeper {
        onset = start
        position += 1
      } else if onset == start {
        position += 1
      }
    }
    addTexts(list[min(position, list.endIndex)...], start, duration, record)
    if !isClosed { collector.note(.noClosingNUL, record: record) }
    return true
  }

  private mutating func addTexts(
    _ texts: ArraySlice<UInt8>, _ start: Int64, _ duration: Int64?, _ record: Int
  ) {
    var position = texts.startIndex
    while position < texts.endIndex {
      let end = texts[position...].firstIndex(of: Self.textMark)
      let text = texts[position..<(end ?? texts.endIndex)]
      if text.contains(where: Self.isControl) {
        collector.note(.unreadable, record: record)
      } else {
        if end == nil { collector.note(.unclosed, record: record) }
        collector.add(onset: start, duration: duration, text: text, record: record)
      }
      position = (end ?? texts.endIndex - 1) + 1
    }
  }

  private mutating func ticks(_ bytes: ArraySlice<UInt8>, _ record: Int) -> Int64? {
    guard let number = DecimalText(bytes), let ticks = number.ticks else { return nil }
    if number.hasComma { collector.note(.decimalComma, record: record) }
    return ticks
  }

  private mutating func duration(_ bytes: ArraySlice<UInt8>, _ record: Int) -> Int64? {
    guard let ticks = ticks(bytes, record) else {
      collector.note(.badDuration, record: record)
      return nil
    }
    guard ticks >= 0 else {
      collector.note(.negativeDuration, record: record)
      return nil
    }
    return ticks
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard bytes.first == 0x20 || bytes.last == 0x20 else { return bytes }
    return HeaderText(bytes).bytes
  }

  /// EDF+ allows tabs and line breaks in a text, but no other control characters.
  private static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D
  }

  // Blocks are mostly zeros, and scanning them is most of the cost of opening a recording, so take eight
  // bytes at a time.

  private static func firstNonZero(in bytes: [UInt8], _ range: Range<Int>) -> Int {
    bytes.withUnsafeBytes { buffer in
      precondition(range.lowerBound >= 0 && range.upperBound <= buffer.count)
      var position = range.lowerBound
      while position + 8 <= range.upperBound {
        let word = buffer.loadUnaligned(fromByteOffset: position, as: UInt64.self)
        if word != 0 { return position + word.littleEndian.trailingZeroBitCount / 8 }
        position += 8
      }
      while position < range.upperBound, buffer[position] == 0 { position += 1 }
      return position
    }
  }

  private static func firstZero(in bytes: [UInt8], _ range: Range<Int>) -> Int {
    bytes.withUnsafeBytes { buffer in
      precondition(range.lowerBound >= 0 && range.upperBound <= buffer.count)
      guard let base = buffer.baseAddress,
        let found = memchr(base + range.lowerBound, 0, range.count)
      else { return range.upperBound }
      return UnsafeRawPointer(found) - base
    }
  }
}
