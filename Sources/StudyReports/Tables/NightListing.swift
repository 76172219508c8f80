import NightResults
import StructuredText
import StudyComparison
import StudyTables

/// A table of all nights of a patient: their values, and the side on which each was used or why it was not.
struct NightListing {
  struct Row {
    var night: NightRow
    /// How much its index changes over open choices; nil if unknown.
    var range: (low: Double, high: Double)?
    var placed: NightOnSide?
    /// From the night's row, otherwise from its place in the contrast.
    var phase: StudyPhase?
    /// Dose of the compared drug, as far as known.
    var milligrams: Double? { placed == nil ? night.trazodoneMilligrams : placed?.milligrams }
  }

  let rows: [Row]
  /// Whether ranges of the indices are known for any night.
  let hasRanges: Bool

  /// - Parameters:
  ///   - nights: those of the patient under the compared rule set.
  ///   - contrast: the declared one.
  init(
    _ nights: [NightRow], contrast: Contrast?,
    range: (NightRow) -> (low: Double, high: Double)? = { _ in nil }
  ) {
    let placed = Dictionary(
      (contrast?.nights ?? []).map { ($0.nightID, $0) }, uniquingKeysWith: { first, _ in first })
    let sorted = nights.sorted {
      ($0.date?.dayNumber ?? .max, $0.nightID) < ($1.date?.dayNumber ?? .max, $1.nightID)
    }
    let isBeforeAfter = contrast?.kind == .beforeAfterSteady
    rows = sorted.map { night in
      let place = placed[night.nightID]
      let phase: StudyPhase? =
        switch place?.side {
        case .off? where isBeforeAfter: .before
        case .on? where isBeforeAfter: .after
        default: nil
        }
      return Row(night: night, range: range(night), placed: place, phase: night.phase ?? phase)
    }
    hasRanges = rows.contains { $0.range != nil }
  }

  static let columns: [(name: String, isNumber: Bool)] = [
    ("Night", false), ("Date", false), ("Dose, mg", true), ("Phase", false), ("Sleep, h", true),
    ("PLMS", true),
    ("PLMS/h", true), ("Range", false), ("Arousals/h", true), ("To know", false), ("Used", false),
  ]

  /// The cells of a row as text, in column order; a dash means unknown.
  static func cells(_ row: Row) -> [String] {
    let night = row.night
    func number(_ value: Double?, _ decimals: Int) -> String { Delimited.fixed(value, decimals) ?? "–" }
    let flags = night.qualityFlags.map(NightFlag.init(rawValue:)).map(StudyWords.flag)
    return [
      night.nightID, night.date?.description ?? "–",
      row.milligrams.map(tickText) ?? "–",
      row.phase.map(StudyWords.phase) ?? "–", number(night.totalSleepHours, 2),
      night.plmsCount.map(String.init) ?? "–", number(night.plmsIndex ?? index(night), 1),
      row.range.map { "\(number($0.low, 1)) to \(number($0.high, 1))" } ?? "–", number(night.arousalIndex, 1),
      flags.isEmpty ? "–" : flags.joined(separator: "; "), use(row),
    ]
  }

  private static func index(_ night: NightRow) -> Double? {
    guard let count = night.plmsCount, let hours = night.totalSleepHours, hours > 0 else { return nil }
    return Double(count) / hours
  }

  private static func use(_ row: Row) -> String {
    guard let placed = row.placed else {
      guard let reason = row.night.exclusionReason else { return "not used" }
      return "not used: " + StudyWords.exclusion(reason)
    }
    if let code = row.night.exclusionReason, placed.reason != nil {
      return "not used: " + StudyWords.exclusion(code)
    }
    if let reason = placed.reason { return "not used: " + StudyWords.reason(reason) }
    return StudyWords.side(placed.side)
  }

  /// The table as aligned text.
  var text: String {
    let (columns, cells) = told
    return TextTable.aligned([columns.map(\.name)] + cells)
  }

  func add(to page: inout HTMLPage) {
    let (columns, cells) = told
    page.table(columns, cells.map { $0.map { HTML.foreign($0) } })
  }

  /// The columns with any information, and their cells.
  private var told: (columns: [(name: String, isNumber: Bool)], cells: [[String]]) {
    let cells = rows.map(NightListing.cells)
    let kept = NightListing.columns.indices.filter { column in
      column == 0 || cells.contains { $0[column] != "–" }
    }
    return (kept.map { NightListing.columns[$0] }, cells.map { row in kept.map { row[$0] } })
  }
}
