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

  private func phases(_ timeline: DrugTimeline, _ days: [Int]) -> [StudyPhase] {
    days.map { timeline.placement(on: day($0)).phase }
  }

  @Test func `three calendar days after the start are transition, then steady`() {
    let timeline = DrugTimeline(intervals: [interval(8, nil)])
    #expect(
      phases(timeline, [7, 8, 9, 10, 11]) == [.before, .transition, .transition, .transition, .after])
    #expect(timeline.placement(on: day(10)).doseStepDay == 3)
    #expect(timeline.placement(on: day(10)).daysSinceStart == 2)
    #expect(timeline.placement(on: day(7)).daysSinceStart == -1)
    #expect(timeline.placement(on: day(7)).doseMilligrams == 0)
  }

  @Test func `a change of dose and a stop have their own transition`() {
    let timeline = DrugTimeline(intervals: [interval(8, 17), interval(18, 30, 100)])
    #expect(
      phases(timeline, [17, 18, 20, 21, 30, 31, 33, 34])
        == [.after, .transition, .transition, .after, .after, .transition, .transition, .washout])
    #expect(timeline.placement(on: day(21)).doseStep == 2)
    #expect(timeline.placement(on: day(21)).doseMilligrams == 100)
    #expect(timeline.placement(on: day(31)).daysSinceStop == 1)
    #expect(timeline.stop == day(31))
  }

  @Test func `the length of the transition is a parameter`() {
    let timeline = DrugTimeline(intervals: [interval(8, nil)], transitionNights: 0)
    #expect(phases(timeline, [7, 8]) == [.before, .after])
    let week = DrugTimeline(intervals: [interval(8, nil)], transitionNights: 7)
    #expect(phases(week, [14, 15]) == [.transition, .after])
  }

  @Test func `rows at the same dose that follow each other are one step`() {
    let timeline = DrugTimeline(intervals: [interval(8, 17), interval(18, nil)])
    #expect(timeline.steps.count == 1)
    #expect(phases(timeline, [18]) == [.after])
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
    #expect(timeline.placement(on: day(2), recordedDose: 0).phase == .before)
    #expect(timeline.placement(on: day(20), recordedDose: 50).phase == .after)
    #expect(timeline.placement(on: day(19), recordedDose: nil).phase == .other, "n/a is not 0")
  }

  @Test func `a dose left out puts the night on no side`() {
    let timeline = DrugTimeline(intervals: [interval(8, nil)])
    #expect(timeline.placement(on: day(15), recordedDose: 0).phase == .other)
  }

  @Test func `without a start there is no phase`() {
    #expect(DrugTimeline(intervals: []).placement(on: day(3)).phase == .other)
  }
}
