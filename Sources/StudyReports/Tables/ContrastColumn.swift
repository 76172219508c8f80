import Foundation
import StructuredText
import StudyComparison
import StudyTables

/// One column of `comparison.csv` and one key of `comparison.json`.
package struct ContrastColumn: Sendable {
  /// A value in either file.
  package enum Value: Sendable {
    case text(String?)
    case number(Double?)
    case integer(Int?)
    case truth(Bool)
    case codes([String])
  }

  package let name: String
  package let kind: ColumnKind
  package let unit: String
  package let definition: String
  package let value: @Sendable (Contrast) -> Value
}

extension ContrastColumn {
  static func text(
    _ name: String, _ unit: String, _ definition: String, _ get: @escaping @Sendable (Contrast) -> String?
  ) -> ContrastColumn {
    ContrastColumn(name: name, kind: .text, unit: unit, definition: definition) { .text(get($0)) }
  }

  static func word<Word: RawRepresentable & CaseIterable & Sendable>(
    _ name: String, _ unit: String, _ definition: String, _ get: @escaping @Sendable (Contrast) -> Word?
  ) -> ContrastColumn where Word.RawValue == String {
    let words = Word.allCases.map(\.rawValue)
    return ContrastColumn(name: name, kind: .word(words), unit: unit, definition: definition) {
      .text(get($0)?.rawValue)
    }
  }

  static func number(
    _ name: String, _ unit: String, _ definition: String, _ get: @escaping @Sendable (Contrast) -> Double?
  ) -> ContrastColumn {
    ContrastColumn(name: name, kind: .number, unit: unit, definition: definition) { .number(get($0)) }
  }

  static func integer(
    _ name: String, _ unit: String, _ definition: String, _ get: @escaping @Sendable (Contrast) -> Int?
  ) -> ContrastColumn {
    ContrastColumn(name: name, kind: .wholeNumber, unit: unit, definition: definition) { .integer(get($0)) }
  }

  static func truth(
    _ name: String, _ unit: String, _ definition: String, _ get: @escaping @Sendable (Contrast) -> Bool
  ) -> ContrastColumn {
    ContrastColumn(name: name, kind: .truth, unit: unit, definition: definition) { .truth(get($0)) }
  }

  /// - Parameter words: all allowed words; empty for an open list.
  static func codes(
    _ name: String, _ unit: String, _ definition: String, _ words: [String] = [],
    _ get: @escaping @Sendable (Contrast) -> [String]
  ) -> ContrastColumn {
    ContrastColumn(name: name, kind: .codes(words), unit: unit, definition: definition) { .codes(get($0)) }
  }

  package var description: ColumnDescription {
    ColumnDescription(
      name: name, kind: kind, unit: unit, definition: definition, isFilled: kind == .truth)
  }

  /// The schema of its value in `comparison.json`.
  var jsonSchema: JSONValue {
    switch kind {
    case .wholeNumber: Int?.jsonSchema
    case .number: Double?.jsonSchema
    case .truth: Bool.jsonSchema
    case .word(let words):
      ["anyOf": [["type": "string", "enum": .array(words.map(JSONValue.string))], ["type": "null"]]]
    case .codes(let words):
      words.isEmpty
        ? [String].jsonSchema
        : ["type": "array", "items": ["type": "string", "enum": .array(words.map(JSONValue.string))]]
    case .date, .text: String?.jsonSchema
    }
  }
}

extension ContrastColumn.Value {
  var json: JSONValue {
    switch self {
    case .text(let text): JSONValue(text)
    case .number(let number): JSONValue(number)
    case .integer(let number): JSONValue(number)
    case .truth(let truth): .bool(truth)
    case .codes(let codes): .array(codes.map(JSONValue.string))
    }
  }

  var cell: SpreadsheetStyle.Cell {
    switch self {
    case .text(let text): .text(text)
    case .number(let number): .number(number.flatMap { $0.isFinite ? ContrastColumn.text(of: $0) : nil })
    case .integer(let number): .number(number.map(String.init))
    case .truth(let truth): .text(truth ? "true" : "false")
    case .codes(let codes): .text(codes.isEmpty ? nil : codes.joined(separator: ";"))
    }
  }
}

extension ContrastColumn {
  /// Seven significant digits: enough for further computation, short enough to read.
  static func text(of value: Double) -> String {
    guard value != 0, abs(value) < 1e9 else { return JSONValue.numberText(value) }
    let digits = 6 - Int(log10(abs(value)).rounded(.down))
    guard digits > 0 else { return Delimited.fixed(value, 0) ?? "" }
    guard digits <= 12, let fixed = Delimited.fixed(value, digits) else { return value.description }
    var text = Substring(fixed)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return String(text)
  }
}
