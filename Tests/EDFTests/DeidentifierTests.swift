import Foundation
import SleepEvents
import Testing

@testable import EDF
@testable import EDFSecondReader

@Suite struct DeidentifierTests {
  private static let secret = "Jane Roe 02-MAR-1970"

  private var crafted: CraftedEDF {
    var crafted = CraftedEDF()
    crafted.reserved = "EDF+D of Jane Roe"
    crafted.patient = Array("MRN4711 F 02-MAR-1970 Jane_Roe".utf8)
    crafted.recording = Array("Startdate 05-NOV-2023 ADM99 Dr_Roe Device_SN123".utf8)
    crafted.channels[1] = .annotations(bytes: 200)
    crafted.tal = { record in
      let onset = record < 5 ? record : record + 100
      let lists =
        switch record {
        case 0: "+0\u{15}30\u{14}Sleep stage N2\u{14}\u{0}+1\u{14}Jane called\u{14}Arousal\u{14}\u{0}"
        case 1: "+2\u{15}1\u{14}Limb movement@@Leg/L\u{14}\u{0}+3\u{14}Arousal@@Jane Roe\u{14}\u{0}"
        case 2: "garbage of Jane\u{0}+3\u{15}Jane\u{14}Arousal\u{14}\u{0}"
        default: ""
        }
      return Array("+\(onset)\u{14}\u{14}\u{0}\(lists)".utf8)
    }
    return crafted
  }

  private func copy(_ bytes: [UInt8], shift: DateShift = .relative) throws -> (
    Data, Deidentifier.Report, EDFFile
  ) {
    try TemporaryFolder.use { folder in
      try TemporaryFolder.write(bytes, to: folder + "/in.edf")
      let report = try Deidentifier(shift: shift).copy(folder + "/in.edf", to: folder + "/out.edf")
      let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/out.edf"))
      #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/in.edf")) == Data(bytes))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
      return (data, report, try EDFFile(path: folder + "/out.edf"))
    }
  }

  @Test func `nothing of the patient is left, and the samples and gaps are the same`() throws {
    let bytes = crafted.bytes + Array("appended by Jane Roe".utf8)
    let (data, report, file) = try copy(bytes)
    for word in ["Jane", "Roe", "4711", "1970", "2023", "ADM99", "SN123", "MAR", "22.30"] {
      #expect(data.range(of: Data(word.utf8)) == nil, "\(word)")
    }
    #expect(file.format == .edfPlusDiscontinuous)
    #expect(file.segments.map(\.recordCount) == [5, 5])
    #expect(file.warnings.isEmpty, "\(file.warnings)")
    #expect(file.start.iso8601 == "1985-01-01T00:00:00")
    let original = try EDFFile(bytes: bytes, name: "in.edf")
    #expect(
      try file.digitalSamples(signal: 0, samples: 0..<640)
        == original.digitalSamples(signal: 0, samples: 0..<640))
    #expect(report.annotationsKept == 3)
    #expect(report.annotationsBlanked == 2)
    #expect(report.annotationsRemoved == 2)
    #expect(report.bytesDropped == 20)
    #expect(report.sampleBytesEqual == 10 * 128)
    #expect(report.changes.count == 5)
    let texts = file.annotations().all.map { $0.text.trimmingCharacters(in: .whitespaces) }
    #expect(texts == ["Sleep stage N2", "", "Arousal", "Limb movement", ""])
  }

  @Test func `the date moves by the same days in both of its places`() throws {
    let (data, _, file) = try copy(crafted.bytes, shift: .days(-310))
    #expect(file.start.iso8601 == "2022-12-30T22:30:00")
    #expect(data.range(of: Data("Startdate 30-DEC-2022 X X X".utf8)) != nil)
    #expect(data.range(of: Data("30.12.22".utf8)) != nil)
  }

  @Test(arguments: [
    (2023, 11, 5, 0, 2023, 11, 5), (2024, 2, 28, 1, 2024, 2, 29), (2023, 2, 28, 1, 2023, 3, 1),
    (2000, 2, 29, 366, 2001, 3, 1),
    (1999, 12, 31, 1, 2000, 1, 1), (2000, 1, 1, -1, 1999, 12, 31), (1900, 2, 28, 1, 1900, 3, 1),
    (2023, 11, 5, -100_000, 1750, 1, 20),
  ])
  func `days are counted by the calendar`(y: Int, m: Int, d: Int, days: Int, y2: Int, m2: Int, d2: Int) throws
  {
    let date = try #require(CalendarDate(year: y, month: m, day: d))
    #expect(date.adding(days: days) == CalendarDate(year: y2, month: m2, day: d2))
  }

  @Test func `a date that is not known cannot be shifted, and nothing is written`() throws {
    var unknown = crafted
    unknown.date = Array("00.00.00".utf8)
    unknown.recording = Array("Startdate X X X X".utf8)
    let bytes = unknown.bytes
    #expect(throws: EDFError.self) { try copy(bytes, shift: .days(3)) }
  }

  @Test func `never in place, not even through a link`() throws {
    try TemporaryFolder.use { folder in
      let path = folder + "/in.edf"
      try TemporaryFolder.write(crafted.bytes, to: path)
      try FileManager.default.createSymbolicLink(atPath: folder + "/link.edf", withDestinationPath: path)
      #expect(throws: EDFError.sameFile(file: path)) { try Deidentifier().copy(path, to: path) }
      #expect(throws: EDFError.sameFile(file: folder + "/link.edf")) {
        try Deidentifier().copy(path, to: folder + "/link.edf")
      }
      #expect(throws: EDFError.self) { try Deidentifier().copy(path, to: folder + "/no/such/out.edf") }
    }
  }

  @Test(.enabled(if: SharedFolder.exists("data/recordings"), "needs ../shared/data"))
  func `real recordings keep every sample and libedf takes the copy`() throws {
    try TemporaryFolder.use { folder in
      for name in ["apsg_female57.edf", "psgipa_sn5_excerpt.edf"] {
        let out = folder + "/" + name
        _ = try Deidentifier(shift: .days(100)).copy(SharedFolder.file("data/recordings/" + name), to: out)
        let copy = try EDFFile(path: out)
        #expect(copy.warnings.isEmpty)
        #expect(LibEDF.verdict(of: copy).outcome == .accepted)
      }
    }
  }
}
