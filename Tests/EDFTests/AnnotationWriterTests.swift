import Foundation
import SleepEvents
import Testing

@testable import EDF

@Suite struct AnnotationWriterTests {
  private static let varied: [EDFAnnotation] = [
    EDFAnnotation(onset: Instant(seconds: -0.25), text: "before the start"),
    EDFAnnotation(onset: .zero, duration: .seconds(30), text: "Sleep stage W"),
    EDFAnnotation(
      onset: Instant(seconds: 149.3359375), duration: TimeSpan(seconds: 1.1015625),
      text: "Limb movement",
      channel: "EMG LAT"),
    EDFAnnotation(onset: Instant(ticks: 150 * ticksPerSecond + 1), duration: .zero, text: "µ é 睡\tand\nmore"),
    EDFAnnotation(onset: Instant(seconds: 200), duration: TimeSpan(ticks: 1), text: ""),
    EDFAnnotation(onset: Instant(seconds: 28_800), text: String(repeating: "long ", count: 20_000)),
  ]

  @Test func `any text, onset and duration reads back equal`() throws {
    let data = try EDFAnnotationWriter.data(Self.varied)
    let file = try EDFFile(bytes: Array(data), name: "annotations.edf")
    #expect(file.warnings.isEmpty)
    #expect(file.format == .edfPlusContinuous)
    #expect(file.segments.isEmpty)
    #expect(file.annotations().all == Self.varied)
    #expect(try EDFAnnotationWriter.data(Self.varied) == data)
  }

  @Test func `no annotation at all is a file too`() throws {
    let file = try EDFFile(bytes: Array(try EDFAnnotationWriter.data([])), name: "empty.edf")
    #expect(file.annotations().all.isEmpty)
    #expect(file.warnings.isEmpty)
  }

  @Test func `many annotations spread over several records`() throws {
    let many = (0..<3000).map { index in
      EDFAnnotation(
        onset: Instant(seconds: Double(index) * 7), text: String(repeating: "x", count: 3000),
        channel: "Leg/L")
    }
    let data = try EDFAnnotationWriter.data(many)
    let file = try EDFFile(bytes: Array(data), name: "many.edf")
    #expect(file.recordCount > 1)
    #expect(file.annotations().all == many)
    #expect(file.warnings.isEmpty)
  }

  @Test func `the identification that is given stands in the header, what is not is X`() throws {
    let start = RecordingStart(
      date: CalendarDate(year: 2090, month: 2, day: 28),
      clock: RecordingStart.ClockTime(hour: 22, minute: 3, second: 9))
    let data = try EDFAnnotationWriter.data(
      [], identification: EDFIdentification(patientCode: "P 01", start: start))
    let file = try EDFFile(bytes: Array(data), name: "identified.edf")
    #expect(file.header.patient == "P_01 X X X")
    #expect(file.start.iso8601 == "2090-02-28T22:03:09")
    #expect(file.warnings.isEmpty)
    #expect(throws: EDFError.self) {
      try EDFAnnotationWriter.data([], identification: EDFIdentification(patientCode: "Jürgen"))
    }
  }

  @Test func `libedf reads every annotation in mode 2`() throws {
    try TemporaryFolder.use { folder in
      let short = Self.varied.filter { $0.text.utf8.count <= 500 && $0.onset >= .zero }
      let path = folder + "/movements.edf"
      try EDFAnnotationWriter.write(short, to: path)
      let theirs = try LibEDFAnnotations.read(path)
      #expect(theirs.map(\.text) == short.map(\.written))
      for (ours, other) in zip(short, theirs) {
        #expect(abs(ours.onset.seconds - other.onsetSeconds) < 2e-7)
        #expect(ours.duration == nil ? other.durationSeconds == nil : other.durationSeconds != nil)
      }
      let leftovers = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(leftovers == ["movements.edf"])
    }
  }
}
