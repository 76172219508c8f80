import LimbMovementScoring
import SleepEvents
import StructuredText

/// A row of `near_misses.tsv`: a burst or mark that is no movement, with the criterion that failed it.
package struct NearMissRow: Hashable, Sendable {
  package var burst = LegMovementRow()
  /// Such as `too_short`, or the name of a step that took it away.
  package var criterion: String?
  /// What the criterion asked for, and what was found.
  package var required: Double?
  package var found: Double?
  /// Of a burst that is no EMG: which measure said so.
  package var cause: String?

  package init() {}

  package static func columns(rules: [String]) -> [TableColumn<NearMissRow>] {
    LegMovementRow.place(\.burst)
      + rules.map { name in
        TableColumn(
          name: name, kind: .text, definition: "why \(name) has no movement here", isRequired: false,
          text: { $0.criterion == DropReason.tooShort.rawValue ? DropReason.tooShort.rawValue : nil },
          read: { _, _ throws(TextError) in })
      } + [
        .text("criterion", \.criterion, "what it failed"),
        .number("required", "", decimals: 3, \.required, "what the criterion asked for"),
        .number("found", "", decimals: 3, \.found, "what was found"),
        .text("cause", \.cause, "which measure said that a burst is no EMG"),
      ]
  }
}
