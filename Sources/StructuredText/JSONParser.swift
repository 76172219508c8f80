import Foundation

extension JSONValue {
  /// Reads one JSON value according to RFC 8259; objects keep the order of their keys.
  ///
  /// - Throws: `TextError.notJSON` with the file, the byte and what was expected.
  package init(parsing data: Data, file: String) throws(TextError) {
    var failure: JSONSyntaxError?
    let value: JSONValue? = data.withUnsafeBytes { buffer in
      var parser = JSONParser(bytes: buffer)
      do throws(JSONSyntaxError) { return try parser.document() } catch {
        failure = error
        return nil
      }
    }
    guard let value else {
      throw .notJSON(
        file: file, detail: "byte \(failure?.byte ?? 0): expected \(failure?.expected ?? "a value")")
    }
    self = value
  }
}

struct JSONSyntaxError: Error {
  let byte: Int
  let expected: String
}

/// A recursive parser of bytes. The buffer must outlive the parser, which only `JSONValue.init(parsing:)`
/// creates.
private struct JSONParser {
  let bytes: UnsafeRawBufferPointer
  private var position = 0
  private var depth = 0

  /// Deeper than anything we write; recursion must be bounded.
  private static let deepest = 128

  init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func document() throws(JSONSyntaxError) -> JSONValue {
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
    let value = try value()
    skipBlanks()
    guard position == bytes.count else { throw expected("nothing more") }
    return value
  }

  private func expected(_ what: String) -> JSONSyntaxError { JSONSyntaxError(byte: position, expected: what) }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func value() throws(JSONSyntaxError) -> JSONValue {
    skipBlanks()
    switch current {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
    let count = text.utf8CodeUnitCount
    guard position + count <= bytes.count else { throw expected("\(text)") }
    for offset in 0..<count where bytes[position + offset] != text.utf8Start[offset] {
      throw expected("\(text)")
    }
    position += count
    return value
  }

  private mutating func enter() throws(JSONSyntaxError) {
    depth += 1
    guard depth <= JSONParser.deepest else { throw expected("at most \(JSONParser.deepest) levels") }
    position += 1
  }

  private mutating func object() throws(JSONSyntaxError) -> JSONValue {
    try enter()
    defer { depth -= 1 }
    var members: [JSONValue.Member] = []
    var keys: Set<String> = []
    skipBlanks()
    if current == UInt8(ascii: "}") {
      position += 1
      return .object([])
    }
    while true {
      skipBlanks()
      guard current == UInt8(ascii: "\"") else { throw expected("a key in quotes") }
      let start = position
      let key = try string()
      guard keys.insert(key).inserted else {
        throw JSONSyntaxError(byte: start, expected: "each key once")
      }
      skipBlanks()
      guard current == UInt8(ascii: ":") else { throw expected("a colon") }
      position += 1
      members.append(JSONValue.Member(key, try value()))
      skipBlanks()
      guard let byte = current, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") else {
        throw expected("a comma or a closing brace")
      }
      position += 1
      if byte == UInt8(ascii: "}") { return .object(members) }
    }
  }

  private mutating func array() throws(JSONSyntaxError) -> JSONValue {
    try enter()
    defer { depth -= 1 }
    var values: [JSONValue] = []
    skipBlanks()
    if current == UInt8(ascii: "]") {
      position += 1
      return .array([])
    }
    while true {
      values.append(try value())
      skipBlanks()
      guard let byte = current, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") else {
        throw expected("a comma or a closing bracket")
      }
      position += 1
      if byte == UInt8(ascii: "]") { return .array(values) }
    }
  }

  private mutating func string() throws(JSONSyntaxError) -> String {
    position += 1
    let start = position
    var escaped: [UInt8]?
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        let text: String?
        if let escaped {
          text = String(validating: escaped, as: UTF8.self)
        } else {
          text = String(validating: UnsafeRawBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        }
        guard let text else { throw JSONSyntaxError(byte: start, expected: "UTF-8") }
        position += 1
        return text
      case UInt8(ascii: "\\"):
        var text = escaped ?? Array(bytes[start..<position])
        position += 1
        try escape(into: &text)
        escaped = text
      case 0..<0x20: throw expected("no control character in a string")
      default:
        escaped?.append(byte)
        position += 1
      }
    }
    throw expected("a closing quote")
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONSyntaxError) {
    guard let byte = current else { throw expected("an escape") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code) {
        guard current == UInt8(ascii: "\\"), position + 1 < bytes.count,
          bytes[position + 1] == UInt8(ascii: "u")
        else { throw expected("the second half of a surrogate pair") }
        position += 2
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else {
          throw expected("the second half of a surrogate pair")
        }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw expected("a character") }
      text.append(contentsOf: Array(String(Character(scalar)).utf8))
    default:
      position -= 1
      throw expected("an escape")
    }
  }

  private mutating func hexadecimal() throws(JSONSyntaxError) -> UInt32 {
    guard position + 4 <= bytes.count else { throw expected("four hexadecimal digits") }
    var code: UInt32 = 0
    for offset in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[position + offset])).hexDigitValue else {
        throw expected("four hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
    }
    position += 4
    return code
  }

  private mutating func digits() -> Int {
    let start = position
    while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    return position - start
  }

  private mutating func number() throws(JSONSyntaxError) -> JSONValue {
    let start = position
    if current == UInt8(ascii: "-") { position += 1 }
    let first = current
    let count = digits()
    guard count > 0, count == 1 || first != UInt8(ascii: "0") else {
      position = start
      throw expected("a value")
    }
    var isWhole = true
    if current == UInt8(ascii: ".") {
      isWhole = false
      position += 1
      guard digits() > 0 else { throw expected("a digit") }
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      isWhole = false
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      guard digits() > 0 else { throw expected("a digit") }
    }
    let text = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
    if isWhole, position - start < 18, let whole = Int(text) { return .integer(whole) }
    guard let value = Double(text), value.isFinite else {
      throw expected("a number in the range of a Double")
    }
    if let whole = Int(exactly: value), abs(value) < 9e15 { return .integer(whole) }
    return .number(value)
  }
}
