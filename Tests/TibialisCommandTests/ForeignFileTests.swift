import Foundation
import Testing
import Tibialis

/// Foreign files where a result is to be written are refused with 73 and left alone; `--force` replaces them,
/// but never the command's own inputs.
@Suite struct ForeignFileTests {
  private static let foreign = "patient_id\tdrug_name\nsub-1\tmy own note\n"

  private func write(_ text: String, _ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: PathName.folder(of: path), withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  private func read(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  /// A study of one night with a table of medications.
  private func study(_ folder: String) throws -> String {
    try write(
      "patient_id\tdrug_name\tdose\tdose_unit\tstart_date\tstop_date\nsub-1\ttrazodone\t50\tmg\t2026-03-08\tn/a\n",
      folder + "/study/medications.tsv")
    try LegRecording.write(to: folder + "/study/1.edf", seconds: 120)
    let list = folder + "/study/nights.tsv"
    try write("patient_id\tnight_id\tdate\tedf_path\nsub-1\tses-1\t2026-03-01\t1.edf\n", list)
    return list
  }

  @Test(arguments: ["medications.tsv", "nights.tsv", "nights.csv", "clinician.csv"])
  func `a batch leaves a table that is not of this program`(_ name: String) throws {
    try Scratch.use { folder in
      let list = try study(folder)
      let target = folder + "/out/" + name
      try write(ForeignFileTests.foreign, target)
      let refused = try Tool.run("batch", list, "--out", folder + "/out", "--quiet")
      #expect(refused.status == 73)
      #expect(refused.errors.contains(name))
      #expect(try read(target) == ForeignFileTests.foreign)
      #expect(!FileManager.default.fileExists(atPath: folder + "/out/sub-1"))
    }
  }

  @Test
  func `a batch writes its own copies again, also where the study's table changed or the record is lost`()
    throws
  {
    try Scratch.use { folder in
      let list = try study(folder)
      let run = { try Tool.run("batch", list, "--out", folder + "/out", "--quiet").status }
      #expect(try run() == 0)
      let source = folder + "/study/medications.tsv"
      try write(read(source).replacing("50", with: "100"), source)
      #expect(try run() == 0)
      #expect(try read(folder + "/out/medications.tsv").contains("100"))
      try FileManager.default.removeItem(atPath: folder + "/out/.copies")
      try write(read(source).replacing("100", with: "150"), source)
      #expect(try run() == 0)
      #expect(try read(folder + "/out/medications.tsv").contains("150"))
    }
  }

  @Test
  func `the copy of a table that the study has no more goes, an edited one and a table read in place stay`()
    throws
  {
    try Scratch.use { folder in
      let list = try study(folder)
      let (source, copy) = (folder + "/study/medications.tsv", folder + "/out/medications.tsv")
      let table = try read(source)
      let run = { try Tool.run("batch", list, "--out", folder + "/out", "--quiet").status }
      #expect(try run() == 0)
      try FileManager.default.removeItem(atPath: source)
      #expect(try run() == 0)
      #expect(!FileManager.default.fileExists(atPath: copy))

      try write(table, source)
      #expect(try run() == 0)
      try FileManager.default.removeItem(atPath: source)
      let edited = try read(copy).replacing("2026-03-08", with: "2026-03-09")
      try write(edited, copy)
      #expect(try run() == 0)
      #expect(try read(copy) == edited)

      try write(table, source)
      #expect(try Tool.run("batch", list, "--out", folder + "/study", "--quiet").status == 0)
      #expect(try read(source) == table)
    }
  }

  @Test func `a copy that somebody edited is not written over, unless that is asked for`() throws {
    try Scratch.use { folder in
      let list = try study(folder)
      #expect(try Tool.run("batch", list, "--out", folder + "/out", "--quiet").status == 0)
      let copy = folder + "/out/medications.tsv"
      let edited = try read(copy).replacing("2026-03-08", with: "2026-03-09")
      try write(edited, copy)
      #expect(try Tool.run("batch", list, "--out", folder + "/out", "--quiet").status == 73)
      #expect(try read(copy) == edited)
      #expect(try Tool.run("batch", list, "--out", folder + "/out", "--quiet", "--force").status == 0)
      #expect(try read(copy).contains("2026-03-08"))
    }
  }

  @Test func `an events table in a night's folder fails that night and stays, run after run`() throws {
    try Scratch.use { folder in
      let list = try study(folder)
      let events = folder + "/out/sub-1/ses-1/events.tsv"
      let mine = "onset\tduration\ttrial_type\tleg\n1\t2\tleg_movement\tleft\n"
      try write(mine, events)
      for _ in 1...2 {
        let outcome = try Tool.run("batch", list, "--out", folder + "/out", "--quiet")
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("events.tsv"))
        #expect(try read(events) == mine)
      }
      #expect(try Tool.run("batch", list, "--out", folder + "/out", "--quiet", "--force").status == 0)
      #expect(try read(events) != mine)
    }
  }

  @Test func `a batch never writes over what it reads, whatever is forced`() throws {
    try Scratch.use { folder in
      let list = try study(folder)
      try FileManager.default.createDirectory(
        atPath: folder + "/out/sub-1/ses-1", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/out/medications.tsv", withDestinationPath: folder + "/study/1.edf")
      let before = try Data(contentsOf: URL(fileURLWithPath: folder + "/study/1.edf"))
      #expect(try Tool.run("batch", list, "--out", folder + "/out", "--quiet", "--force").status == 73)
      #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/study/1.edf")) == before)
    }
  }

  private static let counts: String = {
    let rows = (1...9).map { night in
      "p,n\(night),2026-03-0\(night),6.5,\(100 + 3 * night),\(night > 4 ? 50 : 0)\n"
    }
    return "patient_id,night_id,date,tst_h,plms_count,trazodone_mg\n" + rows.joined()
  }()

  @Test(arguments: [
    "comparison.json", "comparison.csv", "comparison.txt", "data_dictionary.csv", "redcap_records.csv",
    "redcap_instrument.zip",
  ])
  func `a comparison leaves what is not of this program`(_ name: String) throws {
    try Scratch.use { folder in
      try write(ForeignFileTests.counts, folder + "/nights.csv")
      let command = ["compare", folder + "/nights.csv", "--out", folder + "/out", "--redcap", "--quiet"]
      #expect(try Tool.run(command).status == 0)
      // It overwrites its own files.
      #expect(try Tool.run(command + ["--excel"]).status == 0)
      #expect(try Tool.run(command).status == 0)
      try write("{\"mine\": 1}\n", folder + "/out/" + name)
      let refused = try Tool.run(command)
      #expect(refused.status == 73)
      #expect(refused.errors.contains(name))
      #expect(try read(folder + "/out/" + name) == "{\"mine\": 1}\n")
      #expect(try Tool.run(command + ["--force"]).status == 0)
    }
  }

  @Test func `a database never lands on a table of the study or a file of a night`() throws {
    try Scratch.use { folder in
      let list = try study(folder)
      let out = folder + "/out"
      #expect(try Tool.run("batch", list, "--out", out, "--quiet").status == 0)
      for name in ["medications.tsv", "nights.tsv", "nights.csv", "sub-1/ses-1/result.json"] {
        let before = try read(out + "/" + name)
        let refused = try Tool.run("merge", out, "--force", "--database", out + "/" + name, "--quiet")
        #expect(refused.status == 73, "\(name)")
        #expect(try read(out + "/" + name) == before)
      }
    }
  }

  @Test func `what a killed analysis left is known as its own, and what somebody put there is not`() throws {
    try Scratch.use { folder in
      _ = try study(folder)
      let out = folder + "/out"
      let command = ["analyze", folder + "/study/1.edf", "--out", out, "--quiet"]
      #expect(try Tool.run(command).status == 0)
      let whole = try read(out + "/result.json")
      #expect(!FileManager.default.fileExists(atPath: out + "/.unfinished"))
      // As after a kill between the tables and the result.
      try FileManager.default.removeItem(atPath: out + "/result.json")
      #expect(try Tool.run(command).status == 73)
      try write(
        "events.tsv\nleg_movements.tsv\nmovements.edf\nmovements_aasm3.tsv\nmovements_other.tsv\n"
          + "movements_wasm2016.tsv\nnear_misses.tsv\nnight.csv\nquality.tsv\ntone.tsv\n",
        out + "/.unfinished")
      #expect(try Tool.run(command).status == 0)
      #expect(try read(out + "/result.json") == whole)
      #expect(!FileManager.default.fileExists(atPath: out + "/.unfinished"))
    }
  }

  // MARK: Simulated nights, pictures, agreement

  @Test(arguments: ["night.edf", "truth_lm.csv", "events.csv", "meta.json"])
  func `a simulated night leaves what is not of this program`(_ name: String) throws {
    try Scratch.use { folder in
      let target = "\(folder)/out/n1_clean_rls_s1/\(name)"
      let arguments = [
        "simulate", "--preset", "n1_clean_rls", "--hours", "0.5", "--rate", "64", "--out", folder + "/out",
      ]
      try write(ForeignFileTests.foreign, target)
      #expect(try Tool.run(arguments).status == 73)
      #expect(try read(target) == ForeignFileTests.foreign)
      #expect(try FileManager.default.contentsOfDirectory(atPath: PathName.folder(of: target)) == [name])
      #expect(try Tool.run(arguments + ["--force"]).status == 0)
      // It recreates its own files.
      #expect(try Tool.run(arguments).status == 0)
    }
  }

  @Test func `a simulated study leaves its own list and other people's tables and recordings`() throws {
    try Scratch.use { folder in
      let list = folder + "/study/nights.tsv"
      try write("patient_id\tnight_id\tdate\tedf_path\nsub-1\tses-1\t2026-03-01\tr/1.edf\n", list)
      try write(
        "patient_id\tplm_per_hour\thours_min\thours_max\trate_hz\nsub-1\t20\t0.5\t0.5\t100\n",
        folder + "/study/simulation.tsv")
      let into = { (out: String) in try Tool.run("simulate", "--nights", list, "--out", folder + out) }
      #expect(try into("/study").status == 0)
      #expect(try into("/study").status == 0)
      try write(ForeignFileTests.foreign, folder + "/other/nights.tsv")
      #expect(try into("/other").status == 73)
      #expect(!FileManager.default.fileExists(atPath: folder + "/other/r"))
      try write("", folder + "/third/r/1.edf")
      try LegRecording.write(to: folder + "/third/r/1.edf", seconds: 120)
      let recording = try Data(contentsOf: URL(fileURLWithPath: folder + "/third/r/1.edf"))
      #expect(try into("/third").status == 73)
      #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/third/r/1.edf")) == recording)
    }
  }

  @Test func `pictures go over pictures of this program alone`() throws {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/1.edf", seconds: 120)
      #expect(try Tool.run("analyze", folder + "/1.edf", "--out", folder + "/n", "--quiet").status == 0)
      let report = ["report", folder + "/n", "--svg", folder + "/p"]
      #expect(try Tool.run(report).status == 0)
      #expect(try Tool.run(report).status == 0)
      let pictures = try FileManager.default.contentsOfDirectory(atPath: folder + "/p").sorted()
      let first = try #require(pictures.first)
      let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>mine</title></svg>"
      try write(drawing, folder + "/p/" + first)
      #expect(try Tool.run(report).status == 73)
      #expect(try read(folder + "/p/" + first) == drawing)
      #expect(try Tool.run(report + ["--force"]).status == 0)
    }
  }

  @Test func `a table of agreement that somebody else wrote stays`() throws {
    try Scratch.use { folder in
      try write("", folder + "/v/1.edf")
      try LegRecording.write(to: folder + "/v/1.edf", seconds: 120)
      let table = "onset\tduration\ttrial_type\tleg\n20\t2\tleg_movement\tleft\n"
      for scorer in ["a", "b"] { try write(table, "\(folder)/v/1_\(scorer).tsv") }
      let validate = ["validate", folder + "/v", "--out", folder + "/out"]
      #expect(try Tool.run(validate).status == 0)
      #expect(try Tool.run(validate).status == 0)
      try write(ForeignFileTests.foreign, folder + "/out/agreement.csv")
      #expect(try Tool.run(validate).status == 73)
      #expect(try read(folder + "/out/agreement.csv") == ForeignFileTests.foreign)
    }
  }
}
