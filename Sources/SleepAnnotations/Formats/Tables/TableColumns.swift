import StructuredText

/// The meaning of an event table's columns, by the names that programs and people give them.
struct TableColumns {
  let onset: String
  /// Whether its name says that the onset counts from the start of the recording.
  let countsFromStart: Bool
  let duration: String?
  let end: String?
  /// Columns that can contain an event's label, the most common one first.
  let events: [String]
  /// Columns that contain sleep stages: a row's label only where no event is named.
  let stages: [String]
  let channel: String?
  let side: String?
  let scorer: String?
  /// Whether a person or a program did the scoring.
  let method: String?
  /// Snooz: `group` is `stage` where `name` is the number of a stage.
  let group: String?
  /// Whether a row that names a leg is a movement, since nothing else labels it.
  let rowsAreMovements: Bool

  /// - Returns: nil if the names are not those of an event table.
  init?(_ names: [String]) {
    let plain = names.map(TableColumns.plain)
    func column(_ wanted: [String]) -> String? {
      for name in wanted { if let index = plain.firstIndex(of: name) { return names[index] } }
      return nil
    }
    let elapsed = plain.map { ElapsedName.without($0).map(TableColumns.plain) }
    func elapsedColumn(_ wanted: [String]) -> String? {
      elapsed.firstIndex { $0.map { $0.isEmpty || wanted.contains($0) } ?? false }.map { names[$0] }
    }
    // Beside an onset or a clock, `relative_time` is something else.
    let plainOnset = column(["onset", "recording onset", "start", "begin", "beginning"])
    let statedOnset = plainOnset ?? column(TableColumns.onsets)
    let elapsedOnset = statedOnset == nil ? elapsedColumn(TableColumns.onsets) : nil
    guard
      let onset = statedOnset ?? elapsedOnset ?? column(["time offset"])
    else {
      return nil
    }
    self.onset = onset
    countsFromStart = elapsedOnset != nil || TableColumns.plain(onset) == "time offset"
    duration = column(["duration", "dur", "length"])
    // An end by the clock tells nothing beside an elapsed start.
    let elapsedEnd = elapsed.firstIndex { $0.map(TableColumns.ends.contains) ?? false }.map { names[$0] }
    end =
      countsFromStart
      ? elapsedEnd ?? column(["end", "stop", "offset"]) : column(TableColumns.ends) ?? elapsedEnd
    events = TableColumns.events.compactMap { column([$0]) }
    stages = TableColumns.stages.compactMap { column([$0]) }
    guard !events.isEmpty || !stages.isEmpty else { return nil }
    let kind = TableColumns.kindOfRows(plain)
    guard kind != .measurements else { return nil }
    rowsAreMovements = kind == .movements
    channel = column(["channel", "channels", "ch names", "location", "signal", "electrode", "linked channel"])
    side = column(["leg", "side", "laterality"])
    scorer = column(TableColumns.scorers)
    method = column(["annotation method", "scoring method"])
    group = column(["group"])
  }

  /// Whether the table gives the lengths of events, or its rows are stages that each last until the next.
  var saysLengths: Bool {
    duration != nil || end != nil || !stages.isEmpty || events.contains { TableColumns.plain($0) == "label" }
  }

  /// What the rows of a table stand for.
  enum RowKind {
    /// Whatever their labels say.
    case labelled
    /// Movements of the leg in a column; a stage beside it is the one in which the movement falls.
    case movements
    /// Something else that was measured in a stage, such as spindles or near misses.
    case measurements
  }

  /// - Parameter plain: the column names in plain form.
  static func kindOfRows(_ plain: [String]) -> RowKind {
    let names = Set(plain)
    guard names.isDisjoint(with: events), !names.isDisjoint(with: stages), !names.isDisjoint(with: onsets)
    else { return .labelled }
    if !names.isDisjoint(with: ["criterion", "members"]) || names.isSuperset(of: ["peak", "amplitude"]) {
      return .measurements
    }
    return names.contains("leg") ? .movements : .labelled
  }

  private static let ends = [
    "end", "stop", "offset", "end time", "stop time", "endtime", "stoptime", "onset end",
  ]
  private static let onsets = [
    "onset", "recording onset", "start", "begin", "beginning", "onset time", "start time", "starttime",
    "begin time",
    "clock time",
    "clock", "time", "timestamp", "init", "init time",
  ]
  static let stages = ["stage", "sleep stage", "state", "sleep state", "hypno", "hypnogram"]
  private static let events = [
    "trial type", "event type", "label", "description", "event", "annotation", "value", "name", "type",
    "class", "concept", "text", "scoring",
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
