import EDF
import SleepEvents

/// When something began by the clock on the wall; the date is not always known.
///
/// Daylight saving does not exist inside a night: the laboratory's clock runs on.
package struct ClockStart: Hashable, Sendable {
  /// Days since 1970-01-01; nil where no date is known.
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

  /// 1 January 1985, which stands for "no date" in de-identified headers.
  static let placeholderDay = CalendarDay.number(year: 1985, month: 1, day: 1)

  /// Days before this are counted from an unknown first day, not from 1970.
  static let leastDay = -1_000_000

  /// The same without a day that is only counted from the first of the recording.
  var withoutCountedDay: ClockStart {
    day.map { $0 < ClockStart.leastDay } == true ? ClockStart(day: nil, clock: clock) : self
  }

  /// The same without a date that is none.
  var withoutPlaceholder: ClockStart {
    day == ClockStart.placeholderDay ? ClockStart(day: nil, clock: clock) : self
  }
}

extension RecordingStart.ClockTime {
  package var secondOfDay: Int { hour * 3600 + minute * 60 + second }
}

/// Days of the Gregorian calendar as numbers.
enum CalendarDay {
  static let length = TimeSpan.seconds(86_400)

  /// Days since 1970-01-01; nil if there is no such day.
  static func number(year: Int, month: Int, day: Int) -> Int? {
    CalendarDate(year: year, month: month, day: day)?.dayNumber
  }
}
