import SleepEvents
import Testing

@testable import EDF

@Suite struct StartTests {
  private func start(date: String, time: String = "22.30.00", recording: String? = nil) throws -> (
    String?, [String]
  ) {
    var crafted = recording == nil ? CraftedEDF.plain() : CraftedEDF()
    crafted.date = Array(date.utf8)
    crafted.time = Array(time.utf8)
    if let recording { crafted.recording = Array(recording.utf8) }
    let file = try crafted.opened()
    return (file.start.iso8601, file.warnings.map(\.code))
  }

  @Test(arguments: [
    ("05/11/23", "2023-11-05"), ("05-11-23", "2023-11-05"), ("5.11.23", "2023-11-05"),
    ("5.1.2023", "2023-01-05"),
    ("05 11 23", "2023-11-05"), ("05:11:23", "2023-11-05"), ("05112023", "2023-11-05"),
    ("20231105", "2023-11-05"),
    ("051123", "2023-11-05"), ("11/25/23", "2023-11-25"), ("05,11,23", "2023-11-05"),
  ])
  func `dates as makers write them`(written: String, date: String) throws {
    let (start, warnings) = try start(date: written)
    #expect(start == date + "T22:30:00")
    #expect(warnings == ["odd_start_date"])
  }

  @Test(arguments: ["00.00.00", "31.02.23", "", "xx.xx.xx", "99.99.99", "garbage!"])
  func `a date that does not exist is not known, and the file opens`(written: String) throws {
    let (start, warnings) = try start(date: written)
    #expect(start == nil)
    #expect(warnings == ["unreadable_start_date"])
  }

  @Test(arguments: ["22:30:00", "22-30-00", "22.30", "223000", "22 30 00"])
  func `times as makers write them`(written: String) throws {
    let (start, warnings) = try start(date: "05.11.23", time: written)
    #expect(start == "2023-11-05T22:30:00")
    #expect(warnings == ["odd_start_time"])
  }

  @Test(arguments: ["24.00.00", "12.60.00", "", "noon"])
  func `a time that does not exist is not known`(written: String) throws {
    let (start, warnings) = try start(date: "05.11.23", time: written)
    #expect(start == nil)
    #expect(warnings == ["unreadable_start_time"])
  }

  @Test(arguments: [
    ("Startdate 05-NOV-2023 X X X", []), ("Startdate 05-nov-2023 X X X", []),
    ("Startdate 05-Nov-2023 X X X", []),
    ("Startdate 05-novembre-2023 X X X", ["odd_startdate"]),
    ("Startdate 05.11.2023 X X X", ["odd_startdate"]),
    ("Startdate X X X X", []), ("Startdate 05-NOV-2023", ["odd_recording_field"]),
    ("Startdate 33-NOV-2023 X X X", ["odd_recording_field"]), ("Nihon Kohden", ["odd_recording_field"]),
  ])
  func `the recording field's Startdate`(recording: String, expected: [String]) throws {
    let (start, warnings) = try start(date: "05.11.23", recording: recording)
    #expect(start == "2023-11-05T22:30:00")
    #expect(warnings == expected)
  }

  @Test(arguments: [
    ("05-déc-2023", 12), ("05-fév-2023", 2), ("05-août-2023", 8), ("05-MÄR-2023", 3), ("05-Okt-2023", 10),
    ("05-Dez-2023", 12), ("05-gen-2023", 1), ("05-ago-2023", 8), ("05-MAI-2023", 5), ("05-juil-2023", 7),
    ("05-mrt-2023", 3), ("05-MEI-2023", 5), ("05-dic-2023", 12), ("05-ENE-2023", 1),
  ])
  func `months in the languages of laboratories`(written: String, month: Int) throws {
    let startdate = Startdate(recordingField: "Startdate \(written) X X X")
    guard case .date(let date, let isStandard) = startdate else {
      Issue.record("unreadable")
      return
    }
    #expect(date == CalendarDate(year: 2023, month: month, day: 5))
    #expect(!isStandard)
  }

  @Test func `the Startdate wins over a header date that disagrees, and speaks for one that is missing`()
    throws
  {
    let conflict = try start(date: "06.11.23", recording: "Startdate 05-NOV-2023 X X X")
    #expect(conflict.0 == "2023-11-05T22:30:00")
    #expect(conflict.1 == ["date_conflict"])
    let missing = try start(date: "00.00.00", recording: "Startdate 05-NOV-2023 X X X")
    #expect(missing.0 == "2023-11-05T22:30:00")
    #expect(missing.1 == ["unreadable_start_date"])
    let late = try start(date: "05.11.yy", recording: "Startdate 05-NOV-2090 X X X")
    #expect(late.0 == "2090-11-05T22:30:00")
    #expect(late.1 == [])
  }
}
