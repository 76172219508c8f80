import Foundation
import NightResults
import SleepEvents
import StructuredText
import StudyComparison
import StudyTables

/// The inputs and outputs of a comparison.
package enum ComparisonFiles {
  /// The table of nights of a folder or file, with the tables next to it that are not named explicitly. Next to
  /// standard input (`-`) is the current folder.
  package static func locate(
    input: String, tables: StudyTables.Paths
  ) throws(TextError) -> (nights: String, tables: StudyTables.Paths) {
    var isFolder: ObjCBool = false
    guard input == StandardInput.name || FileManager.default.fileExists(atPath: input, isDirectory: &isFolder)
    else {
      throw .missing(file: input)
    }
    let nights = isFolder.boolValue ? nightTable(in: input) : input
    var tables = tables
    tables.addCompanions(in: PathName.folder(of: nights))
    return (nights, tables)
  }

  /// The table of nights in a folder: nights.csv, or a typed one with another extension. A list of recordings
  /// has the same name but no counts and does not qualify.
  package static func nightTable(in folder: String) -> String {
    let stem = (folder.hasSuffix("/") ? folder : folder + "/") + "nights."
    let typed = ["tsv", "txt", "xlsx"].map { stem + $0 }.first { path in
      guard FileManager.default.fileExists(atPath: path) else { return false }
      do {
        _ = try NightTable.read(path: path)
        return true
      } catch {
        // Any other problem of a table of counts is reported when it is read.
        return (error as? any ReportableError)?.code != "missing_columns"
      }
    }
    let usual = stem + "csv"
    return FileManager.default.fileExists(atPath: usual) ? usual : typed ?? usual
  }

  /// The record of a drawn order beside a table of nights; nil if there is none.
  package static func storedOrder(beside nights: String) -> String? {
    let folder = PathName.folder(of: nights)
    let path = (folder.isEmpty ? "" : folder + "/") + OrderRecord.fileName
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// Writes `comparison.json`, `comparison.csv`, `comparison.txt` and `data_dictionary.csv`, and on request
  /// the REDCap instrument and records; returns their paths.
  ///
  /// - Parameters:
  ///   - inputs: the files on which the comparison is based; never overwritten.
  ///   - force: also overwrites files not written by this program.
  /// - Throws: `TextError`; if one of the files is in the way none is written.
  package static func write(
    _ result: DrugComparisonResult, nights: NightTable, to folder: String, style: SpreadsheetStyle = .plain,
    redcap: Bool = false, inputs: [String] = [], force: Bool = false
  ) throws(TextError) -> [String] {
    let json = AnySequence([AnySequence(result.jsonParts), AnySequence(["\n"])].lazy.joined())
    var files: [(name: String, parts: AnySequence<Data>)] = [
      ("comparison.json", AnySequence(json.lazy.map { Data($0.utf8) })),
      ("comparison.csv", whole(result.csv(style: style))),
      (
        "comparison.txt",
        whole(result.text(nights: nights, folder: PathName.folder(of: result.request.nightsFile)))
      ),
      ("data_dictionary.csv", whole(DataDictionary.csv(style: style))),
    ]
    if redcap {
      files.append(("redcap_instrument.zip", AnySequence([REDCap.instrumentArchive()])))
      files.append(("redcap_records.csv", whole(REDCap.records(nights.rows))))
    }
    let paths = files.map { (folder as NSString).appendingPathComponent($0.name) }
    var plan = OutputPlan(inputs: inputs)
    for path in paths { plan.add(path, isOurs: isOurs) }
    try plan.check(force: force)
    try TextFile.makeFolder(folder)
    for (path, file) in zip(paths, files) { try TextFile.writeAtomically(parts: file.parts, to: path) }
    return paths
  }

  private static func whole(_ text: String) -> AnySequence<Data> { AnySequence([Data(text.utf8)]) }

  private static func isOurs(_ path: String) throws(TextError) -> Bool {
    switch PathName.last(of: path) {
    case "comparison.json":
      return try OwnFile.begins(path, with: ["[\n  {\n    \"patient_id\":", "[]", "[\n]"])
    case "comparison.csv": return try OwnFile.begins(path, with: ["patient_id,contrast,rules,"])
    case "comparison.txt":
      guard try OwnFile.begins(path, with: ["Patient ", "All patients", "In any case"]) else { return false }
      return try TextFile.read(path, limit: DelimitedTable.largestFile).contains("Not a medical device")
    case "data_dictionary.csv": return try OwnFile.begins(path, with: ["table,column,unit,required,"])
    case "redcap_records.csv": return try OwnFile.begins(path, with: ["record_id,redcap_repeat_instrument,"])
    default: return try OwnFile.names(REDCap.form, path)
    }
  }
}
