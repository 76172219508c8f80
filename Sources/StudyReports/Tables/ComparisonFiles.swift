import Foundation
import StructuredText
import StudyComparison
import StudyTables

/// Where a comparison reads from and what it writes.
package enum ComparisonFiles {
  /// The table of nights of a folder or a file, with the tables that lie beside it and are not named.
  package static func locate(
    input: String, tables: StudyTables.Paths
  ) throws(TextError) -> (nights: String, tables: StudyTables.Paths) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: input, isDirectory: &isFolder) else {
      throw .missing(file: input)
    }
    let nights = isFolder.boolValue ? (input as NSString).appendingPathComponent("nights.csv") : input
    var tables = tables
    tables.addCompanions(in: PathName.folder(of: nights))
    return (nights, tables)
  }

  /// The record of a drawn order that lies beside a table of nights; nil if there is none.
  package static func storedOrder(beside nights: String) -> String? {
    let folder = PathName.folder(of: nights)
    let path = (folder.isEmpty ? "" : folder + "/") + OrderRecord.fileName
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// Writes `comparison.json`, `comparison.csv`, `comparison.txt` and `data_dictionary.csv`, on request also the
  /// REDCap instrument and records; returns their paths.
  package static func write(
    _ result: DrugComparisonResult, nights: NightTable, to folder: String, style: SpreadsheetStyle = .plain,
    redcap: Bool = false
  ) throws(TextError) -> [String] {
    try TextFile.makeFolder(folder)
    var files: [(name: String, data: Data)] = [
      ("comparison.json", Data((result.json.text() + "\n").utf8)),
      ("comparison.csv", Data(result.csv(style: style).utf8)),
      ("comparison.txt", Data(result.text(nights: nights).utf8)),
      ("data_dictionary.csv", Data(DataDictionary.csv(style: style).utf8)),
    ]
    if redcap {
      files.append(("redcap_instrument.zip", REDCap.instrumentArchive()))
      files.append(("redcap_records.csv", Data(REDCap.records(nights.rows).utf8)))
    }
    var written: [String] = []
    for file in files {
      let path = (folder as NSString).appendingPathComponent(file.name)
      try TextFile.writeAtomically(file.data, to: path)
      written.append(path)
    }
    return written
  }
}
