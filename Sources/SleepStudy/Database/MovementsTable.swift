import Foundation
import NightAnalysis
import SleepEvents
import StructuredText

/// `movements.csv`: the combined movements of all nights under each rule set, written night by night.
public struct MovementsTable: Sendable {
  private let folder: StudyFolder
  private let table: NightTable

  public init(folder: StudyFolder, table: NightTable) {
    self.folder = folder
    self.table = table
  }

  public func write(to path: String) throws {
    let scratch = path + ".tmp"
    guard FileManager.default.createFile(atPath: scratch, contents: nil),
      let handle = FileHandle(forWritingAtPath: scratch)
    else { throw TextError.cannotCreate(file: path, reason: "the folder cannot be written") }
    do {
      var wroteHeader = false
      for row in table.rows {
        guard let rules = row.scoringRules else { continue }
        let source = folder.path + "/\(row.patientID)/\(row.nightID)/movements_\(rules).tsv"
        guard FileManager.default.fileExists(atPath: source) else { continue }
        let movements = try PlainTable(path: source)
        var text = ""
        if !wroteHeader {
          text += Delimited.csvLine(["patient_id", "night_id", "scoring_rules"] + movements.columns)
          wroteHeader = true
        }
        try movements.forEachRow { cells throws(TextError) in
          let values = cells.map { $0.isMissing ? nil : $0.text }
          text += Delimited.csvLine([row.patientID, row.nightID, rules] + values)
        }
        try handle.write(contentsOf: Data(text.utf8))
      }
      try handle.close()
    } catch {
      try? FileManager.default.removeItem(atPath: scratch)
      throw error is any ReportableError
        ? error : TextError.writeFailed(file: path, reason: error.localizedDescription)
    }
    guard rename(scratch, path) == 0 else {
      throw TextError.writeFailed(file: path, reason: String(cString: strerror(errno)))
    }
  }
}
