import SleepEvents
import StructuredText

/// A row of `tone.tsv`: half a minute of the chin channel.
package struct ToneRow: Hashable, Sendable {
  package var onset = Instant.zero
  package var duration = TimeSpan.zero
  package var stage = SleepStage.unscored
  /// Nil where the signal is constant.
  package var levelMicrovolts: Double?
  package var activeSeconds = 0

  package init() {}

  package init(
    range: TimeRange, stage: SleepStage, levelMicrovolts: Double?, activeSeconds: Int
  ) {
    onset = range.start
    duration = range.duration
    self.stage = stage
    self.levelMicrovolts = levelMicrovolts
    self.activeSeconds = activeSeconds
  }

  package static let columns: [TableColumn<ToneRow>] = [
    .moment("onset_s", \.onset, "seconds since the start of the recording"),
    .span("duration_s", \.duration, "duration; the last one of a segment may be shorter"),
    .word("stage", \.stage, "stage at its start"),
    .number("level_uv", "uV", decimals: 3, \.levelMicrovolts, "mean of |x| after noise correction"),
    .count("active_s", \.activeSeconds, "seconds over 2 microvolts"),
  ]
}
