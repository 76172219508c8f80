import SleepEvents
import StructuredText

/// The errors of one row, all of whose cells are checked.
struct CellFaults {
  private(set) var errors: [TextError] = []

  /// The result of `read`, or nil with its error recorded.
  mutating func take<Value>(_ read: () throws(TextError) -> Value?) -> Value? {
    do { return try read() } catch {
      errors.append(error)
      return nil
    }
  }

  mutating func add(_ error: TextError) { errors.append(error) }
}

/// The types of cells in study tables, each read with an error that refers to the cell.
extension DelimitedTable.Row {
  /// An id that becomes a folder name.
  func identifier(_ column: String) throws(TextError) -> String {
    let text = try required(column, expected: "an identifier")
    guard StudyIdentifier.isValid(text) else {
      throw error(
        column, expected: "letters, digits, dots, underscores and hyphens, not . or ..",
        advice: "rename it, since it becomes the name of a folder")
    }
    return text
  }

  /// The id of a patient for whom no folder is created: it may contain blanks.
  func patientLabel() throws(TextError) -> String {
    let text = try required("patient_id", expected: "an identifier")
    guard StudyIdentifier.isLabel(text) else {
      throw error(
        "patient_id", expected: "letters, digits, dots, underscores, hyphens and single blanks",
        advice: "rename it")
    }
    return text
  }

  /// A day, in any of the forms of `TypedDate`.
  ///
  /// - Parameter isEvening: true for the evening of a night, to which times before noon on the next day also
  ///   belong.
  func date(_ column: String, isEvening: Bool = false) throws(TextError) -> CalendarDate? {
    guard let text = self[column] else { return nil }
    let date: CalendarDate
    switch TypedDate(text) {
    case nil:
      throw error(
        column,
        expected: "a date that exists, as YYYY-MM-DD, D.M.YYYY or, if the order is given, 01/03/2026",
        advice: "correct the date")
    case .day(let day, let isMorning): date = isEvening && isMorning ? day - 1 : day
    case .slashed(let first, let second, let year, let isMorning):
      let isDayFirst = dateOrder != .monthDayYear
      guard
        let day = CalendarDate(
          year: year, month: isDayFirst ? second : first, day: isDayFirst ? first : second)
      else {
        throw error(
          column, expected: "a date that exists, \(isDayFirst ? "day first" : "month first")",
          advice: TextError.sayDateOrder)
      }
      date = isEvening && isMorning ? day - 1 : day
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

  /// A duration as `6:30`, `6.5` or `6,5`; nil if missing.
  ///
  /// - Parameter unitHours: the unit of a plain number in hours: 1 for hours, 1/60 for minutes.
  func hours(
    _ column: String, unitHours: Double, in range: ClosedRange<Double>, expected: String
  ) throws(TextError) -> Double? {
    guard let text = self[column] else { return nil }
    let expected = expected + ", or hours and minutes as 6:30"
    guard text.utf8.contains(UInt8(ascii: ":")) else {
      return try number(column, in: range, expected: expected).map { $0 * unitHours }
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy({ (1...2).contains($0.count) }),
      let hours = UInt(parts[0]), let minutes = UInt(parts[1]), minutes < 60,
      let seconds = parts.count == 3 ? UInt(parts[2]) : 0, seconds < 60
    else { throw error(column, expected: expected) }
    let value = Double(hours) + Double(minutes) / 60 + Double(seconds) / 3600
    guard range.contains(value / unitHours) else { throw error(column, expected: expected) }
    return value
  }

  /// Milligrams as `50`, `50mg`, `50 mg` or `0,05 g`; nil if missing.
  func milligrams(_ column: String, in range: ClosedRange<Double>, expected: String) throws(TextError)
    -> Double?
  {
    guard let text = self[column] else { return nil }
    let dose = try dose(column, text, expected: expected)
    guard let each = (dose.unit ?? .milligram).milligrams else {
      throw error(column, expected: expected, advice: "give it in mg")
    }
    guard range.contains(dose.amount * each) else { throw error(column, expected: expected) }
    return dose.amount * each
  }

  /// A dose with the unit in its cell.
  func dose(
    _ column: String, _ text: String, expected: String
  ) throws(TextError) -> (amount: Double, unit: DoseUnit?) {
    let number = text.prefix { $0.isNumber || ".,+-".contains($0) }
    let rest = text[number.endIndex...].trimmingBlanks()
    guard let amount = decimal(String(number)) else { throw error(column, expected: expected) }
    guard !mayHoldThousands(String(number)) else { throw thousandsError(column, expected: expected) }
    if rest.isEmpty { return (amount, nil) }
    guard let unit = DoseUnit(rest) else {
      throw error(
        column, expected: expected,
        advice: "write the amount of the drug with its unit, such as 25 mg: half a tablet of 50 mg is 25")
    }
    return (amount, unit)
  }

  /// A number within `range`, which `expected` describes.
  func number(
    _ column: String, in range: ClosedRange<Double>, expected: String
  ) throws(TextError) -> Double? {
    guard let value = try number(column, expected: expected) else { return nil }
    guard range.contains(value) else { throw error(column, expected: expected) }
    return value
  }

  /// Whether a number such as `1.250` is a thousand and more to one reader and little more than one to another.
  func mayHoldThousands(_ text: String) -> Bool { text.contains(/^[1-9][0-9]{0,2}[.,][0-9]{3}$/) }

  func thousandsError(_ column: String, expected: String) -> TextError {
    error(
      column, expected: expected,
      advice: "write it without a separator of thousands, or with other than three decimals")
  }

  /// A count: an integer, not negative.
  func count(_ column: String) throws(TextError) -> Int? {
    let expected = "a whole number of 0 or more"
    guard let value = try number(column, in: 0...1e9, expected: expected) else { return nil }
    // `1.000` is a thousand to one reader and one to another. Few counts have a mark, so this is rare.
    if let text = self[column],
      text.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }),
      text.contains(/^[0-9]{1,3}[.,][0-9]{3}$/)
    {
      throw error(column, expected: expected, advice: "write it without a separator of thousands")
    }
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

  /// The cells of columns that are not read, see `DelimitedReader.columns(beside:)`.
  func additional(_ columns: [String]) -> [AdditionalCell] {
    columns.map { AdditionalCell(column: $0, text: self[$0]) }
  }
}

/// A cell of an unknown column: kept and written out again.
package struct AdditionalCell: Hashable, Sendable {
  package var column: String
  package var text: String?

  package init(column: String, text: String?) {
    self.column = column
    self.text = text
  }
}

/// Patient and night ids, which become folder names.
package enum StudyIdentifier {
  /// True for ids that may also contain single blanks, as allowed for patients without a folder.
  package static func isLabel(_ text: String) -> Bool {
    text.split(separator: " ", omittingEmptySubsequences: false).allSatisfy { isValid(String($0)) }
  }

  /// True for `[A-Za-z0-9._-]+` other than `.` and `..`.
  package static func isValid(_ text: String) -> Bool {
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
