import SleepEvents

/// Which rule sets score a night, including any changes to them.
package enum RuleSelection {
  /// `wasm2016` and `aasm3`: every night is scored by both in one pass.
  package static let standard: [RuleSet] = [.wasm2016, .aasm3]

  /// The rule sets of a comma-separated list such as `wasm2016,aasm3`, with `--rule` changes applied.
  ///
  /// - Parameters:
  ///   - list: names of published rule sets or of `additional` ones; nil for the standard pair.
  ///   - changes: each `RULESET.KEY=VALUE`, for instance `wasm2016.respiratory_window=-0.5,0.5`.
  ///   - additional: rule sets from a user's file; they take precedence over published ones of the same name.
  package static func resolve(
    list: String?, changes: [String], additional: [RuleSet] = []
  ) throws(ScoringError) -> [RuleSet] {
    var chosen: [RuleSet] = []
    let known = additional + RuleSet.published
    if let list {
      for name in list.split(separator: ",", omittingEmptySubsequences: false) {
        let trimmed = name.trimmingPrefix { $0 == " " }
        guard let rules = known.first(where: { $0.name == trimmed }) else {
          throw .unknownRuleSet(name: String(trimmed), known: known.map(\.name))
        }
        if !chosen.contains(where: { $0.name == rules.name }) { chosen.append(rules) }
      }
    } else {
      chosen = standard
    }
    for change in changes { try apply(change, to: &chosen) }
    return chosen
  }

  /// Applies one `RULESET.KEY=VALUE`.
  static func apply(_ change: String, to rules: inout [RuleSet]) throws(ScoringError) {
    guard let equals = change.firstIndex(of: "="), let dot = change[..<equals].firstIndex(of: ".") else {
      throw .malformedChange(change)
    }
    let name = String(change[..<dot])
    let key = String(change[change.index(after: dot)..<equals])
    guard let index = rules.firstIndex(where: { $0.name == name }) else {
      throw .ruleSetNotChosen(name: name, chosen: rules.map(\.name))
    }
    try rules[index].set(key, to: change[change.index(after: equals)...])
  }
}

extension RuleSet {
  /// Changes one parameter by its key.
  package mutating func set(_ key: String, to value: Substring) throws(ScoringError) {
    guard let parameter = RuleParameter.all.first(where: { $0.key == key }) else {
      throw .unknownParameter(key: key, known: RuleParameter.all.map(\.key))
    }
    guard parameter.set(&self, value) else {
      throw .badValue(key: key, value: String(value), expected: parameter.expected)
    }
  }

  /// The parameters that differ from the published rule set of the same name, as `KEY=VALUE`; for a user's
  /// own set, those that differ from the set it is based on.
  package var changes: [String] {
    let base = RuleSet.named(basis ?? name)
    return RuleParameter.all.compactMap { parameter in
      let value = parameter.text(self)
      return base.map(parameter.text) == value ? nil : "\(parameter.key)=\(value)"
    }
  }
}
