import Foundation
import NightAnalysis
import SleepEvents
import StructuredText

/// Per-night results to one table, in the order of the night list.
public struct Merge: Sendable {
  public var folder: StudyFolder
  /// Put results of different versions or parameters in one table all the same.
  public var allowsMixed: Bool

  public init(folder: StudyFolder, allowsMixed: Bool = false) {
    self.folder = folder
    self.allowsMixed = allowsMixed
  }

  /// The rows of all nights that are done or failed; those that nobody has tried are left out.
  ///
  /// - Throws: `BatchError.mixedVersions` where results were made by different versions or parameters.
  public func table() throws -> NightTable {
    let tables = try folder.tables()
    let assembly = try NightRowAssembly(tables: tables)
    var rows: [NightRow] = []
    // Two rule sets as a rule; growing on the way would take half as much memory again.
    rows.reserveCapacity(2 * tables.nights.count)
    var failures: [(position: Int, night: NightRecord, reason: String, rules: [String])] = []
    var rules: [String] = []
    for night in tables.nights {
      let state = ResultState(folder: folder.path + "/" + night.patientID + "/" + night.nightID)
      let (kind, result) = state.standing
      switch kind {
      case .missing: continue
      case .failed(let reason):
        let named = (try? state.read(NightFiles.error))?["rule_sets"]?.arrayValue ?? []
        failures.append((rows.count, night, reason, named.compactMap(\.stringValue)))
      case .done:
        let made = assembly.rows(night, result: result ?? .null)
        for row in made { if let name = row.scoringRules, !rules.contains(name) { rules.append(name) } }
        rows += made
      }
    }
    guard !rows.isEmpty || !failures.isEmpty else { throw BatchError.nothingToMerge(folder: folder.path) }
    let versions = Set(rows.compactMap(\.softwareVersion))
    if versions.count > 1 {
      guard allowsMixed else {
        throw BatchError.mixedVersions(folder: folder.path, versions: versions.sorted())
      }
      for index in rows.indices { rows[index].qualityFlags.append("mixed_versions") }
    }
    for failure in failures.reversed() {
      let names = failure.rules.isEmpty ? (rules.isEmpty ? ["wasm2016", "aasm3"] : rules) : failure.rules
      rows.insert(
        contentsOf: assembly.failedRows(failure.night, reason: failure.reason, rules: names),
        at: failure.position)
    }
    return NightTable(rows: rows)
  }

  /// Writes `nights.csv`.
  ///
  /// - Returns: the table that was written.
  @discardableResult
  public func write(style: SpreadsheetStyle = .plain) throws -> NightTable {
    let table = try table()
    try TextFile.writeAtomically(
      parts: table.lines(style: style).lazy.map { Data($0.utf8) }, to: folder.path + "/nights.csv")
    return table
  }
}
