import SleepEvents
import StructuredText
import Testing

@testable import StudyComparison
@testable import StudyTables

/// A study of a few nights, built in memory. Day 1 is 2026-03-01.
struct StudyBuilder {
  var nights = NightTable(rows: [])
  var tables = StudyTables()
  var request = ComparisonRequest()

  static func day(_ number: Int) -> CalendarDate { CalendarDate(dayNumber: 20_512 + number) }

  /// Five quiet nights before and five after, trazodone from day 12, nights not on consecutive dates.
  static func typical(before: Double = 22, after: Double = 9) -> StudyBuilder {
    var study = StudyBuilder()
    study.take("trazodone", "N06AX05", 50, from: 12)
    study.add("a", days: [1, 3, 5, 8, 10], rate: before)
    study.add("a", days: [18, 20, 22, 25, 27], rate: after)
    return study
  }

  mutating func take(
    _ drug: String, _ atc: String?, _ milligrams: Double?, from: Int, to: Int? = nil, patient: String = "a"
  ) {
    tables.medications.append(
      MedicationInterval(
        patientID: patient, drugName: drug, atc: atc, dose: milligrams, unit: .milligram,
        start: StudyBuilder.day(from), stop: to.map(StudyBuilder.day)))
  }

  /// Nights of 6.5 h whose counts vary by a fixed pattern about `rate`.
  mutating func add(
    _ patient: String, days: [Int], rate: Double, rules: String = "wasm2016",
    _ change: (inout NightRow) -> Void = { _ in }
  ) {
    let pattern = [1.1, 0.9, 1.2, 0.85, 1, 1.05, 0.95]
    for (index, day) in days.enumerated() {
      var row = NightRow(patientID: patient, nightID: "n\(day)")
      row.date = StudyBuilder.day(day)
      row.totalSleepHours = 6.5
      row.totalSleepSource = .hypnogram
      row.plmsCount = Int((rate * 6.5 * pattern[index % pattern.count]).rounded())
      row.plmsIndex = row.plmsCount.map { Double($0) / 6.5 }
      row.scoringRules = rules
      row.softwareVersion = "tibialis 0.1.0"
      row.legChannels = "left;right"
      row.airwayPressure = .off
      change(&row)
      nights.rows.append(row)
    }
  }

  /// Changes the nights from `day`.
  mutating func change(from day: Int, _ body: (inout NightRow) -> Void) {
    for index in nights.rows.indices
    where (nights.rows[index].date ?? StudyBuilder.day(0)) >= StudyBuilder.day(day) {
      body(&nights.rows[index])
    }
  }

  func run() throws -> DrugComparisonResult {
    try DrugComparison.run(nights: nights, tables: tables, request: request)
  }

  func primary() throws -> Contrast { try #require(try run().patients.first?.primary) }

  func contrast(_ name: String) throws -> Contrast {
    try #require(
      try run().patients.first?.contrasts.first { $0.kind.name == name && $0.outcome == request.outcome })
  }
}
