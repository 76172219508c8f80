import SleepEvents
import StructuredText

extension ScoringFormat {
  /// The Tibialis events table (contract 5).
  public static let eventsTable = ScoringFormat(
    name: "tibialis", summary: "Tibialis events table",
    recognizes: { document in
      let header = document.head.split(whereSeparator: \.isNewline).first { !$0.hasPrefix("#") } ?? ""
      let columns = Set(header.split(whereSeparator: { "\t,;".contains($0) }).map { $0.trimmed })
      return columns.isSuperset(of: ["onset", "duration", "trial_type"])
    },
    read: { document, context in
      let table = try DelimitedTable(
        text: document.text, file: document.path, required: ["onset", "duration", "trial_type"])
      return try EventsTable.read(table, context: context)
    })
}

enum EventsTable {
  static func read(
    _ table: DelimitedTable, context: ReadingContext, typeColumn: String = "trial_type"
  ) throws(TextError) -> NightAnnotations {
    var builder = AnnotationBuilder(context: context)
    for row in table.rows {
      guard let onset = try row.number("onset", expected: "seconds since the start of the recording"),
        abs(onset) < 1e8
      else { throw row.error("onset", expected: "seconds since the start of the recording") }
      let duration = try row.number("duration", expected: "seconds, or n/a for a moment")
      if let duration, duration < 0 || duration > 1e8 {
        throw row.error("duration", expected: "seconds, not negative, or n/a for a moment")
      }
      let type = try row.required(typeColumn, expected: "what the event is, such as leg_movement")
      let side = try side(row)
      let instant = Instant(seconds: onset)
      let span = duration.map { SleepEvents.Span(seconds: $0) }
      if type.hasPrefix("sleep_stage_"), let stage = stage(type.dropFirst(12)) {
        builder.add(.stage(stage), label: type, onset: instant, duration: span)
      } else if type == EventKind.legMovement.rawValue {
        builder.add(.legMovement(side), label: type, onset: instant, duration: span, location: row["channel"])
      } else if let kind = EventKind(rawValue: type) {
        builder.add(.event(kind), label: type, onset: instant, duration: span, location: row["channel"])
      } else {
        builder.add(label: type, onset: instant, duration: span, location: row["channel"], side: side)
      }
    }
    return builder.finish(format: typeColumn == "trial_type" ? "Tibialis events table" : "BIDS events")
  }

  private static func stage(_ word: Substring) -> SleepStage? {
    word == "unscored" ? .unscored : SleepStage(rawValue: String(word))
  }

  private static func side(_ row: DelimitedTable.Row) throws(TextError) -> Side? {
    switch row["leg"]?.lowercased() {
    case nil: nil
    case "left", "l": .left
    case "right", "r": .right
    case "both", "b": .both
    default: throw row.error("leg", expected: "left, right, both or n/a")
    }
  }

  /// The table of a night's stages and events.
  static func text(_ annotations: NightAnnotations) -> String {
    var rows: [(Instant, String)] = []
    func add(_ range: TimeRange, _ hasDuration: Bool, _ type: String, _ leg: String?) {
      rows.append(
        (
          range.start,
          Delimited.tsvLine([
            Delimited.fixed(range.start.seconds, 9),
            hasDuration ? Delimited.fixed(range.duration.seconds, 9) : nil, type, leg,
          ])
        ))
    }
    for span in annotations.hypnogram?.spans ?? [] {
      add(
        span.range, true, "sleep_stage_" + (span.stage == .unscored ? "unscored" : span.stage.rawValue), nil)
    }
    for event in annotations.events {
      let leg = event.side.map { $0 == .left ? "left" : $0 == .right ? "right" : "both" }
      add(event.range, event.hasDuration, event.kind.rawValue, leg)
    }
    let sorted = rows.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
    return Delimited.tsvLine(["onset", "duration", "trial_type", "leg"]) + sorted.map(\.element.1).joined()
  }
}

extension NightAnnotations {
  /// The scoring as a Tibialis events table (contract 5).
  public var eventsTable: String { EventsTable.text(self) }
}

extension Substring {
  var trimmed: String { String(self).trimmingBlanks }
}

extension String {
  var trimmingBlanks: String {
    var text = Substring(self)
    while text.first?.isWhitespace == true || text.first == "\u{FEFF}" { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

extension NightAnnotations {
  /// Everything but the movements, which a result keeps in its own tables.
  public var stagesAndEvents: String {
    var copy = self
    copy.events.removeAll { $0.kind == .legMovement }
    return copy.eventsTable
  }
}
