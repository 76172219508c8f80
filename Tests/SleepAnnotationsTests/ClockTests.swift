import Foundation
import SleepAnnotations
import SleepEvents
import Testing

@Suite struct ClockTests {
  /// 1 March 2024 as days since 1970-01-01.
  private let evening = 19_783

  @Test func `an undated export goes on across midnight`() throws {
    let night = try Fixture.read("stages.csv", context: .recording(day: evening, "23:57:00"))
    #expect(night.movementTexts == Fixture.movements)
    #expect(!night.warns("start_differs"))
  }

  @Test func `an undated export is placed by the recording's clock`() throws {
    let night = try Fixture.read("stages.csv", context: .recording(day: evening, "22:57:00"))
    #expect(night.movementTexts.first == "L 3700.0+2.0")
  }

  @Test func `a scoring that begins a moment before the recording is not a day late`() throws {
    let night = try Fixture.read("stages.csv", context: .recording(day: evening, "23:58:00"))
    #expect(night.movementTexts.first == "L 40.0+2.0")
    #expect(night.lightsOff == Instant(seconds: -60))
  }

  @Test func `a dated export with another start is moved and says so`() throws {
    let night = try Fixture.read("domino_events.txt", context: .recording(day: evening, "23:00:00"))
    #expect(night.movementTexts.first == "L 3520.0+2.0")
    #expect(night.warns("start_differs"))
  }

  @Test func `an export of another night is an error`() {
    let error = #expect(throws: AnnotationError.self) {
      try Fixture.read("embla.xml", context: .recording(day: evening + 7, "23:00:00"))
    }
    #expect(error?.code == "no_overlap")
    #expect(error?.sentence.contains("7 day(s) before") == true)
  }

  @Test func `a recording without a date takes a dated export by its clock`() throws {
    var context = ReadingContext.recording(day: 0, "22:57:00")
    for day in [nil, 5479] {  // 5479 is 1 January 1985
      context.start?.day = day
      #expect(try Fixture.read("embla.xml", context: context).movementTexts.first == "L 3700.0+2.0")
    }
  }

  @Test func `day and month are told apart by the shorter night`() throws {
    func export(_ first: String, _ second: String) -> String {
      "Start Time,End Time,Event,Duration\n\(first) 23:59:50,x,LM,2\n\(second) 00:00:10,x,LM,2\n"
    }
    #expect(try scoring(export("05/06/2018", "06/06/2018")).movementTexts == ["- 0.0+2.0", "- 20.0+2.0"])
    #expect(try scoring(export("06/05/2018", "06/06/2018")).movementTexts == ["- 0.0+2.0", "- 20.0+2.0"])
  }

  @Test func `without a recording time 0 is the start that the file states, or its earliest event`() throws {
    #expect(try Fixture.read("domino_profile.txt").hypnogram?.spans.first?.range.start == .zero)
    let late = try scoring(
      "Signal ID: x\nStart Time: 01.03.2024 23:57:00\n\n23:58:00,000-23:58:02,000; 2;Limb Movement (Left)\n")
    #expect(late.movementTexts == ["L 60.0+2.0"])
    let bare = try scoring("Start Time,Duration (seconds),Event\n23:58:00,2,Left Leg\n23:58:30,2,Left Leg\n")
    #expect(bare.movementTexts == ["L 0.0+2.0", "L 30.0+2.0"])
  }

  @Test func `a clock that cannot be read names its line`() {
    let error = #expect(throws: AnnotationError.self) {
      try scoring("Start Time,Duration (seconds),Event\n25:58:00,2,Left Leg\n")
    }
    #expect(error?.location == "line 2")
  }
}
