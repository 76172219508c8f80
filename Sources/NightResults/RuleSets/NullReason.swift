import LimbMovementScoring
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
      night.time.isTooLittle(where: \.isSleep)
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

  private static func isForeign(_ entry: NightIndices.Entry, to rules: RuleSet) -> Bool {
    switch entry.key {
    case "clmw", "plmw", "plmw_index", "clmw_index", "pi_count_wake": !rules.scoresWake
    case "plms_nr", "plms_nr_index", "clmr", "clmr_index": rules.respiration != .bothWays
    case "respiratory_left_out": rules.respiration != .excluded
    case "n_clm", "n_nclm", "clms", "clms_index", "short_imi_clm", "isolated_clm", "short_imi_clms_index",
      "isolated_clms_index", "pi_count_sleep":
      !rules.distinguishesCandidates
    default: false
    }
  }
}
