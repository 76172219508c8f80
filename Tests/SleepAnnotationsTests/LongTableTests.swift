import Foundation
import SleepEvents
import StructuredText
import Testing

@testable import SleepAnnotations

/// Tables of events are read row by row: the same night as before, with bounded memory.
@Suite struct LongTableTests {
  private func read(_ text: String, _ context: ReadingContext = .test) throws -> NightAnnotations {
    try ScoringFormat.eventsTable.read(
      ScoringDocument(path: "events.tsv", data: Data(text.utf8)), context)
  }

  private let header = "onset\tduration\ttrial_type\tleg\n"

  @Test func `cells with quotes, blanks, many digits and exponents are numbers as before`() throws {
    let rows = [
      "\" 10.5 \"\t2\tleg_movement\tleft", " 20 \t+2.0\t\"leg_movement\"\t left ",
      "3e1\t2\tleg_movement\tLEFT",
      "40.00000000000000001\t2\tleg_movement\tl", "50,5\t2,5\tleg_movement\tn/a",
      ".6e2\t2\tleg_movement\tN/A",
    ]
    let night = try read(header + rows.joined(separator: "\n") + "\n")
    #expect(
      night.movementTexts == [
        "L 10.5+2.0", "L 20.0+2.0", "L 30.0+2.0", "L 40.0+2.0", "- 50.5+2.5", "- 60.0+2.0",
      ])
  }

  @Test func `every number of up to fifteen digits is the one that Double reads`() {
    var state: UInt64 = 11
    func next(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 20) % bound
    }
    for _ in 0..<20_000 {
      let decimals = Int(next(15))
      let digits = String(next(1_000_000_000_000_000))
      let whole = digits.dropLast(min(decimals, digits.count - 1))
      let rest = digits.suffix(digits.count - whole.count)
      var text = (next(2) == 0 ? "" : "-") + whole + (rest.isEmpty ? "" : "." + rest)
      let expected = Double(text)
      #expect(text.withUTF8(CellBytes.decimal) == expected, "\(text)")
    }
    for odd in ["", "-", ".", "1.", ".5", "+1", "1e3", "0x10", "1.2.3", "nan", "1234567890123456"] {
      var text = odd
      #expect(text.withUTF8(CellBytes.decimal) == nil, "\(odd)")
    }
  }

  @Test func `a row that cannot be cut is told with its line`() {
    #expect(
      throws: TextError.wrongFieldCount(file: "events.tsv", line: 3, expected: 4, found: 2)
    ) { try read(header + "1\t2\tleg_movement\tleft\n2\t3\n4\t5\tarousal\tn/a\n") }
    #expect(throws: TextError.self) { try read(header + "1\t2\tleg_movement\tleft\n1\t2\tar\0ousal\tn/a\n") }
  }

  @Test func `one time of day makes all rows wait for the others`() throws {
    let night = try read(
      header + "22:00:10\t2\tleg_movement\tleft\n22:00:30\t2\tleg_movement\tleft\n15\t2\tleg_movement\tleft\n"
    )
    #expect(night.warns("start_unknown"))
    #expect(night.movementTexts.count == 3)
  }

  @Test func `an end in another century is refused, and no time that cannot be held`() {
    let text = "onset\tend\ttrial_type\n2026-03-01T22:00:00\t2426-03-01T22:00:30\tsleep_stage_N2\n"
    #expect(throws: AnnotationError.self) {
      try ScoringFormat.bids.read(ScoringDocument(path: "events.tsv", data: Data(text.utf8)), .test)
    }
  }

  @Test func `more events than a week holds are refused`() {
    var text = header
    for second in 0...EventsTableReader.mostEvents { text += "\(second)\t1\tarousal\tn/a\n" }
    #expect(throws: AnnotationError.self) { try read(text) }
  }

  @Test func `labels without end are counted, and only so many kept`() throws {
    var text = header + "0\t30\tsleep_stage_N2\tn/a\n"
    for index in 0..<21_000 { text += "\(index)\t1\tzz\(index)\tn/a\n" }
    let night = try read(text)
    #expect(night.unknownLabels.reduce(0) { $0 + $1.count } == 21_000)
    #expect(night.unknownLabels.count <= 20_001)
    #expect(night.warnings.contains { $0.message.hasPrefix("more than") })
  }

  @Test func `a long file is read from the disk, and refused where its format reads it whole`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let remark = String(repeating: "# " + String(repeating: "x", count: 1000) + "\n", count: 34_000)
    let path = folder + "/long.tsv"
    try (header + "10\t2\tleg_movement\tleft\n").write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try ScoringReader.read(path, context: .test).movementTexts == ["L 10.0+2.0"])
    // Followed by more rows of an unknown label than a text read as a whole may have.
    let row = "20\t2\t" + String(repeating: "y", count: 60_000) + "\tn/a\n"
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.seekToEnd()
    for _ in 0..<600 { try file.write(contentsOf: Data(row.utf8)) }
    try file.close()
    #expect(try ScoringReader.read(path, context: .test).movementTexts == ["L 10.0+2.0"])
    try ("Epoch,Stage\n" + remark).write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: (any Error).self) { try ScoringReader.read(path, context: .test) }
    try String(repeating: "N2\n", count: 700_000).write(toFile: path, atomically: true, encoding: .utf8)
    #expect {
      try ScoringReader.read(path, context: .test)
    } throws: { ($0 as? AnnotationError)?.location == "line 650001" }
  }
}
