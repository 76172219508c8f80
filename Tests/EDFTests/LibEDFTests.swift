import Foundation
import Testing

@testable import EDF
@testable import EDFSecondReader

@Suite struct LibEDFTests {
  private func verdict(_ crafted: CraftedEDF) throws -> LibEDF.Verdict {
    try TemporaryFolder.use { folder in
      try TemporaryFolder.write(crafted.bytes, to: folder + "/night.edf")
      return LibEDF.verdict(of: try EDFFile(path: folder + "/night.edf"))
    }
  }

  @Test func `a clean file is accepted`() throws {
    #expect(
      try verdict(CraftedEDF()) == LibEDF.Verdict(version: LibEDF.version, outcome: .accepted, reason: nil))
  }

  @Test func `a library of another version than the header is refused before its first call`() throws {
    try LibEDF.checkVersion()
    do {
      try LibEDF.checkVersion(compiled: 123, running: 127)
      Issue.record("accepted")
    } catch {
      #expect(error == .libEDFVersion(compiled: 123, running: 127))
      #expect(error.sentence.contains("1.23") && error.sentence.contains("1.27"))
    }
  }

  @Test func `libedf never sees what does not pass our own check in 64 bits`() throws {
    var open = CraftedEDF()
    open.recordCountField = "-1"
    #expect(try verdict(open).outcome == .notAsked)
    var long = CraftedEDF()
    long.recordCountField = "11"
    #expect(try verdict(long).outcome == .notAsked)
    var many = CraftedEDF.plain()
    many.channels = (0..<700).map { CraftedEDF.Channel("C\($0)", samples: 2) }
    #expect(try verdict(many).outcome == .notAsked)
    #expect(LibEDF.verdict(of: try CraftedEDF().opened()).outcome == .notAsked)
  }

  @Test func `a refusal says what libedf objects to`() throws {
    var discontinuous = CraftedEDF()
    discontinuous.reserved = "EDF+D"
    #expect(try verdict(discontinuous).reason?.contains("discontinuous") == true)
    var decimal = CraftedEDF()
    decimal.channels[0].digital.0 = "-32768.0"
    #expect(try verdict(decimal).reason?.contains("digital minimum of channel 0") == true)
    var lower = CraftedEDF()
    lower.recording = Array("Startdate 05-nov-2023 X X X".utf8)
    #expect(try verdict(lower).reason?.contains("capitals") == true)
  }

  @Test func `samples beyond the stated range differ only as libedf clips them`() throws {
    var narrow = CraftedEDF()
    narrow.channels[0].digital = ("-100", "500")
    try TemporaryFolder.use { folder in
      try TemporaryFolder.write(narrow.bytes, to: folder + "/night.edf")
      let file = try EDFFile(path: folder + "/night.edf")
      #expect(try file.samplesOutsideDigitalRange(signal: 0) == 640 - 501)
      #expect(try file.digitalSamples(signal: 0, samples: 600..<601) == [600])
      try LibEDF.compareDigitalSamples(file, signals: [0])
      #expect(try LibEDFReader(file).digitalSamples(signal: 0, samples: 600..<601) == [500])
    }
  }

  @Test func `an annotation channel in a plain file counts for libedf`() throws {
    var plain = CraftedEDF()
    plain.reserved = ""
    plain.channels = [.annotations(), CraftedEDF.Channel()]
    try TemporaryFolder.use { folder in
      try TemporaryFolder.write(plain.bytes, to: folder + "/night.edf")
      let file = try EDFFile(path: folder + "/night.edf")
      #expect(LibEDF.verdict(of: file).outcome == .accepted)
      try LibEDF.compareDigitalSamples(file, signals: [0, 1])
    }
  }
}
