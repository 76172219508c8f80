import Foundation
import Testing
import Tibialis

@Suite struct CohortTests {
  private func study(in folder: String, nights: Int, seconds: Int = 120) throws {
    var list = "patient_id\tnight_id\tdate\tedf_path\n"
    for night in 1...nights {
      try LegRecording.write(to: folder + "/\(night).edf", seconds: seconds, period: 18 + night)
      list += "sub-\(night)\tses-1\t2026-03-0\(night)\t\(night).edf\n"
    }
    try list.write(toFile: folder + "/nights.tsv", atomically: true, encoding: .utf8)
  }

  @Test func `batches and shards on one folder at once end as one alone`() throws {
    try Scratch.use { folder in
      try study(in: folder, nights: 4)
      let list = folder + "/nights.tsv"
      #expect(try Tool.run("batch", list, "--out", folder + "/alone", "--quiet").status == 0)
      let runs = [[], ["--shard", "1/2"], ["--shard", "2/3"], []]
      let processes = try runs.map {
        try Tool.start(["batch", list, "--out", folder + "/together", "--quiet"] + $0)
      }
      for process in processes {
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
      }
      for night in 1...4 {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/alone/sub-\(night)/ses-1")
        {
          let place = "/sub-\(night)/ses-1/\(name)"
          #expect(
            FileManager.default.contentsEqual(
              atPath: folder + "/alone" + place, andPath: folder + "/together" + place),
            "\(place)")
        }
      }
      #expect(
        FileManager.default.contentsEqual(
          atPath: folder + "/alone/nights.csv", andPath: folder + "/together/nights.csv"))
    }
  }

  @Test func `a night without recording and scoring is named once`() throws {
    try Scratch.use { folder in
      let list = "patient_id\tnight_id\tdate\tedf_path\nsub-1\tses-1\t2026-03-01\tn/a\n"
      try list.write(toFile: folder + "/nights.tsv", atomically: true, encoding: .utf8)
      let outcome = try Tool.run("batch", folder + "/nights.tsv", "--out", folder + "/out", "--quiet")
      #expect(outcome.status == 2)
      #expect(outcome.output.contains("expected edf_path or scoring_path"))
      #expect(outcome.output.ranges(of: "sub-1 ses-1").count == 1)
    }
  }

  @Test func `results of another study are not mixed`() throws {
    try Scratch.use { folder in
      try study(in: folder, nights: 1)
      #expect(try Tool.run("batch", folder + "/nights.tsv", "--out", folder + "/out", "--quiet").status == 0)
      let other = "patient_id\tnight_id\tdate\tedf_path\nother-9\tses-1\t2026-03-01\t1.edf\n"
      try other.write(toFile: folder + "/other.tsv", atomically: true, encoding: .utf8)
      let outcome = try Tool.run("batch", folder + "/other.tsv", "--out", folder + "/out", "--quiet")
      #expect(outcome.status == 73)
      #expect(outcome.errors.contains("another study"))
    }
  }

  @Test func `SIGTERM ends after the night in work, with 75 and no temporary file`() throws {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/1.edf", seconds: 900)
      var list = "patient_id\tnight_id\tdate\tedf_path\n"
      for night in 1...30 {
        if night > 1 {
          try FileManager.default.copyItem(atPath: folder + "/1.edf", toPath: folder + "/\(night).edf")
        }
        list += "sub-\(night)\tses-1\t2026-03-01\t\(night).edf\n"
      }
      try list.write(toFile: folder + "/nights.tsv", atomically: true, encoding: .utf8)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Tool.path)
      process.arguments = [
        "batch", folder + "/nights.tsv", "--out", folder + "/out", "--jobs", "1", "--quiet",
      ]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      let deadline = Date().addingTimeInterval(60)
      while !FileManager.default.fileExists(atPath: folder + "/out/sub-1/ses-1/result.json"),
        Date() < deadline
      {
        usleep(2000)
      }
      process.terminate()
      process.waitUntilExit()
      #expect(process.terminationStatus == 75)
      let walk = FileManager.default.enumerator(atPath: folder + "/out")
      while let name = walk?.nextObject() as? String { #expect(!name.hasSuffix(".tmp"), "\(name)") }
      #expect(try Tool.run("batch", folder + "/nights.tsv", "--out", folder + "/out", "--quiet").status == 0)
      #expect(try Tool.run("status", folder + "/out").output.contains("30 done"))
    }
  }

  @Test func `the database has every table of the nights with their ids, and says what its columns are`()
    throws
  {
    try Scratch.use { folder in
      try study(in: folder, nights: 2, seconds: 180)
      let out = folder + "/out"
      _ = try Tool.run("batch", folder + "/nights.tsv", "--out", out, "--quiet")
      #expect(try Tool.run("merge", out, "--database", folder + "/s.sqlite", "--quiet").status == 0)
      func rows(_ sql: String) throws -> [[String]] {
        try SQLiteReader.rows(in: folder + "/s.sqlite", sql)
      }
      for (table, file) in [
        ("near_misses", "near_misses.tsv"), ("events", "events.tsv"), ("quality", "quality.tsv"),
      ] {
        let found = try rows("SELECT COUNT(*) FROM \(table)_of_nights WHERE patient_id = 'sub-1'")
        #expect(found == [["\(try DelimitedTable(path: out + "/sub-1/ses-1/" + file).rows.count)"]])
      }
      #expect(
        try rows("SELECT DISTINCT typeof(included), typeof(plms_index) FROM nights") == [["integer", "real"]])
      #expect(try rows("SELECT COUNT(*) FROM comparison") == [["0"]])
      let columns = try rows(
        """
        SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p
        WHERE m.type = 'table' AND m.name != 'data_dictionary' EXCEPT SELECT table_name, column_name FROM data_dictionary
        """)
      #expect(columns == [])
      #expect(
        try rows("SELECT levels FROM data_dictionary WHERE table_name = 'movements' AND column_name = 'side'")
          == [["L;R;B"]])
    }
  }

  @Test func `the database gives the nights' indices back, from its movements too`() throws {
    try Scratch.use { folder in
      try study(in: folder, nights: 2, seconds: 180)
      let out = folder + "/out"
      _ = try Tool.run("batch", folder + "/nights.tsv", "--out", out, "--quiet")
      #expect(try Tool.run("merge", out, "--database", folder + "/s.sqlite", "--movements").status == 0)
      let article = try String(
        contentsOfFile: Manifest.root + "/Sources/StudyBatch/StudyBatch.docc/Cohorts.md", encoding: .utf8)
      let start = try #require(article.range(of: "```sql\n"))
      let end = try #require(article.range(of: "\n```", range: start.upperBound..<article.endIndex))
      let rows = try SQLiteReader.rows(
        in: folder + "/s.sqlite", String(article[start.upperBound..<end.lowerBound]))
      let table = try DelimitedTable(path: out + "/nights.csv").rows.filter {
        $0["scoring_rules"] == "wasm2016"
      }
      #expect(rows.count == 2)
      for (row, night) in zip(rows, table) {
        let index = try #require(try night.number("plms_index"))
        #expect(abs((Double(row[2]) ?? -1) - index) < 1e-4)
      }
      let movements = try DelimitedTable(path: out + "/movements.csv")
      #expect(movements.columns.prefix(3) == ["patient_id", "night_id", "scoring_rules"])
      #expect(!movements.rows.isEmpty)
    }
  }

  @Test func `verify says the same, and what differs if it is not`() throws {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/night.edf", seconds: 120)
      _ = try Tool.run(
        "analyze", folder + "/night.edf", "--out", folder + "/out", "--rule", "aasm3.minimum_series_length=3")
      let same = try Tool.run("verify", folder + "/out", "--recording", folder + "/night.edf")
      #expect(same.status == 0, "\(same.output)")
      let path = folder + "/out/result.json"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try text.replacingOccurrences(of: "\"n_plm\": 5", with: "\"n_plm\": 6").write(
        toFile: path, atomically: true, encoding: .utf8)
      let changed = try Tool.run("verify", folder + "/out", "--recording", folder + "/night.edf")
      #expect(changed.status == 65)
      #expect(changed.output.contains("n_plm: recorded 6, computed 5"))
    }
  }

  @Test func `a Slurm script has its array, its merge and quoted paths`() throws {
    try Scratch.use { folder in
      try study(in: folder, nights: 3, seconds: 60)
      let outcome = try Tool.run(
        "slurm", folder + "/nights.tsv", "--out", folder + "/my results", "--shards", "3", "--partition",
        "long")
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("--array=1-3"))
      #expect(outcome.output.contains("--dependency=afterany:"))
      #expect(outcome.output.contains("'\(folder)/my results'"))
      #expect(try Tool.run("slurm", folder + "/nights.tsv", "--out", "x", "--shards", "9").status == 64)
    }
  }

  @Test func `a batch into the study's own folder leaves its tables alone, twice`() throws {
    try Scratch.use { folder in
      try study(in: folder, nights: 2, seconds: 60)
      let list = try Data(contentsOf: URL(fileURLWithPath: folder + "/nights.tsv"))
      for _ in 0..<2 {
        #expect(try Tool.run("batch", folder + "/nights.tsv", "--out", folder, "--quiet").status == 0)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/nights.tsv")) == list)
      }
      try FileManager.default.removeItem(atPath: folder + "/nights.csv")
      try FileManager.default.moveItem(atPath: folder + "/nights.tsv", toPath: folder + "/nights.csv")
      let outcome = try Tool.run("batch", folder + "/nights.csv", "--out", folder, "--quiet")
      #expect(outcome.status == 73)
      #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/nights.csv")) == list)
    }
  }

  @Test func `a folder that holds results of ours is a list of its recordings alone`() throws {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/first.edf", seconds: 60)
      for _ in 0..<2 {
        let outcome = try Tool.run("batch", folder, "--out", folder + "/results", "--quiet")
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.contains("1 night"))
      }
    }
  }

  @Test func `an input is never written over`() throws {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/movements.edf", seconds: 60)
      let before = try Data(contentsOf: URL(fileURLWithPath: folder + "/movements.edf"))
      let outcome = try Tool.run("analyze", folder + "/movements.edf", "--out", folder)
      #expect(outcome.status == 73)
      #expect(outcome.errors.contains("one of the inputs"))
      #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/movements.edf")) == before)
      let table = "onset\tduration\ttrial_type\tleg\n0\t60\tsleep_stage_N2\tn/a\n"
      try table.write(toFile: folder + "/events.tsv", atomically: true, encoding: .utf8)
      #expect(try Tool.run("score", folder + "/events.tsv", "--out", folder).status == 73)
    }
  }

  @Test func `wrong usage is a JSON error too`() throws {
    for arguments in [["analyze"], ["batch", "x", "--jobs", "0", "--out", "y"], ["plan", "--bogus"]] {
      let outcome = try Tool.run(arguments + ["--json"])
      #expect(outcome.status == 64)
      #expect(outcome.json?["error"]?["code"]?.stringValue == "wrong_usage", "\(arguments)")
    }
  }
}
