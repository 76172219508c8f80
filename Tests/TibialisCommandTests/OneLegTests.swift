import Foundation
import StructuredText
import Testing

/// Recordings with a channel of one leg alone.
@Suite struct OneLegTests {
  private func analyze(_ options: String...) throws -> Tool.Outcome {
    try Scratch.use { folder in
      let path = folder + "/n.edf"
      try LegRecording.write(to: path, seconds: 1200, labels: ["EMG LAT", "Airflow"])
      return try Tool.run(["analyze", path, "--json"] + options)
    }
  }

  @Test func `what nobody recorded is no count`() throws {
    let sides = try #require(analyze().json?["rule_sets"]?["wasm2016"]?["by_side"])
    #expect((sides["left"]?["plms"]?.integerValue ?? 0) > 40)
    for side in ["right", "bilateral"] {
      #expect(sides[side]?["plms"] == .null && sides[side]?["plms_index"] == .null)
    }
  }

  @Test func `a night of one leg is refused where both are required`() throws {
    let outcome = try analyze("--require-both-legs")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("expected a channel of each leg, found that of one"))
  }
}
