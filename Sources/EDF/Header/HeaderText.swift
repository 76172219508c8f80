/// A header field as bytes: fixed width, padded with blanks, in an unstated encoding.
package struct HeaderText {
  package let bytes: ArraySlice<UInt8>
  /// True if the text ends at a NUL, as C programs pad.
  let hasNUL: Bool
  let isASCII: Bool

  package init(_ field: ArraySlice<UInt8>) {
    var end = field.firstIndex(of: 0) ?? field.endIndex
    hasNUL = end < field.endIndex
    var start = field.startIndex
    while start < end, HeaderText.isBlank(field[start]) { start += 1 }
    while end > start, HeaderText.isBlank(field[end - 1]) { end -= 1 }
    bytes = field[start..<end]
    isASCII = bytes.allSatisfy { $0 < 0x80 }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

  /// The text without surrounding blanks: UTF-8 if valid, otherwise Windows-1252, with control characters
  /// replaced by blanks.
  var text: String { TextDecoding.decode(bytes).text }

  var number: DecimalText? { DecimalText(bytes) }

  /// For messages: printable ASCII as it is, other bytes as `\xNN`.
  var quoted: String {
    bytes.isEmpty
      ? "nothing" : "'" + bytes.map(HeaderText.printable).joined() + "'"
  }

  private static func printable(_ byte: UInt8) -> String {
    guard byte < 0x20 || byte > 0x7E else { return String(UnicodeScalar(byte)) }
    let digits = String(byte, radix: 16, uppercase: true)
    return "\\x" + (digits.count == 1 ? "0" : "") + digits
  }
}

/// Decoding of text whose encoding is not stated.
enum TextDecoding {
  /// UTF-8 if valid, otherwise Windows-1252, which contains Latin-1. Control characters other than tabs and
  /// line breaks become blanks.
  static func decode(_ bytes: ArraySlice<UInt8>) -> (text: String, isUTF8: Bool) {
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return (String(decoding: bytes, as: UTF8.self), true) }
    if let text = String(validating: bytes, as: UTF8.self) { return (text.withoutControls, true) }
    var scalars = String.UnicodeScalarView()
    for byte in bytes { scalars.append(windows1252(byte)) }
    return (String(scalars).withoutControls, false)
  }

  private static func windows1252(_ byte: UInt8) -> UnicodeScalar {
    guard byte >= 0x80, byte <= 0x9F else { return UnicodeScalar(byte) }
    return UnicodeScalar(upper[Int(byte) - 0x80]) ?? UnicodeScalar(byte)
  }

  private static let upper: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
    0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
    0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]
}

extension String {
  fileprivate var withoutControls: String {
    guard unicodeScalars.contains(where: \.isControl) else { return self }
    var scalars = String.UnicodeScalarView()
    for scalar in unicodeScalars { scalars.append(scalar.isControl ? " " : scalar) }
    return String(scalars)
  }
}

extension Unicode.Scalar {
  fileprivate var isControl: Bool {
    (value < 0x20 && value != 9 && value != 10 && value != 13) || (value >= 0x7F && value < 0xA0)
  }
}
