import Foundation
import LimbMovementScoring
import NightAnalysis
import NightResults
import SleepEvents
import Testing

@Suite struct LinesLeftInTests {
  private static let choice = "lines of hum left in"

  private func range(_ night: RoomNight) throws -> SensitivityRange {
    try Folder.use { folder in
      try night.write(to: folder + "/night.edf")
      let document = try NightAnalyzer().analyze(folder + "/night.edf").document
      return try #require(document.sensitivity.value(for: RuleSet.wasm2016.name))
    }
  }

  @Test func `the range has the night with its hum left in`() throws {
    var night = RoomNight()
    let hertz = Double(night.hertz)
    // Hum of 30 microvolts for 10 s of every 25 s, during the bursts of the left leg but not of the right.
    night.left = { index, value in
      let second = Double(index) / hertz
      let isOn = (5.0..<15).contains(second.truncatingRemainder(dividingBy: 25))
      return value + (isOn ? Float(30 * sin(2 * .pi * 50 * second)) : 0)
    }
    let range = try range(night)
    let kept = try #require(range.choices.first { $0.name == LinesLeftInTests.choice })
    #expect(range.low <= kept.index && kept.index <= range.high)
  }

  @Test func `a night without hum has no such choice`() throws {
    #expect(try !range(RoomNight()).choices.contains { $0.name == LinesLeftInTests.choice })
  }
}
