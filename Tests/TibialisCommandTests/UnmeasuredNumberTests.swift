import Foundation
import StructuredText
import Testing

/// Nights at the edge of what was scored: no number may stand on time, stages or legs that nobody looked at.
@Suite struct UnmeasuredNumberTests {
  private typealias Row = (onset: String, duration: String, type: String, leg: String)

  private func movements(_ onsets: [Double], _ duration: Double = 2, leg: String = "left") -> [Row] {
    onsets.map { ("\($0)", "\(duration)", "leg_movement", leg) }
  }

  private func stage(_ onset: Int, _ duration: Int, _ stage: String) -> Row {
    ("\(onset)", "\(duration)", "sleep_stage_\(stage)", "n/a")
  }

  private func gap(_ onset: Int, _ duration: Int) -> Row {
    ("\(onset)", "\(duration)", "recording_gap", "n/a")
  }

  private struct Scored {
    let document: JSONValue
    let folder: String

    func figure(_ rules: String, _ key: String) -> JSONValue? { document["rule_sets"]?[rules]?[key] }
    var codes: [String] { (document["warnings"]?.arrayValue ?? []).compactMap { $0["code"]?.stringValue } }
    func table(_ name: String) throws -> [[Substring]] {
      try String(contentsOfFile: folder + "/" + name, encoding: .utf8).split(separator: "\n").dropFirst()
        .map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    }
  }

