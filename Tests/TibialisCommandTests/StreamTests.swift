import Foundation
import Testing
import Tibialis

/// `-` as standard input and output, and the facts of `--version`.
@Suite struct StreamTests {
  @Test(arguments: [true, false]) func inspectReadsStandardInput(isPiped: Bool) throws {
    try Scratch.use { folder in
      let path = folder + "/a.edf"
      try SmallRecording.write(to: path)
      let named = try Tool.run("inspect", path, "--json")
      let streamed = try Tool.run(["inspect", "-", "--json"], input: path, isPiped: isPiped)
      #expect(streamed.status == 0)
      #expect(streamed.output == named.output.replacing(path, with: "-"))
    }
  }

  /// Its flags are those of whoever opened it, too.
  @Test func standardInputIsLeftAsItWas() throws {
    try Scratch.use { folder in
      let path = folder + "/a.edf"
      try SmallRecording.write(to: path)
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      let flags = fcntl(file.fileDescriptor, F_GETFL)
      #expect(try Tool.run(["inspect", "-"], standardInput: file).status == 0)
      #expect(fcntl(file.fileDescriptor, F_GETFL) == flags)
    }
  }

  @Test func bothReadersReadTheSameStream() throws {
    try Scratch.use { folder in
      let path = folder + "/a.edf"
      try LegRecording.write(to: path)
      let options = ["--edf-backend", "both", "--json"]
      let named = try Tool.run(["analyze", path] + options)
      let streamed = try Tool.run(["analyze", "-"] + options, input: path)
      #expect(streamed.status == 0)
      #expect(streamed.output == named.output)
    }
  }

