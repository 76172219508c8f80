import Foundation
import LimbMovementScoring

/// The choices and parameters of a rule set in words; results and `--rule` refer to them by key.
enum ParameterWords {
  /// Description of each parameter, by key.
  private static let names: [String: String] = [
    "minimum_duration": "shortest movement",
    "same_leg_join_gap": "gap within which two bursts of one leg are one movement",
    "maximum_duration": "longest movement of one leg",
    "long_movement": "how a movement that is too long is treated",
    "leg_grouping": "how movements of two legs become one",
    "leg_grouping_limit": "time within which movements of two legs become one",
    "bilateral_maximum_members": "most members of a movement of both legs",
    "bilateral_maximum_duration": "longest movement of both legs",
    "minimum_interval": "shortest interval in a series",
    "maximum_interval": "longest interval in a series",
    "minimum_series_length": "fewest movements in a series",
    "short_interval": "how an interval that is too short is treated",
    "short_interval_may_start": "whether the movement after a short interval may begin a series",
    "wake": "which movements count by sleep and wake",
    "respiration": "how respiratory movements are treated",
    "respiratory_anchor": "what the respiratory window is measured from",
    "respiratory_window": "respiratory window",
    "respiratory_noncandidate_removed":
      "whether respiratory movements that are not candidates are also removed",
    "arousal_gap": "gap within which a movement and an arousal belong together",
    "arousal_gap_inclusive": "whether exactly that gap still counts",
  ]

  /// Values with a description of their own.
  private static let readings: [String: String] = [
    "short_interval_may_start=false": "the movement after a short interval may not begin a series",
    "short_interval_may_start=true": "the movement after a short interval may begin a series",
    "long_movement=skipped": "a movement that is too long does not end a series",
    "long_movement=ends_series": "a movement that is too long ends a series",
    "long_movement=dropped": "a movement that is too long does not count",
    "wake=onset_in_sleep": "a movement counts only where it begins in sleep",
    "wake=part_in_sleep": "a movement counts where any part of it lies in sleep",
    "wake=scored": "movements awake are counted too",
    "respiration=excluded": "respiratory movements are left out",
    "respiration=both_ways": "respiratory movements are counted, and left out of a second index",
  ]

  static func name(_ parameter: RuleParameter) -> String? { names[parameter.key] }

  /// `KEY=VALUE` in words; nil if it is not of that form.
  private static func pair(_ text: some StringProtocol) -> String? {
    if let reading = readings[String(text)] { return reading }
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, let parameter = RuleParameter.all.first(where: { $0.key == parts[0] }),
      let name = name(parameter)
    else { return nil }
    let value = String(parts[1]).replacing("_", with: " ").replacing(",", with: " to ")
    return "\(name): \(value)" + (parameter.unit.isEmpty ? "" : " \(parameter.unit)")
  }

  /// A sensitivity choice, as named in the result.
  static func choice(_ name: String) -> String { pair(name) ?? name.replacing(" uV", with: " µV") }

  /// `RULESET.KEY=VALUE`: a difference from a published set.
  static func change(_ text: String) -> String {
    let parts = text.split(separator: ".", maxSplits: 1)
    guard parts.count == 2, let words = pair(parts[1]) else { return text }
    return "\(ReportWords.ruleName(String(parts[0]))): \(words)"
  }

  /// How respiratory movements are treated, with the window; for a night whose breathing was scored.
  static func breathing(_ rules: RuleSet) -> String {
    func seconds(_ value: Double) -> String { tickText(abs(value)) }
    let (from, to) = (rules.respiratoryWindowStart.seconds, rules.respiratoryWindowEnd.seconds)
    let before = from <= 0 ? "before" : "after"
    let window =
      rules.respiratoryAnchor == .end
      ? "from \(seconds(from)) s \(before) to \(seconds(to)) s after the end of a breathing event"
      : "from \(seconds(from)) s \(before) a breathing event to \(seconds(to)) s after it"
    return rules.respiration == .excluded
      ? "Respiratory movements (\(window)) are left out."
      : "Respiratory movements (\(window)) are counted; a second index leaves them out."
  }
}

/// Why a movement is not counted or not periodic.
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
    case .withinLimitSameLeg: "not counted: within 5 s of the previous movement of that leg"
    }
  }
}
