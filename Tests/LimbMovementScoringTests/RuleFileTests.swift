import LimbMovementScoring
import SleepEvents
import Testing

@Suite struct RuleFileTests {
  @Test func `a rule set is built on a published one and lists what it changed`() throws {
    let sets = try RuleFile.parse(
      """
      # the clinic's own
      [clinic]
      based_on = "wasm2016"
      minimum_interval = 8   # seconds
      respiratory_window = [-0.5, 0.5]
      short_interval_may_start = false
      long_movement = "dropped"

      [old]
      based_on = "coleman1982"
      """, file: "my.toml")
    #expect(sets.map(\.name) == ["clinic", "old"])
    #expect(sets[0].minimumInterval == .seconds(8))
    #expect(sets[0].respiratoryWindowEnd == TimeSpan(seconds: 0.5))
    #expect(sets[0].maximumInterval == .seconds(90))
    #expect(
      sets[0].changes == [
        "long_movement=dropped", "minimum_interval=8", "short_interval_may_start=false",
        "respiratory_window=-0.5,0.5",
      ])
    #expect(sets[1].changes.isEmpty)
  }

  @Test(arguments: [
    ("[clinic]\nminimum_interval = 8\n", 2), ("[clinic]\nbased_on = \"wasm2017\"\n", 2),
    ("[clinic]\nbased_on = \"wasm2016\"\nminimum_intervall = 8\n", 3),
    ("[clinic]\nbased_on = \"wasm2016\"\nminimum_interval = soon\n", 3),
    ("[clinic]\nbased_on = \"wasm2016\"\nminimum_interval = -1\n", 3),
    ("[clinic]\nbased_on = \"wasm2016\"\nwake = \"scored\"\nwake = \"scored\"\n", 4),
    ("[wasm2016]\nbased_on = \"wasm2016\"\n", 1), ("minimum_interval = 8\n", 1), ("[a/b]\n", 1), ("", 1),
    ("[clinic]\n", 1),
  ])
  func `a mistake is refused with its line`(_ text: String, _ line: Int) {
    let error = #expect(throws: ScoringError.self) { try RuleFile.parse(text, file: "my.toml") }
    #expect(error?.location == "line \(line)")
    #expect(error?.exitStatus == .unusableInput)
  }
}
