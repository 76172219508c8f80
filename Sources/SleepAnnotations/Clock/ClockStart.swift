import EDF
import SleepEvents

/// When something began by the wall clock; the date may be unknown.
///
/// Daylight saving is ignored within a night: the laboratory's clock runs on.
package struct ClockStart: Hashable, Sendable {
  /// Days since 1970-01-01; nil if the date is unknown.
  package var day: Int?
  /// Time since midnight of that day.
  package var clock: TimeSpan

  package init(day: Int?, clock: TimeSpan) {
    self.day = day
    self.clock = clock
  }

  /// Reads `23:00:00` or `2024-03-01T23:00:00`.
  package init?(stating text: String) {
    switch StatedTime(text) {
    case .clock(let clock)?: self.init(day: nil, clock: clock)
    case .dated(let day, let clock)?: self.init(day: day.dayFirst, clock: clock)
    case .elapsed?, nil: return nil
    }
  }

  /// The start that a recording's header states; nil without a clock time.
  package init?(_ start: RecordingStart) {
    guard let time = start.clock else { return nil }
    self.init(day: start.date?.dayNumber, clock: .seconds(time.secondOfDay))
  }

  /// 1 January 1985, which means "no date" in de-identified headers.
  static let placeholderDay = CalendarDay.number(year: 1985, month: 1, day: 1)

  /// Day numbers below this are relative to an unknown first day, not to 1970.
  static let leastDay = -1_000_000

  /// The same without a day number that is relative to the first day of the recording.
  var withoutCountedDay: ClockStart {
    day.map { $0 < ClockStart.leastDay } == true ? ClockStart(day: nil, clock: clock) : self
  }

  /// The same without a placeholder date.
  var withoutPlaceholder: ClockStart {
    day == ClockStart.placeholderDay ? ClockStart(day: nil, clock: clock) : self
  }
}

extension RecordingStart.ClockTime {
  package var secondOfDay: Int { hour * 3600 + minute * 60 + second }
}

/// Days of the Gregorian calendar as day numbers.
enum CalendarDay {
  static let length = TimeSpan.seconds(86_400)

  /// Days since 1970-01-01; nil if the day does not exist.
  static func number(year: Int, month: Int, day: Int) -> Int? {
    CalendarDate(year: year, month: month, day: day)?.dayNumber
  }
}