  private func score<Result>(
    _ rows: [Row], _ options: String..., check: (Scored) throws -> Result
  ) throws -> Result {
    try Scratch.use { folder in
      let lines = rows.map { [$0.onset, $0.duration, $0.type, $0.leg].joined(separator: "\t") }
      let path = folder + "/n.tsv"
      try (["onset\tduration\ttrial_type\tleg"] + lines).joined(separator: "\n").appending("\n")
        .write(toFile: path, atomically: true, encoding: .utf8)
      let out = folder + "/out"
      let outcome = try Tool.run(["score", path, "--json", "--out", out] + options)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try check(Scored(document: try #require(outcome.json), folder: out))
    }
  }

  @Test func `before 2016 nothing limits the members of a movement of both legs`() throws {
    let legs = ["left", "right", "left", "right", "left"]
    let chain = zip([100, 101.2, 102.4, 103.6, 104.8], legs).flatMap { movements([$0], 1, leg: $1) }
    let rows = [stage(0, 3600, "N2")] + chain + movements([130, 150, 170])
    try score(rows, "--rules", "wasm2006,wasm2016") { night in
      #expect(night.figure("wasm2006", "n_plm") == 4)
      #expect(night.figure("wasm2016", "n_plm") == 0)
    }
  }

  @Test func `epochs that are all unscored are no stages`() throws {
    let lights: [Row] = [("0", "n/a", "lights_off", "n/a"), ("3600", "n/a", "lights_on", "n/a")]
    try score([stage(0, 3600, "unscored")] + lights + movements([100, 120, 140, 160])) { night in
      #expect(night.document["scored"]?["stages"]?["state"] == "unknown")
      #expect(night.document["sleep"]?["tst_h"] == .null)
      for key in ["plms", "plmw", "clms", "plms_index"] { #expect(night.figure("wasm2016", key) == .null) }
      for key in ["n_lm", "n_plm", "n_series"] { #expect(night.figure("aasm3", key) == .null) }
      #expect(night.figure("wasm2016", "n_plm") == 4)
      #expect(night.figure("wasm2016", "intervals") ?? .null == .null)
      #expect(night.codes.contains("no_hypnogram"))
    }
  }

  @Test func `an interval of the periodicity index lies between two movements in sleep`() throws {
    let rows = [stage(0, 150, "N2"), stage(150, 30, "W"), stage(180, 3420, "N2")]
    try score(rows + movements([145, 165, 185, 205, 225])) { night in
      #expect(night.figure("wasm2016", "pi_interval_sleep") == 0)
      #expect(night.figure("wasm2016", "intervals")?["n"] == 2)
      #expect(night.figure("wasm2016", "transitions")?["n_pp"] == 1)
    }
  }

  @Test func `an interval past a movement that is passed over is measured from the one before it`() throws {
    let rows = [stage(0, 180, "W"), stage(180, 3420, "N2")]
    let all = movements([170]) + movements([190], 12) + movements([215, 235, 255])
    try score(rows + all, "--rules", "wasm2006") { night in
      #expect(night.figure("wasm2006", "intervals")?["n"] == 2)
    }
  }

  @Test func `each rate is withheld by the hours of its own state`() throws {
    let rows = [
      stage(0, 3000, "N2"), stage(3000, 600, "W"), stage(3600, 600, "R"), gap(3100, 400), gap(3700, 400),
    ]
    try score(rows + movements([3010, 3030, 3050, 3070, 4110, 4130, 4150, 4170])) { night in
      let states = night.figure("wasm2016", "by_state")
      let stages = night.figure("wasm2016", "by_stage")
      #expect(night.figure("wasm2016", "plmw_index") == .null)
      #expect(states?["wake"]?["plm_index"] == .null && states?["rem"]?["plm_index"] == .null)
      #expect(stages?["W"]?["plm_index"] == .null && stages?["R"]?["plm_index"] == .null)
      #expect(
        night.figure("wasm2016", "plmw_index_reason") ?? "too_little_scored_time" == "too_little_scored_time")
      #expect(states?["nrem"]?["plm_index"] == 0)
    }
    try score([stage(0, 300, "N2"), stage(300, 1500, "W"), gap(10, 280)] + movements([400, 420, 440, 460])) {
      night in
      #expect(
        night.figure("wasm2016", "by_state")?["wake"]?["plm_index"] == night.figure("wasm2016", "plmw_index"))
      #expect(night.figure("wasm2016", "by_state")?["sleep"]?["plm_index"] == .null)
    }
  }

  @Test func `too little scored sleep withholds the indices of arousals and breathing too, and is said`()
    throws
  {
    let events: [Row] = [("460", "3", "arousal", "n/a"), ("500", "15", "hypopnea", "n/a")]
    let rows = [stage(0, 600, "N2"), gap(50, 390)] + movements([10, 30, 450, 470, 490, 510]) + events
    try score(rows) { night in
      #expect(night.document["sleep"]?["ahi"] == .null && night.document["sleep"]?["arousal_index"] == .null)
      #expect(night.codes.contains("too_little_scored_time"))
      let flags = night.document["quality"]?["flags"]?.arrayValue ?? []
      #expect(flags.contains("too_little_scored_time"))
    }
  }

  @Test func `what is stated as not scored leaves nothing behind`() throws {
    let lights: [Row] = [("300", "n/a", "lights_off", "n/a"), ("3000", "n/a", "lights_on", "n/a")]
    let rows = [stage(0, 3600, "N2")] + lights + movements([100, 500, 520, 540, 560])
    try score(rows, "--not-scored", "lights") { #expect($0.document["sleep"]?["tst_h"] == 1) }
    try score(rows, "--not-scored", "stages") { night in
      #expect(night.document["sleep"]?["source"] == "none")
      #expect(night.codes.contains("no_hypnogram"))
    }
    try score(rows, "--not-scored", "legs") { night in
      let rows = try night.table("leg_movements.tsv")
      #expect(rows.allSatisfy { !$0.contains("1") && !$0.contains("outside_window") })
    }
    try score(rows) { night in
      let choices = night.document["sensitivity"]?["aasm3"]?["choices"]?.members?.map(\.key) ?? []
      #expect(!choices.contains { $0.hasPrefix("respiratory_window") })
    }
  }

  @Test func `one edge of the night is an edge without the other`() throws {
    try score([("110", "n/a", "lights_off", "n/a")] + movements([50, 70, 90, 110])) { night in
      #expect(night.figure("wasm2016", "n_lm") == 1)
      let outside = try night.table("leg_movements.tsv").filter { $0.contains("outside_window") }
      #expect(outside.count == 3)
    }
    try score([("100", "n/a", "lights_on", "n/a")] + movements([50, 70, 90, 110])) { night in
      #expect(night.figure("wasm2016", "n_lm") == 3)
    }
  }

  @Test func `rules with a smaller gap or a longer limit are applied as they are printed`() throws {
    let rows = [stage(0, 3600, "N2")] + movements([100, 101.4], 1)
    try score(rows, "--rule", "wasm2016.same_leg_join_gap=0.3") {
      #expect($0.figure("wasm2016", "n_lm") == 2)
    }
    let chain =
      movements([1669], 2, leg: "right") + movements([1670.7], 1) + movements([1674], 3)
      + movements([1678], 5)
      + movements([1679], 5, leg: "right")
    try score([stage(0, 3600, "N2")] + chain, "--rule", "wasm2016.leg_grouping_limit=5") {
      #expect($0.figure("wasm2016", "n_lm") == 1)
    }
  }

  @Test func `wake after sleep onset leaves out gaps, as the hours of wake do`() throws {
    let rows = [stage(0, 300, "N2"), stage(300, 600, "W"), stage(900, 900, "N2"), gap(300, 600)]
    try score(rows + movements([10])) { night in
      #expect(night.document["sleep"]?["waso_min"] == 0 && night.document["sleep"]?["wake_h"] == 0)
      #expect(night.document["sleep"]?["efficiency_pct"] == 100)
    }
  }

  @Test func `one leg that was scored is said`() throws {
    try score([stage(0, 3600, "N2")] + movements([100, 120])) { #expect($0.codes.contains("one_leg")) }
  }

  @Test func `a folder of results scores as its events did, at rates between nanoseconds`() throws {
    let rows =
      [stage(0, 3600, "N2")] + movements([100.0029296875], 1.0029296875)
      + movements([101.505859375], 2, leg: "right")
      + movements([130, 150, 171.5, 191.5, 211.5])
    try score(rows) { night in
      let again = try #require(try Tool.run("score", night.folder, "--json").json)
      for key in ["n_lm", "short_imi_clm", "n_plm"] {
        #expect(again["rule_sets"]?["wasm2016"]?[key] == night.figure("wasm2016", key))
      }
    }
  }
}
