import SleepEvents

/// What happens to the date of a recording.
package enum DateShift: Sendable, Hashable {
  /// Midnight of 1 January 1985: only times since the start remain.
  case relative
  /// The same number of days for all recordings of a patient, which keeps the time between them and the time
  /// of day.
  case days(Int)
}

extension CalendarDate {
  /// The date `days` later, or nil outside the years 1 to 9999.
  package func adding(days: Int) -> CalendarDate? {
    // `magnitude`, since `abs(Int.min)` traps.
    guard days.magnitude < 4_000_000 else { return nil }
    let later = self + days
    return (1...9999).contains(later.year) ? later : nil
  }

  /// Days from another date to this one.
  package func days(since other: CalendarDate) -> Int { self - other }
}
