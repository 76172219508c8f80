import SleepEvents

/// What becomes of the date of a recording.
package enum DateShift: Sendable, Hashable {
  /// 1 January 1985, midnight: times count from the start alone.
  case relative
  /// The same number of days for all recordings of a patient, so that the time between them stays; the time
  /// of day stays too.
  case days(Int)
}

extension CalendarDate {
  /// The date some days later, or nil beyond the years 1 to 9999.
  package func adding(days: Int) -> CalendarDate? {
    // Magnitude, since the least integer has no absolute value.
    guard days.magnitude < 4_000_000 else { return nil }
    let later = self + days
    return (1...9999).contains(later.year) ? later : nil
  }

  /// Days from another date to this one.
  package func days(since other: CalendarDate) -> Int { self - other }
}
