import LimbMovementScoring
import SleepEvents
import StructuredText

/// A row of `movements_<rules>.tsv`: a combined movement under one rule set. Nil where the rule set has no such notion,
/// or where nobody looked.
public struct CombinedMovementRow: Hashable, Sendable {
  public var number = 0
  public var onset = Instant.zero
  public var duration = Span.zero
  public var side = Side.left
  public var members = 0
  public var stage = SleepStage.unscored
  public var isCandidate: Bool?
  public var interval: Span?
  public var isShortInterval: Bool?
  public var isPeriodic = false
  public var series: Int?
  public var isRespiratory: Bool?
  public var hasArousal: Bool?
  public var isPeriodicWithoutRespiratory: Bool?
  public var seriesWithoutRespiratory: Int?
  public var reason = MovementReason.notInSeries

  public init() {}

  /// The rows of a scored night, in time order.
  public static func rows(_ night: ScoredNight) -> [CombinedMovementRow] {
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

  public static let columns: [TableColumn<CombinedMovementRow>] = [
    .count("number", \.number, "from 1, in time order"),
    .moment("onset_s", \.onset, "earliest onset of its members, seconds since the start of the recording"),
    .span("duration_s", \.duration, "to the latest end of its members"),
    .word("side", \.side, "L, R or B"),
    .count("members", \.members, "movements of single legs that it holds"),
    .word("stage", \.stage, "stage of the epoch in which it starts"),
    .truth("candidate", \.isCandidate, "may belong to a series"),
    .span("imi_s", \.interval, "onset to onset from the movement before; missing where it is not measured"),
    .truth("short_interval", \.isShortInterval, "the interval is under the minimum"),
    .truth("periodic", \.isPeriodic, "belongs to a series"),
    .count("series", \.series, "number of its series"),
    .truth("respiratory", \.isRespiratory, "lies in the window of a respiratory event"),
    .truth("arousal", \.hasArousal, "goes with an arousal"),
    .truth("periodic_nr", \.isPeriodicWithoutRespiratory, "periodic after respiratory ones were removed"),
    .count("series_nr", \.seriesWithoutRespiratory, "number of that series"),
    .word("reason", \.reason, "the one word that says what it is"),
  ]
}
