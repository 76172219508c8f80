import SleepEvents
import Testing

@testable import LimbMovementScoring

/// A custom set is explained by the rules of the set it is based on.
@Suite struct FamilyTests {
  @Test func `a WASM set with the AASM's grouping keeps WASM's rule ids`() throws {
    let own = try #require(
      try RuleFile.parse("[mine]\nbased_on = \"wasm2016\"\nleg_grouping = \"onset\"\n", file: "mine.toml")
        .first)
    #expect(own.family == .wasm)
    #expect(own.id(.grouping) == "W-BIL-1")
    #expect(RuleSet.aasm2.id(.grouping) == "A-BIL-1")
  }

  @Test func `changed rules have no published line`() throws {
    let own = try #require(
      try RuleFile.parse("[mine]\nbased_on = \"aasm3\"\nminimum_interval = 4\n", file: "mine.toml").first)
    #expect(own.family == .aasm)
    #expect(own.linePerHour == nil)
    #expect(RuleSet.aasm3.linePerHour == 15)
    #expect(RuleSet.wasm2016.linePerHour == nil)
  }
}
