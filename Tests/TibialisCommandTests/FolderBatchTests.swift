import Foundation
import StructuredText
import Testing

/// Folders of recordings without a list: whose they are, what belongs to them, and that nothing is left out unsaid.
@Suite struct FolderBatchTests {
  private func folder(
    _ files: [String], scorings: [String: String] = [:], check: (Tool.Outcome) throws -> Void
  ) throws {
    try Scratch.use { folder in
      let root = folder + "/in"
      for name in files {
        let path = root + "/" + name
        try FileManager.default.createDirectory(
          atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
          withIntermediateDirectories: true)
        try LegRecording.write(to: path, seconds: 60)
      }
      for (name, stage) in scorings {
        let rows = (0..<60).map { "\($0 * 30)\t30\tsleep_stage_\(stage)" }
        try (["onset\tduration\ttrial_type"] + rows).joined(separator: "\n").write(
          toFile: root + "/" + name, atomically: true, encoding: .utf8)
      }
      try check(try Tool.run("batch", root, "--dry-run", "--out", folder + "/out"))
    }
  }

  private func nights(_ outcome: Tool.Outcome) -> [String] {
    outcome.lines.filter { $0.contains("/in/") && !$0.hasPrefix("note") }.map {
      String($0.prefix { $0 != ":" })
    }
  }

  @Test func `a scoring belongs to the recording with the longest name that it continues`() throws {
    try folder(["night.edf", "night-2.edf"], scorings: ["night-2_scoring.tsv": "N3", "other.tsv": "N2"]) {
      outcome in
      let lines = outcome.lines.filter { $0.contains("night-2_scoring.tsv") }
      #expect(lines.count == 1 && lines.first?.contains("night-2.edf") == true)
      #expect(
        (outcome.errors + outcome.output).contains(
          "other.tsv: its name does not begin with that of a recording"))
    }
  }

  @Test func `folders whose names become one id stay two patients, and it is said`() throws {
    try folder(["Müller/a.edf", "Möller/b.edf", "patient-1/c.edf", "y.edf"]) { outcome in
      let patients = Set(nights(outcome).map { $0.split(separator: " ")[0] })
      #expect(patients.count == 4)
      #expect((outcome.errors + outcome.output).contains("would be patient M-ller like another"))
    }
  }

  @Test func `the first folder is the patient, deeper ones are part of the night`() throws {
    try folder(["P1/n1/e1.edf", "P1/n2/e2.edf"]) { outcome in
      #expect(nights(outcome).sorted() == ["P1 n1_e1", "P1 n2_e2"])
      #expect((outcome.errors + outcome.output).contains("the first is the patient"))
    }
  }

  @Test func `a recording is known by its content, whatever its name`() throws {
    try folder(["a.edf", "b.rec", "c", "d.edf+"]) { #expect(nights($0).count == 4) }
  }

  @Test func `a pipe in the folder is no recording, and nobody waits for it`() throws {
    try Scratch.use { folder in
      try LegRecording.write(to: folder + "/a.edf", seconds: 60)
      #expect(mkfifo(folder + "/pipe", 0o600) == 0)
      let outcome = try Tool.run("batch", folder, "--dry-run", "--out", folder + "/out")
      #expect(outcome.status == 0 && outcome.output.contains("1 nights"))
    }
  }

  @Test func `runs of a session are nights, and derived data of a dataset are said to be left out`() throws {
    let base = "sub-1/ses-1/eeg/sub-1_ses-1_run-"
    try folder([base + "1_eeg.edf", base + "2_eeg.edf", "derivatives/x/sub-1_ses-1_eeg.edf"]) { outcome in
      #expect(nights(outcome).sorted() == ["sub-1 ses-1_run-1", "sub-1 ses-1_run-2"])
      #expect((outcome.errors + outcome.output).contains("derivatives"))
    }
  }
}
