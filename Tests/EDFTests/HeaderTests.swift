import SleepEvents
import Testing

@testable import EDF

@Suite struct HeaderTests {
  @Test func `a clean file opens without a word`() throws {
    let file = try CraftedEDF().opened()
    #expect(file.warnings.isEmpty)
    #expect(file.format == .edfPlusContinuous)
    #expect(file.recordCount == 10)
    #expect(
      file.segments == [EDFSegment(onset: .zero, firstRecord: 0, recordCount: 10, duration: .seconds(10))])
    #expect(file.signals[0].resolutionMicrovolts == 6553.5 / 65535)
  }

  @Test(arguments: [
    ("-1", "recording_not_closed"), ("", "unreadable_record_count"), ("abc", "unreadable_record_count"),
    ("0", "wrong_record_count"), ("5", "wrong_record_count"), ("4000", "wrong_record_count"),
    ("-7", "wrong_record_count"), ("99999999", "wrong_record_count"),
  ])
  func `the number of records is counted from the file where the header is wrong`(field: String, code: String)
    throws
  {
    var crafted = CraftedEDF()
    crafted.recordCountField = field
    let file = try crafted.opened()
    #expect(file.recordCount == 10)
    #expect(file.warnings.map(\.code) == [code])
  }

  @Test func `a number of records written 10.0 is a number`() throws {
    var crafted = CraftedEDF()
    crafted.recordCountField = "10.0"
    #expect(try crafted.warnings().isEmpty)
  }

  @Test func `what a maker appends behind the records of an EDF+ file is not taken for records`() throws {
    let crafted = CraftedEDF()
    let appended = crafted.bytes + Array(String(repeating: "<xml>settings</xml>", count: 100).utf8)
    let file = try EDFFile(bytes: appended, name: "appended.edf")
    #expect(file.recordCount == 10)
    #expect(file.warnings.map(\.code) == ["trailing_bytes"])
  }

  @Test func `a file cut in the middle of the night keeps its whole records`() throws {
    let bytes = CraftedEDF().bytes
    let file = try EDFFile(bytes: Array(bytes.dropLast(188 * 4 + 17)), name: "cut.edf")
    #expect(file.recordCount == 5)
    #expect(file.warnings.map(\.code) == ["wrong_record_count", "truncated_record"])
    #expect(file.warnings.last?.location == "byte \(256 * 3 + 5 * 188)")
  }

  @Test(arguments: ["512", "1024", "0", "", "abc", "768.0"])
  func `header bytes that disagree with the number of signals are overruled`(field: String) throws {
    var crafted = CraftedEDF()
    crafted.headerBytes = field
    let file = try crafted.opened()
    #expect(try file.digitalSamples(signal: 0, samples: 0..<3) == [0, 1, 2])
    #expect(file.warnings.map(\.code) == (field == "768.0" ? [] : ["wrong_header_bytes"]))
  }

  @Test func `a header with room behind it is believed if the file fits it to the byte`() throws {
    var crafted = CraftedEDF()
    crafted.headerBytes = "1024"
    let header = crafted.header
    let bytes = header + [UInt8](repeating: 0x20, count: 256) + crafted.bytes.dropFirst(header.count)
    let file = try EDFFile(bytes: bytes, name: "roomy.edf")
    #expect(try file.digitalSamples(signal: 0, samples: 0..<3) == [0, 1, 2])
    #expect(file.recordCount == 10)
  }

  @Test(arguments: ["1", "3", "4"])
  func `a number of signals that is a lie is overruled by a header that fits to the byte`(field: String)
    throws
  {
    var crafted = CraftedEDF()
    crafted.signalCountField = field
    let opened = try? crafted.opened()
    // Either read correctly with a warning, or refused; never read incorrectly.
    if let opened {
      #expect(opened.signals.count == 2)
      #expect(opened.warnings.map(\.code) == ["wrong_signal_count"])
    }
  }

  @Test(arguments: [
    ("0", "no signals"), ("-3", "no signals"), ("", "a whole number"), ("2.5", "a whole number"),
    ("9999", "at most 4096"),
    ("900", "header of"),
  ])
  func `without a number of signals there is no file`(field: String, words: String) throws {
    var crafted = CraftedEDF()
    crafted.signalCountField = field
    crafted.headerBytes = ""
    do {
      _ = try crafted.opened()
      Issue.record("opened")
    } catch {
      #expect(error.sentence.contains(words), "\(error.sentence)")
      #expect(error.exitStatus == .unusableInput)
    }
  }

  @Test(arguments: [
    ("1,0", 1.0, ["decimal_comma"]), ("1.0E+00", 1, []), ("+1", 1, []), (" 1", 1, []), ("1e0", 1, []),
    ("01.00", 1, []),
    ("0,5", 0.5, ["decimal_comma"]), (".5", 0.5, []), ("2184", 2184, []), ("1.000301", 1.000301, []),
  ])
  func `record durations as makers write them`(field: String, seconds: Double, warnings: [String]) throws {
    var crafted = CraftedEDF.plain()
    crafted.duration = field
    let file = try crafted.opened()
    #expect(file.recordDuration.doubleValue == seconds)
    #expect(file.warnings.map(\.code) == warnings)
  }

  @Test(arguments: ["", "-1", "abc", "0", "1 s", "inf", "nan", "1E99"])
  func `a record duration that gives no rate is refused`(field: String) throws {
    var crafted = CraftedEDF()
    crafted.duration = field
    #expect(throws: EDFError.self) { try crafted.opened() }
  }

  @Test(arguments: ["-64", "", "abc", "64.5", "1E9"])
  func `samples per record that are no count are refused`(field: String) throws {
    var crafted = CraftedEDF()
    crafted.channels[0].samplesField = field
    #expect(throws: EDFError.self) { try crafted.opened() }
  }

  @Test(arguments: [
    ("0", "0", EDFChannelProblem.equalPhysicalRange), ("", "", .unreadablePhysicalRange),
    ("abc", "1", .unreadablePhysicalRange),
    ("inf", "1", .unreadablePhysicalRange), ("1.000", "1,000", .equalPhysicalRange),
  ])
  func `one bad channel costs that channel`(low: String, high: String, problem: EDFChannelProblem) throws {
    var bad = CraftedEDF.Channel("EEG")
    bad.physical = (low, high)
    let file = try CraftedEDF.plain([bad, CraftedEDF.Channel()]).opened()
    #expect(file.signals[0].problem == problem)
    #expect(file.signals[1].problem == nil)
    #expect(file.warnings.map(\.code).contains("uncalibrated_channel"))
    #expect(throws: EDFError.self) {
      try withUnsafeTemporaryAllocation(of: Float.self, capacity: 8) { buffer in
        try file.readMicrovolts(signal: 0, samples: 0..<8, into: buffer)
      }
    }
    #expect(try file.digitalSamples(signal: 1, samples: 0..<3) == [0, 1, 2])
  }

  @Test func `comma, exponent and inverted ranges give the values of the formula`() throws {
    var channel = CraftedEDF.Channel()
    channel.physical = ("100,5", "-1.005E2")
    channel.digital = ("1000", "-1000.0")
    let file = try CraftedEDF.plain([channel]).opened()
    #expect(abs((file.signals[0].physical(digital: 10) ?? 0) - 1.005) < 1e-12)
    #expect(file.warnings.map(\.code) == ["decimal_comma", "inverted_digital_range"])
  }

  @Test func `NUL padding anywhere in the header is one warning`() throws {
    var bytes = CraftedEDF().bytes
    for index in 0..<256 * 3 where bytes[index] == 0x20 { bytes[index] = 0 }
    // Blanks inside a text were real; restore them.
    for (offset, text) in [(8, "X F X X"), (88, "Startdate 05-NOV-2023 X X X"), (272, "EDF Annotations")] {
      bytes.replaceSubrange(offset..<offset + text.utf8.count, with: Array(text.utf8))
    }
    let file = try EDFFile(bytes: bytes, name: "nul.edf")
    #expect(file.signals.map(\.label) == ["Leg/L", "EDF Annotations"])
    #expect(Set(file.warnings.map(\.code)) == ["odd_version", "nul_padding"])
    #expect(file.recordCount == 10)
  }

  @Test(arguments: ["edf+c", "EDF+", "EDF+X", "BDF+C", "EDF+D v2"])
  func `reserved fields that mean EDF+ all the same`(reserved: String) throws {
    var crafted = CraftedEDF()
    crafted.reserved = reserved
    let file = try crafted.opened()
    #expect(file.format == (reserved.hasPrefix("EDF+D") ? .edfPlusDiscontinuous : .edfPlusContinuous))
    #expect(file.warnings.map(\.code) == (reserved == "EDF+D v2" ? [] : ["odd_reserved_field"]))
  }

  @Test(arguments: [
    Array("        ".utf8), [0, 0, 0, 0, 0, 0, 0, 0], Array("1       ".utf8), Array("0.0     ".utf8),
    Array("EDF     ".utf8),
    [0x30, 0xA0, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20],
  ])
  func `a damaged version field does not hide an EDF file`(version: [UInt8]) throws {
    var crafted = CraftedEDF()
    crafted.version = version
    #expect(try crafted.warnings().first == "odd_version")
  }

  @Test func `a record of more than a gibibyte is refused before anything is allocated`() throws {
    var crafted = CraftedEDF()
    crafted.channels[0].samplesField = "99999999"
    let many = (0..<8).map { _ in crafted.channels[0] }
    crafted.channels = many
    crafted.records = 0
    #expect(throws: EDFError.self) { try crafted.opened() }
  }

  @Test func `messages and warnings hold nothing of the patient`() throws {
    var crafted = CraftedEDF()
    crafted.patient = Array("Müller, Änne 02.03.1970".utf8)
    crafted.recording = Array("Dr Geheim, Zimmer 7 é".utf8)
    let file = try crafted.opened()
    let said = file.warnings.map(\.message).joined()
    #expect(!file.warnings.isEmpty)
    for secret in ["ller", "1970", "Geheim", "Zimmer"] { #expect(!said.contains(secret)) }
  }
}

/// Cases found by the fuzzer.
@Suite struct FuzzerFindingTests {
  @Test(arguments: ["99999999", "9E18", "1E9"])
  func `a recording of thousands of years is refused`(duration: String) throws {
    var crafted = CraftedEDF()
    crafted.duration = duration
    crafted.records = 100
    crafted.tal = { _ in Array("+600000000\u{14}\u{14}\u{0}".utf8) }
    #expect(throws: EDFError.self) { try crafted.opened() }
  }

  @Test func `onsets at the far ends of time do not overflow`() throws {
    var crafted = CraftedEDF()
    crafted.duration = "6000000"
    crafted.tal = { Array("\($0 % 2 == 0 ? "+" : "-")630000000\u{14}\u{14}\u{0}".utf8) }
    let file = try crafted.opened()
    #expect(file.segments.count == 10)
    #expect(file.gaps.count == 4)
    #expect(file.recordedDuration.seconds == 60_000_000)
  }
}
