import NightResults
import StudyTables

/// How far the index of a night moves over open choices, from the night's own result beside a table of nights.
struct NightRanges: Sendable {
  /// Where the nights lie.
  let folder: String

  /// - Parameter folder: empty for the working folder.
  init(folder: String) { self.folder = folder.isEmpty ? "." : folder }

  /// Nil where no result of the night stands there, or a leg of it is doubted; a damaged one is named by `merge`.
  func range(_ row: NightRow) -> (low: Double, high: Double)? {
    guard
      case .done(let document) = NightFolder(path: "\(folder)/\(row.patientID)/\(row.nightID)").standing,
      let range = document.sensitivity.value(for: row.scoringRules ?? "")?.believed
    else { return nil }
    return (range.lowerBound, range.upperBound)
  }
}
