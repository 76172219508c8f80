import StructuredText

/// Which column of a table of events holds what, by the names that programs and people give them.
struct TableColumns {
  let onset: String
  let duration: String?
  let end: String?
  /// Columns that can hold what the event is, the usual one first.
  let labels: [String]
  let channel: String?
  let side: String?
  let scorer: String?
  /// Whether a person or a program scored.
  let method: String?
  /// Snooz: `group` says `stage` where `name` is the number of one.
  let group: String?

  /// - Returns: nil where the names are not those of a table of events.
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

  /// Whether there is enough to tell an event's length or that the rows are stages, each until the next.
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

  /// Lower case, blanks for marks, without a unit of seconds behind.
  static func plain(_ name: String) -> String {
    var words = EventVocabulary.fold(name).split(separator: " ")
    if words.count > 1, let last = words.last, ["s", "sec", "secs", "second", "seconds"].contains(last) {
      words.removeLast()
    }
    return words.joined(separator: " ")
  }
}
