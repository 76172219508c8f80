import SleepEvents
import StructuredText

/// Reads any event table with a header: ours, BIDS, and exports of stagers and viewers. Row by row, since
/// tables with device marks may have millions of rows.
struct EventsTableReader {
  private let source: TableSource
  private let columns: TableColumns
  private let context: ReadingContext
  private let file: String

  /// Limits for the seven days of the longest night: more than 720 events per hour, and a stage for each
  /// second.
  static let mostEvents = 125_000
  static let mostStates = 700_000
  /// Times of day are resolved together, so all rows are kept.
  static let mostClockedRows = 500_000

  /// - Throws: `TextError` if it is not such a table.
  init(_ document: ScoringDocument, required: [String] = [], context: ReadingContext) throws(TextError) {
    source = document.table
    file = document.path
    self.context = context
    let header = try DelimitedReader(source, required: required)
    guard let columns = TableColumns(header.columns) else {
      throw .missingColumns(
        file: file, missing: ["onset", "duration", "trial_type"], found: header.columns)
    }
    self.columns = columns
  }

  /// Rows left out because of a missing cell.
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

  /// - Throws: `TextError` with line and column, `AnnotationError` for inconsistent times.
  func read(format: String) throws -> NightAnnotations {
    let scorer = try ScorerOfRows(source, columns: columns, context: context)
    let order = try labelOrder(scorer)
    let stages = try stagesBesideEvents(scorer, order)
    return try readElapsed(scorer, order, stages, format: format)
      ?? readClocked(scorer, order, stages, format: format)
  }

  /// Reads the table if all its times are relative to the start of the recording, so that each row can be
  /// added at once. Nil if one of them is a time of day, which only all rows together can place.
  private func readElapsed(
    _ scorer: ScorerOfRows, _ order: LabelOrder, _ stages: StagesBesideEvents, format: String
  ) throws -> NightAnnotations? {
    var builder = AnnotationBuilder(context: context)
    builder.warnings = scorer.warnings
    var omitted = Omissions()
    let rows = try EventRows(source, columns: columns, scorer: scorer, order: order)
    while try rows.next() {
      guard let onset = try rows.onset() else {
        omitted.onsets += 1
        continue
      }
      guard case .elapsed(let start) = onset else { return nil }
      let labels = try rows.labels { builder.look(at: $0) }
      guard let named = (labels.event ?? labels.state)?.text else {
        omitted.labels += 1
        continue
      }
      var duration = try rows.duration()
      if duration == nil, let stop = try rows.stop() {
        guard case .elapsed(let end) = stop else { return nil }
        guard end >= start else {
          throw AnnotationError.broken(
            file: file, location: "event '\(named)'",
            expected: "an end that is not before the start",
            found: "one \((start - end).seconds) s earlier")
        }
        duration = end - start
      }
      let isState = try rows.isState(labels, stages, onset: onset)
      if let event = labels.event, !(isState && (event.isNumber || event.isUnscored)) {
        add(event, to: &builder, onset: start, duration: duration, rows, side: try rows.side())
      }
      if isState, let state = labels.state {
        add(state, to: &builder, onset: start, duration: duration, rows, side: nil, isState: true)
      }
      try checkCount(
        builder.eventCount, most: EventsTableReader.mostEvents, line: rows.line, "events of one night")
      try checkCount(
        builder.stateCount, most: EventsTableReader.mostStates, line: rows.line, "stages of one night")
    }
    builder.warnings += omitted.warnings
    var result = builder.finish(format: format)
    result.statedStart = context.start?.withoutPlaceholder.withoutCountedDay
    return result
  }

  private func add(
    _ label: RowLabels.Label, to builder: inout AnnotationBuilder, onset: Instant, duration: TimeSpan?,
    _ rows: EventRows, side: Side?, isState: Bool = false
  ) {
    if let meaning = label.meaning {
      builder.add(
        meaning, label: label.text, onset: onset, duration: duration, location: rows.location(context),
        side: side)
    } else if let seen = label.seen {
      builder.add(
        seen, onset: onset, duration: duration,
        location: seen.meaning == nil ? nil : rows.location(context), side: side, isState: isState)
    }
  }

  private func readClocked(
    _ scorer: ScorerOfRows, _ order: LabelOrder, _ stages: StagesBesideEvents, format: String
  ) throws -> NightAnnotations {
    var scoring = ClockedScoring()
    var omitted = Omissions()
    var known = AnnotationBuilder(context: context)
    let rows = try EventRows(source, columns: columns, scorer: scorer, order: order)
    while try rows.next() {
      guard let onset = try rows.onset() else {
        omitted.onsets += 1
        continue
      }
      let labels = try rows.labels { known.look(at: $0) }
      guard !labels.isEmpty else {
        omitted.labels += 1
        continue
      }
      let duration = try rows.duration()
      let stop = duration == nil ? try rows.stop() : nil
      let isState = try rows.isState(labels, stages, onset: onset)
      if let event = labels.event, !(isState && (event.isNumber || event.isUnscored)) {
        scoring.add(
          event.text, meaning: event.meaning, at: onset, duration: duration, stop: stop,
          location: rows.location(context), side: try rows.side())
      }
      if isState, let state = labels.state {
        scoring.add(
          state.text, meaning: state.meaning, at: onset, duration: duration, stop: stop, isState: true)
      }
      try checkCount(
        scoring.entries.count, most: EventsTableReader.mostClockedRows, line: rows.line,
        "rows with times of day")
    }
    scoring.warnings = scorer.warnings + omitted.warnings
    return try scoring.finish(format, file: file, context: context)
  }

  private func checkCount(_ count: Int, most: Int, line: Int, _ what: String) throws(AnnotationError) {
    guard count > most else { return }
    throw .broken(
      file: file, location: "line \(line)", expected: "at most \(most) \(what)", found: "more of them")
  }

  /// The label columns of both kinds, the one with the most known labels first.
  private func labelOrder(_ scorer: ScorerOfRows) throws -> LabelOrder {
    let rows = try EventRows(source, columns: columns, scorer: scorer)
    let events = columns.events.compactMap(rows.place)
    let stages = columns.stages.compactMap(rows.place)
    guard events.count > 1 || stages.count > 1 else { return LabelOrder(events: events, stages: stages) }
    var builder = AnnotationBuilder(context: context)
    var known: [Int: Int] = [:]
    var count = 0
    while count < 4000, try rows.next() {
      count += 1
      for place in events + stages where rows.isKnown(place, { builder.look(at: $0) }) {
        known[place, default: 0] += 1
      }
    }
    func sorted(_ places: [Int]) -> [Int] {
      places.enumerated().sorted {
        (-(known[$0.element] ?? 0), $0.offset) < (-(known[$1.element] ?? 0), $1.offset)
      }.map(\.element)
    }
    return LabelOrder(events: sorted(events), stages: sorted(stages))
  }

  private func stagesBesideEvents(
    _ scorer: ScorerOfRows, _ order: LabelOrder
  ) throws -> StagesBesideEvents {
    guard !order.stages.isEmpty, !order.events.isEmpty || columns.rowsAreMovements else {
      return StagesBesideEvents()
    }
    var builder = AnnotationBuilder(context: context)
    return try StagesBesideEvents(
      EventRows(source, columns: columns, scorer: scorer, order: order)
    ) { builder.look(at: $0) }
  }
}
