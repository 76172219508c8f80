import Foundation
import Tibialis

/// The pages over many nights: the one that lists them, and one for each.
enum Overview {
  static let indexName = "index.html"
  static let pageName = NightFolder.page

  /// The nights of a folder as the overview shows them; nil where it holds none.
  static func page(of folder: String, title: String? = nil) -> OverviewPage? {
    guard let nights = try? StudyFolder(path: folder).contents().nights, !nights.isEmpty else { return nil }
    let base = URL(fileURLWithPath: folder).standardizedFileURL.path
    return OverviewPage(
      nights.map { night in
        let path = URL(fileURLWithPath: night.folder.path).standardizedFileURL.path
        let place = path.hasPrefix(base + "/") ? String(path.dropFirst(base.count + 1)) : path
        return OverviewPage.Night(
          name: night.name, place: place, standing: night.folder.standing,
          hasPage: (try? OwnFile.isPage(path + "/" + pageName)) ?? false)
      }, title: title)
  }

  /// Whether a study says nothing of a drug: no table of medications, and no dose with a night.
  static func isWithoutDrug(_ folder: String) -> Bool {
    let hasMedications = ["tsv", "csv", "txt", "xlsx"].contains {
      FileManager.default.fileExists(atPath: "\(folder)/medications.\($0)")
    }
    guard !hasMedications, let table = try? NightTable.read(path: folder + "/nights.csv") else {
      return false
    }
    return table.rows.allSatisfy { $0.trazodoneMilligrams == nil }
  }

  /// Writes a page into the folder of every night that is done, then the page that leads to them.
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
    guard let page = page(of: folder) else { return written }
    try TextFile.writeAtomically(page.html, to: index)
    return written + [index]
  }

  private static func check(_ path: String, force: Bool) throws {
    var plan = OutputPlan(inputs: [])
    plan.add(path, isOurs: OwnFile.isPage)
    try plan.check(force: force)
  }
}
