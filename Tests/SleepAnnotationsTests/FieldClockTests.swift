import Foundation
import SleepAnnotations
import SleepEvents
import Testing

/// Clocks of exports: rows in any order, the hour that occurs twice, minutes, words for morning and afternoon.
@Suite struct FieldClockTests {
  private let header = "Start Time,Duration (seconds),Event\n"

  private func text(_ seconds: Int) -> String {
    let clock = (seconds % 86_400 + 86_400) % 86_400
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
    return "\(two(clock / 3600)):\(two(clock / 60 % 60)):\(two(clock % 60))"
  }

  @Test func `rows by kind instead of by time begin behind the longest hole`() throws {
    var rows = "02:00:00,2,Left Leg\n02:00:30,2,Left Leg\n"
    for index in 0..<500 { rows += text(22 * 3600 + index * 30) + ",30,Stage2\n" }
    #expect(try scoring(header + rows).movementTexts == ["L 14400.0+2.0", "L 14430.0+2.0"])
  }

  @Test func `lights off before the first row is the beginning, not a day later`() throws {
    let night = try scoring(header + "22:00:00,28800,Stage2\n21:58:30,0,LightsOff\n06:00:00,0,LightsOn\n")
    #expect(night.lightsOff == .zero)
    #expect(night.lightsOn == Instant(seconds: 8 * 3600 + 90))
  }

  @Test func `one long row over midnight leaves the hole by day`() throws {
    let night = try scoring(header + "05:00:00,2,Left Leg\n20:00:00,36000,Stage2\n")
    #expect(night.movementTexts == ["L 32400.0+2.0"])
  }

  @Test func `the night the clocks go back has its hour twice, and what follows is moved`() throws {
    var rows = ""
    for index in 0..<600 { rows += text(22 * 3600 + index * 30) + ",30,Stage2\n" }
    for index in 0..<240 {
      rows += text(2 * 3600 + index * 30) + ",30,Stage3\n"
      if index == 100 { rows += text(2 * 3600 + index * 30 + 5) + ",2,Left Leg\n" }
    }
    let night = try scoring(header + rows)
    #expect(night.warns("clock_goes_back"))
    #expect(!night.warns("overlapping_stages"))
    #expect(night.hypnogram?.scoredRange?.duration == .seconds(7 * 3600))
    #expect(night.movementTexts == ["L \(5.0 * 3600 + 3005)+2.0"])
  }

  @Test func `where rows are not in the order of time the hour is only said`() throws {
    var rows = "02:10:00,2,Left Leg\n"
    for index in 0..<600 { rows += text(22 * 3600 + index * 30) + ",30,Stage2\n" }
    for index in 0..<240 { rows += text(2 * 3600 + index * 30) + ",30,Stage3\n" }
    let night = try scoring(header + rows)
    #expect(night.warns("clock_goes_back"))
    #expect(night.warns("overlapping_stages"))
  }

  @Test func `an ordinary night has none of these warnings`() throws {
    var rows = ""
    for index in 0..<900 { rows += text(22 * 3600 + index * 30) + ",30,Stage2\n" }
    let night = try scoring(header + rows)
    #expect(night.warnings.isEmpty)
  }

  @Test func `times to the minute are placed by the order of the rows`() throws {
    var rows = "22:00,30,Wake\n"
    for index in 1..<40 {
      rows +=
        String(text(22 * 3600 + 30 + index * 30).prefix(5)) + ",30,\(index % 2 == 0 ? "Stage2" : "REM")\n"
    }
    let night = try scoring(header + rows)
    #expect(night.warns("coarse_clock"))
    #expect(night.hypnogram?.spans.count == 40)
    // The first minute has one row, which is its second half.
    #expect(night.hypnogram?.spans.first?.range == TimeRange(seconds: 30, 60))
  }

  @Test func `times to the minute that fit no epoch are said and not placed`() throws {
    let rows = "22:00,30,Wake\n22:00,30,Stage1\n22:00,30,Stage2\n22:01,30,REM\n22:02,30,Stage2\n"
    #expect(try scoring(header + rows).warns("coarse_clock"))
  }

  @Test func `more than sixteen hours are said`() throws {
    func night(_ hours: [Int]) throws -> NightAnnotations {
      try scoring(header + hours.map { text($0 * 3600) + ",30,Stage2\n" }.joined())
    }
    #expect(try night([22, 1, 4, 7, 10, 13, 15]).warns("over_16_hours"))
    #expect(!(try night([22, 1, 4, 7]).warns("over_16_hours")))
  }

  @Test(arguments: [
    "25/07/2018 11:45:40 p. m.", "25/07/2018 11:45:40 p.\u{00A0}m.", "25/07/2018 11:45:40 p.\u{202F}m.",
    "25/07/2018 11:45:40 p.m.", "25/07/2018 11:45:40 PM", "25/07/2018 11:45:40pm",
    "25/07/2018 11:45:40 P. M.",
    "2018-07-25T23:45:40+02:00", "2018-07-25T23:45:40Z", "2018-07-25 23:45:40.000", "25.07.2018 23:45:40,000",
    "25.07.2018 23.45.40", "25/07/2018-23:45:40", "2018-07-25 오후 11:45:40", "2018-07-25 下午11:45:40",
  ])
  func `one moment in the forms of workstations`(_ stated: String) throws {
    let night = try scoring(
      "Start Time;End Time;Event;Duration\n\(stated);x;LM;2\n",
      context: .recording(day: 17_737, "23:00:00"))
    #expect(night.movementTexts == ["- 2740.0+2.0"])
  }

  @Test(arguments: ["25/07/2018 13:45:40 p. m.", "25/07/2018 11:45:40 x. m.", "25/07/2018 24:45:40"])
  func `what is no time is an error with its line`(_ stated: String) {
    let error = #expect(throws: AnnotationError.self) {
      try scoring("Start Time;End Time;Event;Duration\n\(stated);x;LM;2\n")
    }
    #expect(error?.location == "line 2")
  }

  @Test func `Sandman's rows have their own clock, also without AM and PM`() throws {
    func export(_ rows: String) -> String {
      "Sandman\n\nx\n\nStart: 25/07/2018 11:32:10 PM\n\n\n\n\n\n\n\n\nEpoch\tStage\tTime\n" + rows
    }
    let stated = try scoring(export("41\tWake\t11:52:10 PM\n42\t2\t11:52:40 PM\n60\tREM\t12:01:40 AM\n"))
    let bare = try scoring(export("41\tWake\t11:52:10\n42\t2\t11:52:40\n60\tREM\t12:01:40\n"))
    for night in [stated, bare] {
      #expect(night.hypnogram?.spans.map(\.range.start.seconds) == [1200, 1230, 1770])
    }
  }
}
