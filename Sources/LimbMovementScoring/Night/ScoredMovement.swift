import SleepEvents

/// A combined movement under one rule set: a row of `movements_<rules>.tsv`.
public struct ScoredMovement: Hashable, Sendable {
  /// From the earliest onset to the latest offset of its members.
  public var range: TimeRange
  /// One leg or both.
  public var side: Side
  /// Number of single-leg movements that it combines.
  public var memberCount: Int
  /// Indices of the members in the input's movements.
  public var members: [Int]
  /// Stage of the epoch in which it starts.
  public var stage: SleepStage
  /// True if it may be part of a series (W-CLM-1 to 3); always true in a rule set without candidates.
  public var isCandidate: Bool
  /// Why it is not a candidate; nil if it is.
  public var nonCandidateReason: NonCandidateReason?
  /// Onset-to-onset interval from the previous movement; nil where it is not measured (W-IMI-1..3).
  public var interval: TimeSpan?
  /// True if its measured interval is below the minimum (W-SI-1).
  public var isShortInterval = false
  /// Number of its series, from 1; nil if it is in none.
  public var series: Int?
  /// True if part of it lies in the window of a respiratory event (W-RESP-1), candidate or not. Nil where
  /// such movements are left out or breathing was not scored.
  public var isRespiratory: Bool?
  /// True if an arousal is associated with it; nil where arousals were not scored.
  public var hasArousal: Bool?
  /// Number of its series after respiratory candidates were removed (W-NR-1).
  public var seriesWithoutRespiratory: Int?

  /// True if it is part of a periodic series.
  public var isPeriodic: Bool { series != nil }
  /// True if it is part of a series after respiratory movements were removed.
  public var isPeriodicWithoutRespiratory: Bool { seriesWithoutRespiratory != nil }

  /// Why a movement is not a candidate.
  public enum NonCandidateReason: String, Sendable {
    case longMember = "long_member"
    case tooManyMembers = "too_many_members"
    case tooLong = "too_long"
  }

  /// The single word that describes it: the first that applies.
  public var reason: MovementReason {
    switch nonCandidateReason {
    case .longMember: .longMember
    case .tooManyMembers: .tooManyMembers
    case .tooLong: .tooLong
    case nil: isPeriodic ? .periodic : isShortInterval ? .shortInterval : .notInSeries
    }
  }
}

/// The classification of a combined movement: the `reason` column of a rule set's table.
public enum MovementReason: String, Sendable, CaseIterable {
  case longMember = "long_member"
  case tooManyMembers = "too_many_members"
  case tooLong = "too_long"
  case periodic
  case shortInterval = "short_interval"
  case notInSeries = "not_in_series"
}

/// How a rule set treated one movement of one leg.
package enum MovementFate: Hashable, Sendable {
  /// It belongs to the movement with this number, from 1, in the rule set's table.
  case counted(number: Int)
  case dropped(DropReason)

  /// The cell of `leg_movements.tsv`.
  package var text: String {
    switch self {
    case .counted(let number): String(number)
    case .dropped(let reason): reason.rawValue
    }
  }
}

/// Why a movement of one leg is not in a rule set's table.
package enum DropReason: String, Sendable, CaseIterable {
  case tooShort = "too_short"
  case outsideWindow = "outside_window"
  case tooLong = "too_long"
  case wake
  case unscored
  case respiratory
  case withinLimitSameLeg = "within_5s_same_leg"
}
