import SleepEvents

/// One field of a rule set as presented to users: its key for `--rule`, the rules behind it and how certain
/// they are.
package struct RuleParameter: Sendable {
  /// The word after the dot in `--rule wasm2016.KEY=VALUE`.
  package let key: String
  /// The ids of the rules (RulesAndTheirIds) that the field implements.
  package let rules: String
  /// T for the text of the standard, C for its authors' code, S for one secondary source, M for memory.
  package let certainty: String
  package let unit: String
  /// What a value looks like, for error messages.
  package let expected: String
  /// The value as text, in the form that `set` accepts.
  package let text: @Sendable (RuleSet) -> String
  let set: @Sendable (inout RuleSet, Substring) -> Bool

  package static let minimumDuration = span("minimum_duration", "W-LM-3, A-LM-1", "T", \.minimumDuration)
  package static let sameLegJoinGap = span("same_leg_join_gap", "W-LM-6", "C", \.sameLegJoinGap)
  package static let minimumInterval = span("minimum_interval", "W-SER-1, A-SER-1", "T", \.minimumInterval)
  package static let maximumInterval = span("maximum_interval", "W-SER-1, A-SER-1", "T", \.maximumInterval)

  /// All parameters, in the order in which results list them.
  package static let all: [RuleParameter] = [
    minimumDuration,
    sameLegJoinGap,
    .span("maximum_duration", "W-CLM-1, A-LM-2", "T", \.maximumDuration),
    .choice("long_movement", "W-SER-3, A-LM-2, ambiguity A4", "T", \.longMovement),
    .choice("leg_grouping", "W-BIL-1, A-BIL-1", "T", \.legGrouping),
    .span("leg_grouping_limit", "W-BIL-1, A-BIL-1", "T", \.legGroupingLimit),
    .limit("bilateral_maximum_members", "W-CLM-2", "C", \.bilateralMaximumMembers),
    .span("bilateral_maximum_duration", "W-CLM-2", "T", \.bilateralMaximumDuration),
    minimumInterval,
    maximumInterval,
    .count("minimum_series_length", "W-SER-1, A-SER-1", "T", \.minimumSeriesLength),
    .choice("short_interval", "W-SER-2, A-SER-2", "T", \.shortInterval),
    .flag("short_interval_may_start", "W-SER-4, ambiguity A1", "C", \.shortIntervalMayStart),
    .choice("wake", "W-STG-1, A-SLP-1, ambiguity A8", "S", \.wake),
    .choice("respiration", "W-NR-1, A-RESP-1", "T", \.respiration),
    .choice("respiratory_anchor", "W-RESP-1, A-RESP-1", "T", \.respiratoryAnchor),
    RuleParameter(
      key: "respiratory_window", rules: "W-RESP-1, W-RESP-2, A-RESP-1", certainty: "T", unit: "s",
      expected: "two numbers of seconds, from,to",
      text: { "\(plain($0.respiratoryWindowStart)),\(plain($0.respiratoryWindowEnd))" },
      set: { rules, text in
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        guard parts.count == 2, let from = parts[0], let to = parts[1], from <= to, abs(from) < 1e6,
          abs(to) < 1e6
        else { return false }
        rules.respiratoryWindowStart = TimeSpan(seconds: from)
        rules.respiratoryWindowEnd = TimeSpan(seconds: to)
        return true
      }),
    .flag(
      "respiratory_noncandidate_removed", "W-NR-2, ambiguity A5", "C", \.respiratoryNonCandidateRemoved),
    .span("arousal_gap", "W-ARO-1, A-ARO-1", "T", \.arousalGap),
    .flag("arousal_gap_inclusive", "W-ARO-1, ambiguity A3", "T", \.arousalGapInclusive),
  ]

  private static func span(
    _ key: String, _ rules: String, _ certainty: String,
    _ path: any WritableKeyPath<RuleSet, TimeSpan> & Sendable
  ) -> RuleParameter {
    RuleParameter(
      key: key, rules: rules, certainty: certainty, unit: "s", expected: "a number of seconds, not negative",
      text: { plain($0[keyPath: path]) },
      set: { set, text in
        guard let seconds = Double(text), seconds >= 0, seconds < 1e6 else { return false }
        set[keyPath: path] = TimeSpan(seconds: seconds)
        return true
      })
  }

  private static func count(
    _ key: String, _ rules: String, _ certainty: String, _ path: any WritableKeyPath<RuleSet, Int> & Sendable
  ) -> RuleParameter {
    RuleParameter(
      key: key, rules: rules, certainty: certainty, unit: "", expected: "a whole number from 1",
      text: { String($0[keyPath: path]) },
      set: { set, text in
        guard let value = Int(text), value >= 1, value < 1_000_000 else { return false }
        set[keyPath: path] = value
        return true
      })
  }

  private static func limit(
    _ key: String, _ rules: String, _ certainty: String, _ path: any WritableKeyPath<RuleSet, Int?> & Sendable
  ) -> RuleParameter {
    RuleParameter(
      key: key, rules: rules, certainty: certainty, unit: "", expected: "a whole number from 1, or none",
      text: { $0[keyPath: path].map(String.init) ?? "none" },
      set: { set, text in
        if text == "none" {
          set[keyPath: path] = nil
          return true
        }
        guard let value = Int(text), value >= 1, value < 1_000_000 else { return false }
        set[keyPath: path] = value
        return true
      })
  }

  private static func flag(
    _ key: String, _ rules: String, _ certainty: String, _ path: any WritableKeyPath<RuleSet, Bool> & Sendable
  ) -> RuleParameter {
    RuleParameter(
      key: key, rules: rules, certainty: certainty, unit: "", expected: "true or false",
      text: { String($0[keyPath: path]) },
      set: { set, text in
        guard let value = Bool(String(text)) else { return false }
        set[keyPath: path] = value
        return true
      })
  }

  private static func choice<Choice: RawRepresentable & CaseIterable & SendableMetatype>(
    _ key: String, _ rules: String, _ certainty: String,
    _ path: any WritableKeyPath<RuleSet, Choice> & Sendable
  ) -> RuleParameter where Choice.RawValue == String {
    RuleParameter(
      key: key, rules: rules, certainty: certainty, unit: "",
      expected: "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "),
      text: { $0[keyPath: path].rawValue },
      set: { set, text in
        guard let value = Choice(rawValue: String(text)) else { return false }
        set[keyPath: path] = value
        return true
      })
  }

  private static func plain(_ span: TimeSpan) -> String {
    let seconds = span.seconds
    return seconds == seconds.rounded() ? String(Int(seconds)) : seconds.description
  }
}
