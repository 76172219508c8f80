import EDF
import Foundation
import SleepEvents
import StructuredText
import StudyTables

/// Simulates all recordings of a night list, so that the analysis of a study can be tried before there are
/// data.
///
/// How each patient moves is read from `simulation.tsv` next to the list: rate, its ratio on the drug, and
/// night-to-night variation.
package struct StudySimulator: Sendable {
  package struct Subject: Sendable, Hashable {
    package var preset: SimulationPreset
    /// Periodic movements per hour of sleep off the drug.
    package var periodicPerHour: Double
    /// Factor by which the rate is multiplied on the drug.
    package var ratioOnDrug: Double
    /// Night-to-night coefficient of variation of the rate.
    package var nightCV: Double
    package var hours: ClosedRange<Double>
    package var rateHertz: Int
  }

  package var seed: UInt64
  private let subjects: [String: Subject]
  private let tables: StudyTables

  /// Reads a night list and the tables next to it.
  package init(nightsPath: String, seed: UInt64) throws {
    self.seed = seed
    tables = try StudyTables.load(nightsPath: nightsPath)
    if let problem = tables.problems.first { throw problem.error }
    let folder = PathName.folder(of: nightsPath)
    let path = (folder.isEmpty ? "" : folder + "/") + "simulation.tsv"
    subjects = FileManager.default.fileExists(atPath: path) ? try StudySimulator.subjects(path) : [:]
  }

  private static func subjects(_ path: String) throws -> [String: Subject] {
    let table = try DelimitedTable(path: path, required: ["patient_id", "plm_per_hour"])
    var subjects: [String: Subject] = [:]
    for row in table.rows {
      let name = row["preset"] ?? "n1_clean_rls"
      guard let preset = SimulationPreset.named(name) else {
        throw row.error(
          "preset", expected: "one of " + SimulationPreset.all.map(\.name).joined(separator: ", "))
      }
      func number(_ column: String, _ usual: Double, _ range: ClosedRange<Double>) throws -> Double {
        let value = try row.number(column) ?? usual
        guard range.contains(value) else {
          throw row.error(column, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
      }
      let shortest = try number("hours_min", 6, 0.5...24)
      subjects[try row.required("patient_id")] = Subject(
        preset: preset, periodicPerHour: try number("plm_per_hour", 20, 0...150),
        ratioOnDrug: try number("ratio_on_drug", 1, 0.01...100), nightCV: try number("night_cv", 0.3, 0...2),
        hours: shortest...max(shortest, try number("hours_max", 7, 0.5...24)),
        rateHertz: Int(try number("rate_hz", Double(preset.rateHertz), 100...4096)))
    }
    return subjects
  }

  package var nights: PackedRows<NightRecord> { tables.nights }

  /// Path of a night's recording relative to the study's folder.
  package func recordingPath(_ night: NightRecord) -> String {
    night.recordingPath ?? "recordings/\(night.patientID)_\(night.nightID).edf"
  }

  /// Writes one night's recording and its ground truth below `folder`.
  package func simulate(_ night: NightRecord, into folder: String) throws {
    let subject =
      subjects[night.patientID]
      ?? Subject(
        preset: SimulationPreset.all[0], periodicPerHour: 20, ratioOnDrug: 1, nightCV: 0.3, hours: 6...7,
        rateHertz: SimulationPreset.all[0].rateHertz)
    var random = SimulatorRandom(
      seed: seed, stream: StudySimulator.hash(night.patientID + "/" + night.nightID))
    let deviation = stable(log(1 + subject.nightCV * subject.nightCV)).squareRoot()
    let factor = random.logNormal(median: 1, deviation: deviation)
    let ratio = try isOnDrug(night) ? subject.ratioOnDrug : 1
    var preset = subject.preset
    preset.periodicPerHour = subject.periodicPerHour * ratio * factor
    let plan = SimulatedNight(
      preset: preset, seed: random.bits(),
      hours: random.uniform(subject.hours.lowerBound, subject.hours.upperBound))
    var files = SimulationFiles(night: plan, rateHertz: subject.rateHertz, start: start(of: night))
    files.includesECG = false
    let path = folder + "/" + recordingPath(night)
    try TextFile.makeFolder(PathName.folder(of: path))
    try files.writeRecording(to: path)
    try files.writeTruth(to: truthFolder(night, in: folder))
  }

  private func isOnDrug(_ night: NightRecord) throws -> Bool {
    if let dose = night.trazodoneMilligrams { return dose > 0 }
    guard let date = night.date else { return false }
    let drugs = try DrugTable.standard()
    let trazodone = DrugSelector("trazodone", table: drugs)
    let intervals = tables.medications.filter {
      $0.patientID == night.patientID && trazodone.matches($0, table: drugs)
    }
    return intervals.contains { $0.covers(date) }
  }

  private func start(of night: NightRecord) -> RecordingStart {
    let clock = (night.startTime ?? "22:30").split(separator: ":").compactMap { Int($0) }
    let date = night.date
    return RecordingStart(
      date: date.flatMap { .init(year: $0.year, month: $0.month, day: $0.day) },
      clock: clock.count >= 2 ? .init(hour: clock[0], minute: clock[1], second: 0) : nil)
  }

  /// FNV-1a, so that a night keeps its random numbers when others are added to the list.
  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
