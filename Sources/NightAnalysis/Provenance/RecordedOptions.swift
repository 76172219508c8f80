import Foundation
import LegEMG
import LimbMovementScoring
import SleepEvents
import StructuredText

extension AnalysisOptions {
  /// The options that a result says it was made with. Channels and scorings are not in a result: they are the
  /// caller's to give again.
  ///
  /// - Throws: `NightError.notAResult` where the parameters cannot be read.
  public init(recordedIn result: JSONValue, file: String) throws(NightError) {
    self.init()
    guard let parameters = result["parameters"], let sets = parameters["rule_sets"]?.members else {
      throw .notAResult(file: file, problem: "no parameters")
    }
    // JSON objects come back sorted by key; the result lists its rule sets in their order.
    var rules: [RuleSet] = []
    for member in sets {
      guard var set = RuleSet.named(member.key) ?? RuleSet.named("wasm2016") else { continue }
      set.name = member.key
      for value in member.value.members ?? [] {
        guard let text = value.value.stringValue else { continue }
        do throws(ScoringError) { try set.set(value.key, to: text[...]) } catch {
          throw .notAResult(file: file, problem: "the rule parameter \(value.key)=\(text)")
        }
      }
      rules.append(set)
    }
    self.rules = rules
    if let values = parameters["detection"] { detection.read(values) }
    assumedUnit = parameters["detection"]?["assumed_unit"]?.stringValue
    backend = (parameters["detection"]?["edf_backend"]?.stringValue).flatMap(EDFBackend.init) ?? .tibialis
    computesSensitivity = !(result["sensitivity"]?.members ?? []).isEmpty
    includesIdentifiers = result["recording"]?["start"]?.stringValue?.contains("T") ?? false
  }
}

extension DetectionParameters {
  /// Takes over the values of a result's `detection` part; a band edge that the rate had lowered stays the default.
  fileprivate mutating func read(_ values: JSONValue) {
    func take(_ key: String, _ path: WritableKeyPath<DetectionParameters, Double>) {
      if let value = values[key]?.doubleValue { self[keyPath: path] = value }
    }
    take("band_low_hz", \.lowHertz)
    take("onset_uv", \.onsetMicrovolts)
    take("offset_uv", \.offsetMicrovolts)
    take("envelope_s", \.envelopeSeconds)
    take("quiet_s", \.quietSeconds)
    take("minimum_s", \.minimumSeconds)
    take("faint_edge_s", \.faintEdgeSeconds)
    take("median_s", \.medianSeconds)
    take("scatter_deviations", \.scatterDeviations)
    take("resting_quantile", \.restingQuantile)
    take("resting_window_s", \.restingWindowSeconds)
    take("resting_warning_uv", \.restingWarningMicrovolts)
    take("resting_limit_uv", \.restingLimitMicrovolts)
    removesMains = values["mains_removed"]?.boolValue ?? removesMains
    removesCardiac = values["cardiac_removed"]?.boolValue ?? removesCardiac
  }
}

/// Where two results differ.
public struct ResultDifference: Sendable, Hashable {
  /// Keys from the top, such as `rule_sets.wasm2016.plms`.
  public var path: String
  public var recorded: String
  public var computed: String

  /// All differences between two values, in the order of the keys.
  public static func between(_ recorded: JSONValue, _ computed: JSONValue, path: String = "")
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
