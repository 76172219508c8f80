import LimbMovementScoring
import SleepEvents
import StructuredText

/// A row of `movements_<rules>.tsv`: a combined movement under one rule set. Values are nil if the rule set
/// does not define them or the category was not scored.
package struct CombinedMovementRow: Hashable, Sendable {
  package var number = 0
  package var onset = Instant.zero
  package var duration = TimeSpan.zero
  package var side = Side.left
  package var members = 0
  package var stage = SleepStage.unscored
  package var isCandidate: Bool?
  package var interval: TimeSpan?
  package var isShortInterval: Bool?
  package var isPeriodic = false
  package var series: Int?
  package var isRespiratory: Bool?
  package var hasArousal: Bool?
  package var isPeriodicWithoutRespiratory: Bool?
  package var seriesWithoutRespiratory: Int?
  package var reason = MovementReason.notInSeries

  package init() {}

  /// The rows of a scored night, in time order.
  package static func rows(_ night: ScoredNight) -> [CombinedMovementRow] {
    let rules = night.rules
    return night.movements.enumerated().map { index, movement in
      var row = CombinedMovementRow()
      row.number = index + 1
      row.onset = movement.range.start
      row.duration = movement.range.duration
      row.side = movement.side
      row.members = movement.memberCount
      row.stage = movement.stage
      row.isCandidate = rules.distinguishesCandidates ? movement.isCandidate : nil
      row.interval = movement.interval
      row.isShortInterval = rules.shortInterval == .endsSeries ? movement.isShortInterval : nil
      row.isPeriodic = movement.isPeriodic
      row.series = movement.series
      row.hasArousal = movement.hasArousal
      if night.marksRespiratory {
        row.isRespiratory = movement.isRespiratory ?? false
        row.isPeriodicWithoutRespiratory = movement.isPeriodicWithoutRespiratory
        row.seriesWithoutRespiratory = movement.seriesWithoutRespiratory
      }
      row.reason = movement.reason
      return row
    }
  }

  package static let columns: [TableColumn<CombinedMovementRow>] = [
    .count("number", \.number, "from 1, in time order"),
    .moment("onset_s", \.onset, "earliest onset of its members, seconds since the start of the recording"),
    .span("duration_s", \.duration, "to the latest end of its members"),
    .word("side", \.side, "L, R or B"),
    .count("members", \.members, "number of single-leg movements that it combines"),
    .word("stage", \.stage, "stage of the epoch in which it starts"),
    .truth("candidate", \.isCandidate, "may belong to a series"),
    .span("imi_s", \.interval, "onset-to-onset interval from the previous movement; missing if not measured"),
    .truth("short_interval", \.isShortInterval, "the interval is below the minimum"),
    .truth("periodic", \.isPeriodic, "belongs to a series"),
    .count("series", \.series, "number of its series"),
    .truth("respiratory", \.isRespiratory, "lies in the window of a respiratory event"),
    .truth("arousal", \.hasArousal, "is associated with an arousal"),
    .truth("periodic_nr", \.isPeriodicWithoutRespiratory, "periodic after respiratory ones were removed"),
    .count("series_nr", \.seriesWithoutRespiratory, "number of that series"),
    .word("reason", \.reason, "classification of the movement"),
  ]
}
