import SleepEvents
import StructuredText

/// The kinds of cells that study tables have, each read with an error that points at the cell.
extension DelimitedTable.Row {
  func identifier(_ column: String) throws(TextError) -> String {
    let text = try required(column, expected: "an identifier")
    guard StudyIdentifier.isValid(text) else {
      throw error(
        column, expected: "letters, digits, points, underscores and hyphens, not . or ..",
        advice: "rename it, since it becomes the name of a folder")
    }
    return text
  }

  func date(_ column: String) throws(TextError) -> CalendarDate? {
    guard let text = self[column] else { return nil }
    guard let date = CalendarDate(text) else {
      throw error(column, expected: "a date that exists, as YYYY-MM-DD", advice: "correct the date")
    }
    guard (1900...2199).contains(date.year) else {
      throw error(column, expected: "a date between 1900 and 2199", advice: "correct the year")
    }
    return date
  }

  func requiredDate(_ column: String) throws(TextError) -> CalendarDate {
    guard let date = try date(column) else {
      throw error(column, expected: "a date as YYYY-MM-DD", advice: "fill it in")
    }
    return date
  }

  func clockTime(_ column: String) throws(TextError) -> String? {
    guard let text = self[column] else { return nil }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, let hour = Int(parts[0]), let minute = Int(parts[1]),
      (0..<24).contains(hour), (0..<60).contains(minute), parts.allSatisfy({ (1...2).contains($0.count) })
    else { throw error(column, expected: "a time of day as HH:MM") }
    return text
  }

  /// A number within `range`, in the words of `expected`.
  func number(
    _ column: String, in range: ClosedRange<Double>, expected: String
  ) throws(TextError) -> Double? {
    guard let value = try number(column, expected: expected) else { return nil }
    guard range.contains(value) else { throw error(column, expected: expected) }
    return value
  }

  /// A count: whole and not negative.
  func count(_ column: String) throws(TextError) -> Int? {
    let expected = "a whole number of 0 or more"
    guard let value = try number(column, in: 0...1e9, expected: expected) else { return nil }
    guard let whole = Int(exactly: value) else { throw error(column, expected: expected) }
    return whole
  }

  func truth(_ column: String) throws(TextError) -> Bool? {
    guard let text = self[column] else { return nil }
    switch text.lowercased() {
    case "true", "yes", "1": return true
    case "false", "no", "0": return false
    default: throw error(column, expected: "true or false")
    }
  }

  func word<Word: RawRepresentable & CaseIterable>(
    _ column: String, of type: Word.Type
  ) throws(TextError) -> Word? where Word.RawValue == String {
    guard let text = self[column] else { return nil }
    guard let word = Word(rawValue: text.lowercased()) else {
      throw error(column, expected: "one of " + Word.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return word
  }

  /// The cells of columns that are not in `known`, in the order of the table.
  func additional(to known: Set<String>, columns: [String]) -> [AdditionalCell] {
    columns.filter { !known.contains($0) && !$0.isEmpty }.map { AdditionalCell(column: $0, text: self[$0]) }
  }
}

/// A cell of a column that we do not know: kept and echoed.
public struct AdditionalCell: Hashable, Sendable {
  public var column: String
  public var text: String?

  public init(column: String, text: String?) {
    self.column = column
    self.text = text
  }
}

/// Patient and night ids, which become folder names (contract 6).
public enum StudyIdentifier {
  /// True for `[A-Za-z0-9._-]+` other than `.` and `..`.
  public static func isValid(_ text: String) -> Bool {
    guard !text.isEmpty, text != ".", text != ".." else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}
