import SleepEvents

/// A user's own rule sets, each based on a published one.
///
/// The file uses a subset of TOML: `[name]` opens a rule set, `based_on` names the published one, and each
/// further line sets one parameter of `RuleParameter.all`:
///
///     [clinic]
///     based_on = "wasm2016"
///     minimum_interval = 8
///     respiratory_window = [-0.5, 0.5]
///     short_interval_may_start = false
package enum RuleFile {
  /// Parses the rule sets in the text of a file.
  ///
  /// - Parameter file: file name for messages.
  /// - Throws: `ScoringError.badRuleFile` with the line number.
  package static func parse(_ text: String, file: String) throws(ScoringError) -> [RuleSet] {
    var sets: [RuleSet] = []
    var name: (text: String, line: Int)?
    var isOpen = false
    var keys: Set<String> = []
    for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
    {
      let number = index + 1
      func bad(_ expected: String, _ found: some StringProtocol) -> ScoringError {
        .badRuleFile(file: file, line: number, expected: expected, found: String(found.prefix(60)))
      }
      let line = withoutComment(raw)
      if line.isEmpty { continue }
      if line.first == "[", line.last == "]", !line.contains("=") {
        if let name, !isOpen { throw bad("based_on first, in the rule set '\(name.text)'", line) }
        let title = trimmed(line.dropFirst().dropLast())
        guard isName(title) else { throw bad("a name of letters, digits, '.', '_' and '-'", title) }
        // Would clash with `movements_other.tsv`.
        guard title != "other" else { throw bad("a name that no file of a night uses", title) }
        guard RuleSet.named(title) == nil, !sets.contains(where: { $0.name == title }) else {
          throw bad("a name that is not taken", title)
        }
        name = (title, number)
        isOpen = false
        keys = []
        continue
      }
      guard let equals = line.firstIndex(of: "="), let name else {
        throw bad("[NAME], then based_on = \"wasm2016\", then KEY = VALUE", line)
      }
      let key = trimmed(line[..<equals])
      guard let value = plainValue(trimmed(line[line.index(after: equals)...])) else {
        throw bad("a number, true, false, a quoted word or [from, to]", line[line.index(after: equals)...])
      }
      guard keys.insert(key).inserted else { throw bad("each key once", key) }
      if !isOpen {
        guard key == "based_on", var base = RuleSet.named(value) else {
          throw bad(
            "based_on = one of \(RuleSet.published.map(\.name).joined(separator: ", ")) first", line)
        }
        base.basis = base.name
        base.name = name.text
        // There is no published cut-off for modified rules.
        base.linePerHour = nil
        sets.append(base)
        isOpen = true
        continue
      }
      do {
        try sets[sets.count - 1].set(key, to: value[...])
      } catch {
        switch error {
        case .unknownParameter(let key, let known): throw bad("one of \(known.joined(separator: ", "))", key)
        case .badValue(_, let value, let expected): throw bad(expected, value)
        default: throw error
        }
      }
    }
    if let name, !isOpen {
      throw .badRuleFile(
        file: file, line: name.line, expected: "based_on under [\(name.text)]", found: "the end of the file")
    }
    guard !sets.isEmpty else {
      throw .badRuleFile(file: file, line: 1, expected: "[NAME] with based_on under it", found: "nothing")
    }
    return sets
  }

  private static func withoutComment(_ line: Substring) -> String {
    var quoted = false
    var end = line.endIndex
    for index in line.indices {
      if line[index] == "\"" { quoted.toggle() }
      if line[index] == "#", !quoted {
        end = index
        break
      }
    }
    return trimmed(line[..<end])
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var part = Substring(String(text))
    while part.first?.isWhitespace == true { part.removeFirst() }
    while part.last?.isWhitespace == true { part.removeLast() }
    return String(part)
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text != "." && text != ".."
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
  }

  /// The value in the form `--rule` takes; nil if it is not a TOML value.
  private static func plainValue(_ text: String) -> String? {
    if text == "true" || text == "false" || Double(text) != nil { return text }
    if text.count >= 2, text.first == "\"", text.last == "\"" {
      let inner = text.dropFirst().dropLast()
      return inner.contains("\"") ? nil : String(inner)
    }
    if text.first == "[", text.last == "]" {
      let parts = text.dropFirst().dropLast().split(separator: ",").map { trimmed($0) }
      return parts.allSatisfy { Double($0) != nil } ? parts.joined(separator: ",") : nil
    }
    return nil
  }
}
