import Foundation
import Testing
import Tibialis

@Suite struct BatchCommandTests {
  /// Three nights, one of them corrupt, with a medications table.
  private func study(in folder: String) throws {
    try LegRecording.write(to: folder + "/a.edf", seconds: 120)
    try LegRecording.write(to: folder + "/b.edf", seconds: 150, period: 25)
    try Data("not a recording".utf8).write(to: URL(fileURLWithPath: folder + "/c.edf"))
    try """
    patient_id\tnight_id\tdate\tedf_path
    sub-01\tses-1\t2026-03-01\ta.edf
    sub-01\tses-2\t2026-03-20\tb.edf
    sub-01\tses-3\t2026-03-21\tc.edf

    """.write(toFile: folder + "/nights.tsv", atomically: true, encoding: .utf8)
    try
      "patient_id\tdrug_name\tatc\tdose\tdose_unit\tstart_date\nsub-01\ttrazodone\tN06AX05\t50\tmg\t2026-03-08\n"
      .write(toFile: folder + "/medications.tsv", atomically: true, encoding: .utf8)
  }

  private func contents(_ folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    let walk = FileManager.default.enumerator(atPath: folder)
    while let name = walk?.nextObject() as? String {
      var isFolder: ObjCBool = false
      let path = folder + "/" + name
      if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
        files[name] = try Data(contentsOf: URL(fileURLWithPath: path))
      }
    }
    return files
  }

  @Test func `one bad night never stops the rest, and is named with its reason`() throws {
    try Scratch.use { folder in
      try study(in: folder)
      let outcome = try Tool.run("batch", folder + "/nights.tsv", "--out", folder + "/out", "--quiet")
      #expect(outcome.status == 2)
      #expect(outcome.output.contains("sub-01 ses-3"))
      let rows = try DelimitedTable(path: folder + "/out/nights.csv").rows
      #expect(rows.count == 6)
      #expect(rows.map { $0["phase"] ?? "" } == ["before", "before", "after", "after", "after", "after"])
      #expect(rows.suffix(2).allSatisfy { $0["included"] == "false" && $0["exclude_reason"] != nil })
      #expect(FileManager.default.fileExists(atPath: folder + "/out/sub-01/ses-3/error.json"))
      let status = try Tool.run("status", folder + "/out")
      #expect(status.output.contains("0 done, 2 done with warnings, 1 failed, 0 missing"))
      #expect(status.output.contains("ses-3"))
    }
  }

  @Test func `a night whose result stands is skipped, a changed parameter redoes it`() throws {
    try Scratch.use { folder in
      try study(in: folder)
      let out = folder + "/out"
      _ = try Tool.run("batch", folder + "/nights.tsv", "--out", out, "--quiet")
      let second = try #require(
        try Tool.run("batch", folder + "/nights.tsv", "--out", out, "--quiet", "--json").json)
      #expect(second["skipped"]?.integerValue == 2)
      #expect(second["done"]?.integerValue == 0)
      let third = try #require(
        try Tool.run(
          "batch", folder + "/nights.tsv", "--out", out, "--quiet", "--json", "--rule",
          "wasm2016.short_interval_may_start=false"
        ).json)
      #expect(third["done"]?.integerValue == 2)
    }
  }

  @Test func `one process and two shards with a merge write the same bytes`() throws {
    try Scratch.use { folder in
      try study(in: folder)
      _ = try Tool.run("batch", folder + "/nights.tsv", "--out", folder + "/one", "--quiet", "--jobs", "2")
      for shard in ["1/2", "2/2"] {
        _ = try Tool.run(
          "batch", folder + "/nights.tsv", "--out", folder + "/two", "--quiet", "--shard", shard)
      }
      #expect(!FileManager.default.fileExists(atPath: folder + "/two/nights.csv"))
      #expect(try Tool.run("merge", folder + "/two").status == 0)
      #expect(try contents(folder + "/one") == contents(folder + "/two"))
    }
  }

  @Test func `a list that cannot be used is refused before any work`() throws {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/a.edf", seconds: 60)
      func refuse(_ list: String, _ word: String, status: Int32 = 65) throws {
        try list.write(toFile: folder + "/nights.tsv", atomically: true, encoding: .utf8)
        let outcome = try Tool.run("batch", folder + "/nights.tsv", "--out", folder + "/out")
        #expect(outcome.status == status, "\(word)")
        #expect(outcome.errors.contains(word), "\(word): \(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder + "/out/sub-01"))
      }
      try refuse("night_id\tedf_path\nses-1\ta.edf\n", "patient_id")
      try refuse("patient_id\tnight_id\tdate\nsub-01\tses-1\t2026-02-30\n", "line 2, column date")
      try refuse(
        "patient_id\tnight_id\tedf_path\nsub-01\tses-1\ta.edf\nsub-01\tses-1\tb.edf\n",
        "line 3, column night_id")
      try refuse(
        "patient_id\tnight_id\tedf_path\nsub-01\tses-1\ta.edf\nsub-01\tses-2\ta.edf\n",
        "line 3, column edf_path")
      try refuse("patient_id\tnight_id\tedf_path\n../x\tses-1\ta.edf\n", "patient_id")
      #expect(try Tool.run("batch", folder + "/absent.tsv", "--out", folder + "/out").status == 66)
      #expect(
        try Tool.run("batch", folder + "/nights.tsv", "--out", folder + "/out", "--shard", "3/2").status == 64
      )
    }
  }

  @Test func `sleep hours from the list hold in both tables of a batch`() throws {
    try Scratch.use { folder in
      let rows =
        "0\t3600\tsleep_stage_N2\tn/a\n"
        + (0..<20).map { "\(100 + 30 * $0)\t2\tleg_movement\tleft\n" }.joined()
      try ("onset\tduration\ttrial_type\tleg\n" + rows).write(
        toFile: folder + "/s.tsv", atomically: true, encoding: .utf8)
      try "patient_id\tnight_id\tdate\thypnogram_path\ttst_min\nA\tn1\t2026-03-01\ts.tsv\t30\n".write(
        toFile: folder + "/nights.tsv", atomically: true, encoding: .utf8)
      #expect(try Tool.run("batch", folder + "/nights.tsv", "--out", folder + "/out", "--quiet").status == 0)
      let nights = try DelimitedTable(path: folder + "/out/nights.csv").rows
      let row = try #require(nights.first { $0["scoring_rules"] == "wasm2016" })
      let line = try #require(try DelimitedTable(path: folder + "/out/clinician.csv").rows.first)
      #expect(try row.number("tst_h") == 0.5 && line.number("tst_h") == 0.5)
      #expect(try row.number("plms_index") == 40)
      #expect(try line.number("plms_index_wasm2016") == 40 && line.number("plms_index_low") ?? 40 <= 40)
    }
  }

  @Test func `a folder of recordings is a list, scorings are found by name`() throws {
    try Scratch.use { folder in
      let nights = folder + "/nights"
      try FileManager.default.createDirectory(atPath: nights, withIntermediateDirectories: true)
      try LegRecording.write(to: nights + "/first.edf", seconds: 60)
      try LegRecording.write(to: nights + "/second.edf", seconds: 60)
      try "onset\tduration\ttrial_type\tleg\n0\t60\tsleep_stage_R\tn/a\n".write(
        toFile: nights + "/first_scoring.tsv", atomically: true, encoding: .utf8)
      let plan = try Tool.run("batch", nights, "--out", folder + "/out", "--dry-run")
      #expect(plan.output.contains("first_scoring.tsv"))
      #expect(plan.output.contains("2 nights"))
      #expect(try Tool.run("batch", nights, "--out", folder + "/out", "--quiet").status == 0)
      let rows = try DelimitedTable(path: folder + "/out/nights.csv").rows
      #expect(Set(rows.compactMap { $0["night_id"] }) == ["first", "second"])
      #expect(rows.first?["rem_pct"] == "100")
      #expect(rows.first?["date"] == "2026-03-01")
    }
  }
}
