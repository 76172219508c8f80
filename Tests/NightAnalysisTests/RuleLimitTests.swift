import LimbMovementScoring
import NightAnalysis
import SleepEvents
import Testing

/// A rule that the detection makes ineffective is refused, not silently accepted.
@Suite struct RuleLimitTests {
  private func rules(_ key: String, _ value: String) throws -> RuleSet {
    var set = RuleSet.wasm2016
    try set.set(key, to: Substring(value))
    return set
  }

  @Test(arguments: ["minimum_duration", "same_leg_join_gap"])
  func `a recording refuses a bound under what the detection hands over`(_ key: String) throws {
    let below = try rules(key, "0.2")
    let error = NightError.ruleBelowDetection(
      rules: "wasm2016", parameter: key, limitSeconds: 0.5, askedSeconds: 0.2)
    #expect(throws: error) { _ = try RoomNight().flags { $0.rules = [below] } }
    #expect(error.sentence.contains("score"))
    let above = try rules(key, "0.75")
    #expect(throws: Never.self) { _ = try RoomNight().flags { $0.rules = [above] } }
  }

  @Test func `marked events may be as short as they are`() throws {
    let below = try rules("minimum_duration", "0.2")
    let rows = (0..<20).map { "\($0 * 30 + 5)\t0.3\tleg_movement\tleft\n" }.joined()
    let text = "onset\tduration\ttrial_type\tleg\n0\t900\tsleep_stage_N2\tn/a\n" + rows
    let night = try scoredNight(text) { $0.rules = [below, .aasm3] }
    #expect(night.scorings.map(\.movements.count) == [20, 0])
  }
}
