import LimbMovementScoring
import NightResults
import SleepEvents
import StructuredText

extension AnalysisOptions {
  /// The options recorded in a result. Channels and scorings are not part of a result and must be supplied by
  /// the caller.
  ///
  /// - Throws: `NightError.notAResult` if the parameters cannot be interpreted.
  package init(recordedIn result: NightDocument, file: String) throws(NightError) {
    self.init()
    var rules: [RuleSet] = []
    for (name, values) in result.parameters.ruleSets {
      guard var set = RuleSet.named(name) ?? RuleSet.named("wasm2016") else { continue }
      set.name = name
      for (key, text) in values {
        do throws(ScoringError) { try set.set(key, to: text[...]) } catch {
          throw .notAResult(file: file, problem: "the rule parameter \(key)=\(text)")
        }
      }
      rules.append(set)
    }
    self.rules = rules
    detection = result.parameters.detectionParameters
    assumedUnit = result.parameters.assumedUnit
    backend = result.parameters.backend ?? .tibialis
    // Without an index there is no range, whether or not one was asked for.
    let hasIndex = result.ruleSets.entries.contains { $0.value.indices.periodicInSleepPerHour != nil }
    computesSensitivity = !result.sensitivity.isEmpty || !hasIndex
    includesIdentifiers = result.recording.start?.contains("T") ?? false
    hashesRecording = result.recording.sha256 != nil
    recordingProtocol = result.parameters.recordingProtocol ?? .night
    epochSeconds = result.parameters.epochSeconds
    scorer = result.parameters.scorer
    patientID = result.patientID
    nightID = result.nightID
    title = result.title
    for category in ScoredCategory.allCases where result.scored[category].basis == .stated {
      stated.record(category, result.scored[category].isKnown)
    }
  }
}

/// A difference between two results.
package struct ResultDifference: Sendable, Hashable {
  /// Path of keys from the top, such as `rule_sets.wasm2016.plms`.
  package var path: String
  package var recorded: String
  package var computed: String

  /// All differences between two values, in key order.
  package static func between(_ recorded: JSONValue, _ computed: JSONValue, path: String = "")
    -> [ResultDifference]
  {
    switch (recorded, computed) {
    case (.object(let a), .object(let b)):
      let keys = (a + b).map(\.key).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      return keys.flatMap { key in
        between(
          recorded[key] ?? .null, computed[key] ?? .null, path: path.isEmpty ? key : path + "." + key)
      }
    case (.array(let a), .array(let b)) where a.count == b.count:
      return a.indices.flatMap { between(a[$0], b[$0], path: "\(path)[\($0)]") }
    default:
      let same =
        recorded == computed || (recorded.doubleValue != nil && recorded.doubleValue == computed.doubleValue)
      return same
        ? [] : [ResultDifference(path: path, recorded: short(recorded), computed: short(computed))]
    }
  }

  private static func short(_ value: JSONValue) -> String {
    let text = value.text(pretty: false)
    return text.count > 60 ? text.prefix(57) + "..." : text
  }
}
