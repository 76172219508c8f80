import Foundation
import NightAnalysis
import SleepEvents
import StructuredText
import Testing

/// The parts of a result sum to the whole, on random nights.
@Suite struct BreakdownTests {
  /// Two hours of random stages and movements as an events table.
  private func table(seed: UInt64) -> String {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func below(_ limit: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state >> 11) % limit
    }
    var text = "onset\tduration\ttrial_type\tleg\n"
    let stages = ["W", "N1", "N2", "N3", "R", "unscored"]
    for epoch in 0..<240 where epoch % 3 == 0 || below(2) == 0 {
      text += "\(epoch * 30)\t30\tsleep_stage_\(stages[below(6)])\tn/a\n"
    }
    for leg in ["left", "right"] {
      var time = Double(below(30))
      while time < 7190 {
        let duration = [0.5, 1, 2.5, 4, 9.5][below(5)]
        text += "\(time)\t\(duration)\tleg_movement\t\(leg)\n"
        time += duration + [0.6, 4, 9, 12, 20, 25, 30, 95][below(8)]
      }
    }
    for _ in 0..<6 { text += "\(below(7000))\t15\thypopnea\tn/a\n" }
    return text
  }

  @Test(arguments: (1...25).map { UInt64($0) })
  func `stages, hours, thirds and legs sum to the whole under both rule sets`(_ seed: UInt64) throws {
    try ScratchFolder.use { folder in
      let path = folder + "/events.tsv"
      try TextFile.writeAtomically(table(seed: seed), to: path)
      var options = AnalysisOptions()
      options.computesSensitivity = false
      let json = try NightAnalyzer(options: options).score([path]).json
      for rules in ["wasm2016", "aasm3"] {
        let night = try #require(json["rule_sets"]?[rules])
        let plms = try #require(night["plms"]?.integerValue)
        func sum(_ parts: [JSONValue]?, _ key: String) -> Int {
          (parts ?? []).reduce(0) { $0 + ($1[key]?.integerValue ?? 0) }
        }
        #expect(sum(night["by_stage"]?.members?.map(\.value), "plm") == night["n_plm"]?.integerValue)
        #expect(sum(night["by_hour"]?.arrayValue, "plms") == plms)
        #expect(sum(night["by_third"]?.arrayValue, "plms") == plms)
        #expect(sum(night["by_side"]?.members?.map(\.value), "plms") == plms)
        #expect(night["by_state"]?["sleep"]?["plm"]?.integerValue == plms)
        #expect(night["by_state"]?["sleep"]?["plm_index"]?.doubleValue == night["plms_index"]?.doubleValue)
        #expect(night["by_state"]?["wake"]?["plm"]?.integerValue == night["plmw"]?.integerValue)
        let used = night["respiratory_windows"]?.arrayValue?.first { $0["is_used"]?.boolValue == true }
        #expect(used?["plms_nr"]?.integerValue == (rules == "aasm3" ? plms : night["plms_nr"]?.integerValue))
      }
    }
  }
}
