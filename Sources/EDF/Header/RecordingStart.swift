import SleepEvents

/// When a recording began, in the laboratory's local time; parts that the file does not give are nil.
public struct RecordingStart: Hashable, Sendable {
  package struct ClockTime: Hashable, Sendable {
    package let hour: Int
    package let minute: Int
    package let second: Int

    package init?(hour: Int, minute: Int, second: Int) {
      guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else { return nil }
      self.hour = hour
      self.minute = minute
      self.second = second
    }
  }

  package let date: CalendarDate?
  package let clock: ClockTime?

  package init(date: CalendarDate?, clock: ClockTime?) {
    self.date = date
    self.clock = clock
  }

  /// `2023-11-05T22:30:00`, or nil if the date or the time is unknown.
  public var iso8601: String? {
    guard let isoDate, let clockText else { return nil }
    return isoDate + "T" + clockText
  }

  package var isoDate: String? {
    date.map { padded($0.year, 4) + "-" + padded($0.month, 2) + "-" + padded($0.day, 2) }
  }

  /// `22:30:00`, the time of day without the date.
  package var clockText: String? {
    clock.map { padded($0.hour, 2) + ":" + padded($0.minute, 2) + ":" + padded($0.second, 2) }
  }
}
