import SleepEvents
import StructuredText

/// A row of our events table: an event, or a period of one stage.
package struct EventRow: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case event(EventKind)
    case stage(SleepStage)
  }

  package var onset = Instant.zero
  /// Nil for a point in time.
  package var duration: TimeSpan?
  package var content = Content.event(.recordingGap)
  package var side: Side?

  package init() {}
  package init(onset: Instant, duration: TimeSpan?, content: Content, side: Side? = nil) {
    self.onset = onset
    self.duration = duration
    self.content = content
    self.side = side
  }

  package var range: TimeRange { TimeRange(start: onset, duration: duration ?? .zero) }

  private static let stagePrefix = "sleep_stage_"

  /// The value of `trial_type`.
  package var type: String {
    switch content {
    case .event(let kind): kind.rawValue
    case .stage(let stage): EventRow.stagePrefix + (stage == .unscored ? "unscored" : stage.rawValue)
    }
  }

  private static func content(_ type: String) -> Content? {
    if type.hasPrefix(stagePrefix) {
      let name = String(type.dropFirst(stagePrefix.count))
      return .stage(SleepStage(rawValue: name) ?? .unscored)
    }
    return EventKind(rawValue: type).map(Content.event)
  }

  private static func word(_ side: Side) -> String {
    switch side {
    case .left: "left"
    case .right: "right"
    case .both: "both"
    }
  }

  package static let columns: [TableColumn<EventRow>] = [
    .moment("onset", \.onset, "seconds since the start of the recording"),
    .span("duration", \.duration, "duration; missing for a point in time"),
    TableColumn(
      name: "trial_type",
      kind: .word(
        SleepStage.allCases.map { EventRow(onset: .zero, duration: nil, content: .stage($0)).type }
          + EventKind.allCases.map(\.rawValue)), definition: "kind of event", isRequired: true,
      text: \.type,
      read: { row, cells throws(TextError) in
        guard let content = content(cells["trial_type"] ?? "") else {
          throw cells.error("trial_type", expected: "a trial_type of the events table")
        }
        row.content = content
      }),
    TableColumn(
      name: "leg", kind: .word(["left", "right", "both"]), definition: "leg of a movement",
      isRequired: false, text: { $0.side.map(word) },
      read: { row, cells throws(TextError) in
        row.side = Side.allCases.first { word($0) == cells["leg"] }
      }),
  ]
}
