import Foundation
import SleepAnnotations
import SleepEvents
import Testing

/// Malicious files.
@Suite struct HostileTests {
  @Test func `an external entity is refused before anything is opened`() throws {
    let secret = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try "Limb movement".write(to: secret, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: secret) }
    let error = #expect(throws: AnnotationError.self) {
      try scoring(
        "<?xml version=\"1.0\"?><!DOCTYPE PSGAnnotation [<!ENTITY s SYSTEM \"file://\(secret.path)\">]>"
          + "<PSGAnnotation><ScoredEvents><ScoredEvent><EventConcept>&s;</EventConcept><Start>1</Start>"
          + "<Duration>1</Duration></ScoredEvent></ScoredEvents></PSGAnnotation>")
    }
    #expect(error?.sentence.contains("declaration") == true)
  }

  @Test func `entities that unfold a billionfold are refused`() {
    var text = "<!DOCTYPE CMPStudyConfig [<!ENTITY a0 \"ha\">"
    for level in 1...30 { text += "<!ENTITY a\(level) \"&a\(level - 1);&a\(level - 1);\">" }
    #expect(throws: AnnotationError.self) { try scoring(text + "]><CMPStudyConfig>&a30;</CMPStudyConfig>") }
  }

  @Test func `dates millennia apart and endless epochs are errors`() {
    #expect(throws: AnnotationError.self) {
      try scoring(
        "Start Time,End Time,Event,Duration\n0001-01-01 23:00:00,x,LM,2\n9999-01-01 23:00:00,x,LM,2\n")
    }
    #expect(throws: AnnotationError.self) {
      try scoring(
        "Start Time,End Time,Event,Duration\n9999-01-01 23:00:00,x,LM,2\n",
        context: .recording(day: 0, "23:00:00"))
    }
    #expect(throws: AnnotationError.self) {
      try scoring(
        "<CMPStudyConfig><EpochLength>99999999</EpochLength><SleepStages><SleepStage>0</SleepStage></SleepStages>"
          + "</CMPStudyConfig>")
    }
  }

  @Test(arguments: [
    ";;\nN2\n", "class\tstart\tstop\tinstance\tchannel\nLM\t1\t2\n", "[x]\n\n1\n",
    "\u{FEFF}\n;;;\n",
    "Onset,Duration,Annotation\n1,\n",
  ])
  func `cells that are missing are errors, never a crash`(_ text: String) {
    #expect(throws: (any Error).self) { try scoring(text) }
  }

  @Test func `nesting without end stops at a cap`() {
    let text = "<CMPStudyConfig>" + String(repeating: "<a>", count: 100_000)
    let error = #expect(throws: AnnotationError.self) { try scoring(text) }
    #expect(error?.sentence.contains("64 levels") == true)
  }

  @Test(arguments: ["profusion.xml", "nsrr.xml", "embla.xml", "philips.rml", "openxdf.xdf", "luna.xml"])
  func `an XML file cut anywhere is an error and never a crash`(_ name: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: Fixture.folder + "/" + name))
    for length in stride(from: 60, to: data.count - 8, by: max(data.count / 40, 1)) {
      #expect(throws: (any Error).self) { try scoring(data.prefix(length), named: name) }
    }
  }

  @Test(arguments: FormatTests.exports.map(\.file))
  func `changed bytes give a night or an error, never a crash`(_ name: String) throws {
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Fixture.folder + "/" + name)))
    var state: UInt64 = 88_172_645_463_325_252
    func random(_ below: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(below))
    }
    for _ in 0..<40 {
      var bytes = whole
      for _ in 0..<3 { bytes[random(bytes.count)] = UInt8(random(256)) }
      _ = try? scoring(Data(bytes), named: name)
      _ = try? scoring(Data(bytes.prefix(random(bytes.count) + 1)), named: name)
    }
  }
}
