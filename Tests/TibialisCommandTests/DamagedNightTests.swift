import Foundation
import Testing
import Tibialis

/// Nights whose files were changed, truncated or swapped after they were written: reported, excluded in the
/// table, status 2.
@Suite struct DamagedNightTests {
  /// Three finished nights; the path of their results.
  private func batch(in folder: String) throws -> String {
    var list = "patient_id\tnight_id\tdate\tedf_path\n"
    for night in 1...3 {
      try LegRecording.write(to: folder + "/\(night).edf", seconds: 120, period: 18 + night)
      list += "sub-\(night)\tses-1\t2026-03-0\(night)\t\(night).edf\n"
    }
    try list.write(toFile: folder + "/nights.tsv", atomically: true, encoding: .utf8)
    let out = folder + "/out"
    #expect(try Tool.run("batch", folder + "/nights.tsv", "--out", out, "--quiet").status == 0)
    return out
  }

  private func rewrite(_ file: String, _ change: (String) -> String) throws {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try change(text).write(toFile: file, atomically: true, encoding: .utf8)
  }

  private func excluded(_ out: String) throws -> [String] {
    let rows = try DelimitedTable(path: out + "/nights.csv").rows
    return rows.filter { $0["included"] == "false" && $0["scoring_rules"] == "wasm2016" }.compactMap {
      row in row["exclude_reason"].map { "\(row["patient_id"] ?? "") \($0)" }
    }
  }

  @Test func `two recordings under the same ids are told, and the second has no figures`() throws {
    try Scratch.use { folder in
      for (study, period) in [("A", 18), ("B", 21)] {
        let edf = folder + "/\(study).edf"
        try LegRecording.write(to: edf, seconds: 120, period: period)
        let out = folder + "/all/\(study)/sub-1/ses-1"
        let analyze = try Tool.run(
          "analyze", edf, "--patient", "sub-1", "--night", "ses-1", "--out", out, "--quiet")
        #expect(analyze.status == 0)
      }
      let merge = try Tool.run("merge", folder + "/all")
      #expect(merge.status == 2)
      #expect(merge.errors.contains("expected one result of sub-1 ses-1, found another recording"))
      #expect(try excluded(folder + "/all") == ["sub-1 failed:same_night_twice"])
    }
  }

  @Test func `the result of another night is none of this one`() throws {
    try Scratch.use { folder in
      let out = try batch(in: folder)
      let (own, other) = (out + "/sub-2/ses-1", out + "/sub-1/ses-1")
      try FileManager.default.removeItem(atPath: own)
      try FileManager.default.copyItem(atPath: other, toPath: own)
      let merge = try Tool.run("merge", out, "--quiet")
      #expect(merge.status == 2)
      #expect(merge.errors.contains("sub-2 ses-1"))
      #expect(try excluded(out) == ["sub-2 failed:result_of_another_night"])
      #expect(try Tool.run("status", out).status == 2)
    }
  }

