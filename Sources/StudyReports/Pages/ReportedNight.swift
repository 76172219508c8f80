import Foundation
import LimbMovementScoring
import NightResults
import SleepEvents
import StructuredText

/// A stored night, prepared for pages and pictures.
package struct ReportedNight: Sendable {
  package struct RuleTable: Sendable {
    package var name: String
    package var rows: [CombinedMovementRow]
    package var result: RuleSetResult
    /// The rule set with all parameters as used; nil if the result does not give them.
    package var ruleSet: RuleSet?
  }

  package let stored: StoredNight
  /// Patient and night, if named by the result or the caller.
  package private(set) var identity: (patient: String, night: String)?
  /// A title that replaces the default.
  private(set) var title: String?
  /// Rule sets in the order in which they are presented.
  package let rules: [RuleTable]
  package let hypnogram: Hypnogram
  package let events: [(kind: EventKind, row: EventRow)]

  package var document: NightDocument { stored.document }
  package var movements: [LegMovementRow] { stored.tables.legMovements }
  package var nearMisses: [NearMissRow] { stored.tables.nearMisses }
  package var minutes: [QualityMinuteRow] { stored.tables.quality ?? [] }
  package var extent: ClosedRange<Double> { stored.extentSeconds }
  package var clockStart: Int? { document.recording.clockSeconds }

  /// Reads the files of a night.
  ///
  /// - Throws: `ReportError` if the folder is not a night or the night failed; `TextError` or
  ///   `NightFolderError` if one of its files is missing or damaged.
  package init(folder path: String) throws {
    let folder = NightFolder(path: path)
    switch folder.standing {
    case .absent: throw ReportError.nothingToReport(folder: path)
    case .failed(let failure): throw ReportError.nightFailed(folder: path, reason: failure.error.message)
    case .damaged(let error): throw error
    case .done: break
    }
    self.init(try folder.read())
  }

  package init(_ stored: StoredNight) {
    self.stored = stored
    let names = ReportedNight.ordered(stored.document.ruleSets.keys)
    rules = names.compactMap { name in
      guard let rows = stored.tables.combined.value(for: name),
        let result = stored.document.ruleSets.value(for: name)
      else { return nil }
      let values = stored.document.parameters.ruleSets.value(for: name)
      return RuleTable(
        name: name, rows: rows, result: result, ruleSet: values.map { ReportedNight.ruleSet(name, $0) })
    }
    hypnogram = stored.tables.hypnogram
    events = stored.tables.events { _ in true }
    identity = ReportedNight.identity(stored)
    title = stored.document.title
  }

  /// The night with other names; nil keeps the name in the result.
  package func named(patient: String?, night: String?, title: String?) -> ReportedNight {
    var renamed = self
    if patient != nil || night != nil {
      renamed.identity = (
        patient ?? identity?.patient ?? ClinicianRow.nobody, night ?? identity?.night ?? folderName
      )
    }
    renamed.title = title ?? self.title
    return renamed
  }

  private var folderName: String { ReportedNight.folderName(stored) }

  private static func folderName(_ stored: StoredNight) -> String {
    URL(fileURLWithPath: stored.folder.path).standardizedFileURL.lastPathComponent
  }

  private static func ruleSet(_ name: String, _ values: OrderedMembers<String>) -> RuleSet {
    var rules = RuleSet.named(name) ?? .wasm2016
    for (key, value) in values.entries.map({ ($0.key, $0.value) }) {
      // A value from another version that is invalid here leaves the published one.
      try? rules.set(key, to: value[...])
    }
    return rules
  }

  /// The two standard rule sets first, then the others by name.
  private static func ordered(_ names: [String]) -> [String] {
    let first = [RuleSet.wasm2016.name, RuleSet.aasm3.name]
    return first.filter(names.contains) + names.filter { !first.contains($0) }.sorted()
  }

  private static func identity(_ stored: StoredNight) -> (patient: String, night: String)? {
    let document = stored.document
    guard document.patientID != nil || document.nightID != nil else { return nil }
    return (document.patientID ?? ClinicianRow.nobody, document.nightID ?? folderName(stored))
  }
}

extension LegMovementRow {
  var end: Instant { onset + duration }
}
