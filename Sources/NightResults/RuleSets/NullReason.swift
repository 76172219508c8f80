import LimbMovementScoring
import SleepEvents
import StructuredText

/// Why a value of a night is null.
public enum NullReason: String, Sendable, JSONWord {
  case noHypnogram = "no_hypnogram"
  case noSleep = "no_sleep"
  case respiratoryNotScored = "respiratory_not_scored"
  case arousalsNotScored = "arousals_not_scored"
  case legsNotScored = "legs_not_scored"
  case tooLittleScoredTime = "too_little_scored_time"
  case implausibleLeg = "implausible_leg"
  /// The rule set does not define the value.
  case notInRuleSet = "not_in_rule_set"
  /// There is nothing to average or to take a share of.
  case nothingToMeasure = "nothing_to_measure"

  /// - Parameter entry: an entry whose value is nil in `night`.
  init(_ entry: NightIndices.Entry, in night: ScoredNight) {
    let input = night.scoringInput
    if entry.needsMovements, !night.knowsMovements {
      self = input.legsCannotBeBelieved ? .implausibleLeg : .legsNotScored
    } else if entry.needs.contains(.respiration), input.respiratoryEvents == nil {
      self = .respiratoryNotScored
    } else if entry.needs.contains(.arousals), input.arousals == nil {
      self = .arousalsNotScored
    } else if entry.needs.contains(.stages), !night.hasStages {
      self = .noHypnogram
    } else if entry.needs.contains(.stages), entry.key.hasSuffix("_index"),
      night.time.isTooLittle(where: NullReason.state(of: entry))
    {
      self = .tooLittleScoredTime
    } else if entry.needs.contains(.stages), night.time.sleepHours == 0, entry.key.hasSuffix("_index") {
      self = .noSleep
    } else if NullReason.isForeign(entry, to: night.rules) {
      self = .notInRuleSet
    } else {
      self = .nothingToMeasure
    }
  }

  /// The stages whose hours an index is divided by.
  private static func state(of entry: NightIndices.Entry) -> (SleepStage) -> Bool {
    switch entry.key {
    case "plmw_index", "clmw_index": { $0 == .wake }
    case "plms_nrem_index": \.isNREM
    case "plms_rem_index": { $0 == .rem }
    default: \.isSleep
    }
  }

  private static func isForeign(_ entry: NightIndices.Entry, to rules: RuleSet) -> Bool {
    switch entry.key {
    case "clmw", "clmw_index", "pi_count_wake": !rules.scoresWake || !rules.distinguishesCandidates
    case "plmw", "plmw_index": !rules.scoresWake
    case "clmr", "clmr_index": rules.respiration != .bothWays || !rules.distinguishesCandidates
    case "plms_nr", "plms_nr_index": rules.respiration != .bothWays
    case "respiratory_left_out": rules.respiration != .excluded
    case "short_imi_clm", "short_imi_clms_index":
      rules.shortInterval != .endsSeries || !rules.distinguishesCandidates
    case "n_clm", "n_nclm", "clms", "clms_index", "isolated_clm", "isolated_clms_index", "pi_count_sleep":
      !rules.distinguishesCandidates
    default: false
    }
  }
}