  @Test func scoringsAndNightsAreRead() throws {
    try Scratch.use { folder in
      let (path, night) = (folder + "/a.edf", folder + "/night")
      try LegRecording.write(to: path)
      #expect(try Tool.run("analyze", path, "--out", night).status == 0)
      let events = night + "/events.tsv"
      #expect(
        try Tool.run(["analyze", path, "--scoring", "-", "--json"], input: events).output
          == Tool.run("analyze", path, "--scoring", events, "--json").output)
      let movements = night + "/movements.edf"
      #expect(
        try Tool.run(["score", "-", "--json"], input: movements).output
          == Tool.run("score", movements, "--json").output)
      #expect(
        try Tool.run(["review", night, "--corrected", "-", "--json"], input: movements).output
          == Tool.run("review", night, "--corrected", movements, "--json").output)
      #expect(try Tool.run(["verify", night, "--recording", "-"], input: path).status == 0)
    }
  }

  @Test func tablesAreRead() throws {
    try Scratch.use { folder in
      let (list, out) = (folder + "/list.tsv", folder + "/out")
      try LegRecording.write(to: folder + "/a.edf")
      try Data("patient_id\tnight_id\tedf_path\nsub-01\tn1\t\(folder)/a.edf\n".utf8).write(
        to: URL(fileURLWithPath: list))
      let batch = try Tool.run(["batch", "-", "--out", out, "--json"], input: list)
      #expect(batch.status == 0, "\(batch.errors)")
      let table = out + "/nights.csv"
      #expect(try Tool.run(["report", "-", "--out", "-"], input: table).errors.contains("trazodone"))
      let cluster = try Tool.run(["slurm", "-", "--out", out], input: list)
      #expect(cluster.status == 0, "\(cluster.errors)")
      // The script holds the list and hands it to the batch of each task.
      #expect(cluster.output.contains("batch - --out"))
      #expect(cluster.output.contains(try String(contentsOfFile: list, encoding: .utf8)))
    }
  }

  @Test func aTypedTableIsCompared() throws {
    try Scratch.use { folder in
      let table = folder + "/nights.csv"
      var text = "patient_id,night_id,date,tst_h,plms_count,trazodone_mg\n"
      for night in 1...8 {
        text += "sub-01,n\(night),2026-03-0\(night),7,\(90 + night * 7 % 5),\(night > 4 ? 50 : 0)\n"
      }
      try Data(text.utf8).write(to: URL(fileURLWithPath: table))
      let named = try Tool.run("compare", table)
      #expect(named.status == 0, "\(named.errors)")
      #expect(try Tool.run(["compare", "-"], input: table).output == named.output)
      #expect(try Tool.run(["plan", "-"], input: table).output == Tool.run("plan", table).output)
    }
  }

  /// A name in a list is not standard input, which belongs to the command.
  @Test func aRecordingOfAListIsNoStream() throws {
    try Scratch.use { folder in
      let list = folder + "/list.tsv"
      try Data("patient_id\tnight_id\tedf_path\nsub-01\tn1\t-\n".utf8).write(to: URL(fileURLWithPath: list))
      let batch = try Tool.run(["batch", "-", "--out", folder + "/out"], input: list)
      #expect(batch.status == 2)
      #expect(batch.output.contains("./-: does not exist"))
    }
  }

  @Test func oneFileGoesToStandardOutput() throws {
    try Scratch.use { folder in
      let (path, night) = (folder + "/a.edf", folder + "/night")
      try LegRecording.write(to: path)
      #expect(try Tool.run("analyze", path, "--out", night).status == 0)
      func same(_ command: [String], _ option: [String], input: String? = nil) throws {
        let file = folder + "/file"
        defer { try? FileManager.default.removeItem(atPath: file) }
        #expect(try Tool.run(command + option + [file]).status == 0)
        let streamed = try Tool.run(command + option + ["-"])
        #expect(streamed.status == 0, "\(streamed.errors)")
        #expect(streamed.bytes == (try Data(contentsOf: URL(fileURLWithPath: file))))
      }
      try same(["export", night, "--to", "annot"], ["--out"])
      try same(["export", night, "--to", "edf"], ["--out"])
      try same(["report", night], ["--out"])
      try same(["deidentify", path], [])
      let filtered = try Tool.run(["deidentify", "-", "-"], input: path)
      #expect(filtered.bytes == (try Tool.run("deidentify", path, "-").bytes))
      #expect(filtered.errors.contains("all equal"))
      #expect(!filtered.output.contains("SECRET4711"))
    }
  }

  @Test func aDatabaseGoesToStandardOutput() throws {
    try Scratch.use { folder in
      let out = folder + "/out"
      try LegRecording.write(to: folder + "/sub-01_n1.edf")
      #expect(try Tool.run("batch", folder, "--out", out).status == 0)
      let merged = try Tool.run("merge", out, "--database", "-")
      #expect(merged.status == 0, "\(merged.errors)")
      #expect(merged.bytes.starts(with: Data("SQLite format 3".utf8)))
      let path = folder + "/copy.sqlite"
      try merged.bytes.write(to: URL(fileURLWithPath: path))
      #expect(try SQLiteReader.rows(in: path, "select distinct patient_id from nights").count == 1)
    }
  }

  @Test(arguments: [
    ["inspect", "-", "-"], ["analyze", "-", "--scoring", "-"], ["score", "-", "--map-file", "-"],
    ["analyze", "a.edf", "--out", "-"], ["batch", "a.tsv", "--out", "-"], ["simulate", "--out", "-"],
    ["report", "night", "--out", "-", "--json"], ["report", "night", "--out", "-", "--pdf"],
    ["deidentify", "a.edf", "-", "--json"], ["inspect", "a.edf", "--json", "--jsonl"],
  ])
  func impossibleStreamsAreWrongUsage(arguments: [String]) throws {
    let outcome = try Tool.run(arguments)
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.errors.contains("found"))
  }

  @Test func anEmptyStreamIsNamed() throws {
    let outcome = try Tool.run("inspect", "-")
    #expect(outcome.status != 0)
    #expect(outcome.errors.hasPrefix("tibialis: standard input: "))
  }

  @Test func aLineOfJSONForEachFile() throws {
    try Scratch.use { folder in
      let path = folder + "/a.edf"
      try SmallRecording.write(to: path)
      let outcome = try Tool.run("inspect", "--jsonl", path, folder + "/none.edf", path)
      #expect(outcome.status == 66)
      let values = try outcome.lines.map { try JSONValue(parsing: Data($0.utf8), file: "line") }
      #expect(values.map { $0["status"]?.stringValue } == ["ok", "refused", "ok"])
      #expect(values[0] == (try Tool.run("inspect", path, "--json").json))
    }
  }

  @Test func theVersionComesWithWhatDecidesResults() throws {
    let outcome = try Tool.run("--version")
    #expect(outcome.status == 0)
    #expect(outcome.lines.first ?? "" == TibialisVersion.version)
    #expect(outcome.lines.dropFirst().map { $0.prefix { $0 != ":" } } == ["rule sets", "libedf", "platform"])
    let json = try Tool.run("--version", "--json").json
    #expect(json?["version"]?.stringValue == TibialisVersion.version)
    #expect(json?.members?.map(\.key) == ["version", "rule_sets", "libedf", "platform"])
  }
}
