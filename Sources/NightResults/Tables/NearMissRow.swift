import LimbMovementScoring
import SleepEvents
import StructuredText

/// A row of `near_misses.tsv`: a burst or mark that is not a movement, with the criterion that it failed.
package struct NearMissRow: Hashable, Sendable {
  package var burst = LegMovementRow()
  /// Such as `too_short`, or the name of the step that removed it.
  package var criterion: String?
  /// The value the criterion requires, and the value found.
  package var required: Double?
  package var found: Double?
  /// For a burst that is not EMG: the measure that decided.
  package var cause: String?

  package init() {}

  package static func columns(rules: [String]) -> [TableColumn<NearMissRow>] {
    LegMovementRow.place(\.burst)
      + rules.map { name in
        TableColumn(
          name: name, kind: .word([DropReason.tooShort.rawValue]),
          definition: "why \(name) counts no movement here", isRequired: false,
          text: { $0.criterion == DropReason.tooShort.rawValue ? DropReason.tooShort.rawValue : nil },
          read: { _, _ throws(TextError) in })
      } + [
        words("criterion", criteria, \.criterion, "criterion that it failed"),
        .number("required", "", decimals: 3, \.required, "value that the criterion requires"),
        .number("found", "", decimals: 3, \.found, "value found"),
        words("cause", causes, \.cause, "the measure by which a burst is not EMG"),
      ]
  }

  /// The values used by the detection, a module not imported here; a test compares the two.
  package static let criteria = [
    "too_short", "onset_amplitude", "median", "not_emg", "open_input", "hum", "endless",
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
