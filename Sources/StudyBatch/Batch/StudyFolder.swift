import Foundation
import NightAnalysis
import NightResults
import SleepEvents
import StructuredText
import StudyTables

/// The output folder of a batch: the list of its nights, copies of the study's tables, a folder per night.
package struct StudyFolder: Sendable {
  package let path: String
  static let listName = "nights.tsv"
  /// The researcher's table and the clinician's.
  package static let nightsTable = "nights.csv"
  package static let clinicianTable = "clinician.csv"

  /// What a merge writes, the main files.
  package static let mergedFiles = [nightsTable, clinicianTable, StudyPackage.fileName]

  package init(path: String) { self.path = path }

  /// Makes the folder ready: the list of nights without any path, and the study's tables.
  ///
  /// - Throws: `BatchError.anotherStudy` if it holds another study's list; `TextError` if it cannot be written.
  package func prepare(_ list: NightList) throws {
    try TextFile.makeFolder(path)
    let inputs = list.jobs.flatMap { [$0.recording].compactMap(\.self) + $0.scorings }
    var plan = OutputPlan(inputs: [list.source] + inputs)
    for name in [StudyFolder.nightsTable, StudyFolder.clinicianTable] {
      plan.add(path + "/" + name, isOurs: OwnFile.isTable)
    }
    StudyPackage.plan(&plan, folder: path)
    try plan.check()
    let text = StudyFolder.listText(list.jobs)
    let listPath = path + "/" + StudyFolder.listName
    if let identity = FileIdentity(listPath), identity == FileIdentity(list.source) {
      // The study's own folder: its list serves as it is and is never written over.
    } else if FileManager.default.fileExists(atPath: listPath) {
      let standing = try TextFile.read(listPath, limit: 256 << 20)
      if standing != text {
        let before = Set(try StudyTables.load(StudyTables.Paths(nights: listPath)).nights.map(\.patientID))
        let now = Set(list.jobs.map(\.record.patientID))
        guard before.isEmpty || !before.isDisjoint(with: now) else {
          throw BatchError.anotherStudy(
            folder: path, found: "patients " + before.sorted().prefix(3).joined(separator: ", "))
        }
        try TextFile.writeAtomically(text, to: listPath)
      }
    } else {
      try TextFile.writeAtomically(text, to: listPath)
    }
    for companion in list.companions {
      let target = path + "/" + companion.name
      if let identity = FileIdentity(target), identity == FileIdentity(companion.path) { continue }
      let name = PathName.stem(of: companion.name)
      guard let template = StudyTemplate.named(name) else {
        try TextFile.writeAtomically(try TextFile.bytes(of: companion.path, limit: 256 << 20), to: target)
        continue
      }
      let text = try template.copy(of: companion.path, reading: list.reading)
      try TextFile.writeAtomically(text, to: "\(path)/\(name).tsv")
    }
  }

  static let listColumns = [
    "patient_id", "night_id", "date", "start_time", "tst_min", "tib_min", "night_role", "trazodone_mg",
    "trazodone_time", "cpap", "cpap_pressure_cmh2o", "caffeine_mg_after_noon", "alcohol_units", "exclude",
    "exclude_reason", "scored",
  ]

  /// The nights' facts that later steps need; no path, no note.
  private static func listText(_ jobs: [NightJob]) -> String {
    var text = Delimited.tsvLine(listColumns)
    for job in jobs {
      let record = job.record
      func number(_ value: Double?) -> String? { value.map(JSONValue.numberText) }
      text += Delimited.tsvLine([
        record.patientID, record.nightID, job.evening?.description, record.startTime,
        number(record.totalSleepMinutes), number(record.timeInBedMinutes), record.role?.rawValue,
        number(record.trazodoneMilligrams), record.trazodoneTime, record.airwayPressure?.rawValue,
        number(record.airwayPressureCmH2O), number(record.caffeineMilligramsAfterNoon),
        number(record.alcoholUnits), record.isExcluded ? "true" : "false",
        record.isExcluded ? ExclusionCode.excludedInList : nil,
        record.scored.isEmpty ? nil : record.scored.joined(separator: ";"),
      ])
    }
    return text
  }

  /// Takes the folder as long as the lock lives: together with other batches and shards, or alone for what writes its
  /// tables. Waits for its turn.
  package func lock(_ mode: FolderLock.Mode) throws(TextError) -> FolderLock {
    try TextFile.makeFolder(path)
    return try FolderLock(path: path + "/.study.lock", mode: mode)
  }
}
