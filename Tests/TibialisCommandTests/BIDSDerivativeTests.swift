import Foundation
import Testing
import Tibialis

@Suite struct BIDSDerivativeTests {
  /// A batch of two patients, one with two nights, in `folder/out`.
  private func batch(in folder: String, patients: [String] = ["sub-01", "a_2"], arguments: [String] = [])
    throws
    -> Tool.Outcome
  {
    try LegRecording.write(to: folder + "/1.edf", seconds: 180)
    try LegRecording.write(to: folder + "/2.edf", seconds: 120)
    try LegRecording.write(to: folder + "/3.edf", seconds: 150)
    let list =
      "patient_id\tnight_id\tdate\tedf_path\n\(patients[0])\tses-1\t2026-03-01\t1.edf\n"
      + "\(patients[0])\tses-2.b\t2026-03-02\t2.edf\n\(patients[1])\tses-1\t2026-03-01\t3.edf\n"
    try list.write(toFile: folder + "/nights.tsv", atomically: true, encoding: .utf8)
    return try Tool.run(
      ["batch", folder + "/nights.tsv", "--out", folder + "/out", "--quiet"] + arguments)
  }

  private static let night = "sub-01/ses-2b/eeg/sub-01_ses-2b_task-sleep_desc-plm_events"

  @Test func `a batch becomes a derivative without a date, whose events score the same`() throws {
    try Scratch.use { folder in
      #expect(try batch(in: folder).status == 0)
      let bids = folder + "/bids"
      let outcome = try Tool.run("export", folder + "/out", "--to", "bids", "--out", bids, "--quiet")
      #expect(outcome.status == 0 && outcome.output == "written: \(bids), 3 nights in 14 files\n")
      let about = try String(contentsOfFile: bids + "/dataset_description.json", encoding: .utf8)
      #expect(about.contains("\"DatasetType\": \"derivative\"") && about.contains("\"GeneratedBy\""))
      let sessions = try DelimitedTable(path: bids + "/sub-01/sub-01_sessions.tsv")
      #expect(sessions.rows.map { $0["session_id"] } == ["ses-1", "ses-2b"])
      #expect(sessions.rows.allSatisfy { $0["scoring_rules"] == "wasm2016" && $0["plms_count"] != nil })
      let events = bids + "/" + BIDSDerivativeTests.night + ".tsv"
      for name in try FileManager.default.subpathsOfDirectory(atPath: bids) where name.hasSuffix(".tsv") {
        let text = try String(contentsOfFile: bids + "/" + name, encoding: .utf8)
        #expect(!text.contains("2026-"), "\(name)")
        guard name != "participants.tsv" else { continue }
        let sidecar = String(name.dropLast(4)) + ".json"
        let bytes = try Data(contentsOf: URL(fileURLWithPath: bids + "/" + sidecar))
        let described = try JSONValue(parsing: bytes, file: sidecar).members?.map(\.key)
        #expect(described == (try DelimitedTable(path: bids + "/" + name)).columns, "\(name)")
      }
      let again = try Tool.run("score", events, "--json")
      let stored = try Data(contentsOf: URL(fileURLWithPath: folder + "/out/sub-01/ses-2.b/result.json"))
      let result = try JSONValue(parsing: stored, file: "result.json")
      #expect(
        again.json?["rule_sets"]?["wasm2016"]?["n_plm"] == result["rule_sets"]?["wasm2016"]?["n_plm"])
    }
  }

  @Test func `ids that would be one label are refused, with both names`() throws {
    try Scratch.use { folder in
      let outcome = try batch(in: folder, patients: ["a-2", "A.2"], arguments: ["--bids"])
      #expect(outcome.status == 65 && outcome.errors.contains("'a-2' and 'A.2'"))
      #expect(!FileManager.default.fileExists(atPath: folder + "/out/A.2"))
    }
  }

  @Test func `a dataset of somebody else is left as it is, ours is written again`() throws {
    try Scratch.use { folder in
      #expect(try batch(in: folder, arguments: ["--bids"]).status == 0)
      let ours = folder + "/out/bids"
      let events = ours + "/" + BIDSDerivativeTests.night + ".json"
      let first = try Data(contentsOf: URL(fileURLWithPath: events))
      #expect(try Tool.run("export", folder + "/out", "--to", "bids", "--out", ours).status == 0)
      #expect(try Data(contentsOf: URL(fileURLWithPath: events)) == first)
      try FileManager.default.createDirectory(atPath: ours + "/sub-9", withIntermediateDirectories: false)
      try "".write(toFile: ours + "/sub-9/sub-9_sessions.tsv", atomically: true, encoding: .utf8)
      let other = try Tool.run("export", folder + "/out", "--to", "bids", "--out", ours)
      #expect(other.status == 73 && other.errors.contains("found sub-9/sub-9_sessions.tsv"))
      try FileManager.default.removeItem(atPath: ours + "/sub-9")
      let about = #"{"Name": "raw", "BIDSVersion": "1.9.0"}"#
      try about.write(toFile: ours + "/dataset_description.json", atomically: true, encoding: .utf8)
      let refused = try Tool.run("export", folder + "/out", "--to", "bids", "--out", ours)
      #expect(refused.status == 73 && refused.errors.contains("dataset_description.json"))
      #expect(try String(contentsOfFile: ours + "/dataset_description.json", encoding: .utf8) == about)
    }
  }

  @Test func `each periodic movement has a HED tag of its own leg`() throws {
    try Scratch.use { folder in
      #expect(try batch(in: folder).status == 0)
      let bids = folder + "/bids"
      #expect(
        try Tool.run("export", folder + "/out", "--to", "bids", "--hed", "--out", bids).status == 0)
      let about = try String(contentsOfFile: bids + "/dataset_description.json", encoding: .utf8)
      #expect(about.contains("score_2.1.0"))
      for row in try DelimitedTable(path: bids + "/" + BIDSDerivativeTests.night + ".tsv").rows {
        let tag = "(Sleep-periodic-limb-movement, Label/\(row["leg"] ?? ""))"
        #expect(row["HED"] == (row["periodic"] == "true" ? tag : nil))
      }
    }
  }
}
