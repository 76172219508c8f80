import SleepEvents

/// A JSON value whose objects keep the order of their keys, so that the same result gives the same bytes and
/// a reader finds the important keys first. Missing numbers are written as `null`.
package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  package struct Member: Sendable, Equatable {
    package var key: String
    package var value: JSONValue

    package init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  package init(_ value: Double?) { self = value.map { $0.isFinite ? .number($0) : .null } ?? .null }
  package init(_ value: Int?) { self = value.map(JSONValue.integer) ?? .null }
  package init(_ value: String?) { self = value.map(JSONValue.string) ?? .null }
  package init(_ value: Bool?) { self = value.map(JSONValue.bool) ?? .null }

  /// The member of an object by key; nil for another kind of value or a missing key.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  package var doubleValue: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  package var integerValue: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  package var stringValue: String? { if case .string(let value) = self { value } else { nil } }
  package var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }
  package var arrayValue: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
  package var members: [Member]? { if case .object(let value) = self { value } else { nil } }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// Keeps the order of the literal.
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
  package init(nilLiteral: ()) { self = .null }
}

extension JSONValue {
  /// The text of this value. With `pretty`, members are on separate lines indented by two spaces per level;
  /// short arrays of plain values stay on one line.
  package func text(pretty: Bool = true) -> String {
    var out = ""
    write(to: &out, indent: pretty ? 0 : nil)
    return out
  }

  /// The text of an array of objects in parts, so that a long array is never in memory as a whole.
  package static func parts(ofArray elements: some Sequence<JSONValue>) -> some Sequence<String> {
    var elements = elements.makeIterator()
    var isFirst = true
    var isDone = false
    return AnyIterator {
      guard !isDone else { return nil }
      guard let element = elements.next() else {
        isDone = true
        return isFirst ? "[]" : "\n]"
      }
      var part = isFirst ? "[" : ","
      isFirst = false
      newLine(&part, 1)
      element.write(to: &part, indent: 1)
      return part
    }
  }

  private var isScalar: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private func write(to out: inout String, indent: Int?) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .integer(let value): out += String(value)
    case .number(let value): out += JSONValue.numberText(value)
    case .string(let value): JSONValue.writeQuoted(value, to: &out)
    case .array(let values):
      let inline = indent == nil || values.allSatisfy(\.isScalar)
      out += "["
      for (index, value) in values.enumerated() {
        if index > 0 { out += inline && indent != nil ? ", " : "," }
        if !inline, let indent { JSONValue.newLine(&out, indent + 1) }
        value.write(to: &out, indent: indent.map { $0 + 1 })
      }
      if !inline, let indent, !values.isEmpty { JSONValue.newLine(&out, indent) }
      out += "]"
    case .object(let members):
      out += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { out += "," }
        if let indent { JSONValue.newLine(&out, indent + 1) }
        JSONValue.writeQuoted(member.key, to: &out)
        out += indent == nil ? ":" : ": "
        member.value.write(to: &out, indent: indent.map { $0 + 1 })
      }
      if let indent, !members.isEmpty { JSONValue.newLine(&out, indent) }
      out += "}"
    }
  }

  private static func newLine(_ out: inout String, _ indent: Int) {
    out += "\n"
    for _ in 0..<indent { out += "  " }
  }

  /// The shortest text that reads back as the same `Double`; integers have no fraction.
  package static func numberText(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    if value == value.rounded(), abs(value) < 1e15 { return value == 0 ? "0" : String(Int64(value)) }
    return value.description
  }

  private static func writeQuoted(_ text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0x2028 || scalar.value == 0x2029 {
          let hex = String(scalar.value, radix: 16)
          out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        } else {
          out.unicodeScalars.append(scalar)
        }
      }
    }
    out += "\""
  }
}
