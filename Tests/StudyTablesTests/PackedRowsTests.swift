import Foundation
import SleepEvents
import StructuredText
import Testing

@testable import StudyTables

/// Rows of which all are kept take less room than their text, and are what they were when they are looked at.
@Suite struct PackedRowsTests {
  /// A night that says something in every column.
  private static func night(_ number: Int) -> NightRow {
    var row = NightRow(patientID: "sub-\(number % 7)", nightID: "ses-\(number)")
    let share = Double(number % 97)
    row.date = CalendarDate(dayNumber: 18_000 + number)
    row.phase = .after
    row.daysSinceStart = number % 9 - 4
    (row.trazodoneMilligrams, row.doseStepDay) = (50, number)
    (row.totalSleepHours, row.totalSleepSource, row.timeInBedHours) = (6.123456, .hypnogram, 7.5)
    (row.sleepEfficiencyPercent, row.sleepOnsetLatencyMinutes) = (81.25, 12.5)
    (row.wakeAfterSleepOnsetMinutes, row.n1Percent, row.n2Percent) = (35.75, 5.125, 50)
    (row.n3Percent, row.remPercent, row.candidateCount, row.plmsCount) = (20.5, 24.375, 300, 103)
    row.plmsIndex = 103 / 6.123456
    (row.plmsNREMIndex, row.plmsREMIndex, row.plmsArousalCount, row.plmsArousalIndex) = (15.2, 0.1, 7, 1.1)
    (row.plmwIndex, row.periodicityIndexByIntervals, row.periodicityIndexByCount) = (9.75, 0.512345, 0.3)
    (row.isolatedIndex, row.shortIntervalIndex, row.respiratoryCount) = (1.5, 2.5, 3)
    (row.medianIntervalSeconds, row.arousalIndex, row.apneaHypopneaIndex) = (22.3, 11.1, share)
    (row.oxygenDesaturationIndex, row.lowestSaturationPercent, row.airwayPressure) = (0.7, 88, .off)
    (row.legChannels, row.scoredPercent, row.oneLegHours) = ("left;right", 99.5, 0)
    (row.scoringRules, row.softwareVersion) = ("wasm2016", "tibialis 0.9.0+0123456789abcdef")
    (row.qualityFlags, row.isIncluded) = (["high_noise", "one_leg"], false)
    (row.exclusionReason, row.role, row.sensor) = (NightRow.excludedInList, .titration, .emg)
    (row.respiratoryOption, row.samplingRateHertz, row.caffeineMilligramsAfterNoon) = ("window", 512, 80)
    (row.alcoholUnits, row.wakeHours, row.plmwCount, row.meanLogInterval) = (1, 1.25, 12, -0.123457)
    (row.plmsWithoutRespiratoryCount, row.plmsWithoutRespiratoryIndex) = (100, 16.3)
    (row.atoniaIndex, row.alternatingPerHour, row.seriesCount) = (0.93, 0.2, 8)
    (row.plmsN1Count, row.plmsN2Count, row.plmsN3Count, row.plmsREMCount) = (10, 60, 30, 3)
    row.plmsByHour = [30, 0, 12, number]
    row.additional = [
      AdditionalCell(column: "rater", text: "Ä. B."), AdditionalCell(column: "site", text: nil),
    ]
    row.line = number + 2
    return row
  }

  @Test func `texts that differ only in their bytes keep them`() {
    let typed = ["e\u{301}t\u{E9}", "\u{E9}t\u{E9}"]
    let packed = PackedRows(
      typed.map { text in
        var row = NightRow(patientID: "sub-1", nightID: text)
        row.respiratoryOption = text
        return row
      })
    #expect(packed.map { Array(($0.respiratoryOption ?? "").utf8) } == typed.map { Array($0.utf8) })
  }

