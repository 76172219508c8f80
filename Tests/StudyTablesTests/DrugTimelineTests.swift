import SleepEvents
import Testing

@testable import StudyTables

@Suite struct DrugTimelineTests {
  private func day(_ number: Int) -> CalendarDate { CalendarDate(dayNumber: 20_513 + number) }

  private func interval(_ start: Int, _ stop: Int?, _ milligrams: Double? = 50) -> MedicationInterval {
    MedicationInterval(
      patientID: "a", drugName: "trazodone", dose: milligrams, unit: .milligram, start: day(start),
      stop: stop.map(day))
  }

  @Test func `rows at the same dose that follow each other are one step`() {
    let timeline = DrugTimeline(intervals: [interval(8, 17), interval(18, nil)])
    #expect(timeline.steps.count == 1)
  }

  @Test func `two drugs of one class on the same day add up`() {
    let timeline = DrugTimeline(intervals: [interval(8, 20, 50), interval(15, 30, 20)])
    #expect(timeline.steps.map(\.milligrams) == [50, 70, 20, 0])
    #expect(timeline.steps.map(\.isOn) == [true, true, true, false])
  }

  @Test func `without a medications table the doses of the nights make the timeline`() {
    let timeline = DrugTimeline(nightlyDoses: [(day(1), 0), (day(2), 0), (day(12), 50), (day(20), 50)])
    #expect(timeline.isFromNights)
    #expect(timeline.start == day(12))
  }
}
