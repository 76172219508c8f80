import Foundation
import StructuredText
import StudyComparison
import StudyTables

/// One column of `comparison.csv` and one key of `comparison.json`.
package struct ContrastColumn: Sendable {
  /// A value of either file.
  package enum Value: Sendable {
    case text(String?)
    case number(Double?)
    case integer(Int?)
    case truth(Bool)
    case codes([String])
  }

  package let name: String
  package let unit: String
  package let definition: String
  package let value: @Sendable (Contrast) -> Value

  init(
    _ name: String, _ unit: String, _ definition: String, _ value: @escaping @Sendable (Contrast) -> Value
  ) {
    self.name = name
    self.unit = unit
    self.definition = definition
    self.value = value
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
  /// Seven significant digits: enough to work on, short enough to read.
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
