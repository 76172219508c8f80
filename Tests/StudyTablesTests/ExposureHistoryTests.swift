import Foundation
import SleepEvents
import StructuredText
import Testing

@testable import StudyTables

@Suite struct ExposureHistoryTests {
  private static let references: [JSONValue] = {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "StudyComparisonTests/Data/engine_references.json").path
    do {
      return try JSONValue(parsing: TextFile.bytes(of: path, limit: 1 << 24), file: path)["exposure"]?
        .arrayValue ?? []
    } catch {
      Issue.record("\(error)")
      return []
    }
  }()

  private static let first = CalendarDate(dayNumber: 20_512)

  @Test func `pattern and sides agree with the independent program`() {
    #expect(ExposureHistoryTests.references.count >= 12)
    for item in ExposureHistoryTests.references {
      let doses = (item["dose_mg"]?.arrayValue ?? []).map { value in
        value.doubleValue.map(NightlyDose.init(recorded:)) ?? .unknown
      }
      var planned: [CalendarDate: Bool] = [:]
      for (index, value) in (item["planned"]?.arrayValue ?? []).enumerated() {
        planned[ExposureHistoryTests.first + index] = (value.doubleValue ?? 0) > 0
      }
      let history = ExposureHistory(
        ExposureCalendar(start: ExposureHistoryTests.first, doses: doses),
        rules: ExposureRules(
          halfLifeHours: item["half_life_h"]?.doubleValue, settlingNights: item["settle"]?.integerValue ?? 3,
          planned: planned))
      #expect(history.pattern.rawValue == item["kind"]?.stringValue, "\(item["id"]?.stringValue ?? "")")
      #expect(
        history.sides.map(\.rawValue) == (item["labels"]?.arrayValue ?? []).compactMap(\.stringValue),
        "\(item["id"]?.stringValue ?? "")")
    }
  }

  @Test(arguments: [
    (2.0, 0), (8, 0), (8.1, 1), (12, 1), (16, 1), (17, 2), (34, 4), (35, 4), (60, 7),
  ])
  func `washout: at most an eighth of a dose is left at the first counted night`(hours: Double, nights: Int) {
    #expect(ExposureRules(halfLifeHours: hours).washoutNights == nights)
  }

  @Test(arguments: 0..<60)
  func `a history gives the same nights, typed night by night or as intervals`(round: Int) throws {
    var generator = Generator(state: UInt64(round) &* 7919 &+ 3)
    // Stretches of one dose, off and on with random lengths.
    var doses: [Double] = []
    while doses.count < 40 {
      let dose = [0.0, 0, 25, 50, 100][generator.below(5)]
      doses += [Double](repeating: dose, count: 1 + generator.below(9))
    }
    let nights = doses.enumerated().map {
      (date: ExposureHistoryTests.first + $0.offset, milligrams: Double?.some($0.element))
    }
    var intervals: [MedicationInterval] = []
    for (index, dose) in doses.enumerated() where dose > 0 {
      let date = ExposureHistoryTests.first + index
      if let last = intervals.last, last.stop == date - 1, last.dose == dose {
        intervals[intervals.count - 1].stop = date
      } else {
        intervals.append(
          MedicationInterval(
            patientID: "a", drugName: "trazodone", dose: dose, unit: .milligram, start: date, stop: date))
      }
    }
    let typed = try #require(ExposureCalendar(nights: nights, intervals: []))
    let listed = try #require(
      ExposureCalendar(nights: nights.map { ($0.date, nil) }, intervals: intervals))
    guard !intervals.isEmpty else { return }
    let rules = ExposureRules(halfLifeHours: [8.0, 15, 60][generator.below(3)])
    let left = ExposureHistory(typed, rules: rules)
    let right = ExposureHistory(listed, rules: rules)
    #expect(left.pattern == right.pattern, "round \(round)")
    for night in nights { #expect(left.side(on: night.date) == right.side(on: night.date), "round \(round)") }
    // Both together give the same result.
    let both = try #require(ExposureCalendar(nights: nights, intervals: intervals))
    #expect(ExposureHistory(both, rules: rules).sides.suffix(doses.count) == left.sides.suffix(doses.count))
  }

  @Test func `a dose as needed is unknown on a night that does not say it`() throws {
    let interval = MedicationInterval(
      patientID: "a", drugName: "trazodone", dose: 50, unit: .milligram,
      start: ExposureHistoryTests.first + 2,
      status: .asNeeded)
    let calendar = try #require(
      ExposureCalendar(
        nights: (0..<6).map { (ExposureHistoryTests.first + $0, $0 == 4 ? 50 : nil) }, intervals: [interval]))
    #expect(calendar.isAsNeeded)
    #expect(
      calendar.doses.suffix(6) == [.off, .off, .unknown, .unknown, .on(milligrams: 50), .unknown])
  }

  @Test func `a blank dose is never none`() throws {
    let calendar = try #require(
      ExposureCalendar(
        nights: [(ExposureHistoryTests.first, 0), (ExposureHistoryTests.first + 3, nil)], intervals: []))
    #expect(calendar.doses == [.off, .off, .off, .unknown], "a night in between takes the last dose")
  }

  // MARK: The phase of nights.csv

  private func history(
    _ rows: [(from: Int, to: Int?, milligrams: Double)], nights: ClosedRange<Int>, own: [Int: Double] = [:]
  ) throws -> ExposureHistory {
    let intervals = rows.map { row in
      MedicationInterval(
        patientID: "a", drugName: "trazodone", dose: row.milligrams, unit: .milligram, start: day(row.from),
        stop: row.to.map(day))
    }
    let calendar = try #require(
      ExposureCalendar(nights: nights.map { (day($0), own[$0]) }, intervals: intervals))
    return ExposureHistory(calendar, rules: ExposureRules(halfLifeHours: 8))
  }

  private func day(_ number: Int) -> CalendarDate { ExposureHistoryTests.first + number }

  @Test func `three calendar days after the start are transition, then steady`() throws {
    let history = try history([(8, nil, 50)], nights: 1...20)
    #expect(
      [7, 8, 9, 10, 11].map { history.placement(on: day($0)).phase }
        == [.before, .transition, .transition, .transition, .after])
    #expect(history.placement(on: day(10)).doseStepDay == 3)
    #expect(history.placement(on: day(10)).daysSinceStart == 2)
    #expect(history.placement(on: day(7)).daysSinceStart == -1)
    #expect(history.placement(on: day(7)).doseMilligrams == 0)
  }

  @Test func `each step of a titration has its own transition`() throws {
    let history = try history([(8, 17, 50), (18, nil, 100)], nights: 1...30)
    #expect(history.pattern == .dose)
    #expect(
      [17, 18, 20, 21].map { history.placement(on: day($0)).phase } == [
        .after, .transition, .transition, .after,
      ])
    #expect(history.placement(on: day(21)).doseMilligrams == 100)
  }

  @Test func `after a stop come transition and washout; a dose left out is on no side`() throws {
    let history = try history([(-20, 12, 50)], nights: 1...30)
    #expect(
      [12, 13, 15, 16].map { history.placement(on: day($0)).phase } == [
        .after, .transition, .transition, .washout,
      ])
    let missed = try self.history([(8, nil, 50)], nights: 1...30, own: [15: 0])
    #expect(missed.placement(on: day(15)).phase == .other)
    #expect(missed.placement(on: day(15)).doseMilligrams == 0)
  }

  @Test func `where on and off nights interleave there is no phase`() throws {
    let history = try history([(8, 12, 50), (18, 22, 50)], nights: 1...30)
    #expect(history.pattern == .interleaved)
    #expect([2, 9, 15, 20].allSatisfy { history.placement(on: day($0)).phase == .other })
  }

  private struct Generator {
    var state: UInt64
    mutating func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }
}
