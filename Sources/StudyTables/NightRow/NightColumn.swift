import SleepEvents
import StructuredText

/// One column of `nights.csv`: its name, its description for the data dictionary, and how it is read and
/// written.
package struct NightColumn: Sendable {
  /// The type of a cell, which decides how it is written for a spreadsheet's locale and for REDCap.
  package enum Kind: Hashable, Sendable {
    case identifier
    case date
    case text
    case wholeNumber
    case number
    case truth
    case choice([String])
    /// Any of these, separated by `;`.
    case codes([String])
  }

  package let name: String
  package let unit: String
  package let kind: Kind
  package let isRequired: Bool
  package let definition: String
  package let notes: String

  /// The cell's text with a decimal point; nil if missing.
  package let text: @Sendable (NightRow) -> String?
  let read: @Sendable (inout NightRow, DelimitedTable.Row) throws(TextError) -> Void
}

/// Key paths that can be sent between threads.
typealias NightField<Value> = WritableKeyPath<NightRow, Value> & Sendable

extension NightColumn {
  static func number(
    _ name: String, _ unit: String, _ field: any NightField<Double?>,
    in range: ClosedRange<Double> = 0...1e6, required: Bool = false, _ definition: String,
    _ notes: String = ""
  ) -> NightColumn {
    let range = unit.hasPrefix("/h") ? range.clamped(to: 0...NightColumn.mostPerHour) : range
    let low = JSONValue.numberText(range.lowerBound)
    let high = JSONValue.numberText(range.upperBound)
    let expected = "a number from \(low) to \(high)"
    return NightColumn(
      name: name, unit: unit, kind: .number, isRequired: required, definition: definition, notes: notes,
      text: { $0[keyPath: field].flatMap(NightColumn.numberText) },
      read: { night, row throws(TextError) in
        switch unit {
        case "h":
          night[keyPath: field] = try row.hours(name, unitHours: 1, in: range, expected: expected)
        case "mg": night[keyPath: field] = try row.milligrams(name, in: range, expected: expected + " mg")
        default: night[keyPath: field] = try row.number(name, in: range, expected: expected)
        }
      })
  }

  /// A movement lasts at least half a second and needs a gap, so no night has 720 of anything per hour.
  static let mostPerHour = 720.0

  static func count(
    _ name: String, _ field: any NightField<Int?>, required: Bool = false, _ definition: String,
    _ notes: String = ""
  ) -> NightColumn {
    NightColumn(
      name: name, unit: "n", kind: .wholeNumber, isRequired: required, definition: definition, notes: notes,
      text: { $0[keyPath: field].map(String.init) },
      read: { night, row throws(TextError) in night[keyPath: field] = try row.count(name) })
  }

  /// A whole number of days, which may be negative.
  static func days(
    _ name: String, _ field: any NightField<Int?>, required: Bool = false, _ definition: String,
    _ notes: String = ""
  ) -> NightColumn {
    NightColumn(
      name: name, unit: "d", kind: .wholeNumber, isRequired: required, definition: definition, notes: notes,
      text: { $0[keyPath: field].map(String.init) },
      read: { night, row throws(TextError) in
        night[keyPath: field] = try row.number(name, in: -1e5...1e5, expected: "a number of days")
          .map { Int($0.rounded()) }
      })
  }

  static func text(
    _ name: String, _ field: any NightField<String?>, required: Bool = false, _ definition: String,
    _ notes: String = ""
  ) -> NightColumn {
    NightColumn(
      name: name, unit: "", kind: .text, isRequired: required, definition: definition, notes: notes,
      text: { $0[keyPath: field] },
      read: { night, row throws(TextError) in night[keyPath: field] = row[name] })
  }

  static func identifier(
    _ name: String, _ field: any NightField<String>, _ definition: String
  ) -> NightColumn {
    NightColumn(
      name: name, unit: "", kind: .identifier, isRequired: true, definition: definition, notes: "",
      text: { $0[keyPath: field] },
      read: { night, row throws(TextError) in
        night[keyPath: field] = try name == "patient_id" ? row.patientLabel() : row.identifier(name)
      })
  }

  static func date(
    _ name: String, _ field: any NightField<CalendarDate?>, _ definition: String, _ notes: String
  ) -> NightColumn {
    NightColumn(
      name: name, unit: "ISO 8601", kind: .date, isRequired: true, definition: definition, notes: notes,
      text: { $0[keyPath: field]?.description },
      read: { night, row throws(TextError) in
        night[keyPath: field] = try row.date(name, isEvening: true)
      })
  }

  static func word<Word: RawRepresentable & CaseIterable & Sendable>(
    _ name: String, _ field: any NightField<Word?>, required: Bool = false, _ definition: String,
    _ notes: String = ""
  ) -> NightColumn where Word.RawValue == String {
    NightColumn(
      name: name, unit: "", kind: .choice(Word.allCases.map(\.rawValue)), isRequired: required,
      definition: definition, notes: notes, text: { $0[keyPath: field]?.rawValue },
      read: { night, row throws(TextError) in night[keyPath: field] = try row.word(name, of: Word.self) })
  }

  static func truth(
    _ name: String, _ field: any NightField<Bool?>, required: Bool, _ definition: String
  ) -> NightColumn {
    NightColumn(
      name: name, unit: "bool", kind: .truth, isRequired: required, definition: definition, notes: "",
      text: { $0[keyPath: field].map { $0 ? "true" : "false" } },
      read: { night, row throws(TextError) in night[keyPath: field] = try row.truth(name) })
  }

  /// Codes separated by `;`.
  static func codes(
    _ name: String, _ words: [String], _ field: any NightField<[String]>, required: Bool,
    _ definition: String,
    _ notes: String
  ) -> NightColumn {
    NightColumn(
      name: name, unit: "", kind: .codes(words), isRequired: required, definition: definition, notes: notes,
      text: { $0[keyPath: field].isEmpty ? nil : $0[keyPath: field].joined(separator: ";") },
      read: { night, row throws(TextError) in
        night[keyPath: field] = (row[name] ?? "").split(separator: ";").map { $0.trimmingBlanks() }
      })
  }

  /// Counts separated by `;`.
  static func counts(
    _ name: String, _ field: any NightField<[Int]>, _ definition: String
  ) -> NightColumn {
    NightColumn(
      name: name, unit: "n", kind: .text, isRequired: false, definition: definition,
      notes: "separated by ;",
      text: {
        $0[keyPath: field].isEmpty ? nil : $0[keyPath: field].map(String.init).joined(separator: ";")
      },
      read: { night, row throws(TextError) in
        var counts: [Int] = []
        for part in (row[name] ?? "").split(separator: ";") {
          guard let count = Int(part.trimmingBlanks()), count >= 0 else {
            throw row.error(name, expected: "whole numbers of 0 or more, separated by ;")
          }
          counts.append(count)
        }
        night[keyPath: field] = counts
      })
  }

  /// At most six decimals without trailing zeros: precise enough for estimation, short enough to read.
  static func numberText(_ value: Double) -> String? {
    guard let fixed = Delimited.fixed(value, 9), fixed.contains(".") else { return nil }
    var text = Substring(fixed)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text == "-0" ? "0" : String(text)
  }
}