  @Test func `every column of a night comes back as it was`() {
    let nights = (0..<1100).map(PackedRowsTests.night)
    for (column, text) in NightColumns.all.map({ ($0.name, $0.text(nights[1])) }) {
      #expect(text != nil, "\(column): this test must have a value for it")
    }
    let packed = PackedRows(nights)
    #expect(packed.count == nights.count)
    #expect(packed.elementsEqual(nights))
    let blank = NightRow(patientID: "p", nightID: "n")
    #expect(Array(PackedRows([blank, nights[0], blank])) == [blank, nights[0], blank])
    #expect(packed.head(1050).line == 1052 && packed.head(1050).plmsCount == nil)
  }

  @Test func `every column of a list of nights comes back as it was`() {
    var record = NightRecord(
      patientID: "sub-1", nightID: "ses-1", date: CalendarDate("2026-03-01"), startTime: "22:50",
      recordingPath: "edf/1.edf", scoringPaths: ["a.csv", "b.csv"], totalSleepMinutes: 372.5,
      timeInBedMinutes: 441, role: .habituation, trazodoneMilligrams: 0, isExcluded: true,
      exclusionReason: "cable", line: 7)
    (record.trazodoneTime, record.airwayPressure, record.airwayPressureCmH2O) = ("22:00", .on, 8.5)
    (record.caffeineMilligramsAfterNoon, record.alcoholUnits, record.notes) = (40, 2, "restless")
    record.scored = ["stages", "legs"]
    record.additional = [AdditionalCell(column: "bed", text: "4")]
    for child in Mirror(reflecting: record).children {
      #expect("\(child.value)" != "nil", "\(child.label ?? ""): this test must have a value for it")
    }
    let blank = NightRecord(patientID: "p", nightID: "n")
    #expect(Array(PackedRows([blank, record, blank])) == [blank, record, blank])
  }

  @Test(arguments: [
    0, -0.0, 0.1, 0.1 + 0.2, 1 / 3, -12.375, 1e-12, .leastNonzeroMagnitude, 1e15, 9_007_199_254_740_992,
    1e300,
    .greatestFiniteMagnitude, 123_456.789_012, 0.000_000_001, .infinity,
  ])
  func `a number comes back bit by bit`(_ value: Double) {
    var row = NightRow(patientID: "p", nightID: "n")
    row.plmsIndex = value
    #expect(PackedRows([row])[0].plmsIndex?.bitPattern == value.bitPattern)
  }

  @Test(arguments: [0, -1, 255, 256, -129, .max, .min])
  func `a whole number comes back`(_ value: Int) {
    var row = NightRow(patientID: "p", nightID: "n")
    row.daysSinceStart = value
    #expect(PackedRows([row])[0].daysSinceStart == value)
  }

  @Test func `more different texts than rows share come back too`() {
    let nights = (0..<1100).map { number in
      var row = NightRow(patientID: "", nightID: "n\(number)")
      (row.exclusionReason, row.qualityFlags) = ("reason \(number)", ["a\(number)", "one_leg", ""])
      return row
    }
    #expect(PackedRows(nights).elementsEqual(nights))
  }

  @Test func `a table of nights takes less than half of the room of its text`() throws {
    let path = NSTemporaryDirectory() + "packed-\(UUID().uuidString).csv"
    defer { unlink(path) }
    let text = NightTable(rows: (0..<1500).lazy.map(PackedRowsTests.night)).csv()
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let table = try NightTable.read(path: path)
    #expect(table.problems.isEmpty)
    #expect(table.rows.count == 1500)
    #expect(table.csv() == text)
    #expect(table.rows.packedBytes < text.utf8.count / 2)
  }

  @Test func `rows of one patient are found wherever they stand`() {
    let rows = PackedRows((0..<50).map(PackedRowsTests.night))
    let places = rows.placesByPatient
    #expect(places.count == 7)
    #expect(
      rows.rows(at: places["sub-3"]).map(\.nightID) == stride(from: 3, to: 50, by: 7).map { "ses-\($0)" })
    #expect(rows.rows(at: places["nobody"]).isEmpty)
  }
}
