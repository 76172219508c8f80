import Foundation
import NightAnalysis
import NightResults
import SleepEvents
import StructuredText
import Testing

/// The parts of a result add up to the whole, on random nights.
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
      let sets = try NightAnalyzer(options: options).score([path]).ruleSets
      for rules in ["wasm2016", "aasm3"] {
        let night = try #require(sets.value(for: rules))
        let plms = try #require(night.indices.periodicInSleep)
        let stages = try #require(night.stages)
        #expect(SleepStage.allCases.reduce(0) { $0 + stages[$1].periodic } == night.indices.periodic)
        #expect(night.hours?.reduce(0) { $0 + $1.periodicInSleep } == plms)
        #expect(night.thirds?.reduce(0) { $0 + $1.periodicInSleep } == plms)
        let sides = try #require(night.sides)
        #expect(
          [sides.left, sides.right, sides.bilateral].reduce(0) { $0 + ($1.periodicInSleep ?? 0) } == plms)
        #expect(night.states?.sleep?.periodic.count == plms)
        #expect(night.states?.sleep?.periodic.perHour == night.indices.periodicInSleepPerHour)
        #expect(night.states?.wake?.periodic.count == night.indices.periodicInWake)
        let used = night.respiratoryWindows?.first(where: \.isUsed)
        let expected = rules == "aasm3" ? plms : night.indices.periodicInSleepWithoutRespiratory
        #expect(used?.periodicWithoutRespiratory == expected)
      }
    }
  }
}
