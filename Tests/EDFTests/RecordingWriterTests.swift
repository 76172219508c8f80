import Foundation
import SleepEvents
import Testing

@testable import EDF
@testable import EDFSecondReader

@Suite struct RecordingWriterTests {
  private let channel = EDFChannelDescription(
    label: "EMG LAT", unit: "uV", physicalMinimum: -3276.8, physicalMaximum: 3276.7, samplesPerRecord: 4)

  @Test func `every sample and annotation comes back, and libedf agrees`() throws {
    try TemporaryFolder.use { folder in
      let path = folder + "/night.edf"
      let annotations = (0..<200).map {
        EDFAnnotation(
          onset: Instant(seconds: Double($0) * 0.05), duration: TimeSpan(seconds: 0.5), text: "event \($0)")
      }
      var writer = try EDFRecordingWriter(
        path: path, channels: [channel, channel], recordCount: 30, recordSeconds: 2, annotations: annotations)
      for record in 0..<30 {
        try writer.write(record: [[Int16(record), -1, .min, .max], [0, 1, 2, 3]])
      }
      try writer.finish()
      let file = try EDFFile(path: path)
      #expect(file.warnings.map(\.code) == ["duplicate_label"])
      #expect(file.signals[0].samplingRate == ExactRational(2))
      #expect(try file.digitalSamples(signal: 0, samples: 116..<120) == [29, -1, -32_768, 32_767])
      #expect(file.annotations().all == annotations)
      #expect(file.segments.map(\.duration) == [.seconds(60)])
      #expect(LibEDF.verdict(of: file).outcome == .accepted)
      try LibEDF.compareDigitalSamples(file, signals: [0, 1])
    }
  }

  @Test func `what does not fit is an error, and nothing is left of it`() throws {
    try TemporaryFolder.use { folder in
      let path = folder + "/night.edf"
      var long = channel
      long.label = "a label of more than sixteen characters"
      func attempt(
        _ channels: [EDFChannelDescription], _ records: [[Int16]] = [], count: Int = 1,
        to target: String? = nil
      ) throws {
        var writer = try EDFRecordingWriter(path: target ?? path, channels: channels, recordCount: count)
        for record in records { try writer.write(record: [record]) }
        try writer.finish()
      }
      #expect(throws: EDFError.self) { try attempt([long], [[1, 2, 3, 4]]) }
      #expect(throws: EDFError.self) { try attempt([]) }
      #expect(throws: EDFError.self) { try attempt([channel], [[1, 2, 3, 4]], count: 3) }
      #expect(throws: EDFError.self) { try attempt([channel], [[1, 2, 3]]) }
      #expect(throws: EDFError.self) { try attempt([channel], [[1, 2, 3, 4], [1, 2, 3, 4]]) }
      #expect(throws: EDFError.self) { try attempt([channel], [[1, 2, 3, 4]], to: folder + "/no/night.edf") }
      let leftovers = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(leftovers.isEmpty)
    }
  }

  @Test(
    arguments: [
      (0, "0"), (1, "0.0000000005"), (1_024_000_000, "0.5"), (2_048_000_000 * 28_800, "28800"),
      (16_000_000, "0.0078125"),
      (682_666_667, "0.3333333335"), (2_047_999_999, "0.9999999995"),
    ] as [(Int64, String)])
  func `seconds are written with as few decimals as bring the same tick back`(ticks: Int64, text: String) {
    #expect(TALWriter.seconds(ticks, signed: false) == text)
    #expect(DecimalText(Array(text.utf8))?.ticks == ticks)
  }

  @Test func `any tick comes back`() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<2000 {
      let ticks = Int64.random(in: -100_000 * ticksPerSecond...100_000 * ticksPerSecond, using: &generator)
      let text = TALWriter.seconds(ticks, signed: true)
      #expect(DecimalText(Array(text.utf8))?.ticks == ticks, "\(text)")
    }
  }
}
