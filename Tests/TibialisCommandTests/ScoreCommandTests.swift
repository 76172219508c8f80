import Foundation
import Testing
import Tibialis

@Suite struct ScoreCommandTests {
  /// Movements of 2 s every 20 s on the left leg, all N2.
  private func events(_ onsets: [Double]) -> String {
    onsets.reduce("onset\tduration\ttrial_type\tleg\n0\t3600\tsleep_stage_N2\tn/a\n") {
      $0 + "\($1)\t2\tleg_movement\tleft\n"
    }
  }

  @Test func `a short interval ends a WASM series and not an AASM one`() throws {
    try Scratch.use { folder in
      let path = folder + "/events.tsv"
      try events([100, 120, 140, 147, 160, 180]).write(toFile: path, atomically: true, encoding: .utf8)
      let json = try #require(try Tool.run("score", path, "--json").json)
      #expect(json["rule_sets"]?["wasm2016"]?["plms"]?.integerValue == 0)
      #expect(json["rule_sets"]?["aasm3"]?["plms"]?.integerValue == 6)
    }
  }

  @Test func `a changed rule is printed with the result`() throws {
    try Scratch.use { folder in
      let path = folder + "/events.tsv"
      try events([100, 120, 140, 160]).write(toFile: path, atomically: true, encoding: .utf8)
      let outcome = try Tool.run(
        "score", path, "--rules", "wasm2016", "--rule", "wasm2016.minimum_series_length=5")
      #expect(outcome.output.contains("minimum_series_length=5"))
      #expect(outcome.output.contains("PLMS 0.0/h"))
    }
  }

  @Test func `a table with a missing column or a bad cell says where`() throws {
    try Scratch.use { folder in
      let path = folder + "/events.tsv"
      try "onset\ttrial_type\n1\tarousal\n".write(toFile: path, atomically: true, encoding: .utf8)
      let missing = try Tool.run("score", path, "--scoring-format", "tibialis")
      #expect(missing.status == 65)
      #expect(missing.errors.contains("duration"))
      try "onset\tduration\ttrial_type\nsoon\t2\tarousal\n".write(
        toFile: path, atomically: true, encoding: .utf8)
      let bad = try Tool.run("score", path)
      #expect(bad.status == 65)
      #expect(bad.errors.contains("line 2, column onset"))
    }
  }

  @Test(.enabled(if: SharedData.isThere, "the real scorings are not beside the project"))
  func `a whole night of 1,261 marked movements gives indices`() throws {
    try Scratch.use { folder in
      let outcome = try Tool.run(
        "score", SharedData.scoring("wholenight_male71_annotations.edf"), "--out", folder, "--json")
      #expect(outcome.status == 0)
      #expect(try DelimitedTable(path: folder + "/leg_movements.tsv").rows.count == 1261)
      let index = try #require(outcome.json?["rule_sets"]?["wasm2016"]?["plms_index"]?.doubleValue)
      #expect(index > 50)
    }
  }

  @Test func `events further apart than a week are no night`() throws {
    try Scratch.use { folder in
      let file = folder + "/events.tsv"
      for (seconds, status) in [(600_000, 0), (700_000, 65)] {
        try
          "onset\tduration\ttrial_type\tleg\n0\t\(seconds)\tsleep_stage_N2\tn/a\n10\t2\tleg_movement\tleft\n"
          .write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try Tool.run("score", file, "--quiet").status == status)
      }
    }
  }
}
