import NightResults
import StudyTables

/// How much the index of a night changes over open choices, from the night's own result next to a table of
/// nights.
struct NightRanges: Sendable {
  /// Location of the nights.
  let folder: String

  /// - Parameter folder: empty for the working directory.
  init(folder: String) { self.folder = folder.isEmpty ? "." : folder }

  /// Nil if there is no result of the night, or one of its legs is implausible; damaged results are reported
  /// by `merge`.
  func range(_ row: NightRow) -> (low: Double, high: Double)? {
    guard
      case .done(let document) = NightFolder(path: "\(folder)/\(row.patientID)/\(row.nightID)").standing,
      let range = document.sensitivity.value(for: row.scoringRules ?? "")?.believed
    else { return nil }
    return (range.lowerBound, range.upperBound)
  }
}