  /// The fuzzer's: 1e308 ended the program.
  @Test(arguments: ["1e308", "9223372036854775807", "9223372036854775808", "2.5", "-3", "\"5\"", "true"])
  func `a count that is none makes a damaged result`(_ found: String) throws {
    try Scratch.use { folder in
      let out = try batch(in: folder)
      try rewrite(out + "/sub-2/ses-1/result.json") {
        $0.replacing(#/"n_lm": \d+/#, with: "\"n_lm\": \(found)")
      }
      let merge = try Tool.run("merge", out, "--quiet")
      #expect(merge.status == 2 && merge.errors.contains("sub-2 ses-1"), "\(merge.errors)")
      #expect(try excluded(out).map { $0.prefix(12) } == ["sub-2 failed"])
      #expect(try Tool.run("status", out).status == 2)
    }
  }

  @Test func `a comparison names the nights that failed`() throws {
    try Scratch.use { folder in
      var list = "patient_id\tnight_id\tdate\tedf_path\ttrazodone_mg\n"
      for night in 1...3 {
        try LegRecording.write(to: folder + "/\(night).edf", seconds: 120, period: 18 + night)
        list += "sub-1\tses-\(night)\t2026-03-0\(night)\t\(night).edf\t\(night < 3 ? 0 : 50)\n"
      }
      try "no recording".write(toFile: folder + "/2.edf", atomically: true, encoding: .utf8)
      try list.write(toFile: folder + "/nights.tsv", atomically: true, encoding: .utf8)
      let out = folder + "/out"
      #expect(try Tool.run("batch", folder + "/nights.tsv", "--out", out, "--quiet").status == 2)
      let comparison = try Tool.run("compare", out)
      #expect(comparison.errors.contains("not used: sub-1 ses-2: The recording is not an EDF"))
      #expect(!comparison.errors.contains("ses-1"))
    }
  }

  @Test func `hours that no night has are damage`() throws {
    try Scratch.use { folder in
      let out = try batch(in: folder)
      try rewrite(out + "/sub-3/ses-1/result.json") {
        $0.replacing(/"tib_h": [0-9.]+/, with: "\"tib_h\": -3")
      }
      #expect(try Tool.run("merge", out, "--quiet").status == 2)
      #expect(try excluded(out) == ["sub-3 failed:damaged_result"])
    }
  }

  @Test(arguments: ["movements_wasm2016.tsv", "leg_movements.tsv", "events.tsv"])
  func `a cut table is left out of the database, and the other nights are in it`(_ name: String) throws {
    try Scratch.use { folder in
      let out = try batch(in: folder)
      try rewrite(out + "/sub-1/ses-1/" + name) { String($0.prefix($0.count / 2)) }
      let merge = try Tool.run("merge", out, "--database", folder + "/study.db", "--movements", "--quiet")
      #expect(merge.status == 2)
      #expect(merge.errors.contains(name))
      #expect(try excluded(out) == ["sub-1 failed:changed_result"])
      #expect(FileManager.default.fileExists(atPath: folder + "/study.db"))
    }
  }

  @Test func `verify looks at every night of a folder`() throws {
    try Scratch.use { folder in
      let out = try batch(in: folder)
      let whole = try Tool.run("verify", out)
      #expect(whole.status == 0)
      #expect(whole.output.contains("3 nights as they were written, 0 damaged"))
      try rewrite(out + "/sub-2/ses-1/quality.tsv") { String($0.dropLast(3)) }
      let damaged = try Tool.run("verify", out)
      #expect(damaged.status == 2)
      #expect(damaged.errors.contains("sub-2 ses-1"))
    }
  }

  @Test func `a night whose stages are mostly unknown is not included`() throws {
    try Scratch.use { folder in
      for (name, unknown) in [("most", 39), ("few", 2)] {
        var text = "onset\tduration\ttrial_type\tleg\n"
        for epoch in 0..<80 {
          let stage = epoch == 0 || epoch > unknown ? "sleep_stage_N2" : "Zz\(epoch)"
          if name == "few" || epoch < 40 { text += "\(30 * epoch)\t30\t\(stage)\tn/a\n" }
        }
        for movement in 0..<10 { text += "\(20 + 25 * movement)\t2\tleg_movement\tleft\n" }
        try text.write(toFile: folder + "/\(name).tsv", atomically: true, encoding: .utf8)
      }
      let list =
        "patient_id\tnight_id\tdate\tedf_path\thypnogram_path\n"
        + "sub-1\tmost\t2026-03-01\tn/a\tmost.tsv\nsub-1\tfew\t2026-03-02\tn/a\tfew.tsv\n"
      try list.write(toFile: folder + "/nights.tsv", atomically: true, encoding: .utf8)
      #expect(try Tool.run("batch", folder + "/nights.tsv", "--out", folder + "/out", "--quiet").status == 0)
      #expect(try excluded(folder + "/out") == ["sub-1 unknown_stages"])
    }
  }

  @Test func `a row of drugs that cannot be read is told and moves no phase`() throws {
    try Scratch.use { folder in
      let out = try batch(in: folder)
      try """
      patient_id\tdrug_name\tdose\tdose_unit\tstart_date
      sub-1\ttrazodone\tfifty\tmg\t2026-02-01
      sub-2\ttrazodone\t50\tmg\t2026-02-01

      """.write(toFile: out + "/medications.tsv", atomically: true, encoding: .utf8)
      let merge = try Tool.run("merge", out, "--quiet")
      #expect(merge.status == 2)
      #expect(merge.errors.contains("line 2"))
      let rows = try DelimitedTable(path: out + "/nights.csv").rows
      #expect(rows.first { $0["patient_id"] == "sub-1" }?["phase"] == nil)
      #expect(rows.first { $0["patient_id"] == "sub-2" }?["phase"] == "after")
    }
  }

  @Test func `what slurm is given is a word for the shell`() throws {
    try Scratch.use { folder in
      try "patient_id\tnight_id\tdate\tedf_path\nsub-1\tses-1\t2026-03-01\t1.edf\n"
        .write(toFile: folder + "/nights.tsv", atomically: true, encoding: .utf8)
      let script = try Tool.run(
        "slurm", folder + "/nights.tsv", "--out", folder + "/out", "--memory", "1G; touch /tmp/x", "--time",
        "$(id)")
      #expect(script.output.contains("--mem='1G; touch /tmp/x'"))
      #expect(script.output.contains("--time='$(id)'"))
    }
  }

  @Test func `compare and report name a damaged night and end with 2`() throws {
    try Scratch.use { folder in
      let out = try batch(in: folder)
      try rewrite(out + "/sub-2/ses-1/result.json") { String($0.prefix($0.count / 2)) }
      #expect(try Tool.run("merge", out, "--quiet").status == 2)
      let overview = try Tool.run("report", out, "--quiet")
      #expect(overview.status == 2)
      #expect(overview.errors.contains("damaged: sub-2 ses-1"))
      #expect(FileManager.default.fileExists(atPath: out + "/report.html"))
      let medications =
        "patient_id\tdrug_name\tdose\tdose_unit\tstart_date\tstop_date\n"
        + "sub-1\ttrazodone\t50\tmg\t2026-03-08\tn/a\n"
      try medications.write(toFile: out + "/medications.tsv", atomically: true, encoding: .utf8)
      for command in [["compare", out], ["report", out]] {
        let outcome = try Tool.run(command + ["--quiet"])
        #expect(outcome.status == 2, "\(command)")
        #expect(outcome.errors.contains("damaged: sub-2 ses-1"), "\(command)")
      }
    }
  }
}
