import Foundation
import Testing
import Tibialis

@Suite struct AnalyzeCommandTests {
  private func table(_ path: String) throws -> DelimitedTable { try DelimitedTable(path: path) }

  @Test func `a night writes its files, all bursts are in them`() throws {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/night.edf")
      let outcome = try Tool.run("analyze", folder + "/night.edf", "--out", folder + "/out", "--json")
      #expect(outcome.status == 0)
      let json = try #require(outcome.json)
      #expect(json["rule_sets"]?["wasm2016"]?["plms"]?.integerValue == 8)
      #expect(json["rule_sets"]?["aasm3"]?["plms_index"]?.doubleValue == 160)
      #expect(json["recording"]?["start"]?.stringValue == "23:00:00")
      let names = [
        "result.json", "leg_movements.tsv", "movements_wasm2016.tsv", "movements_aasm3.tsv",
        "near_misses.tsv",
        "quality.tsv", "movements.edf",
      ]
      for name in names {
        #expect(FileManager.default.fileExists(atPath: folder + "/out/" + name), "\(name)")
      }
      let movements = try table(folder + "/out/leg_movements.tsv")
      #expect(movements.rows.count == 8)
      #expect(movements.rows.allSatisfy { $0["wasm2016"] != nil && $0["stage"] == "N2" })
      let combined = try table(folder + "/out/movements_wasm2016.tsv")
      #expect(
        combined.columns == [
          "number", "onset_s", "duration_s", "side", "members", "stage", "candidate", "imi_s",
          "short_interval",
          "periodic", "series", "respiratory", "arousal", "periodic_nr", "series_nr", "reason",
        ])
      #expect(combined.rows.allSatisfy { $0["reason"] == "periodic" })
      let viewer = try EDFFile(path: folder + "/out/movements.edf")
      let marks = viewer.annotations().all
      #expect(marks.count { $0.text == "Limb movement" } == 8)
      #expect(marks.count { $0.text == "PLM" } == 8)
      #expect(marks.count == 16)
      #expect(viewer.annotations().all.first?.channel == "EMG LAT")
    }
  }

  @Test
  func `the hash of the whole recording is in the result where it was asked for, and verify finds it again`()
    throws
  {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/1.edf", seconds: 120)
      func recording(_ options: String...) throws -> JSONValue? {
        try Tool.run(["analyze", folder + "/1.edf", "--json"] + options).json?["recording"]
      }
      #expect(try recording()?["sha256"] == nil)
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/1.edf"))
      #expect(
        try recording("--sha256", "--out", folder + "/out")?["sha256"] == .string(SHA256.hexadecimal(bytes)))
      #expect(try Tool.run("verify", folder + "/out", "--recording", folder + "/1.edf").status == 0)
      // A batch recomputes a night whose result lacks the hash, and then keeps it.
      let list = "patient_id\tnight_id\tdate\tedf_path\np\tn\t2026-03-01\t1.edf\n"
      try list.write(toFile: folder + "/nights.tsv", atomically: true, encoding: .utf8)
      for (options, words) in [([], "1 done"), (["--sha256"], "1 done"), (["--sha256"], "1 stood")] {
        let outcome = try Tool.run(
          ["batch", folder + "/nights.tsv", "--out", folder + "/study", "--quiet"] + options)
        #expect(outcome.output.contains(words))
      }
    }
  }

  @Test(arguments: [["--no-chin"], ["--map", "Zucken=leg_movement_left"], ["--require-both-legs"]])
  func `verify computes again with the options that a result does not hold`(_ options: [String]) throws {
    try Scratch.use { folder in
      let (night, out) = (folder + "/n.edf", folder + "/out")
      try LegRecording.write(to: night)
      #expect(try Tool.run(["analyze", night, "--out", out, "--quiet"] + options).status == 0)
      #expect(try Tool.run(["verify", out, "--recording", night] + options).status == 0)
      let without = try Tool.run(["verify", out, "--recording", night])
      #expect(without.status == 65 && without.output.contains("fingerprint"))
    }
  }

  @Test func `a minute's envelope stands far above the resting level where there were bursts`() throws {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/night.edf", seconds: 120, period: 70)
      #expect(try Tool.run("analyze", folder + "/night.edf", "--out", folder + "/out", "--quiet").status == 0)
      let rows = try DelimitedTable(path: folder + "/out/quality.tsv").rows
      #expect(rows.count == 4)
      for row in rows {
        let resting = try #require(try row.number("resting_uv"))
        let mean = try #require(try row.number("envelope_mean_uv"))
        let peak = try #require(try row.number("envelope_peak_uv"))
        #expect(resting <= mean && mean <= peak)
        if row["leg"] == "R" { #expect(peak < 1.5 * resting) } else { #expect(peak > 10 * resting) }
      }
    }
  }

  @Test func `nothing under --out holds a path, a file name or a header field`() throws {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/jane_doe_night.edf")
      #expect(try Tool.run("analyze", folder + "/jane_doe_night.edf", "--out", folder + "/out").status == 0)
      for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/out") {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/out/" + name))
        // Clinicians file the line under the evening's date.
        let isLine = name == "night.csv"
        for secret in ["jane_doe", "SECRET4711", folder] + (isLine ? [] : ["2026-03-01"]) {
          #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name) holds \(secret)")
        }
      }
    }
  }

  @Test func `without stages movements are written and indices per hour of sleep are null with the reason`()
    throws
  {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/night.edf")
      let events = "onset\tduration\ttrial_type\tleg\n0\tn/a\tlights_off\tn/a\n170\tn/a\tlights_on\tn/a\n"
      try events.write(toFile: folder + "/lights.tsv", atomically: true, encoding: .utf8)
      let plain = folder + "/plain.edf"
      var writer = try EDFRecordingWriter(
        path: plain,
        channels: ["LLEG", "RLEG"].map {
          EDFChannelDescription(
            label: $0, unit: "uV", physicalMinimum: -1000, physicalMaximum: 1000, samplesPerRecord: 200)
        }, recordCount: 60)
      var state: UInt64 = 88_172_645_463_325_252
      func noise(_ size: Double) -> [Int16] {
        (0..<200).map { _ in
          state ^= state << 13
          state ^= state >> 7
          state ^= state << 17
          return Int16((Double(state >> 11) * 0x1p-53 - 0.5) * size)
        }
      }
      // One step is 0.03 microvolts; two legs with the same signal would not be plausible legs.
      for second in 0..<60 {
        try writer.write(record: [noise(second % 20 < 2 ? 6000 : 120), noise(120)])
      }
      try writer.finish()
      let json = try #require(try Tool.run("analyze", plain, "--json", "--out", folder + "/out").json)
      let rules = try #require(json["rule_sets"]?["wasm2016"])
      #expect(rules["plms_index"] == .null)
      #expect(rules["plms"] == .null)
      #expect(rules["index_reason"]?.stringValue?.contains("stages") == true)
      #expect(try !table(folder + "/out/leg_movements.tsv").rows.isEmpty)
    }
  }

  @Test func `bad input ends with its own status and one sentence that names the file`() throws {
    try Scratch.use { folder in
      func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
        return folder + "/" + name
      }
      let png = try write(
        "picture.edf", [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10] + Array(repeating: 0, count: 900))
      let cases: [(String, Int32)] = [
        (folder + "/absent.edf", 66), (folder, 66), (try write("empty.edf", []), 65), (png, 65),
      ]
      for (path, status) in cases {
        let outcome = try Tool.run("analyze", path, "--json")
        #expect(outcome.status == status, "\(path)")
        #expect(outcome.errors.contains(path))
        #expect(outcome.json?["error"]?["file"]?.stringValue == path)
        #expect(outcome.json?["error"]?["message"]?.stringValue?.contains(path) == true)
      }
      #expect(try Tool.run("analyze").status == 64)
      try LegRecording.write(to: folder + "/night.edf", seconds: 60)
      #expect(try Tool.run("analyze", folder + "/night.edf", "--rules", "wasm2099").status == 64)
      #expect(try Tool.run("analyze", folder + "/night.edf", "--rule", "wasm2016.nothing=1").status == 64)
      #expect(try Tool.run("analyze", folder + "/night.edf", "--left", "Nowhere").status == 65)
      #expect(try Tool.run("analyze", folder + "/night.edf", "--out", png + "/below").status == 73)
    }
  }

  @Test func `a leg of unknown unit is refused unless the unit is stated`() throws {
    try Scratch.use { folder in
      let path = folder + "/night.edf"
      try LegRecording.write(to: path, seconds: 120, leftUnit: "")
      let refused = try Tool.run("analyze", path)
      #expect(refused.status == 65)
      #expect(refused.errors.contains("--assume-unit"))
      let stated = try Tool.run("analyze", path, "--assume-unit", "uV", "--out", folder + "/out")
      #expect(stated.status == 0)
      #expect(try table(folder + "/out/leg_movements.tsv").rows.count == 5)
      #expect(try Tool.run("analyze", path, "--assume-unit", "furlong").status == 64)
    }
  }

  @Test func `libedf as reader gives the same movements, and both readers agree`() throws {
    try Scratch.use { folder in
      let path = folder + "/night.edf"
      try LegRecording.write(to: path, seconds: 120)
      for backend in ["tibialis", "libedf", "both"] {
        let outcome = try Tool.run("analyze", path, "--edf-backend", backend, "--out", folder + "/" + backend)
        #expect(outcome.status == 0, "\(backend): \(outcome.errors)")
      }
      let ours = try String(contentsOfFile: folder + "/tibialis/leg_movements.tsv", encoding: .utf8)
      #expect(try String(contentsOfFile: folder + "/libedf/leg_movements.tsv", encoding: .utf8) == ours)
    }
  }

  @Test func `a scoring of another night does not overlap and is refused`() throws {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/night.edf", seconds: 60)
      let other = "onset\tduration\ttrial_type\tleg\n90000\t30\tsleep_stage_N2\tn/a\n"
      try other.write(toFile: folder + "/other.tsv", atomically: true, encoding: .utf8)
      let outcome = try Tool.run("analyze", folder + "/night.edf", "--scoring", folder + "/other.tsv")
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("other.tsv"))
      #expect(outcome.errors.contains("another night"))
    }
  }

  @Test(.enabled(if: SharedData.isThere, "the real recordings are not beside the project"))
  func `the SOMNOscreen recording has exactly one movement, left, at 149.3 s`() throws {
    try Scratch.use { folder in
      let outcome = try Tool.run(
        "analyze", SharedData.recording("apsg_female57.edf"), "--scoring",
        SharedData.scoring("apsg_female57_scoring.edf"), "--out", folder)
      #expect(outcome.status == 0)
      let rows = try table(folder + "/leg_movements.tsv").rows
      #expect(rows.count == 1)
      #expect(rows.first?["leg"] == "L")
      #expect(abs((try rows.first?.number("onset_s") ?? 0) - 149.3) < 0.2)
      #expect(abs((try rows.first?.number("duration_s") ?? 0) - 1.1) < 0.2)
    }
  }

  @Test(.enabled(if: SharedData.isThere, "the real recordings are not beside the project"))
  func `the PSG-IPA excerpt has one movement of both legs at 3.7-7 s`() throws {
    try Scratch.use { folder in
      _ = try Tool.run("analyze", SharedData.recording("psgipa_sn5_excerpt.edf"), "--out", folder)
      let rows = try table(folder + "/movements_wasm2016.tsv").rows
      #expect(rows.count == 1)
      #expect(rows.first?["side"] == "B")
      #expect(abs((try rows.first?.number("onset_s") ?? 0) - 3.7) < 0.3)
    }
  }

  @Test(.enabled(if: SharedData.isThere, "the real recordings are not beside the project"))
  func `legs of 31.25 microvolts a count are refused, naming channel and number`() throws {
    let outcome = try Tool.run("analyze", SharedData.recording("nox_a1_coarse_legs.edf"))
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("31.25"))
    #expect(outcome.errors.contains("Leg"))
  }
}
