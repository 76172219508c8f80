import SleepEvents
import Testing

@testable import EDF

@Suite struct AnnotationReadingTests {
  private func read(_ lists: String, bytes: Int = 200) throws -> (EDFFile, [EDFAnnotation]) {
    var crafted = CraftedEDF()
    crafted.channels[1] = .annotations(bytes: bytes)
    crafted.tal = CraftedEDF.lists(lists)
    let file = try crafted.opened()
    return (file, file.annotations().all)
  }

  @Test func `the text behind @@ is the channel`() throws {
    let (_, annotations) = try read(
      "+5\u{15}1\u{14}Limb movement@@EMG LAT\u{14}\u{0}+6\u{14}a@@b@@C3\u{14}\u{0}+7\u{14}@@X\u{14}\u{0}")
    #expect(annotations.map(\.text) == ["Limb movement", "a@@b", ""])
    #expect(annotations.map(\.channel) == ["EMG LAT", "C3", "X"])
  }

  @Test func `texts in the list that keeps time are annotations of the record's onset`() throws {
    var crafted = CraftedEDF()
    crafted.tal = { Array("+\($0)\u{14}\u{14}tick\u{14}\u{0}".utf8) }
    let file = try crafted.opened()
    #expect(file.annotations().all.count == 10)
    #expect(file.annotations().all[3] == EDFAnnotation(onset: Instant(seconds: 3), text: "tick"))
    #expect(file.warnings.isEmpty)
  }

  @Test(
    arguments: [
      ("+2,5\u{15}1,5\u{14}a\u{14}\u{0}", ["annotation_decimal_comma"], 2.5, 1.5),
      ("2.5\u{15}1\u{14}a\u{14}\u{0}", ["annotation_without_sign"], 2.5, 1),
      ("+2.5\u{15}\u{14}a\u{14}\u{0}", ["annotation_bad_duration"], 2.5, nil),
      ("+2.5\u{15}abc\u{14}a\u{14}\u{0}", ["annotation_bad_duration"], 2.5, nil),
      ("+2.5\u{15}-1\u{14}a\u{14}\u{0}", ["annotation_negative_duration"], 2.5, nil),
      ("+2.5\u{14}a\u{0}", ["annotation_unclosed"], 2.5, nil),
      ("+2.5 \u{15} 1\u{14}a\u{14}\u{0}", [], 2.5, 1),
      ("+2.5E0\u{14}a\u{14}\u{0}", [], 2.5, nil),
      ("\u{0}\u{0}\u{0}+2.5\u{15}0.0\u{14}a\u{14}\u{0}", [], 2.5, 0),
    ] as [(String, [String], Double, Double?)])
  func `what is odd about one annotation is said, and it is read`(
    lists: String, warnings: [String], onset: Double, duration: Double?
  ) throws {
    let (file, annotations) = try read(lists)
    #expect(
      annotations == [
        EDFAnnotation(
          onset: Instant(seconds: onset), duration: duration.map { TimeSpan(seconds: $0) }, text: "a")
      ])
    #expect(file.warnings.map(\.code) == warnings)
  }

  @Test(arguments: [
    "abc\u{14}a\u{14}\u{0}", "+\u{14}a\u{14}\u{0}", "+99999999999999\u{14}a\u{14}\u{0}",
    "+1.2.3\u{14}a\u{14}\u{0}", "no marks at all\u{0}",
    "+nan\u{14}a\u{14}\u{0}", "+0x10\u{14}a\u{14}\u{0}", "+1\u{14}bad\u{1}text\u{14}\u{0}",
  ])
  func `one bad annotation costs that annotation`(bad: String) throws {
    let (file, annotations) = try read(bad + "+3\u{14}good\u{14}\u{0}")
    #expect(annotations.map(\.text) == ["good"])
    #expect(file.annotations().skipped == 1)
    #expect(file.warnings.map(\.code) == ["annotation_unreadable"])
  }

  @Test func `Latin-1 and Windows-1252 texts are read as such`() throws {
    var crafted = CraftedEDF()
    crafted.tal = { record in
      Array("+\(record)\u{14}\u{14}\u{0}".utf8)
        + (record == 0 ? Array("+1\u{14}".utf8) + [0xC9, 0x76, 0x65, 0x69, 0x6C, 0x93] + [0x14, 0] : [])
    }
    let file = try crafted.opened()
    #expect(file.annotations().all.map(\.text) == ["Éveil“"])
    #expect(file.warnings.map(\.code) == ["annotation_not_utf8"])
  }

  @Test func `a block full to its last byte`() throws {
    var crafted = CraftedEDF()
    crafted.tal = {
      Array(
        ("+\($0)\u{14}\u{14}\u{0}" + ($0 == 9 ? "+1\u{14}" + String(repeating: "A", count: 100) : "")).utf8)
    }
    let file = try crafted.opened()
    #expect(file.annotations().all.map(\.text) == [String(repeating: "A", count: 52)])
    #expect(file.warnings.map(\.code) == ["annotation_unclosed", "annotation_without_nul"])
  }

  @Test func `three annotation channels, the later ones keeping time too`() throws {
    var crafted = CraftedEDF()
    crafted.channels = [.annotations(), CraftedEDF.Channel(), .annotations()]
    var bytes = crafted.bytes
    let header = 256 * 4
    let record = 60 + 128 + 60
    for index in 0..<10 {
      let list = Array("+\(index)\u{14}\u{14}\u{0}+\(index).5\u{14}second\u{14}\u{0}".utf8)
      let start = header + index * record + 188
      bytes.replaceSubrange(start..<start + list.count, with: list)
    }
    let file = try EDFFile(bytes: bytes, name: "three.edf")
    #expect(file.annotations().all.count == 10)
    #expect(file.annotations().all.allSatisfy { $0.text == "second" })
    #expect(file.segments.count == 1)
    #expect(file.warnings.isEmpty)
  }

  @Test func `annotations of equal onset keep the order of the file`() throws {
    let (_, annotations) = try read("+5\u{14}z\u{14}\u{0}+1\u{14}first\u{14}\u{0}+5\u{14}a\u{14}\u{0}")
    #expect(annotations.map(\.text) == ["first", "z", "a"])
  }

  @Test func `BDF+ annotations in 24-bit blocks`() throws {
    var crafted = CraftedEDF()
    crafted.isBDF = true
    crafted.reserved = "BDF+C"
    crafted.channels = [CraftedEDF.Channel(), .annotations(bytes: 60, isBDF: true)]
    crafted.channels[0].digital = ("-8388608", "8388607")
    crafted.tal = CraftedEDF.lists("+1\u{15}2\u{14}Arousal\u{14}\u{0}")
    let file = try crafted.opened()
    #expect(file.format == .bdfPlusContinuous)
    #expect(file.annotations().all.map(\.text) == ["Arousal"])
    #expect(try file.digitalSamples(signal: 0, samples: 60..<70) == (60..<70).map { Int32($0) })
    #expect(file.warnings.isEmpty)
  }

  @Test(arguments: ["EDF annotations", "EDF Annotation", "EDFAnnotations", "edf_annotations", "Annotations"])
  func `an annotation channel by nearly its name`(label: String) throws {
    var crafted = CraftedEDF()
    crafted.channels[1].label = Array(label.utf8)
    crafted.tal = CraftedEDF.lists("+1\u{14}a\u{14}\u{0}")
    let file = try crafted.opened()
    #expect(file.annotations().all.count == 1)
    #expect(file.warnings.map(\.code) == ["odd_annotation_label"])
  }
}
