import Foundation
import LimbMovementScoring

/// The choices and parameters of a rule set in words: results and `--rule` name them by keys.
enum ParameterWords {
  /// What each parameter is, by its key.
  private static let names: [String: String] = [
    "minimum_duration": "shortest movement",
    "same_leg_join_gap": "gap within which two bursts of one leg are one movement",
    "maximum_duration": "longest movement of one leg",
    "long_movement": "what a movement that is too long does",
    "leg_grouping": "how movements of two legs become one",
    "leg_grouping_limit": "time within which movements of two legs are one",
    "bilateral_maximum_members": "most movements in one of both legs",
    "bilateral_maximum_duration": "longest movement of both legs",
    "minimum_interval": "shortest interval in a series",
    "maximum_interval": "longest interval in a series",
    "minimum_series_length": "fewest movements of a series",
    "short_interval": "what an interval that is too short does",
    "short_interval_may_start": "whether the movement after a short interval may begin a series",
    "wake": "which movements count by sleep and wake",
    "respiration": "what becomes of movements of breathing",
    "respiratory_anchor": "what the window of breathing is measured from",
    "respiratory_window": "window of breathing",
    "respiratory_noncandidate_removed": "whether movements of breathing that are no candidates go too",
    "arousal_gap": "gap within which a movement and an arousal belong together",
    "arousal_gap_inclusive": "whether exactly that gap still counts",
  ]

  /// Values that say more than their key.
  private static let readings: [String: String] = [
    "short_interval_may_start=false": "the movement after a short interval may not begin a series",
    "short_interval_may_start=true": "the movement after a short interval may begin a series",
    "long_movement=skipped": "a movement that is too long does not end a series",
    "long_movement=ends_series": "a movement that is too long ends a series",
    "long_movement=dropped": "a movement that is too long is none",
    "wake=onset_in_sleep": "a movement counts only where it begins in sleep",
    "wake=part_in_sleep": "a movement counts where any part of it lies in sleep",
    "wake=scored": "movements awake are counted too",
    "respiration=excluded": "movements of breathing are left out",
    "respiration=both_ways": "movements of breathing are counted, and left out of a second index",
  ]

  static func name(_ parameter: RuleParameter) -> String? { names[parameter.key] }

  /// `KEY=VALUE` in words; nil for what is none.
  private static func pair(_ text: some StringProtocol) -> String? {
    if let reading = readings[String(text)] { return reading }
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, let parameter = RuleParameter.all.first(where: { $0.key == parts[0] }),
      let name = name(parameter)
    else { return nil }
    let value = String(parts[1]).replacing("_", with: " ").replacing(",", with: " to ")
    return "\(name): \(value)" + (parameter.unit.isEmpty ? "" : " \(parameter.unit)")
  }

  /// A choice of the sensitivity, as its result names it.
  static func choice(_ name: String) -> String { pair(name) ?? name.replacing(" uV", with: " µV") }

  /// `RULESET.KEY=VALUE` of what differs from a published set.
  static func change(_ text: String) -> String {
    let parts = text.split(separator: ".", maxSplits: 1)
    guard parts.count == 2, let words = pair(parts[1]) else { return text }
    return "\(ReportWords.ruleName(String(parts[0]))): \(words)"
  }

  /// What became of movements of breathing, with the window; of a night whose breathing was scored.
  static func breathing(_ rules: RuleSet) -> String {
    func seconds(_ value: Double) -> String { tickText(abs(value)) }
    let (from, to) = (rules.respiratoryWindowStart.seconds, rules.respiratoryWindowEnd.seconds)
    let before = from <= 0 ? "before" : "after"
    let window =
      rules.respiratoryAnchor == .end
      ? "from \(seconds(from)) s \(before) to \(seconds(to)) s after the end of a breathing event"
      : "from \(seconds(from)) s \(before) a breathing event to \(seconds(to)) s after it"
    return rules.respiration == .excluded
      ? "Movements of breathing (\(window)) are left out."
      : "Movements of breathing (\(window)) are counted; a second index leaves them out."
  }
}

/// Why a movement is not counted, or not periodic.
extension ReportWords {
  package static func reason(_ reason: MovementReason) -> String {
    switch reason {
    case .longMember: "a movement of one leg in it is too long"
    case .tooManyMembers: "made up of too many movements"
    case .tooLong: "too long"
    case .periodic: "periodic"
    case .shortInterval: "too soon after the one before"
    case .notInSeries: "in no series"
    }
  }

  package static func reason(_ reason: DropReason) -> String {
    switch reason {
    case .tooShort: "not counted: too short"
    case .outsideWindow: "not counted: outside lights off to lights on"
    case .tooLong: "not counted: too long"
    case .wake: "not counted: awake"
    case .unscored: "not counted: no stage"
    case .respiratory: "not counted: belongs to a breathing event"
    case .withinLimitSameLeg: "not counted: within 5 s of the one before of that leg"
    }
  }
}
