import SleepEvents

/// Errors in a choice of rules. Scoring itself cannot fail.
package enum ScoringError: ReportableError, Equatable {
  case unknownRuleSet(name: String, known: [String])
  case ruleSetNotChosen(name: String, chosen: [String])
  case unknownParameter(key: String, known: [String])
  case badValue(key: String, value: String, expected: String)
  case malformedChange(String)
  case badRuleFile(file: String, line: Int, expected: String, found: String)

  package var code: String {
    switch self {
    case .unknownRuleSet: "unknown_rule_set"
    case .ruleSetNotChosen: "rule_set_not_chosen"
    case .unknownParameter: "unknown_rule_parameter"
    case .badValue: "bad_rule_value"
    case .malformedChange: "malformed_rule_change"
    case .badRuleFile: "bad_rule_file"
    }
  }

  package var exitStatus: ExitStatus {
    if case .badRuleFile = self { .unusableInput } else { .wrongUsage }
  }

  package var file: String? {
    if case .badRuleFile(let file, _, _, _) = self { file } else { nil }
  }

  package var location: String? {
    if case .badRuleFile(_, let line, _, _) = self { "line \(line)" } else { nil }
  }

  package var sentence: String {
    switch self {
    case .unknownRuleSet(let name, let known):
      "rule set: expected one of \(known.joined(separator: ", ")), found '\(name)'"
    case .ruleSetNotChosen(let name, let chosen):
      "rule '\(name)': expected one of the chosen rule sets (\(chosen.joined(separator: ", "))), found another"
    case .unknownParameter(let key, let known):
      "rule: expected one of \(known.joined(separator: ", ")), found '\(key)'"
    case .badValue(let key, let value, let expected):
      "rule: expected \(expected) for \(key), found '\(value)'"
    case .badRuleFile(let file, let line, let expected, let found):
      "\(file), line \(line): expected \(expected), found '\(found)'"
    case .malformedChange(let text):
      "rule: expected RULESET.KEY=VALUE, for instance wasm2016.short_interval_may_start=false, found '\(text)'"
    }
  }
}
