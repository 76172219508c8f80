import Foundation
import NightAnalysis
import NightResults
import SleepEvents
import StructuredText
import StudyTables

/// The output folder of a batch: the list of its nights, copies of the study's tables, and a folder per
/// night.
package struct StudyFolder: Sendable {
  package let path: String
  static let listName = "nights.tsv"
  /// The researcher's and the clinician's tables.
  package static let nightsTable = "nights.csv"
  package static let clinicianTable = "clinician.csv"

  /// The main files written by a merge.
  package static let mergedFiles = [nightsTable, clinicianTable, StudyPackage.fileName]

  package init(path: String) { self.path = path }

  /// Prepares the folder: the list of nights without any paths, and the study's tables.
  ///
  /// - Parameter force: overwrites lists and tables not written by this program; never what the batch reads.
  /// - Throws: `BatchError.anotherStudy` if it has another study's list; `TextError` if it cannot be written.
  package func prepare(_ list: NightList, force: Bool = false) throws {
    try TextFile.makeFolder(path)
    let inputs = list.jobs.flatMap { [$0.recording].compactMap(\.self) + $0.scorings }
    var plan = OutputPlan(inputs: [list.source] + inputs + list.companions.map(\.path))
    for name in [StudyFolder.nightsTable, StudyFolder.clinicianTable] {
      plan.add(path + "/" + name, isOurs: OwnFile.isTable)
    }
    StudyPackage.plan(&plan, folder: path)
    let text = StudyFolder.listText(list.jobs)
    let listPath = path + "/" + StudyFolder.listName
    // In the study's own folder its list is used as it is and never overwritten.
    let ownList = FileIdentity(listPath).map { $0 == FileIdentity(list.source) } ?? false
    let copies = try StudyCopies(folder: path)
    let companions = try companionTexts(list)
    if !ownList { plan.add(listPath, isOurs: StudyFolder.isList) }
    for companion in companions {
      plan.add(path + "/" + companion.name) { _ throws(TextError) in
        try copies.isOurs(companion.name, like: companion.bytes)
      }
    }
    try plan.check(force: force)
    if !ownList { try writeList(text, to: listPath, of: list, force: force) }
    try copies.write(companions, inPlace: Set(list.companions.filter(isInPlace).map(\.name)))
  }

  private func isInPlace(_ companion: (name: String, path: String)) -> Bool {
    FileIdentity(path + "/" + companion.name).map { $0 == FileIdentity(companion.path) } ?? false
  }

  /// The copies of the study's tables; tables that are already in this folder are used as they are.
  private func companionTexts(_ list: NightList) throws -> [(name: String, bytes: Data)] {
    try list.companions.compactMap { companion in
      if isInPlace(companion) { return nil }
      let name = PathName.stem(of: companion.name)
      guard let template = StudyTemplate.named(name) else {
        return (
          companion.name, try TextFile.bytes(of: companion.path, limit: DelimitedTable.largestFile)
        )
      }
      return (name + ".tsv", Data(try template.copy(of: companion.path, reading: list.reading).utf8))
    }
  }

  private func writeList(_ text: String, to listPath: String, of list: NightList, force: Bool) throws {
    if FileManager.default.fileExists(atPath: listPath), try !force || StudyFolder.isList(listPath) {
      guard try TextFile.read(listPath, limit: DelimitedTable.largestTableOfNights) != text else { return }
      let before = Set(
        try StudyTables.load(StudyTables.Paths(nights: listPath)).nights.heads.map(\.patientID))
      let now = Set(list.jobs.map(\.record.patientID))
      guard before.isEmpty || !before.isDisjoint(with: now) else {
        throw BatchError.anotherStudy(
          folder: path, found: "patients " + before.sorted().prefix(3).joined(separator: ", "))
      }
    }
    try TextFile.writeAtomically(text, to: listPath)
  }

  static let listColumns = [
    "patient_id", "night_id", "date", "start_time", "tst_min", "tib_min", "night_role", "trazodone_mg",
    "trazodone_time", "cpap", "cpap_pressure_cmh2o", "caffeine_mg_after_noon", "alcohol_units", "exclude",
    "exclude_reason", "scored",
  ]

  /// Whether a file has the columns of our list, or the first ones, as in earlier versions.
  private static func isList(_ path: String) throws(TextError) -> Bool {
    let start = try FileBytes(path: path).bytes(at: 0, count: 1024).prefix { $0 != 0x0A }
    let names = String(decoding: start, as: UTF8.self).split(separator: "\t").map(String.init)
    return names.count >= 8 && listColumns.starts(with: names)
  }

  /// The facts about the nights that later steps need, without paths or notes.
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

  /// Locks the folder: shared with other batches and shards, or exclusively to write its tables. Blocks until
  /// the lock is acquired.
  package func lock(_ mode: FolderLock.Mode) throws(TextError) -> FolderLock {
    try TextFile.makeFolder(path)
    return try FolderLock(path: path + "/.study.lock", mode: mode)
  }
}
