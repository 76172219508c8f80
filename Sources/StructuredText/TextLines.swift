/// Splits a text into lines byte by byte: testing each character for a line break would take twenty times as
/// long.
package enum TextLines {
  /// Line breaks are those of `Character.isNewline`, with CR LF as one; a byte order mark at the start of a
  /// line is dropped.
  package static func cut(_ text: String) -> [Substring] {
    var text = text
    text.makeContiguousUTF8()
    var ends: [(end: Int, next: Int)] = []
    let count = text.utf8.withContiguousStorageIfAvailable { bytes -> Int in
      var index = 0
      while index < bytes.count {
        let length = newline(bytes, at: index)
        if length > 0 { ends.append((index, index + length)) }
        index += max(1, length)
      }
      return bytes.count
    }
    var lines: [Substring] = []
    lines.reserveCapacity(ends.count + 1)
    let bytes = text.utf8
    var start = bytes.startIndex
    var offset = 0
    func add(_ end: String.Index) {
      let line = text[start..<end]
      lines.append(
        line.unicodeScalars.first == "\u{FEFF}" ? Substring(line.unicodeScalars.dropFirst()) : line)
    }
    for (end, next) in ends {
      let stop = bytes.index(start, offsetBy: end - offset)
      add(stop)
      start = bytes.index(stop, offsetBy: next - end)
      offset = next
    }
    add(bytes.index(start, offsetBy: (count ?? offset) - offset))
    return lines
  }

  /// Number of bytes of the line break at an index; 0 if there is none.
  private static func newline(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    switch bytes[index] {
    case 0x0D: index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
    case 0x0A, 0x0B, 0x0C: 1
    case 0xC2: index + 1 < bytes.count && bytes[index + 1] == 0x85 ? 2 : 0
    case 0xE2:
      index + 2 < bytes.count && bytes[index + 1] == 0x80 && (bytes[index + 2] | 1) == 0xA9 ? 3 : 0
    default: 0
    }
  }
}
