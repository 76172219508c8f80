import SleepEvents
import StructuredText

/// Iterates over the rows of an event table and interprets their cells.
final class EventRows {
  private let table: DelimitedReader
  private let columns: TableColumns
  private let scorer: String?
  private let onsetPlace: Int
  private let durationPlace: Int?
  private let endPlace: Int?
  private let channelPlace: Int?
  private let sidePlace: Int?
  private let scorerPlace: Int?
  private var cells: LabelCells
  private var locations = CellTexts<String?>()
  private var sides = CellTexts<Side?>()

  init(
    _ source: TableSource, columns: TableColumns, scorer: ScorerOfRows, order: LabelOrder = LabelOrder()
  ) throws(TextError) {
    table = try DelimitedReader(source)
    self.columns = columns
    cells = LabelCells(order, group: columns.group.flatMap(table.place))
    onsetPlace = table.place(of: columns.onset) ?? 0
    durationPlace = columns.duration.flatMap(table.place)
    endPlace = columns.end.flatMap(table.place)
    channelPlace = columns.channel.flatMap(table.place)
    sidePlace = columns.side.flatMap(table.place)
    scorerPlace = scorer.name == nil ? nil : scorer.column.flatMap(table.place)
    self.scorer = scorer.name
  }

  var line: Int { table.line }

  func place(_ column: String) -> Int? { table.place(of: column) }

  /// Advances to the next row by the chosen scorer; false at the end.
  ///
  /// - Throws: `TextError` for a malformed row.
  func next() throws -> Bool {
    while try table.advance() {
      if let fault = table.faults.first { throw fault.error }
      guard let scorerPlace, let name = scorer else { return true }
      // A row that names no scorer belongs to all of them.
      if table.cell(scorerPlace, { $0.elementsEqual(name.utf8) }) ?? true { return true }
    }
    if let fault = table.faults.first { throw fault.error }
    return false
  }

  // MARK: Times

  func onset() throws -> StatedTime? { try time(onsetPlace, columns.onset) }

  /// The end, if the table gives one.
  func stop() throws -> StatedTime? {
    guard let endPlace, let column = columns.end else { return nil }
    return try time(endPlace, column)
  }

  private func time(_ place: Int, _ column: String) throws -> StatedTime? {
    guard let quick = table.cell(place, CellBytes.decimal) else { return nil }
    var seconds = quick
    if seconds == nil {
      let row = table.currentRow
      guard let text = row[column] else { return nil }
      let hasComma = table.delimiter != "," && text.utf8.contains(UInt8(ascii: ","))
      seconds = Double(hasComma ? text.replacing(",", with: ".") : text)
      if seconds == nil {
        guard let time = StatedTime(text) else {
          throw row.error(column, expected: "seconds since the start of the recording, or a clock time")
        }
        guard columns.countsFromStart, case .clock(let clock) = time else { return time }
        guard text.count(where: { $0 == ":" }) == 2 else {
          throw row.error(column, expected: "hours, minutes and seconds, or seconds, since the start")
        }
        return .elapsed(.zero + clock)
      }
    }
    guard let seconds, seconds.isFinite, abs(seconds) < 1e8 else {
      throw table.currentRow.error(column, expected: "seconds since the start of the recording")
    }
    return .elapsed(Instant(seconds: seconds))
  }

  func duration() throws -> TimeSpan? {
    guard let durationPlace, let column = columns.duration,
      let quick = table.cell(durationPlace, CellBytes.decimal)
    else { return nil }
    var seconds = quick
    if seconds == nil {
      seconds = try table.currentRow.number(column, expected: "seconds, or n/a for a moment")
    }
    guard let seconds else { return nil }
    guard seconds >= 0, seconds <= 1e8 else {
      throw table.currentRow.error(column, expected: "seconds, not negative, or n/a for a moment")
    }
    return TimeSpan(seconds: seconds)
  }

  /// The length, from the duration or the end; nil if the row gives neither, or an end before its onset.
  func length(from onset: StatedTime) throws -> TimeSpan? {
    if let duration = try duration() { return duration }
    switch (onset, try stop()) {
    case (.elapsed(let start), .elapsed(let end)?): return end >= start ? end - start : nil
    case (_, let stop?):
      guard let from = onset.clock, let to = stop.clock else { return nil }
      return max(ClockCircle.difference(from, to), .zero)
    case (_, nil): return nil
    }
  }

  // MARK: Legs

  func side() throws -> Side? {
    guard let sidePlace, let column = columns.side else { return nil }
    let side = table.cell(sidePlace) { cell in sides.value(of: cell) { EventRows.side($0) } }
    guard let side else { return nil }
    if side == nil, column == "leg" {
      throw table.currentRow.error(column, expected: "left, right, both or n/a")
    }
    return side
  }

  private static func side(_ text: String) -> Side? {
    switch text.lowercased() {
    case "left", "l": .left
    case "right", "r": .right
    case "both", "b", "bilateral": .both
    default: nil
    }
  }

  /// The channel, also from a Python list such as `['EMG LAT']`. Several channels identify no leg.
  func location(_ context: ReadingContext) -> String? {
    guard let channelPlace else { return nil }
    return table.cell(channelPlace) { cell in
      locations.value(of: cell) { EventRows.location($0, context) }
    } ?? nil
  }

  private static func location(_ text: String, _ context: ReadingContext) -> String? {
    let names = text.split(separator: ",").map { name in
      String(name.drop { "['\"( ".contains($0) }.reversed().drop { "]'\") ".contains($0) }.reversed())
    }.filter { !$0.isEmpty }
    guard names.count > 1 else { return names.first }
    let sides = Set(names.map { context.sideOfChannel($0) })
    return sides.count == 1 ? names.first : nil
  }

  // MARK: Labels

  /// - Throws: `TextError` for a leg that cannot be read.
  func labels(_ look: (String) -> SeenLabels.Seen) throws -> RowLabels {
    var labels = RowLabels(
      event: cells.event(in: table, look), state: cells.state(in: table, look))
    if columns.rowsAreMovements, labels.event == nil, try side() != nil {
      labels.event = RowLabels.Label(text: "leg_movement", meaning: .legMovement(nil))
    }
    return labels
  }

  /// Whether the row's stage is the state of its own time; see `StagesBesideEvents`.
  func isState(_ labels: RowLabels, _ stages: StagesBesideEvents, onset: StatedTime) throws -> Bool {
    guard labels.state != nil, let event = labels.event else { return labels.state != nil }
    if event.isState, !event.isUnscored || labels.state?.isKnown != true { return false }
    return stages.isState(at: onset, length: try length(from: onset))
  }

  func isKnown(_ place: Int, _ look: (String) -> SeenLabels.Seen) -> Bool {
    cells.isKnown(place, in: table, look)
  }
}
