/// What becomes of the date of a recording.
public enum DateShift: Sendable, Hashable {
  /// 1 January 1985, midnight: times count from the start alone.
  case relative
  /// The same number of days for all recordings of a patient, so that the time between them stays; the time
  /// of day stays too.
  case days(Int)
}

extension RecordingStart.CalendarDate {
  /// The date some days later, or nil beyond the years 1 to 9999.
  public func adding(days: Int) -> RecordingStart.CalendarDate? {
    guard abs(days) < 4_000_000 else { return nil }
    return RecordingStart.CalendarDate(dayNumber: dayNumber + days)
  }

  /// Days since 1 March of year 0 in the Gregorian calendar; with March first, the leap day is the last of the
  /// year.
  private var dayNumber: Int {
    let shifted = month < 3 ? year - 1 : year
    let monthFromMarch = (month + 9) % 12
    return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + (153 * monthFromMarch + 2) / 5 + day
      - 1
  }

  private init?(dayNumber: Int) {
    guard dayNumber > 0 else { return nil }
    let era = dayNumber / 146_097
    let inEra = dayNumber % 146_097
    let yearOfEra = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365
    let dayOfYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    self.init(
      year: era * 400 + yearOfEra + (month < 3 ? 1 : 0), month: month,
      day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }
}
