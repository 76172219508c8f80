/// A day of the Gregorian calendar, without time or time zone.
///
/// A night is dated by the evening on which it began; its day runs from noon to noon.
package struct CalendarDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Days since 1970-01-01; negative before.
  package let dayNumber: Int

  /// Later than any date that a table may hold.
  package static let distantFuture = CalendarDate(dayNumber: 3_000_000)

  package init(dayNumber: Int) { self.dayNumber = dayNumber }

  /// Nil for a day that does not exist, such as 30 February, or a year outside 1...9999.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...CalendarDate.days(inMonth: month, of: year)).contains(day)
    else { return nil }
    dayNumber = CalendarDate.dayNumber(year, month, day)
  }

  /// Reads `YYYY-MM-DD`; nil for any other form and for days that do not exist.
  package init?(_ text: some StringProtocol) {
    var numbers: (Int, Int, Int) = (0, 0, 0)
    var place = 0
    for byte in text.utf8 {
      switch (place, byte) {
      case (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")): break
      case (0..<4, 48...57): numbers.0 = 10 * numbers.0 + Int(byte - 48)
      case (5..<7, 48...57): numbers.1 = 10 * numbers.1 + Int(byte - 48)
      case (8..<10, 48...57): numbers.2 = 10 * numbers.2 + Int(byte - 48)
      default: return nil
      }
      place += 1
    }
    guard place == 10 else { return nil }
    self.init(year: numbers.0, month: numbers.1, day: numbers.2)
  }

  package var year: Int { civil.year }
  package var month: Int { civil.month }
  package var day: Int { civil.day }

  /// `YYYY-MM-DD`.
  package var description: String {
    let (year, month, day) = civil
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  package static func < (a: CalendarDate, b: CalendarDate) -> Bool { a.dayNumber < b.dayNumber }
  package static func + (a: CalendarDate, days: Int) -> CalendarDate {
    CalendarDate(dayNumber: a.dayNumber + days)
  }
  package static func - (a: CalendarDate, days: Int) -> CalendarDate {
    CalendarDate(dayNumber: a.dayNumber - days)
  }
  /// Whole days from `b` to `a`.
  package static func - (a: CalendarDate, b: CalendarDate) -> Int { a.dayNumber - b.dayNumber }

  /// Years are counted from 1 March, so that the leap day is the last of its year; a 400-year cycle has
  /// 146,097 days.
  private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private var civil: (year: Int, month: Int, day: Int) {
    let shifted = dayNumber + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
