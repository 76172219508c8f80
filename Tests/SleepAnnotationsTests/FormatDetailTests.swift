import Foundation
import SleepAnnotations
import SleepEvents
import Testing

/// Special cases of single formats.
@Suite struct FormatDetailTests {
  @Test func `DOMINO's flow events carry a duration before the label and a stage behind it`() throws {
    let night = try scoring(
      """
      Signal ID: Flow
      Start Time: 23.09.2020 01:00:00

      01:01:00,000-01:01:14,000; 14;Hypopnea;N2
      """)
    #expect(night.eventTexts == ["hypopnea 60.0+14.0"])
    #expect(night.hypnogram == nil)
  }

  @Test func `a Noxturnal export in a language without header words of ours is known by its line of units`()
    throws
  {
    let night = try scoring(
      "Aloitusaika,Lopetusaika,Tapahtuma,Kesto,\n[],[],[],[s],\n25.07.2018 23:45:40,25.07.2018 23:45:42,PLM,2.5,\n"
    )
    #expect(night.movementTexts == ["- 0.0+2.5"])
  }

  @Test func `Deltamed's first column may be the end of each epoch`() throws {
    let night = try scoring("20\tx\t1\n40\tx\t3\n60\tx\t2\n")
    #expect(night.hypnogram?.spans.map(\.stage) == [.wake, .n1, .rem])
    #expect(night.hypnogram?.spans.last?.range == TimeRange(seconds: 40, 60))
  }

  @Test func `DREAMS marks and hypnograms`() throws {
    let marks = try scoring("[vis_PLM/excerpt1]\n10.5\t2.0\n40 1.5\n")
    #expect(marks.movementTexts == ["- 10.5+2.0", "- 40.0+1.5"])
    let stages = try scoring("[hypnogram]\n5\n4\n0\n")
    #expect(stages.hypnogram?.spans.map(\.stage) == [.wake, .rem, .n3])
    #expect(stages.hypnogram?.spans.last?.range == TimeRange(seconds: 10, 15))
  }

  @Test func `a Luna stop may be a duration, an epoch or the next row`() throws {
    let night = try scoring(
      """
      # N2 | stage
      N2\t.\t.\t0\t...\t.
      R\t.\t.\t60\t+30\t.
      W\t.\t.\te:4\te:4\t.
      LM\tleft\t.\t10\t12\t.
      PLM_SEQ\t.\t.\t10\t90\t.
      CLM\tleft\t.\t10\t12\t.
      """)
    #expect(night.epochs.prefix(4) == [.n2, .n2, .rem, .wake])
    #expect(night.movementTexts == ["L 10.0+2.0"])
    #expect(night.warns("series_mark"))
  }

  @Test func `Luna's three and four columns are read without a header`() throws {
    #expect(
      try scoring("LM:right\t10\t12\nLM:right\t30\t31\n").movementTexts == ["R 10.0+2.0", "R 30.0+1.0"])
    #expect(try scoring("LM\tleft\t10\t12\n").movementTexts == ["L 10.0+2.0"])
  }

  @Test func `a WFDB file takes its frequency from the header beside it`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // Two notes 512 samples apart: stage W and stage 2.
    var bytes: [UInt8] = []
    for (interval, text) in [(0, "W"), (512, "2")] {
      let word = 22 << 10 | interval
      bytes += [UInt8(word & 0xFF), UInt8(word >> 8), 1, 63 << 2] + Array(text.utf8) + [0]
    }
    let path = folder.appending(path: "slp01a.st")
    try Data(bytes + [0, 0]).write(to: path)
    #expect(throws: AnnotationError.self) { try ScoringReader.read(path.path, context: .test) }
    try "slp01a 4 256 100\n".write(
      to: folder.appending(path: "slp01a.hea"), atomically: true, encoding: .utf8)
    let night = try ScoringReader.read(path.path, context: .test)
    #expect(night.hypnogram?.spans.last?.range.start == Instant(seconds: 2))
  }

  @Test func `of several scorers in OpenXDF the first that marked anything is used`() throws {
    func scorer(_ seconds: [Int]) -> String {
      "<xdf:Scorer><xdf:LegMovements1>"
        + seconds.map {
          "<xdf:LegMovement><xdf:Time>2024-03-01T23:00:\($0).000000000000000</xdf:Time>"
            + "<xdf:Duration>2</xdf:Duration></xdf:LegMovement>"
        }.joined() + "</xdf:LegMovements1></xdf:Scorer>"
    }
    let night = try scoring(
      "<xdf:OpenXDF xmlns:xdf=\"http://www.openxdf.org/xdf\"><xdf:Session><xdf:StartTime>2024-03-01T23:00:00.0"
        + "</xdf:StartTime></xdf:Session><xdf:ScoringResults><xdf:Scorers>\(scorer([]))\(scorer([10, 30]))\(scorer([20]))"
        + "</xdf:Scorers></xdf:ScoringResults></xdf:OpenXDF>")
    #expect(night.movementTexts == ["L 10.0+2.0", "L 30.0+2.0"])
    #expect(night.warns("several_scorers"))
  }

  @Test func `a label map names labels and what is wrong with one`() throws {
    var map = LabelMap()
    try map.add("Beinzucken=rechts=leg_movement_right")
    #expect(map.vocabulary.meaning(of: "Beinzucken=rechts") == .legMovement(.right))
    let error = #expect(throws: AnnotationError.self) { try map.add("Zucken=twitch") }
    #expect(error?.exitStatus == .wrongUsage)
    #expect(error?.sentence.contains("leg_movement_left") == true)
  }
}
