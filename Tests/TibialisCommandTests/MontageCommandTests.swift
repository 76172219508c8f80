import Foundation
import Testing
import Tibialis

/// Montages as EDFbrowser itself reads them, without a screen.
@Suite(.serialized) struct MontageCommandTests {
  private static let viewer = Programs.find(["edfbrowser"])

  /// Legs from two electrodes each, an ECG in millivolts, an EEG; labels with markup characters.
  private func write(to path: String) throws {
    func channel(_ label: String, _ unit: String, _ range: Double) -> EDFChannelDescription {
      EDFChannelDescription(
        label: label, unit: unit, physicalMinimum: -range, physicalMaximum: range, samplesPerRecord: 200)
    }
    var writer = try EDFRecordingWriter(
      path: path,
      identification: EDFIdentification(
        patientCode: "X",
        start: RecordingStart(
          date: .init(year: 2026, month: 3, day: 1), clock: .init(hour: 23, minute: 0, second: 0))),
      channels: [
        channel("Leg/L1", "uV", 1000), channel("Leg/L2", "uV", 1000), channel("<R> & 'leg'", "mV", 1),
        channel("ECG", "mV", 5), channel("EEG C3-M2", "uV", 500),
      ],
      recordCount: 90,
      annotations: [EDFAnnotation(onset: .zero, duration: .seconds(90), text: "Sleep stage N2")])
    for second in 0..<90 {
      let wave = (0..<200).map { Int16(($0 * 7919 + second * 31) % 400 - 200) }
      try writer.write(record: [wave, wave.map { -$0 }, wave, wave, wave])
    }
    try writer.finish()
  }

  private func analyzed(_ body: (_ folder: String, _ recording: String) throws -> Void) throws {
    try Scratch.use { folder in
      let recording = folder + "/night.edf"
      try write(to: recording)
      let outcome = try Tool.run(
        "analyze", recording, "--left", "Leg/L1", "--left-reference", "Leg/L2", "--right", "#2", "--out",
        folder + "/night", "--quiet")
      #expect(outcome.status == 0, "\(outcome.errors)")
      try body(folder, recording)
    }
  }

  @Test func `annotations for a viewer start when the recording does, to the byte`() throws {
    try analyzed { folder, recording in
      func start(_ path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path)).subdata(in: 168..<184)
      }
      let made = try Tool.run(
        "export", folder + "/night", "--to", "edf", "--out", folder + "/a.edf", "--recording", recording)
      #expect(made.status == 0, "\(made.errors)")
      #expect(try start(folder + "/a.edf") == start(recording))
      let copy = try EDFBrowserAnnotations.copy(
        of: folder + "/night/movements.edf", startingAs: EDFFile(path: recording))
      defer { unlink(copy) }
      #expect(try start(copy) == start(recording))
      #expect(
        try EDFFile(path: copy).annotations().all
          == EDFFile(path: folder + "/night/movements.edf").annotations().all)
      // Without it the file states no date, so that it identifies nobody.
      _ = try Tool.run("export", folder + "/night", "--to", "edf", "--out", folder + "/b.edf")
      #expect(try start(folder + "/b.edf") == Data("01.01.8500.00.00".utf8))
    }
  }

  @Test func `an export says which rule sets it has`() throws {
    try analyzed { folder, _ in
      let outcome = try Tool.run(
        "export", folder + "/night", "--to", "annot", "--out", folder + "/a.annot", "--rules", "wasm2006")
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains("wasm2016, aasm3"))
    }
  }

  @Test func `an export for EDFbrowser has a montage beside the annotations`() throws {
    try analyzed { folder, recording in
      let made = try Tool.run("export", folder + "/night", "--to", "edfbrowser", "--out", folder + "/a.csv")
      #expect(made.status == 0)
      #expect(made.output.contains("a.csv") && made.output.contains("a.mtg"))
      let text = try String(contentsOfFile: folder + "/a.mtg", encoding: .utf8)
      #expect(text.contains("<label>&lt;R&gt; &amp; &#39;leg&#39;</label>"))
      #expect(text.contains("<voltpercm>0.050000000</voltpercm>"), "50 microvolts in a channel of millivolts")
      #expect(text.components(separatedBy: "<signalcomposition>").count == 4, "two legs and the ECG")
      _ = try Tool.run(
        "export", folder + "/night", "--to", "edfbrowser", "--out", folder + "/b.csv", "--recording",
        recording)
      let withRecording = try String(contentsOfFile: folder + "/b.mtg", encoding: .utf8)
      #expect(withRecording.contains("<edfindex>4</edfindex>"), "the EEG too")
      let other = try Tool.run(
        "export", folder + "/night", "--to", "annot", "--out", folder + "/c", "--recording", recording)
      #expect(other.status == 64)
    }
  }

  @Test(.enabled(if: viewer != nil), .timeLimit(.minutes(2)))
  func `EDFbrowser opens the night with its montage and takes an exported one`() throws {
    try analyzed { folder, recording in
      let port = String(Int.random(in: 20_000...29_999))
      let process = Process()
      process.executableURL = URL(fileURLWithPath: try #require(MontageCommandTests.viewer))
      process.arguments = ["--rc-host-port=\(port)"]
      process.environment = ProcessInfo.processInfo.environment.merging([
        "QT_QPA_PLATFORM": "offscreen", "HOME": folder,
      ]) { $1 }
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      defer {
        // A test's thread may pass on a signal mask that blocks SIGTERM.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }
      var remote = try? EDFBrowserRemote(port: Int(port) ?? 0, starts: false)
      for _ in 0..<100 where remote == nil {
        usleep(200_000)
        remote = try? EDFBrowserRemote(port: Int(port) ?? 0, starts: false)
      }
      let file = try EDFFile(path: recording)
      let night = try ResultFolder(path: folder + "/night").document
      // Every command is followed by a query of whether it was obeyed; a refusal throws.
      for montage in [
        EDFBrowserMontage(of: night), EDFBrowserMontage(of: night, recording: file),
        EDFBrowserMontage(of: file, legs: try LegChannelResolver(signals: file.signals, file: "").resolve()),
      ] {
        try #require(remote).show(
          recording, montage: montage, annotations: folder + "/night/movements.edf", at: 40, span: 30)
      }
      remote = nil
      let opened = try Tool.run(
        "open", folder + "/night", "--recording", recording, "--at", "40", "--port", port)
      #expect(opened.status == 0, "\(opened.errors)")
    }
  }
}
