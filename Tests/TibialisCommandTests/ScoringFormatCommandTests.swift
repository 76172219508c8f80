import Foundation
import Testing
import Tibialis

@Suite struct ScoringFormatCommandTests {
  /// `count` movements of 2 s on the left leg from 100 s, in an hour of N2.
  private func write(_ folder: String, type: String = "leg_movement", count: Int = 12, step: Int = 30) throws
    -> String
  {
    var text = "onset\tduration\ttrial_type\tleg\n0\t3600\tsleep_stage_N2\tn/a\n"
    for index in 0..<count { text += "\(100 + index * step)\t2\t\(type)\tleft\n" }
    let path = folder + "/events.tsv"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test func `an unknown label is named once with its count and a map makes it a movement`() throws {
    try Scratch.use { folder in
      let path = try write(folder, type: "Beinzucken")
      let unknown = try Tool.run("score", path, "--json")
      #expect(unknown.errors.contains("'Beinzucken' (12 times)"))
      #expect(unknown.json?["rule_sets"]?["wasm2016"]?["plms"] == .null, "nobody looked for movements")
      let mapped = try Tool.run("score", path, "--json", "--map", "Beinzucken=leg_movement_left")
      #expect(mapped.json?["rule_sets"]?["wasm2016"]?["plms"]?.integerValue == 12)
      #expect(mapped.json?["fingerprint"] != unknown.json?["fingerprint"])
      try "label\ttype\nBeinzucken\tleg_movement_left\n".write(
        toFile: folder + "/map.tsv", atomically: true, encoding: .utf8)
      let table = try Tool.run("score", path, "--json", "--map-file", folder + "/map.tsv")
      #expect(table.json?["rule_sets"]?["wasm2016"]?["plms"]?.integerValue == 12)
      #expect(try Tool.run("score", path, "--map", "Beinzucken=twitch").status == 64)
    }
  }

  @Test func `the difference of two rule sets sums to the difference of the indices`() throws {
    try Scratch.use { folder in
      let json = try #require(
        try Tool.run("score", write(folder, count: 20, step: 7), "--json", "--difference", "wasm2016,aasm3")
          .json)
      let difference = try #require(json["difference"])
      #expect(difference["plms_difference"]?.integerValue == -20)
      let rows = try #require(difference["movements"]?.arrayValue)
      let net = rows.reduce(0) { $0 + ($1["first"]?.integerValue ?? 0) - ($1["second"]?.integerValue ?? 0) }
      #expect(net == -20)
      #expect(rows.first?["rules"]?.arrayValue?.first?.stringValue == "W-SER-2")
      let sets = json["rule_sets"]
      let indices = ["wasm2016", "aasm3"].compactMap { sets?[$0]?["plms_index"]?.doubleValue }
      #expect(difference["index_difference"]?.doubleValue == indices[0] - indices[1])
      #expect(try Tool.run("score", folder + "/events.tsv", "--difference", "wasm2016").status == 64)
    }
  }

  @Test func `an immobilization test is reported by ten minutes of wake`() throws {
    try Scratch.use { folder in
      var text = "onset\tduration\ttrial_type\tleg\n0\tn/a\tlights_off\tn/a\n3600\tn/a\tlights_on\tn/a\n"
      for index in 0..<60 { text += "\(30 + index * 20)\t2\tleg_movement\tleft\n" }
      let path = folder + "/sit.tsv"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let json = try #require(try Tool.run("score", path, "--protocol", "sit", "--json").json)
      let test = try #require(json["rule_sets"]?["wasm2016"]?["sit"])
      #expect(test["sit_index"]?.doubleValue == 60)
      #expect(test["exceeds_40_per_hour"]?.boolValue == true)
      #expect(test["by_10_min"]?.arrayValue?.map { $0["plmw"]?.integerValue } == [29, 30, 1, 0, 0, 0])
      #expect(json["rule_sets"]?["aasm3"]?["sit"]?["reason"]?.stringValue?.contains("wake") == true)
    }
  }

