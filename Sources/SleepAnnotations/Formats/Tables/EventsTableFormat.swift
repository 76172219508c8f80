import SleepEvents
import StructuredText

extension ScoringFormat {
  /// The Tibialis events table.
  package static let eventsTable = ScoringFormat(
    name: "tibialis", summary: "Tibialis events table", limit: ScoringDocument.largest,
    recognizes: { document in
      Set(EventsTable.header(of: document)).isSuperset(of: ["onset", "duration", "trial_type"])
    },
    read: { document, context in
      var reader = try EventsTableReader(
        document, required: ["onset", "duration", "trial_type"], context: context)
      return try reader.read(format: "Tibialis events table")
    })
}

enum EventsTable {
  /// The column names of a potential table: the first line that is not a comment.
  static func header(of document: ScoringDocument) -> [String] {
    let line = document.headLines.first { !$0.hasPrefix("#") && !ExportLine.isBlank($0) } ?? ""
    guard let mark = ["\t", ";", ","].first(where: { line.contains($0) }) else { return [line.trimmed] }
    return ExportLine.cells(line, separator: Character(mark))
  }

  /// The table of a night's stages and events.
  static func text(_ annotations: NightAnnotations) -> String {
    var rows: [(Instant, String)] = []
    func add(_ range: TimeRange, _ hasDuration: Bool, _ type: String, _ leg: String?) {
      rows.append(
        (
          range.start,
          Delimited.tsvLine([
            Delimited.seconds(range.start.seconds),
            hasDuration ? Delimited.seconds(range.duration.seconds) : nil, type, leg,
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
  /// The scoring as a Tibialis events table.
  package var eventsTable: String { EventsTable.text(self) }
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
  /// Everything except the movements, which a result keeps in its own tables.
  package var stagesAndEvents: String {
    var copy = self
    copy.events.removeAll { $0.kind == .legMovement }
    return copy.eventsTable
  }
}
