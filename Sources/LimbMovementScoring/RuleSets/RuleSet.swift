import SleepEvents

/// How leg movements become candidates, series and indices, as one value.
///
/// Every published rule set is an instance (`RuleSet.wasm2016`), every ambiguity of a text is a field with the
/// choice that RulesAndTheirIds gives for an open question. `RuleParameter.all` names each field after its rule.
public struct RuleSet: Hashable, Sendable {
  /// The name under which results are filed, such as `wasm2016`.
  public var name: String
  /// The published rule set that a user's own one is built on.
  public var basis: String?
  /// How pages call the published set that it is or is built on, such as `WASM 2016`.
  package var title: String
  package var family: Family
  /// The index over which its text calls a night raised, per hour of sleep; nil for a text without such a line.
  package var linePerHour: Double?

  // MARK: One leg

  /// W-LM-3, A-LM-1: shorter bursts are no movements; inclusive.
  public var minimumDuration: TimeSpan = TimeSpan(seconds: 0.5)
  /// W-LM-6: two events of one leg closer than this, offset to onset, are one; exactly this separates.
  public var sameLegJoinGap: TimeSpan = TimeSpan(seconds: 0.5)
  /// W-CLM-1, A-LM-2: longest movement of one leg that may be a candidate; inclusive.
  public var maximumDuration: TimeSpan = .seconds(10)
  /// W-SER-3, A-LM-2 and ambiguity A4: what a longer movement does.
  public var longMovement: LongMovement

  // MARK: Both legs

  /// W-BIL-1, A-BIL-1: how movements of two legs become one.
  public var legGrouping: LegGrouping
  /// W-BIL-1 (0.5 s offset to onset) or A-BIL-1 (5 s onset to onset); strictly less belongs together.
  public var legGroupingLimit: TimeSpan
  /// W-CLM-2: most members of a bilateral candidate.
  public var bilateralMaximumMembers = 4
  /// W-CLM-2: longest bilateral candidate; inclusive.
  public var bilateralMaximumDuration: TimeSpan = .seconds(15)

  // MARK: Series

  /// W-SER-1, A-SER-1: shortest onset-to-onset interval inside a series; inclusive.
  public var minimumInterval: TimeSpan
  /// W-SER-1, A-SER-1: longest onset-to-onset interval inside a series; inclusive.
  public var maximumInterval: TimeSpan = .seconds(90)
  /// W-SER-1: fewest movements of a series.
  public var minimumSeriesLength = 4
  /// W-SER-2, A-SER-2: what an interval under the minimum does.
  public var shortInterval: ShortInterval
  /// Ambiguity A1: whether the movement after a short interval may open a series.
  public var shortIntervalMayStart = true

  // MARK: State, breathing, arousal

  /// A-SLP-1 and ambiguity A8: which movements are scored at all by sleep and wake.
  public var wake: WakeScoring
  /// W-NR-1, A-RESP-1: whether respiratory movements are marked or left out.
  public var respiration: RespiratoryScoring
  /// W-RESP-1, W-RESP-2, A-RESP-1: what the window is measured from.
  public var respiratoryAnchor: RespiratoryAnchor
  /// Seconds before (negative) and after the anchor; both ends belong to the window (ambiguity A13).
  public var respiratoryWindowStart: TimeSpan
  /// Its end, after the anchor.
  public var respiratoryWindowEnd: TimeSpan
  /// Ambiguity A5: whether a respiratory movement that is no candidate is removed too before PLMnr.
  public var respiratoryNonCandidateRemoved = false
  /// W-ARO-1, A-ARO-1: movement and arousal closer than this belong together.
  public var arousalGap: TimeSpan = TimeSpan(seconds: 0.5)
  /// Ambiguity A3: whether exactly `arousalGap` still associates.
  public var arousalGapInclusive = false

  /// Whose text it is, and so which rule ids explain it.
  package enum Family: String, Sendable, CaseIterable {
    case wasm
    case aasm
  }

  /// What becomes of a movement that lasts too long.
  public enum LongMovement: String, Sendable, CaseIterable {
    /// It stays as a non-candidate and ends a series (WASM 2016).
    case endsSeries = "ends_series"
    /// It stays as a non-candidate; intervals run across it (WASM 2006).
    case skipped
    /// It is no movement at all (AASM).
    case dropped
  }

  /// How movements of both legs are joined into one.
  public enum LegGrouping: String, Sendable, CaseIterable {
    /// Chains of movements of alternating legs, offset to onset (WASM).
    case gap
    /// All within the limit of the first onset (AASM).
    case onset
  }

  /// What a too short interval does to a series.
  public enum ShortInterval: String, Sendable, CaseIterable {
    /// WASM 2016.
    case endsSeries = "ends_series"
    /// The later movement is passed over and the interval runs on to the next one (WASM 2006).
    case skipped
  }

  /// Whether movements awake are scored.
  public enum WakeScoring: String, Sendable, CaseIterable {
    /// Wake movements are scored (PLMW).
    case scored
    /// A movement is scored if any part of it lies in sleep (AASM v3).
    case partInSleep = "part_in_sleep"
    /// A movement is scored if its onset lies in sleep (AASM v2).
    case onsetInSleep = "onset_in_sleep"
  }

  /// What becomes of movements of breathing.
  public enum RespiratoryScoring: String, Sendable, CaseIterable {
    /// Scored first with them, then without (PLMnr).
    case bothWays = "both_ways"
    /// Left out before anything else (AASM).
    case excluded
  }

  /// From where the window of breathing is measured.
  public enum RespiratoryAnchor: String, Sendable, CaseIterable {
    /// The window lies around the end of the event.
    case end
    /// The window reaches from before the start to after the end of the event.
    case event
  }

  /// True where the rule set knows candidates, respiratory candidates and wake movements.
  package var distinguishesCandidates: Bool { longMovement != .dropped }
  package var scoresWake: Bool { wake == .scored }
}
