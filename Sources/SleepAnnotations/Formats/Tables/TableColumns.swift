import StructuredText

/// The meaning of an event table's columns, by the names that programs and people give them.
struct TableColumns {
  let onset: String
  let duration: String?
  let end: String?
  /// Columns that can contain the label, the most common one first.
  let labels: [String]
  let channel: String?
  let side: String?
  let scorer: String?
  /// Whether a person or a program did the scoring.
  let method: String?
  /// Snooz: `group` is `stage` where `name` is the number of a stage.
  let group: String?

  /// - Returns: nil if the names are not those of an event table.
  init?(_ names: [String]) {
    let plain = names.map(TableColumns.plain)
    func column(_ wanted: [String]) -> String? {
      for name in wanted { if let index = plain.firstIndex(of: name) { return names[index] } }
      return nil
    }
    guard let onset = column(TableColumns.onsets) else { return nil }
    self.onset = onset
    duration = column(["duration", "dur", "length"])
    end = column(["end", "stop", "offset", "end time", "stop time", "endtime", "stoptime", "onset end"])
    labels = TableColumns.labels.compactMap { column([$0]) }
    guard !labels.isEmpty else { return nil }
    channel = column(["channel", "channels", "ch names", "location", "signal", "electrode"])
    side = column(["leg", "side", "laterality"])
    scorer = column(TableColumns.scorers)
    method = column(["annotation method", "scoring method"])
    group = column(["group"])
  }

  /// Whether the table gives the lengths of events, or its rows are stages that each last until the next.
  var saysLengths: Bool {
    duration != nil || end != nil || labels.contains { TableColumns.stages.contains(TableColumns.plain($0)) }
  }

  private static let onsets = [
    "onset", "start", "begin", "beginning", "onset time", "start time", "starttime", "begin time",
    "clock time",
    "clock", "time", "timestamp", "init", "init time",
  ]
  private static let stages: Set<String> = [
    "stage", "sleep stage", "hypno", "hypnogram", "label", "state", "sleep state",
  ]
  private static let labels = [
    "trial type", "event type", "label", "stage", "sleep stage", "description", "event", "annotation",
    "value",
    "name", "type", "state", "sleep state", "class", "concept", "text", "hypno", "hypnogram", "scoring",
  ]
  private static let scorers = [
    "scorer", "annotator", "rater", "scorer id", "annotator id", "rater id", "scored by", "expert", "reader",
  ]

  /// Lower case, with blanks for punctuation, and without a trailing unit of seconds.
  static func plain(_ name: String) -> String {
    var words = EventVocabulary.fold(name).split(separator: " ")
    if words.count > 1, let last = words.last, ["s", "sec", "secs", "second", "seconds"].contains(last) {
      words.removeLast()
    }
    return words.joined(separator: " ")
  }
}
