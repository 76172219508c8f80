import SleepEvents
import StructuredText

/// The tables of a night.
package struct NightTables: Sendable {
  package var legMovements: [LegMovementRow] = []
  package var nearMisses: [NearMissRow] = []
  /// Combined movements by rule set, in document order.
  package var combined = OrderedMembers<[CombinedMovementRow]>()
  /// Stages, events, and the gaps excluded from scoring, so that the night can be scored again.
  package var events: [EventRow] = []
  /// Nil for a night scored without its signal.
  package var quality: [QualityMinuteRow]?
  /// Trains and myoclonus; nil if short bursts were not looked for.
  package var otherMovements: [OtherMovementRow]?
  /// The chin by half minutes; nil if it was not measured.
  package var tone: [ToneRow]?

  package init() {}

  package var rules: [String] { combined.keys }
  package var hasHeart: Bool { legMovements.contains { $0.heart != nil } }

  /// The stages of the night; empty if sleep was not scored.
  package var hypnogram: Hypnogram {
    Hypnogram(
      events.compactMap { row in
        if case .stage(let stage) = row.content { StageSpan(range: row.range, stage: stage) } else { nil }
      })
  }

  /// The events that satisfy a condition, in order.
  package func events(where condition: (EventKind) -> Bool) -> [(kind: EventKind, row: EventRow)] {
    events.compactMap { row in
      if case .event(let kind) = row.content, condition(kind) { (kind, row) } else { nil }
    }
  }
}

/// One file of a night: its name, content and number of rows.
struct NightTableFile {
  var name: String
  var text: String
  var rows: Int

  static func all(_ tables: NightTables, hasHeart: Bool) -> [NightTableFile] {
    let rules = tables.rules
    var files = [
      NightTableFile(
        name: NightFolder.legMovements,
        text: LegMovementRow.columns(rules: rules, hasHeart: hasHeart).tsv(tables.legMovements),
        rows: tables.legMovements.count)
    ]
    for (name, rows) in tables.combined {
      files.append(
        NightTableFile(
          name: NightFolder.combined(name), text: CombinedMovementRow.columns.tsv(rows), rows: rows.count))
    }
    files.append(
      NightTableFile(
        name: NightFolder.nearMisses, text: NearMissRow.columns(rules: rules).tsv(tables.nearMisses),
        rows: tables.nearMisses.count))
    files.append(
      NightTableFile(
        name: NightFolder.events, text: EventRow.columns.tsv(tables.events), rows: tables.events.count))
    if let quality = tables.quality {
      files.append(
        NightTableFile(
          name: NightFolder.quality, text: QualityMinuteRow.columns.tsv(quality), rows: quality.count))
    }
    if let other = tables.otherMovements {
      files.append(
        NightTableFile(
          name: NightFolder.otherMovements, text: OtherMovementRow.columns.tsv(other), rows: other.count))
    }
    if let tone = tables.tone {
      files.append(
        NightTableFile(name: NightFolder.tone, text: ToneRow.columns.tsv(tone), rows: tone.count))
    }
    return files
  }
}
