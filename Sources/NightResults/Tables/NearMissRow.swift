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
          name: name, kind: .word([DropReason.tooShort.rawValue]),
          definition: "why \(name) has no movement here", isRequired: false,
          text: { $0.criterion == DropReason.tooShort.rawValue ? DropReason.tooShort.rawValue : nil },
          read: { _, _ throws(TextError) in })
      } + [
        words("criterion", criteria, \.criterion, "what it failed"),
        .number("required", "", decimals: 3, \.required, "what the criterion asked for"),
        .number("found", "", decimals: 3, \.found, "what was found"),
        words("cause", causes, \.cause, "which measure said that a burst is no EMG"),
      ]
  }

  /// The words of the detection, which this module does not know; a test compares the two.
  package static let criteria = [
    "too_short", "onset_amplitude", "median", "not_emg", "open_input", "endless",
  ]
  package static let causes = [
    "line", "tone", "vibration", "sway", "pulses", "pops", "common_mode",
  ]

  private static func words(
    _ name: String, _ words: [String], _ path: any JSONKeyPath<NearMissRow, String?>, _ definition: String
  ) -> TableColumn<NearMissRow> {
    TableColumn(
      name: name, kind: .word(words), definition: definition, isRequired: false, text: { $0[keyPath: path] },
      read: { row, cells throws(TextError) in row[keyPath: path] = cells[name] })
  }
}
