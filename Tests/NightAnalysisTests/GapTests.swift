import EDF
import Foundation
import SleepEvents
import Testing

@testable import NightAnalysis

/// A recording with gaps, built byte by byte: two legs of quiet EMG with bursts at given times.
private struct GappedNight {
  /// When each one-second record begins, seconds.
  var onsets: [Int]
  /// Begin and end of each burst on the left leg, seconds of the recording's clock.
  var bursts: [(Double, Double)]
  var reserved = "EDF+D"

  private let rate = 128

  private func field(_ text: String, _ width: Int) -> [UInt8] {
    Array(text.utf8) + [UInt8](repeating: 0x20, count: width - text.utf8.count)
  }

  var bytes: [UInt8] {
    let labels = ["EMG LAT", "EMG RAT", "EDF Annotations"]
    var bytes = field("0", 8) + field("X X X X", 80) + field("Startdate X X X X", 80) + field("01.01.85", 8)
    bytes += field("22.00.00", 8) + field("1024", 8) + field(reserved, 44) + field("\(onsets.count)", 8)
    bytes += field("1", 8) + field("3", 4)
    bytes += labels.flatMap { field($0, 16) } + labels.flatMap { _ in field("", 80) }
    bytes += field("uV", 8) + field("uV", 8) + field("", 8)
    bytes += field("-3276.8", 8) + field("-3276.8", 8) + field("-1", 8)
    bytes += field("3276.7", 8) + field("3276.7", 8) + field("1", 8)
    bytes += labels.flatMap { _ in field("-32768", 8) } + labels.flatMap { _ in field("32767", 8) }
    bytes += labels.flatMap { _ in field("", 80) }
    bytes +=
      field("\(rate)", 8) + field("\(rate)", 8) + field("10", 8) + labels.flatMap { _ in field("", 32) }
    var state: UInt32 = 1
    func noise() -> Double {
      state = state &* 1_664_525 &+ 1_013_904_223
      return Double(state >> 8) / Double(1 << 24) * 2 - 1
    }
    for onset in onsets {
      for leg in 0..<2 {
        for index in 0..<rate {
          let time = Double(onset) + Double(index) / Double(rate)
          let isBurst = leg == 0 && bursts.contains { $0.0 <= time && time < $0.1 }
          let value = Int16((noise() * (isBurst ? 900 : 15)).rounded())
          bytes += [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
        }
      }
      let list = Array("+\(onset)\u{14}\u{14}\u{0}".utf8)
      bytes += list + [UInt8](repeating: 0, count: 20 - list.count)
    }
    return bytes
  }

  /// The left leg's movements as begin and end in seconds.
  func movements() throws -> [(Double, Double)] {
    let path = FileManager.default.temporaryDirectory.path + "/gap-\(UUID().uuidString).edf"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    var options = AnalysisOptions()
    options.computesSensitivity = false
    return try NightAnalyzer(options: options).analyze(path).movements.filter { $0.leg == .left }
      .map { ($0.onset.seconds, $0.offset.seconds) }
  }
}

/// Sample index divided by rate is not the annotations' time.
@Suite struct GapTests {
  private func expect(_ found: [(Double, Double)], _ wanted: [(Double, Double)]) {
    #expect(found.count == wanted.count, "\(found)")
    for (movement, truth) in zip(found, wanted) {
      #expect(abs(movement.0 - truth.0) < 0.15, "\(found)")
      #expect(abs(movement.1 - truth.1) < 0.25, "\(found)")
    }
  }

  @Test(arguments: ["EDF+D", "EDF+C"])
  func `a movement after a gap has the time of the annotations`(reserved: String) throws {
    let onsets = Array(0..<20) + Array(120..<145)
    let night = GappedNight(onsets: onsets, bursts: [(8, 10), (130, 132)], reserved: reserved)
    expect(try night.movements(), [(8, 10), (130, 132)])
  }

  @Test func `a gap at the start`() throws {
    let night = GappedNight(onsets: [0] + Array(300..<340), bursts: [(315, 317)])
    expect(try night.movements(), [(315, 317)])
  }

  @Test func `a gap at the end`() throws {
    let night = GappedNight(onsets: Array(0..<40) + [1000], bursts: [(15, 17)])
    expect(try night.movements(), [(15, 17)])
  }

  @Test func `a gap in the middle of a movement ends it there and begins another behind`() throws {
    let onsets = Array(0..<20) + Array(60..<85)
    let night = GappedNight(onsets: onsets, bursts: [(18, 62)])
    expect(try night.movements(), [(18, 20), (60, 62)])
  }
}