  @Test func `what A.7 asks for is there by state, and undefined is null with a reason`() throws {
    try Scratch.use { folder in
      let json = try #require(try Tool.run("score", write(folder), "--json").json)
      let night = try #require(json["rule_sets"]?["wasm2016"])
      #expect(night["by_state"]?["sleep"]?["plm_index"]?.doubleValue == 12)
      #expect(night["by_state"]?["nrem"]?["plm"]?.integerValue == 12)
      #expect(night["by_state"]?["rem"]?["plm_index"] == .null)
      #expect(night["by_state"]?["rem"]?["reason"]?.stringValue != nil)
      #expect(night["by_state"]?["sleep"]?["mean_duration_plm_s"]?.doubleValue == 2)
      #expect(night["series_statistics"]?["plm_longest"]?.integerValue == 12)
      #expect(night["transitions"]?["p_to_p"]?.doubleValue == 1)
      #expect(night["transitions"]?["n_to_n"] == .null)
      #expect(night["respiratory_windows"] == .null, "nobody scored breathing")
      #expect(night["null_reasons"]?["plms_nr"] == "respiratory_not_scored")
      let scored = try #require(
        try Tool.run("score", write(folder), "--scored", "respiratory", "--json").json)
      let other = try #require(scored["rule_sets"]?["wasm2016"])
      #expect(other["respiratory_windows"]?.arrayValue?.count == 3)
      #expect(other["respiratory_events"]?["with_movement_pct"] == .null)
      #expect(other["plms_nr"]?.integerValue == 12)
    }
  }

  @Test func `a rule set from a file is scored and listed`() throws {
    try Scratch.use { folder in
      let path = try write(folder, step: 9)
      let rules = folder + "/my-rules.toml"
      try "[clinic]\nbased_on = \"wasm2016\"\nminimum_interval = 8\n".write(
        toFile: rules, atomically: true, encoding: .utf8)
      let json = try #require(try Tool.run("score", path, "--json", "--rules", "wasm2016," + rules).json)
      #expect(json["rule_sets"]?["wasm2016"]?["plms"]?.integerValue == 0)
      #expect(json["rule_sets"]?["clinic"]?["plms"]?.integerValue == 12)
      #expect(json["rule_sets"]?["clinic"]?["based_on"]?.stringValue == "wasm2016")
      #expect(json["rule_sets"]?["clinic"]?["changed"]?.arrayValue == ["minimum_interval=8"])
      try "[clinic]\nminimum_interval = 8\n".write(toFile: rules, atomically: true, encoding: .utf8)
      let wrong = try Tool.run("score", path, "--rules", rules)
      #expect(wrong.status == 65)
      #expect(wrong.errors.contains("line 2"))
    }
  }

  @Test func `a corrected night is reviewed and is a result like any other`() throws {
    try Scratch.use { folder in
      _ = try Tool.run("score", write(folder), "--out", folder + "/night", "--quiet")
      let corrected = folder + "/corrected.tsv"
      try "onset\tduration\ttrial_type\tleg\n100\t2\tleg_movement\tleft\n500\t2\tleg_movement\tright\n".write(
        toFile: corrected, atomically: true, encoding: .utf8)
      let json = try #require(
        try Tool.run(
          "review", folder + "/night", "--corrected", corrected, "--out", folder + "/reviewed", "--json"
        ).json)
      #expect(json["unchanged"]?.integerValue == 1)
      #expect(json["removed"]?.integerValue == 11)
      #expect(json["added"]?.integerValue == 1)
      #expect(json["indices"]?["wasm2016"]?["plms_before"]?.integerValue == 12)
      #expect(json["indices"]?["wasm2016"]?["plms_after"]?.integerValue == 0)
      #expect(try Tool.run("score", folder + "/reviewed", "--quiet").status == 0)
      let missing = try Tool.run("review", folder + "/nothing", "--corrected", corrected)
      #expect(missing.status == 66)
    }
  }

  @Test func `a reviewed night keeps what is known of its signal`() throws {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/night.edf")
      _ = try Tool.run("analyze", folder + "/night.edf", "--out", folder + "/night", "--quiet")
      let corrected = folder + "/corrected.tsv"
      try "onset\tduration\ttrial_type\tleg\n10\t2\tleg_movement\tleft\n".write(
        toFile: corrected, atomically: true, encoding: .utf8)
      let outcome = try Tool.run(
        "review", folder + "/night", "--corrected", corrected, "--out", folder + "/reviewed", "--quiet",
        "--force")
      #expect(outcome.status == 0, "\(outcome.errors)")
      func result(_ name: String) throws -> JSONValue {
        let path = folder + "/\(name)/result.json"
        return try JSONValue(parsing: Data(contentsOf: URL(fileURLWithPath: path)), file: path)
      }
      let quality = try #require(try result("night")["quality"])
      #expect(quality["left"]?["resting_median_uv"]?.doubleValue != nil)
      #expect(try result("reviewed")["quality"] == quality)
      for fact in ["signals", "channels", "start"] {
        #expect(try result("reviewed")["recording"]?[fact] == result("night")["recording"]?[fact], "\(fact)")
      }
      let montage = folder + "/montage.csv"
      #expect(
        try Tool.run("export", folder + "/reviewed", "--to", "edfbrowser", "--out", montage).status == 0)
      let text = try String(contentsOfFile: folder + "/montage.mtg", encoding: .utf8)
      #expect(text.contains("<label>EMG LAT</label>"))
      #expect(
        FileManager.default.contentsEqual(
          atPath: folder + "/night/quality.tsv", andPath: folder + "/reviewed/quality.tsv"))
      #expect(try Tool.run("report", folder + "/reviewed", "--out", folder + "/page.html").status == 0)
      // The line for the file keeps its date, which no result contains.
      #expect(try Tool.run("score", folder + "/night", "--out", folder + "/again", "--quiet").status == 0)
      for name in ["night", "reviewed", "again"] {
        let line = try String(contentsOfFile: "\(folder)/\(name)/night.csv", encoding: .utf8)
        #expect(line.contains(",2026-03-01,"), "\(name)")
      }
    }
  }

  @Test func `a recording is validated against two simulated scorers`() throws {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/night.edf")
      for scorer in ["anna", "bert"] {
        var text = "onset\tduration\ttrial_type\tleg\n"
        for index in 0..<(scorer == "anna" ? 8 : 6) { text += "\(20 + index * 20)\t2\tleg_movement\tleft\n" }
        try text.write(toFile: folder + "/night_\(scorer).tsv", atomically: true, encoding: .utf8)
      }
      let outcome = try Tool.run("validate", folder, "--out", folder + "/agreement", "--json")
      #expect(outcome.status == 0)
      let legs = try #require(outcome.json?["legs"]?.arrayValue)
      let anna = legs.first { $0["second"]?.stringValue == "anna" && $0["leg"]?.stringValue == "L" }
      #expect(anna?["f1_iou_0_5"]?.doubleValue == 1)
      let scorers = legs.first { $0["kind"]?.stringValue == "scorer_scorer" && $0["leg"]?.stringValue == "L" }
      #expect(scorers?["f1_overlap"]?.doubleValue == 12.0 / 14)
      #expect(try DelimitedTable(path: folder + "/agreement/agreement.csv").rows.count == 9)
      #expect(try Tool.run("validate", folder + "/agreement").status == 65)
    }
  }

  /// The recording starts on 1 March 2026 at 23:00:00 and lasts three minutes.
  @Test func `clock times of a scoring are placed in the recording, and another night is refused`() throws {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/night.edf")
      func analyze(_ text: String) throws -> Tool.Outcome {
        try text.write(toFile: folder + "/scoring.csv", atomically: true, encoding: .utf8)
        return try Tool.run("analyze", folder + "/night.edf", "--scoring", folder + "/scoring.csv", "--json")
      }
      let undated = try analyze(
        "Start Time,Duration (seconds),Event\n23:00:30,30,Wake\n23:01:00,60,Stage2\n23:02:00,60,REM\n")
      #expect(undated.json?["sleep"]?["w_h"]?.doubleValue == 30.0 / 3600)
      #expect(undated.json?["sleep"]?["tst_h"]?.doubleValue == 120.0 / 3600)
      let dated = "Start Time,End Time,Event,Duration\n01/03/2026 23:01:00,01/03/2026 23:02:00,N2,60\n"
      #expect(try analyze(dated).json?["sleep"]?["tst_h"]?.doubleValue == 60.0 / 3600)
      let otherNight = try analyze(dated.replacing("01/03/2026", with: "08/03/2026"))
      #expect(otherNight.status == 65)
      #expect(otherNight.json?["error"]?["code"]?.stringValue == "no_overlap")
      let otherHour = try analyze("Start Time,Duration (seconds),Event\n04:00:00,30,Stage2\n")
      #expect(otherHour.status == 65)
      #expect(otherHour.json?["error"]?["code"]?.stringValue == "no_overlap")
    }
  }

  @Test func `an export says what is wrong with its target`() throws {
    try Scratch.use { folder in
      _ = try Tool.run("score", write(folder), "--out", folder + "/night", "--quiet")
      #expect(
        try Tool.run("export", folder + "/night", "--to", "matlab", "--out", folder + "/x").status == 64)
      #expect(
        try Tool.run("export", folder + "/nothing", "--to", "annot", "--out", folder + "/x").status == 66)
      #expect(
        try Tool.run("export", folder + "/night", "--to", "annot", "--out", folder + "/new/x").status == 0)
      let aFolder = try Tool.run("export", folder + "/night", "--to", "annot", "--out", folder + "/night")
      #expect(aFolder.status == 73)
      #expect(aFolder.errors.contains("name a file in it"))
      let stages = try Tool.run("export", folder + "/night", "--to", "stages", "--out", folder + "/x.csv")
      #expect(stages.status == 0)
      #expect(stages.errors.contains("relative to midnight"))
    }
  }
}
