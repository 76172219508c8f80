import Foundation
import NightResults
import SleepEvents
import StructuredText
import StudyTables

/// Collects the results of all nights in one table, in the order of the night list.
package struct Merge: Sendable {
  package var folder: StudyFolder
  /// Whether results of different versions or parameters may be combined in one table.
  package var allowsMixed: Bool
  /// Whether every file of every night is verified against its hash, for outputs that use more than the
  /// results.
  package var checksFiles: Bool

  package init(folder: StudyFolder, allowsMixed: Bool = false, checksFiles: Bool = false) {
    self.folder = folder
    self.allowsMixed = allowsMixed
    self.checksFiles = checksFiles
  }

  /// The outcome of merging: the tables, and the nights with problems.
  package struct Outcome: Sendable {
    package var table: NightTable
    package var clinician: PackedRows<ClinicianRow>
    var packaged: [StudyPackage.Night] = []
    /// The nights with a result.
    package var done: StudyNights
    package var failed: [(night: String, code: String)]
    /// Nights whose files cannot be read, with the errors.
    package var damaged: [(night: String, error: any ReportableError)]
    package var missing: [String]
    /// Number of nights with each flag.
    package var flags: [(flag: NightFlag, nights: Int)]
    /// Nights of the first edition.
    package var firstEdition: [String]
    /// Rows of the study's tables that could not be used.
    package var tableProblems: [StudyError] = []
  }

  /// The rows of all nights that are done, failed or damaged; those not yet tried are left out and listed.
  ///
  /// - Throws: `BatchError.mixedVersions` if results come from different versions or parameters.
  package func outcome() throws -> Outcome {
    let (tables, nights) = try folder.contents()
    var collection = Collection(assembly: try NightRowAssembly(tables: tables), folder: folder.path)
    for (index, night) in nights.enumerated() {
      collection.add(night, at: Int32(index), checksFiles: checksFiles)
    }
    guard !collection.isEmpty else { throw BatchError.nothingToMerge(folder: folder.path) }
    var outcome = try collection.outcome(of: nights, folder: folder.path, allowsMixed: allowsMixed)
    outcome.tableProblems = tables.problems.map(\.error)
    return outcome
  }

  package func table() throws -> NightTable { try outcome().table }

  /// Writes `nights.csv`, `clinician.csv` and the description of the folder's tables.
  @discardableResult
  package func write(style: SpreadsheetStyle = .plain) throws -> Outcome {
    let lock = try folder.lock(.exclusive)
    defer { withExtendedLifetime(lock) {} }
    var plan = OutputPlan(inputs: [])
    for name in [StudyFolder.nightsTable, StudyFolder.clinicianTable] {
      plan.add(folder.path + "/" + name, isOurs: OwnFile.isTable)
    }
    StudyPackage.plan(&plan, folder: folder.path)
    try plan.check()
    let outcome = try outcome()
    let package = try StudyPackage(folder: folder.path, nights: outcome.packaged)
    var schemas = OutputPlan(inputs: [])
    StudyPackage.plan(&schemas, folder: folder.path, schemas: package.schemaFiles)
    try schemas.check()
    try TextFile.writeAtomically(
      parts: outcome.table.lines(style: style).lazy.map { Data($0.utf8) },
      to: folder.path + "/" + StudyFolder.nightsTable)
    try TextFile.writeAtomically(
      parts: ClinicianRow.lines(outcome.clinician).lazy.map { Data($0.utf8) },
      to: folder.path + "/" + StudyFolder.clinicianTable)
    try package.write(to: folder.path)
    return outcome
  }

  /// Collects the rows night by night.
  private struct Collection {
    let assembly: NightRowAssembly
    private var rows = PackedRows<NightRow>()
    /// End index of the rows of each night with a result.
    private var ends: [Int32] = []
    private var clinician = PackedRows<ClinicianRow>()
    private var done: [Int32] = []
    private var packaged: [StudyPackage.Night] = []
    private let folder: String
    private var failed: [(position: Int, night: NightRecord, code: String, rules: [String])] = []
    private var failures: [(night: String, code: String)] = []
    private var damaged: [(night: String, error: any ReportableError)] = []
    private var missing: [String] = []
    private var firstEdition: [String] = []
    private var flags: [NightFlag: Int] = [:]
    private var firstOfKey: [String: String] = [:]
    /// The folder of the first result under each patient and night.
    private var firstOfIDs: [String: (folder: String, key: String?)] = [:]

    init(assembly: NightRowAssembly, folder: String) {
      self.assembly = assembly
      self.folder = folder
    }

    var isEmpty: Bool { rows.isEmpty && failed.isEmpty }

    mutating func add(_ night: StudyNight, at index: Int32, checksFiles: Bool) {
      switch night.standing(checksFiles: checksFiles) {
      case .absent: missing.append(night.name)
      case .failed(let failure):
        failures.append((night.name, failure.error.code))
        failed.append((ends.count, night.record, "failed:" + failure.error.code, failure.ruleSets))
      case .damaged(let error): addDamaged(night, error)
      case .done(let document):
        if let error = anotherRecording(night, document) {
          addDamaged(night, error)
        } else {
          add(night, document, at: index)
        }
      }
    }

    private mutating func addDamaged(_ night: StudyNight, _ error: any ReportableError) {
      damaged.append((night.name, error))
      failed.append((ends.count, night.record, "failed:" + error.code, []))
    }

    /// The error of a night whose ids another recording has already, as in a folder that holds two studies. The same
    /// recording twice is flagged instead, and people without ids are not one patient.
    private mutating func anotherRecording(_ night: StudyNight, _ document: NightDocument) -> BatchError? {
      guard night.record.patientID != ClinicianRow.nobody else { return nil }
      let ids = night.record.patientID + "\t" + night.record.nightID
      guard let first = firstOfIDs[ids] else {
        firstOfIDs[ids] = (night.folder.path, document.key)
        return nil
      }
      guard first.key == nil || first.key != document.key else { return nil }
      return .sameNightTwice(
        night: "\(night.record.patientID) \(night.record.nightID)", folder: night.folder.path,
        firstFolder: first.folder)
    }

    private mutating func add(_ night: StudyNight, _ document: NightDocument, at index: Int32) {
      var document = document
      if let key = document.key {
        if firstOfKey[key] != nil {
          document.quality.flags.append(.duplicateRecording)
        } else {
          firstOfKey[key] = night.name
        }
      }
      if document.isOfFirstEdition {
        firstEdition.append(night.name)
      } else {
        let path = String(night.folder.path.dropFirst(folder.count + 1))
        let packed = StudyPackage.Night(document, path: path)
        packaged.append(packaged.last.map { packed.sharing(with: $0) } ?? packed)
      }
      for flag in document.quality.flags { flags[flag, default: 0] += 1 }
      done.append(index)
      var made = assembly.rows(night.record, document: document)
      if document.quality.flags.contains(.duplicateRecording) {
        for index in made.indices where made[index].isIncluded == true {
          made[index].isIncluded = false
          made[index].exclusionReason = NightFlag.duplicateRecording.rawValue
        }
      }
      rows.append(contentsOf: made)
      ends.append(Int32(rows.count))
      clinician.append(assembly.clinicianRow(night.record, document: document))
    }

    func outcome(of nights: StudyNights, folder: String, allowsMixed: Bool) throws -> Outcome {
      var versions: Set<String> = []
      var names: [String] = []
      for row in rows {
        if let version = row.softwareVersion { versions.insert(version) }
        if let name = row.scoringRules, !names.contains(name) { names.append(name) }
      }
      let isMixed = versions.count > 1
      guard allowsMixed || !isMixed else {
        throw BatchError.mixedVersions(folder: folder, versions: versions.sorted())
      }
      if names.isEmpty { names = ["wasm2016", "aasm3"] }
      var outcome = Outcome(
        table: NightTable(rows: isMixed || !failed.isEmpty ? all(rules: names, isMixed: isMixed) : rows),
        clinician: clinician, done: nights.only(done), failed: failures, damaged: damaged, missing: missing,
        flags: flags.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key, $0.value) },
        firstEdition: firstEdition)
      outcome.packaged = packaged
      return outcome
    }

    /// The rows, with those of failed nights in their places.
    private func all(rules: [String], isMixed: Bool) -> PackedRows<NightRow> {
      var all = PackedRows<NightRow>()
      var next = failed[...]
      var index = 0
      func addFailed(before position: Int) {
        while let failure = next.first, failure.position <= position {
          all.append(
            contentsOf: assembly.failedRows(
              failure.night, code: failure.code, rules: failure.rules.isEmpty ? rules : failure.rules))
          next.removeFirst()
        }
      }
      for (position, end) in ends.enumerated() {
        addFailed(before: position)
        while index < Int(end) {
          var row = rows[index]
          if isMixed { row.qualityFlags.append(NightFlag.mixedVersions.rawValue) }
          all.append(row)
          index += 1
        }
      }
      addFailed(before: ends.count)
      return all
    }
  }
}
