import Foundation
import SleepAnnotations
import SleepEvents
import StructuredText
import Testing

/// Columns whose names say that their times count from the start of the recording.
@Suite struct ElapsedColumnTests {
  private func scored(_ table: String, hours: Double = 8) throws -> NightAnnotations {
    try scoring(table, context: .recording(day: 19_783, "22:00:00", hours: hours))
  }

  private func table(_ header: String, row: (String, String, String) -> String) -> String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
    func text(_ seconds: Int) -> String {
      "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }
    return (0..<960).reduce(header + "\n") {
      $0 + row(text($1 * 30), text($1 * 30 + 30), $1 == 959 ? "REM" : "N2") + "\n"
    }
  }

  @Test(arguments: [
    "Start Time (elapsed),End Time (elapsed),Event", "Elapsed Start,Elapsed End,Event",
    "Time since start,End since start,Event", "Relative onset,Relative end,Description",
    "Time from recording start,End from start,Stage", "elapsed,elapsed end,label",
  ])
  func `a column that says elapsed is elapsed, also where the clock would fit`(_ header: String) throws {
    for hours in [8.0, 12.0] {
      let night = try scored(table(header) { "\($0),\($1),\($2)" }, hours: hours)
      #expect(night.hypnogram?.scoredRange == TimeRange(seconds: 0, 28_800))
      #expect(night.warnings.isEmpty)
    }
  }

  @Test(arguments: [
    "onset,relative_time,duration,stage\n0,0,30,W\n30,1,30,N2\n",
    "onset,duration,stage,relative_onset\n0,30,W,5\n30,30,N2,1\n",
    "start,from start,duration,stage\n0,near,30,W\n30,far,30,N2\n",
  ])
  func `beside an onset, a relative time is something else`(_ table: String) throws {
    #expect(try scoring(table).hypnogram?.scoredRange == TimeRange(seconds: 0, 60))
  }

  @Test func `minutes and seconds in an elapsed column are no hours and minutes`() {
    #expect(throws: TextError.self) { try scored("elapsed,duration,stage\n00:00,30,N2\n00:30,30,N2\n") }
  }

  @Test func `Stanford's exports may begin with a remark`() throws {
    let night = try scored(
      "#scoreDir=SCORED SS\nStart Sample,End Sample,Start Time (elapsed),End Time (elapsed),Event,File Name\n"
        + "15360,30720,00:00:30.000,00:01:00.000,\"Stage 1\",a.evt\n"
        + "30720,46080,00:01:00.000,00:01:30.000,\"Stage 2\",a.evt\n")
    #expect(night.hypnogram?.spans.map(\.range.start.seconds) == [30, 60])
  }

  @Test func `a refusal below a remark names the columns of the table`() {
    let error = #expect(throws: AnnotationError.self) { try scoring("#scoreDir=SCORED, SS\na,b,c\n1,2,3\n") }
    #expect(error?.sentence.contains("'a', 'b', 'c'") == true)
  }

  @Test func `HMC's own seconds place its rows`() throws {
    let night = try scoring(
      "Date, Time, Recording onset, Duration, Annotation, Linked channel\n"
        + "2001-01-01, 22:08:30, 510, 0, Lights off, EEG F4-M1\n2001-01-01, 22:08:30, 510, 30, Sleep stage W, \n"
        + "2001-01-01, 22:09:00, 540, 30, Sleep stage N1, \n")
    #expect(night.lightsOff == Instant(seconds: 510))
    #expect(night.hypnogram?.spans.map(\.range.start.seconds) == [510, 540])
  }
}
