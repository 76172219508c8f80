import Foundation
import NightResults
import SleepEvents
import StructuredText
import StudyTables

/// `movements.csv`: the combined movements of all nights under each rule set, written night by night.
package struct MovementsTable: Sendable {
  private let nights: StudyNights

  /// - Parameter nights: the nights that have results.
  package init(nights: StudyNights) { self.nights = nights }

  /// - Throws: `NightFolderError` for a night whose table has changed since it was written, `TextError`.
  package func write(to path: String) throws {
    let columns = CombinedMovementRow.columns
    let head = Delimited.csvLine(["patient_id", "night_id", "scoring_rules"] + columns.map(\.name))
    var failure: (any Error)?
    let parts = sequence(state: -1) { [nights] (index: inout Int) -> Data? in
      defer { index += 1 }
      if index < 0 { return Data(head.utf8) }
      guard failure == nil, index < nights.count else { return nil }
      do { return Data(try MovementsTable.lines(nights[index]).utf8) } catch {
        failure = error
        return nil
      }
    }
    try TextFile.writeAtomically(parts: parts, to: path) { failure == nil }
    if let failure { throw failure }
  }

  private static func lines(_ night: StudyNight) throws -> String {
    guard let document = try night.folder.document() else { return "" }
    let ids = [night.record.patientID, night.record.nightID].map { id in
      id == ClinicianRow.nobody ? id : Delimited.defused(id)
    }
    let columns = CombinedMovementRow.columns.map(\.name)
    var text = ""
    for rules in document.ruleSets.keys {
      let table = StoredTable(
        try night.folder.checkedBytes(NightFolder.combined(rules), document))
      try table.forEachRow { cells throws(TextError) in
        let values = cells.prefix(columns.count).map { $0.isMissing ? nil : $0.text }
        text += Delimited.csvLine(ids + [rules] + values)
      }
    }
    return text
  }
}
