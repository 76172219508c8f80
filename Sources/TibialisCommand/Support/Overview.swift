import Foundation
import Tibialis

/// The pages for many nights: the index, and one page per night.
enum Overview {
  static let indexName = "index.html"
  static let pageName = NightFolder.page

  /// The index page of a folder, and messages about nights that are damaged or have invalid names.
  struct Contents {
    var page: OverviewPage
    var problems: [String]
  }

  /// The nights of a folder for the overview; nil if there are none.
  static func contents(of folder: String, title: String? = nil) throws -> Contents? {
    let tables: StudyTables
    let nights: StudyNights
    do { (tables, nights) = try StudyFolder(path: folder).contents() } catch BatchError.nothingToMerge {
      return nil
    }
    guard !nights.isEmpty else { return nil }
    let base = URL(fileURLWithPath: folder).standardizedFileURL.path
    var problems = tables.problems.map(\.error.told)
    let shown = try nights.map { night in
      let path = URL(fileURLWithPath: night.folder.path).standardizedFileURL.path
      let place = path.hasPrefix(base + "/") ? String(path.dropFirst(base.count + 1)) : path
      let standing = night.folder.standing
      if case .damaged(let error) = standing { problems.append("damaged: \(night.name): \(error.told)") }
      return OverviewPage.Night(
        name: night.name, place: place, standing: standing, hasPage: try hasPage(path + "/" + pageName))
    }
    return Contents(page: OverviewPage(shown, title: title), problems: problems)
  }

  private static func hasPage(_ path: String) throws -> Bool {
    guard FileManager.default.fileExists(atPath: path) else { return false }
    return try OwnFile.isPage(path)
  }

  /// Whether a study has no information about a drug: no medications table, and no dose given with a night.
  static func isWithoutDrug(_ folder: String) throws -> Bool {
    let hasMedications = ["tsv", "csv", "txt", "xlsx"].contains {
      FileManager.default.fileExists(atPath: "\(folder)/medications.\($0)")
    }
    let table = ComparisonFiles.nightTable(in: folder)
    guard !hasMedications, FileManager.default.fileExists(atPath: table) else { return false }
    return try NightTable.read(path: table).rows.allSatisfy { $0.trazodoneMilligrams == nil }
  }

  /// Writes a page to the folder of every finished night, then the index page.
  static func write(in folder: String, force: Bool) throws -> [String] {
    var written: [String] = []
    for night in try StudyFolder(path: folder).contents().nights {
      guard case .done = night.folder.standing else { continue }
      let target = night.folder.path + "/" + pageName
      try check(target, force: force)
      let reported = try ReportedNight(folder: night.folder.path)
        .named(patient: night.record.patientID, night: night.record.nightID, title: nil)
      try TextFile.writeAtomically(NightPage(reported).html, to: target)
      written.append(target)
    }
    let index = folder + "/" + indexName
    try check(index, force: force)
    guard let contents = try contents(of: folder) else { return written }
    try TextFile.writeAtomically(contents.page.html, to: index)
    return written + [index]
  }

  private static func check(_ path: String, force: Bool) throws {
    var plan = OutputPlan(inputs: [])
    plan.add(path, isOurs: OwnFile.isPage)
    try plan.check(force: force)
  }
}
