import Foundation
import StructuredText
import Testing

@testable import StudyTables

/// A scratch folder with tables, removed at the end.
struct ScratchStudy {
  let folder: URL

  init(_ files: [String: String]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "tibialis-study-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
  }

  func path(_ name: String) -> String { folder.appending(path: name).path }
  func remove() { try? FileManager.default.removeItem(at: folder) }
}

/// The tables of a study with the given nights table and optional other tables.
func load(nights: String, _ others: [String: String] = [:]) throws -> StudyTables {
  let study = try ScratchStudy(others.merging(["nights.tsv": nights]) { $1 })
  defer { study.remove() }
  return try StudyTables.load(nightsPath: study.path("nights.tsv"))
}

/// Rows of cells separated by blanks as a TSV; `_` is an empty cell.
func tsv(_ lines: String...) -> String {
  lines.map { line in
    line.split(separator: " ").map { $0 == "_" ? "" : String($0) }.joined(separator: "\t")
  }.joined(separator: "\n") + "\n"
}
