import EDF
import Foundation
import LimbMovementScoring
import NightResults
import SleepEvents
import StructuredText

/// The files of a night.
package enum NightFiles {
  /// Writes all files of `result` into `folder`, which is created if necessary; `result.json` is written
  /// last, so that it exists only if everything else does.
  ///
  /// - Parameter date: the evening given by a study's list; nil for that of the recording's header.
  /// - Returns: the document as written, and the names of the files.
  /// - Throws: `TextError` or `EDFError`; the previous contents are then unchanged.
  @discardableResult
  package static func write(
    _ result: NightResult, to folder: String, date: String? = nil
  ) throws -> (document: NightDocument, names: [String]) {
    let night = NightFolder(path: folder)
    let document = result.document
    try night.beginWriting(rules: document.ruleSets.keys)
    let target = night.file(NightFolder.annotations)
    let tables = result.tables
    try EDFAnnotationWriter.write(annotations(of: result, tables), to: target)
    let annotations = NightFolder.Attachment(
      name: NightFolder.annotations, bytes: try TextFile.bytes(of: target, limit: 1 << 30))
    // The folder's name is not part of a result: the same night gives the same bytes wherever it is written.
    var line = ClinicianRow(document, folderName: ClinicianRow.nobody)
    line.date = date ?? result.evening
    let clinician = NightFolder.Attachment(
      name: NightFolder.clinician, bytes: Data(ClinicianRow.csv([line]).utf8))
    return try night.write(document, tables, attachments: [annotations, clinician])
  }

  /// Writes `error.json` instead of a result, and removes the files of an earlier run.
  ///
  /// - Parameter rules: the requested rule sets, so that the night still has rows in a merged table.
  package static func write(_ failure: any ReportableError, to folder: String, rules: [String]) throws {
    try NightFolder(path: folder).write(FailureDocument(failure, rules: rules))
  }

  /// `Limb movement@@<channel>` for each movement of a leg (EDF+ standard text), plus `PLM@@<channel>` if it
  /// is periodic.
  private static func annotations(of result: NightResult, _ tables: NightTables) -> [EDFAnnotation] {
    let scores = tables.exportedRules.map { tables.movementScores($0) } ?? [:]
    return result.movements.filter { $0.duration >= TimeSpan(seconds: 0.5) }.flatMap { movement in
      let isPeriodic = scores[LegMovement(leg: movement.leg, range: movement.range)]?.isPeriodic == true
      return (isPeriodic ? ["Limb movement", "PLM"] : ["Limb movement"]).map { text in
        EDFAnnotation(
          onset: movement.onset, duration: movement.duration, text: text,
          channel: result.channel(of: movement.leg))
      }
    }
  }
}
