import Foundation
import SleepEvents
import StructuredText

/// Reads any table of events with a header: ours, BIDS, and what stagers and viewers export.
struct EventsTableReader {
  private let table: DelimitedTable
  private let columns: TableColumns
  private let context: ReadingContext
  private var meanings: [String: EventMeaning?] = [:]

  init(_ table: DelimitedTable, columns: TableColumns, context: ReadingContext) {
    self.table = table
    self.columns = columns
    self.context = context
  }

  /// Rows that have been left out since a cell is missing.
  private struct Omissions {
    var onsets = 0
    var labels = 0

    var warnings: [Warning] {
      [(onsets, "rows_without_onset", "an onset"), (labels, "rows_without_label", "a label")].filter {
        $0.0 > 0
      }
      .map {
        Warning(code: $0.1, message: "\($0.0) row(s) without \($0.2) were left out", quotesInput: false)
      }
    }
  }

  /// - Throws: `TextError` that names line and column, `AnnotationError` for times that do not fit together.
  mutating func read(format: String) throws -> NightAnnotations {
    let (rows, warnings) = try rowsOfOneScorer()
    let order = labelOrder(rows)
    var scoring = ClockedScoring()
    var omitted = Omissions()
    for row in rows {
      guard let onset = try time(row, columns.onset) else {
        omitted.onsets += 1
        continue
      }
      guard let label = label(of: row, order) else {
        omitted.labels += 1
        continue
      }
      let duration = try duration(row)
      let stop = try duration == nil ? columns.end.flatMap { name in try time(row, name) } : nil
      let meaning = EventsTableReader.ownMeaning(label) ?? numbered(label, row)
      scoring.add(
        label, meaning: meaning, at: onset, duration: duration, stop: stop, location: location(row),
        side: try side(row))
    }
    scoring.warnings = warnings + omitted.warnings
    return try scoring.finish(format, file: table.file, context: context)
  }

  // MARK: Cells

  private func time(_ row: DelimitedTable.Row, _ column: String) throws -> StatedTime? {
    guard let text = row[column] else { return nil }
    let hasComma = table.delimiter != "," && text.utf8.contains(UInt8(ascii: ","))
    let plain = hasComma ? text.replacing(",", with: ".") : text
    if let seconds = Double(plain) {
      guard seconds.isFinite, abs(seconds) < 1e8 else {
        throw row.error(column, expected: "seconds since the start of the recording")
      }
      return .elapsed(Instant(seconds: seconds))
    }
    guard let time = StatedTime(text) else {
      throw row.error(column, expected: "seconds since the start of the recording, or a clock time")
    }
    return time
  }

  private func duration(_ row: DelimitedTable.Row) throws -> TimeSpan? {
    guard let column = columns.duration,
      let seconds = try row.number(column, expected: "seconds, or n/a for a moment")
    else { return nil }
    guard seconds >= 0, seconds <= 1e8 else {
      throw row.error(column, expected: "seconds, not negative, or n/a for a moment")
    }
    return TimeSpan(seconds: seconds)
  }

  private func side(_ row: DelimitedTable.Row) throws -> Side? {
    guard let column = columns.side, let text = row[column] else { return nil }
    switch text.lowercased() {
    case "left", "l": return .left
    case "right", "r": return .right
    case "both", "b", "bilateral": return .both
    default:
      guard column == "leg" else { return nil }
      throw row.error(column, expected: "left, right, both or n/a")
    }
  }

  /// The channel, also out of the list that Python writes: `['EMG LAT']`. Several channels name no leg.
  private func location(_ row: DelimitedTable.Row) -> String? {
    guard let column = columns.channel, let text = row[column] else { return nil }
    let names = text.split(separator: ",").map { name in
      String(name.drop { "['\"( ".contains($0) }.reversed().drop { "]'\") ".contains($0) }.reversed())
    }.filter { !$0.isEmpty }
    guard names.count > 1 else { return names.first }
    let sides = Set(names.map { context.sideOfChannel($0) })
    return sides.count == 1 ? names.first : nil
  }

  // MARK: Labels

  /// The words of our own table.
  private static func ownMeaning(_ label: String) -> EventMeaning? {
    if label.hasPrefix("sleep_stage_") {
      let word = label.dropFirst(12)
      return word == "unscored" ? .stage(.unscored) : SleepStage(rawValue: String(word)).map { .stage($0) }
    }
    guard let kind = EventKind(rawValue: label) else { return nil }
    return kind == .legMovement ? .legMovement(nil) : .event(kind)
  }

  private mutating func isKnown(_ label: String) -> Bool {
    if let looked = meanings[label] { return looked != nil }
    let meaning = EventsTableReader.ownMeaning(label) ?? context.vocabulary.meaning(of: label)
    meanings[label] = .some(meaning)
    return meaning != nil
  }

  /// The columns of labels, the one with the most known ones first.
  private mutating func labelOrder(_ rows: [DelimitedTable.Row]) -> [String] {
    guard columns.labels.count > 1 else { return columns.labels }
    var known: [String: Int] = [:]
    for row in rows.prefix(4000) {
      for column in columns.labels {
        if let text = row[column], isKnown(text) { known[column, default: 0] += 1 }
      }
    }
    return columns.labels.enumerated().sorted {
      (-(known[$0.element] ?? 0), $0.offset) < (-(known[$1.element] ?? 0), $1.offset)
    }.map(\.element)
  }

  /// What the row is: the first label that is known, else the first that there is.
  private mutating func label(of row: DelimitedTable.Row, _ order: [String]) -> String? {
    var first: String?
    for column in order {
      guard let text = row[column] else { continue }
      if isKnown(text) { return text }
      first = first ?? text
    }
    return first
  }

  /// Snooz numbers its stages as Profusion does.
  private func numbered(_ label: String, _ row: DelimitedTable.Row) -> EventMeaning? {
    guard let column = columns.group, row[column]?.lowercased() == "stage" else { return nil }
    let stages: [String: SleepStage] = [
      "0": .wake, "1": .n1, "2": .n2, "3": .n3, "4": .n3, "5": .rem, "9": .unscored,
    ]
    return stages[label].map { .stage($0) }
  }

  // MARK: Scorers

  private func rowsOfOneScorer() throws -> ([DelimitedTable.Row], [Warning]) {
    guard let column = columns.scorer ?? columns.method else {
      return (
        table.rows, try Scorers.choose(arePrograms: [false], context: context, file: table.file).warnings
      )
    }
    var names: [String] = []
    var programs: [String: Bool] = [:]
    for row in table.rows {
      guard let name = row[column] else { continue }
      if programs[name] == nil { names.append(name) }
      let method = columns.method.flatMap { row[$0] }
      programs[name] =
        (programs[name] ?? false) || Scorers.isProgram(name) || method.map(Scorers.isProgram) == true
    }
    let (index, warnings) = try Scorers.choose(
      arePrograms: names.map { programs[$0] ?? false }, context: context, file: table.file)
    guard names.count > 1 else { return (table.rows, warnings) }
    // A row that names nobody belongs to all.
    return (table.rows.filter { row in row[column].map { $0 == names[index] } ?? true }, warnings)
  }
}
