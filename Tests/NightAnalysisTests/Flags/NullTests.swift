import LimbMovementScoring
import NightAnalysis
import NightResults
import SleepEvents
import StructuredText
import Testing

/// No number of `result.json` depends on an unscored category, and each null has a reason.
@Suite struct NullTests {
  /// What is scored in a night; `legs` false omits the movements.
  struct Known: Hashable, Sendable, CustomTestStringConvertible {
    var stages = true
    var legs = true
    var respiration = true
    var arousals = true
    var testDescription: String {
      let all = [(stages, "stages"), (legs, "legs"), (respiration, "respiration"), (arousals, "arousals")]
      return "without " + all.filter { !$0.0 }.map(\.1).joined(separator: " and ")
    }
  }

  static let combinations: [Known] = (0..<16).map {
    Known(stages: $0 & 1 == 0, legs: $0 & 2 == 0, respiration: $0 & 4 == 0, arousals: $0 & 8 == 0)
  }.filter { $0.stages || $0.legs }

  private func night(_ known: Known) throws -> NightResult {
    var text = "onset\tduration\ttrial_type\tleg\n"
    if known.stages {
      text +=
        "0\t1800\tsleep_stage_W\tn/a\n1800\t9000\tsleep_stage_N2\tn/a\n10800\t3600\tsleep_stage_R\tn/a\n"
    }
    if known.legs {
      for second in stride(from: 100, to: 14_000, by: 25) {
        text += "\(second)\t2\tleg_movement\t\(second % 2 == 0 ? "left" : "right")\n"
      }
    }
    if known.respiration { text += "4000\t20\tapnea_obstructive\tn/a\n5000\t15\thypopnea\tn/a\n" }
    if known.arousals { text += "2001\t4\tarousal\tn/a\n6001\t4\tarousal\tn/a\n" }
    return try scoredNight(text) { $0.rules = RuleSet.published }
  }

  @Test(arguments: combinations)
  func `a value that hangs on an unknown category is null with that reason`(_ known: Known) throws {
    let document = try night(known).document
    for (rules, result) in document.ruleSets {
      for entry in NightIndices.entries {
        let value = entry.value(result.indices)
        let reason = result.reasons.value(for: entry.key)
        let name = "\(rules) \(entry.key)"
        #expect((value == nil) == (reason != nil), "\(name): a value or a reason, never both or neither")
        var unknown: [NullReason] = []
        if entry.needsMovements, !known.legs { unknown.append(.legsNotScored) }
        if entry.needs.contains(.respiration), !known.respiration { unknown.append(.respiratoryNotScored) }
        if entry.needs.contains(.arousals), !known.arousals { unknown.append(.arousalsNotScored) }
        if entry.needs.contains(.stages), !known.stages { unknown.append(.noHypnogram) }
        if unknown.isEmpty { continue }
        #expect(value == nil, "\(name) stands on what nobody looked at")
        #expect(reason.map(unknown.contains) == true, "\(name) is null for \(reason?.rawValue ?? "nothing")")
      }
    }
  }

  /// Keys of the whole document that depend on a category, at any depth.
  private static let respiratory = ["rrlm", "clmr", "plm_nr", "plms_nr", "apnea_hypopnea_index", "ahi"]
  private static let arousing = ["plms_arousal", "plm_arousal", "arousal_index", "with_arousal"]

  @Test(arguments: combinations)
  func `no number of the whole document stands on an unknown category`(_ known: Known) throws {
    let json = try night(known).document.json
    var wrong: [String] = []
    func walk(_ value: JSONValue, _ path: [String]) {
      if let members = value.members {
        for member in members { walk(member.value, path + [member.key]) }
      } else if let elements = value.arrayValue {
        for element in elements { walk(element, path) }
      } else if value.doubleValue != nil {
        let key = path.last ?? ""
        func belongs(_ keys: [String]) -> Bool { keys.contains { key == $0 || key.hasPrefix($0 + "_") } }
        if !known.respiration, belongs(NullTests.respiratory) { wrong.append(path.joined(separator: ".")) }
        if !known.arousals, belongs(NullTests.arousing) { wrong.append(path.joined(separator: ".")) }
        let isOfRules = path.first == "rule_sets" && !path.contains("rules")
        if !known.legs, isOfRules, !path.contains("hours"), !key.hasSuffix("_h"), !key.hasSuffix("hours") {
          wrong.append(path.joined(separator: "."))
        }
      }
    }
    walk(json, [])
    #expect(wrong.isEmpty)
  }

  @Test func `a night with everything scored has every number that its rule set knows`() throws {
    let document = try night(Known()).document
    for (rules, result) in document.ruleSets {
      for (key, reason) in result.reasons {
        #expect(reason == .notInRuleSet || reason == .nothingToMeasure, "\(rules) \(key): \(reason)")
      }
    }
  }
}
