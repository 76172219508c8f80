import SleepEvents
import Testing

@testable import StudyTables

@Suite struct CalendarDateTests {
  @Test func `a date that does not exist is refused`() {
    for text in [
      "2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "01.03.2026", "", "2026-04-31",
    ] {
      #expect(CalendarDate(text) == nil, "\(text)")
    }
    #expect(CalendarDate("2024-02-29") != nil)
    #expect(CalendarDate("2000-02-29") != nil)
    #expect(CalendarDate("1900-02-29") == nil)
  }

  @Test func `day numbers count from 1970 and come back as the same date`() {
    #expect(CalendarDate("1970-01-01")?.dayNumber == 0)
    #expect(CalendarDate("2000-03-01")?.dayNumber == 11_017)
    #expect(CalendarDate("2026-03-08")?.dayNumber == 20_520)
    for number in stride(from: -40_000, through: 60_000, by: 97) {
      let date = CalendarDate(dayNumber: number)
      #expect(CalendarDate(date.description) == date)
    }
  }
}
