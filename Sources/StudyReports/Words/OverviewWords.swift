import Foundation

/// The texts of the page for many nights without a drug.
enum OverviewWords {
  static let title = "Leg movements of many nights"
  static let nightsHeading = "Night by night"
  static let failedHeading = "What failed, and why"
  static let histogramsHeading = "How high the indices are"
  static let failed = "failed: see above"
  static let notTried = "not analyzed yet"
  static let columns: [(name: String, isNumber: Bool)] = [
    ("Night", false), ("PLMS/h, WASM 2016", true), ("Range", false), ("PLMS/h, AASM 3", true),
    ("Sleep, h", true),
    ("Legs", false), ("Usable, %", true), ("To know", false),
  ]

  static func counts(all: Int, done: Int, failed: Int, missing: Int) -> String {
    "\(all) night\(all == 1 ? "" : "s"): \(done) with a result, \(failed) failed, \(missing) not analyzed yet."
  }
  static func histogramTitle(_ rules: String) -> String { "Nights by index, \(ReportWords.ruleName(rules))" }
  static func histogramDescription(_ indices: [Double]) -> String {
    let sorted = indices.sorted()
    return
      "\(indices.count) nights from \(ReportWords.number(sorted.first)) to \(ReportWords.number(sorted.last)) "
      + "per hour of sleep, median \(ReportWords.number(sorted[sorted.count / 2]))."
  }
}
