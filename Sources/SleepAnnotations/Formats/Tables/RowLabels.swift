import SleepEvents
import StructuredText

/// What a row of a table is called: an event, a state, or an event in an epoch of a state.
struct RowLabels {
  struct Label {
    var text: String
    /// The meaning, if given by our own vocabulary or by another column.
    var meaning: EventMeaning?
    /// What the vocabulary knows about it.
    var seen: SeenLabels.Seen?

    var isKnown: Bool { meaning != nil || seen?.meaning != nil }

    /// Whether it is a bare number, such as a confidence, which beside a stage names no event.
    var isNumber: Bool { !isKnown && Double(text) != nil }

    /// Whether it is an artifact and the like, which beside a stage is a remark about its epoch.
    var isUnscored: Bool { (meaning ?? seen?.meaning) == .stage(.unscored) }

    /// Whether it is a stage, or an unknown state, so that a stage beside it adds nothing.
    var isState: Bool {
      if case .stage? = meaning ?? seen?.meaning { return true }
      return seen?.namesState ?? false
    }
  }

  var event: Label?
  var state: Label?

  var isEmpty: Bool { event == nil && state == nil }
}

/// The places of the columns with labels, those with the most known labels first.
struct LabelOrder {
  var events: [Int] = []
  var stages: [Int] = []
}

/// Reads the cells with labels, each text once.
struct LabelCells {
  private typealias Label = RowLabels.Label

  private let order: LabelOrder
  /// Snooz: `stage` in this column makes a number the name of a stage.
  private let groupPlace: Int?
  private var events = CellTexts<RowLabels.Label?>()
  private var states = CellTexts<RowLabels.Label>()
  private var looks = CellTexts<Bool>()

  init(_ order: LabelOrder, group: Int?) {
    self.order = order
    groupPlace = group
  }

  /// The first known event of the row, otherwise its first text.
  mutating func event(in table: DelimitedReader, _ look: (String) -> SeenLabels.Seen) -> RowLabels.Label? {
    var first: Label?
    for place in order.events {
      let label = table.cell(place) { cell in
        events.value(of: cell) { LabelCells.saysNothing($0) ? nil : LabelCells.label($0, look) }
      }
      guard let found = label, let label = found else { continue }
      if label.isKnown {
        first = label
        break
      }
      first = first ?? label
    }
    guard var label = first else { return nil }
    if label.meaning == nil, groupPlace != nil { label.meaning = numbered(label.text, in: table) }
    return label
  }

  mutating func state(in table: DelimitedReader, _ look: (String) -> SeenLabels.Seen) -> RowLabels.Label? {
    var first: Label?
    for place in order.stages {
      let label = table.cell(place) { cell in states.value(of: cell) { LabelCells.state($0, look) } }
      guard let label else { continue }
      if label.isKnown { return label }
      first = first ?? label
    }
    return first
  }

  mutating func isKnown(
    _ place: Int, in table: DelimitedReader, _ look: (String) -> SeenLabels.Seen
  ) -> Bool {
    table.cell(place) { cell in looks.value(of: cell) { LabelCells.label($0, look).isKnown } } ?? false
  }

  /// Whether the cell of an event column names no event: a dash, `none`, or merely that the row is a stage.
  private static func saysNothing(_ text: String) -> Bool {
    let plain = EventVocabulary.fold(text)
    return plain.isEmpty || emptyWords.contains(plain) || TableColumns.stages.contains(plain)
  }

  private static let emptyWords: Set<String> = [
    "none", "no event", "no events", "epoch", "stages", "sleep stages", "staging", "sleep staging",
    "stage change", "sleep stage change", "stage shift", "state change", "new stage", "stage scored",
    "sleep stage scored", "scored stage", "epoch scored", "schlafstadium", "stade",
  ]

  private static func label(_ text: String, _ look: (String) -> SeenLabels.Seen) -> Label {
    let meaning = ownMeaning(text)
    return Label(text: text, meaning: meaning, seen: meaning == nil ? look(text) : nil)
  }

  /// Among events an artifact is a mark without consequence, but among stages it is one that nobody scored.
  private static func state(_ text: String, _ look: (String) -> SeenLabels.Seen) -> Label {
    var state = label(text, look)
    let isArtifact = EventVocabulary.fold(text).split(separator: " ").contains {
      $0.hasPrefix("artefa") || $0.hasPrefix("artifa")
    }
    if isArtifact, state.seen?.meaning == .nothing { state.meaning = .stage(.unscored) }
    return state
  }

  /// Labels of our own table.
  private static func ownMeaning(_ label: String) -> EventMeaning? {
    if label.hasPrefix("sleep_stage_") {
      let word = label.dropFirst(12)
      return word == "unscored" ? .stage(.unscored) : SleepStage(rawValue: String(word)).map { .stage($0) }
    }
    guard let kind = EventKind(rawValue: label) else { return nil }
    return kind == .legMovement ? .legMovement(nil) : .event(kind)
  }

  /// Snooz numbers its stages in the same way as Profusion.
  private func numbered(_ label: String, in table: DelimitedReader) -> EventMeaning? {
    guard let groupPlace,
      table.cell(groupPlace, { String(decoding: $0, as: UTF8.self).lowercased() == "stage" }) == true
    else { return nil }
    let stages: [String: SleepStage] = [
      "0": .wake, "1": .n1, "2": .n2, "3": .n3, "4": .n3, "5": .rem, "9": .unscored,
    ]
    return stages[label].map { .stage($0) }
  }
}
