import LimbMovementScoring
import StructuredText

/// The rule sets of `--rules`: names of published ones and the user's own files, which end in `.toml`.
package enum RuleList {
  private static let largestFile = 1 << 20

  /// - Parameters:
  ///   - list: comma-separated; a file stands for all of its rule sets. Nil for the standard pair.
  ///   - changes: each `RULESET.KEY=VALUE`.
  /// - Throws: `ScoringError`, or `TextError` for a file that cannot be read.
  package static func resolve(_ list: String?, changes: [String]) throws -> [RuleSet] {
    guard let list else { return try RuleSelection.resolve(list: nil, changes: changes) }
    var names: [String] = []
    var own: [RuleSet] = []
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      guard part.hasSuffix(".toml") else {
        names.append(String(part))
        continue
      }
      let path = String(part.drop { $0 == " " })
      let sets = try RuleFile.parse(TextFile.read(path, limit: largestFile), file: path)
      own += sets
      names += sets.map(\.name)
    }
    return try RuleSelection.resolve(list: names.joined(separator: ","), changes: changes, additional: own)
  }
}
