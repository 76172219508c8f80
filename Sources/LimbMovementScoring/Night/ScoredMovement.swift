import SleepEvents

/// A combined movement under one rule set: a row of `movements_<rules>.tsv`.
public struct ScoredMovement: Hashable, Sendable {
  /// From the earliest onset to the latest offset of its members.
  public var range: TimeRange
  /// One leg or both.
  public var side: Side
  /// How many movements of single legs it holds.
  public var memberCount: Int
  /// Indices of the members in the input's movements.
  public var members: [Int]
  /// Stage of the epoch in which it starts.
  public var stage: SleepStage
  /// True if it may be part of a series (W-CLM-1 to 3); in a rule set without candidates, always.
  public var isCandidate: Bool
  /// Why it is not a candidate.
  public var nonCandidateReason: NonCandidateReason?
  /// Onset to onset from the movement before; nil where it is not measured (W-IMI-1..3).
  public var interval: TimeSpan?
  /// Its measured interval is under the minimum (W-SI-1).
  public var isShortInterval = false
  /// Number of its series, from 1; nil if it is in none.
  public var series: Int?
  /// Part of it lies in the window of a respiratory event (W-RESP-1), candidate or not. Nil where such movements are
  /// left out, and where nobody scored breathing.
  public var isRespiratory: Bool?
  /// Nil where nobody scored arousals.
  public var hasArousal: Bool?
  /// Number of its series after respiratory candidates were removed (W-NR-1).
  public var seriesWithoutRespiratory: Int?

  /// True if it is part of a periodic series.
  public var isPeriodic: Bool { series != nil }
  /// True if it is part of one after the movements of breathing were left out.
  public var isPeriodicWithoutRespiratory: Bool { seriesWithoutRespiratory != nil }

  /// Why a movement is no candidate.
  public enum NonCandidateReason: String, Sendable {
    case longMember = "long_member"
    case tooManyMembers = "too_many_members"
    case tooLong = "too_long"
  }

  /// The one word that says what it is, the first that holds.
  public var reason: MovementReason {
    switch nonCandidateReason {
    case .longMember: .longMember
    case .tooManyMembers: .tooManyMembers
    case .tooLong: .tooLong
    case nil: isPeriodic ? .periodic : isShortInterval ? .shortInterval : .notInSeries
    }
  }
}

/// What a combined movement is: the `reason` column of a rule set's table.
public enum MovementReason: String, Sendable, CaseIterable {
  case longMember = "long_member"
  case tooManyMembers = "too_many_members"
  case tooLong = "too_long"
  case periodic
  case shortInterval = "short_interval"
  case notInSeries = "not_in_series"
}

/// What became of one movement of one leg under a rule set.
package enum MovementFate: Hashable, Sendable {
  /// It is a member of the movement with this number, from 1, in the rule set's table.
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
