import SleepEvents

/// How leg movements become candidates, series and indices, as a single value.
///
/// Every published rule set is an instance (such as `RuleSet.wasm2016`), and every ambiguity in a published
/// text is a field; RulesAndTheirIds gives the choice made for each open question. `RuleParameter.all` names
/// the rule behind each field.
public struct RuleSet: Hashable, Sendable {
  /// The name under which results are filed, such as `wasm2016`.
  public var name: String
  /// The published rule set that a user's own one is based on; nil for a published one.
  public var basis: String?
  /// The name used on pages for the published set itself or the one this is based on, such as `WASM 2016`.
  package var title: String
  package var family: Family
  /// The index, per hour of sleep, above which the published text calls a night raised; nil for a text
  /// without such a cut-off.
  package var linePerHour: Double?

  // MARK: One leg

  /// W-LM-3, A-LM-1: shorter bursts are not movements; inclusive.
  public var minimumDuration: TimeSpan = TimeSpan(seconds: 0.5)
  /// W-LM-6: two events of one leg closer than this, offset to onset, are joined; at exactly this distance
  /// they stay separate.
  public var sameLegJoinGap: TimeSpan = TimeSpan(seconds: 0.5)
  /// W-CLM-1, A-LM-2: longest movement of one leg that may be a candidate; inclusive.
  public var maximumDuration: TimeSpan = .seconds(10)
  /// W-SER-3, A-LM-2 and ambiguity A4: how a longer movement is treated.
  public var longMovement: LongMovement

  // MARK: Both legs

  /// W-BIL-1, A-BIL-1: how movements of the two legs are combined.
  public var legGrouping: LegGrouping
  /// W-BIL-1 (0.5 s offset to onset) or A-BIL-1 (5 s onset to onset); movements strictly closer are combined.
  public var legGroupingLimit: TimeSpan
  /// W-CLM-2: maximum number of members of a bilateral candidate; nil for no limit, as before 2016.
  public var bilateralMaximumMembers: Int? = 4
  /// W-CLM-2: longest bilateral candidate; inclusive.
  public var bilateralMaximumDuration: TimeSpan = .seconds(15)

  // MARK: Series

  /// W-SER-1, A-SER-1: shortest onset-to-onset interval inside a series; inclusive.
  public var minimumInterval: TimeSpan
  /// W-SER-1, A-SER-1: longest onset-to-onset interval inside a series; inclusive.
  public var maximumInterval: TimeSpan = .seconds(90)
  /// W-SER-1: minimum number of movements in a series.
  public var minimumSeriesLength = 4
  /// W-SER-2, A-SER-2: how an interval below the minimum is treated.
  public var shortInterval: ShortInterval
  /// Ambiguity A1: whether the movement after a short interval may start a series.
  public var shortIntervalMayStart = true

  // MARK: State, breathing, arousal

  /// A-SLP-1 and ambiguity A8: which movements are scored, depending on sleep and wake.
  public var wake: WakeScoring
  /// W-NR-1, A-RESP-1: whether respiratory movements are marked or excluded.
  public var respiration: RespiratoryScoring
  /// W-RESP-1, W-RESP-2, A-RESP-1: the reference point of the respiratory window.
  public var respiratoryAnchor: RespiratoryAnchor
  /// Start of the respiratory window relative to the anchor (negative is before); both ends belong to the
  /// window (ambiguity A13).
  public var respiratoryWindowStart: TimeSpan
  /// End of the respiratory window relative to the anchor.
  public var respiratoryWindowEnd: TimeSpan
  /// Ambiguity A5: whether a respiratory movement that is not a candidate is also removed before PLMnr.
  public var respiratoryNonCandidateRemoved = false
  /// W-ARO-1, A-ARO-1: a movement and an arousal closer than this are associated.
  public var arousalGap: TimeSpan = TimeSpan(seconds: 0.5)
  /// Ambiguity A3: whether a gap of exactly `arousalGap` still counts as associated.
  public var arousalGapInclusive = false

  /// The origin of the rules, which determines the rule ids that explain it.
  package enum Family: String, Sendable, CaseIterable {
    case wasm
    case aasm
  }

  /// How a movement that lasts too long is treated.
  public enum LongMovement: String, Sendable, CaseIterable {
    /// It stays as a non-candidate and ends a series (WASM 2016).
    case endsSeries = "ends_series"
    /// It stays as a non-candidate; intervals run across it (WASM 2006).
    case skipped
    /// It does not count as a movement at all (AASM).
    case dropped
  }

  /// How movements of the two legs are combined.
  public enum LegGrouping: String, Sendable, CaseIterable {
    /// Chains of movements of alternating legs, offset to onset (WASM).
    case gap
    /// All movements that start within the limit of the first onset (AASM).
    case onset
  }

  /// How an interval below the minimum affects a series.
  public enum ShortInterval: String, Sendable, CaseIterable {
    /// It ends the series (WASM 2016).
    case endsSeries = "ends_series"
    /// The later movement is skipped and the interval continues to the next one (WASM 2006).
    case skipped
  }

  /// Whether movements during wake are scored.
  public enum WakeScoring: String, Sendable, CaseIterable {
    /// Wake movements are scored (PLMW).
    case scored
    /// A movement is scored if any part of it lies in sleep (AASM v3).
    case partInSleep = "part_in_sleep"
    /// A movement is scored if its onset lies in sleep (AASM v2).
    case onsetInSleep = "onset_in_sleep"
  }

  /// How respiratory movements are treated.
  public enum RespiratoryScoring: String, Sendable, CaseIterable {
    /// Series are found with them and again without them (PLMnr).
    case bothWays = "both_ways"
    /// They are excluded before anything else (AASM).
    case excluded
  }

  /// The reference point of the respiratory window.
  public enum RespiratoryAnchor: String, Sendable, CaseIterable {
    /// The window lies around the end of the event.
    case end
    /// The window extends from before the start to after the end of the event.
    case event
  }

  /// True if the rule set distinguishes candidates, respiratory candidates and wake movements.
  package var distinguishesCandidates: Bool { longMovement != .dropped }
  package var scoresWake: Bool { wake == .scored }
}
