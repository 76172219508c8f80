import Foundation
import SleepAnnotations
import SleepEvents
import Testing

/// Times that look like times of day but count from the start, dates of 1970, and clocks without AM and PM.
@Suite struct ClockReadingTests {
  private let evening = 19_783

  private func text(_ seconds: Int, hours: Int = 24) -> String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
    let hour = seconds / 3600 % hours
    return "\(two(hours == 12 && hour == 0 ? 12 : hour)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }

  /// Eight hours of epochs from a time, the last of them R.
  private func table(
    _ header: String, from start: Int = 0, hours: Int = 24, row: (String, String, String) -> String
  )
    -> String
  {
    (0..<960).reduce(header + "\n") {
      let begin = start + $1 * 30
      return $0
        + row(text(begin, hours: hours), text(begin + 30, hours: hours), $1 == 959 ? "REM" : "N2") + "\n"
    }
  }

  private func scored(_ table: String, _ start: String = "22:00:00", hours: Double = 8) throws
    -> NightAnnotations
  {
    try scoring(table, context: .recording(day: evening, start, hours: hours))
  }

  // MARK: Elapsed times

  @Test(arguments: [
    "onset,duration,description", "Start Time,Duration (seconds),Event", "Onset,Duration,Annotation",
    "time,duration,stage",
  ])
  func `times from 0:00:00 that leave the recording as times of day are elapsed`(_ header: String) throws {
    let night = try scored(table(header) { begin, _, stage in "\(begin),30,\(stage)" })
    #expect(night.hypnogram?.scoredRange == TimeRange(seconds: 0, 28_800))
    #expect(night.hypnogram?.stage(at: Instant(seconds: 28_799)) == .rem)
    #expect(!night.warns("outside_recording"))
  }

  @Test func `times of day that fit stay times of day, and doubt is said`() throws {
    let rows = table("onset,duration,description") { begin, _, stage in "\(begin),30,\(stage)" }
    let both = try scored(rows, hours: 11)
    #expect(both.hypnogram?.scoredRange == TimeRange(seconds: 7200, 36_000))
    #expect(both.warns("clock_or_elapsed"))
    let clock = try scored(
      table("onset,duration,description", from: 23 * 3600) { begin, _, stage in "\(begin),30,\(stage)" },
      hours: 10)
    #expect(clock.hypnogram?.scoredRange == TimeRange(seconds: 3600, 32_400))
    #expect(clock.warnings.isEmpty)
  }

  @Test func `times of day beyond the recording are said`() throws {
    let rows = table("onset,duration,description", from: 3 * 3600) { begin, _, stage in "\(begin),30,\(stage)"
    }
    let night = try scored(rows, hours: 8)
    #expect(night.warns("outside_recording"))
    #expect(!(try scored(rows, hours: 13.1).warns("outside_recording")))
  }

  // MARK: 1970

  @Test(arguments: [
    "onset,duration,description\n1970-01-01 00:00:30.000000,30.0,Sleep stage N2\n1970-01-01 00:01:00,30.0,Sleep stage R\n",
    "# MNE-Annotations\n# orig_time : 1970-01-01 00:00:00+00:00\n# onset, duration, description\n30.0, 30.0, Sleep stage N2\n"
      + "60.0, 30.0, Sleep stage R\n",
  ])
  func `MNE's dates of 1970 are seconds since the start`(_ text: String) throws {
    for context in [.test, ReadingContext.recording(day: evening, "22:00:00")] {
      let night = try scoring(text, context: context)
      #expect(night.hypnogram?.spans.map(\.range.start.seconds) == [30, 60])
    }
  }

  // MARK: AM and PM

  private static let halfPastTen = 22 * 3600 + 3510

  @Test func `a clock without AM and PM is read in the order of its rows`() throws {
    for header in ["Time,Stage", "Epoch,Time,Stage", "Start Time,Duration (seconds),Event"] {
      let rows = table(header, from: Self.halfPastTen, hours: 12) { begin, _, stage in
        header.hasPrefix("Epoch")
          ? "1,\(begin),\(stage)"
          : header.hasPrefix("Start")
            ? "\(begin),30,\(stage)"
            : "\(begin),\(stage)"
      }
      let alone = try scoring(rows)
      #expect(alone.hypnogram?.scoredRange == TimeRange(seconds: 0, 28_800))
      #expect(alone.hypnogram?.stage(at: Instant(seconds: 28_790)) == .rem)
      #expect(alone.warns("clock_without_am_pm"))
      let recorded = try scored(rows, hours: 9)
      #expect(recorded.hypnogram?.scoredRange == TimeRange(seconds: 3510, 32_310))
      #expect(recorded.warns("clock_without_am_pm"))
      #expect(!recorded.warns("outside_recording"))
      #expect(try scored(rows, hours: 7).warns("outside_recording"))
    }
  }

  @Test func `events behind the stages have their place in the same night`() throws {
    let header = "Start Time,Duration (seconds),Event"
    let rows =
      table(header, from: Self.halfPastTen, hours: 12) { begin, _, stage in "\(begin),30,\(stage)" }
      + "10:58:00,0,Lights off\n11:58:30,2,Left Leg\n1:58:30,2,Left Leg\n"
    let night = try scored(rows, hours: 9)
    #expect(night.movementTexts == ["L 7110.0+2.0", "L 14310.0+2.0"])
    #expect(night.lightsOff == Instant(seconds: 3480))
  }

  @Test func `rows by kind in one morning are no clock of twelve hours`() throws {
    let header = "Start Time,Duration (seconds),Event"
    let rows = (0..<1270).map { "\(text(3600 + 600 + $0 * 30)),30,N2\n" }.joined() + "01:15:00,2,Left Leg\n"
    let night = try scoring(header + "\n" + rows)
    #expect(night.movementTexts == ["L 300.0+2.0"])
    #expect(!night.warns("clock_without_am_pm"))
  }
}
