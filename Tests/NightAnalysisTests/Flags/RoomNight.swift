import EDF
import Foundation
import NightAnalysis
import NightResults
import SleepEvents

/// Twenty minutes of two faultless legs, all N2; each test spoils one thing.
struct RoomNight {
  var seconds = 1200
  var hertz = 256
  /// Microvolts, one closure per leg.
  var left: (Int, Float) -> Float = { $1 }
  var right: (Int, Float) -> Float = { $1 }
  var legs: [Leg] = [.left, .right]
  /// Seconds from burst to burst.
  var period = 25
  var rest: Float = 1.5
  var unit = "uV"
  var prefilter = "HP:10Hz LP:100Hz"
  var hasECG = false
  var stages = true

  /// Approximately normal, drawn once, since a long night takes millions of values.
  private static let noise: [Float] = {
    var state: UInt64 = 7
    return (0..<1 << 17).map { _ in
      var sum: Float = -6
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        sum += Float(state >> 40) / Float(1 << 24)
      }
      return sum
    }
  }()

  /// Microvolts of a leg before it is spoilt: rest, and a burst of 1.5 s every `period`.
  private func samples(_ leg: Leg) -> [Float] {
    let noise = RoomNight.noise
    let first = leg == .left ? 0 : 40_009
    let spoil = leg == .left ? left : right
    return (0..<seconds * hertz).map { index in
      let second = Double(index) / Double(hertz)
      let since = second.truncatingRemainder(dividingBy: Double(period)) - (leg == .left ? 10 : 11)
      let size: Float = (0..<1.5).contains(since) ? 40 : rest
      return spoil(index, size * noise[(index + first) % noise.count])
    }
  }

  func write(to path: String) throws {
    var labels = legs.map { $0 == .left ? "EMG LAT" : "EMG RAT" }
    var signals = legs.map(samples)
    if hasECG {
      labels.append("ECG")
      signals.append((0..<seconds * hertz).map { $0 % hertz < 8 ? 800 : Float($0 % 7) })
    }
    let range = 1600.0
    let channels = labels.map {
      EDFChannelDescription(
        label: $0, unit: unit, physicalMinimum: -range, physicalMaximum: range, prefilter: prefilter,
        samplesPerRecord: hertz)
    }
    var writer = try EDFRecordingWriter(
      path: path, channels: channels, recordCount: seconds,
      annotations: stages
        ? [EDFAnnotation(onset: .zero, duration: .seconds(seconds), text: "Sleep stage N2")] : [])
    for record in 0..<seconds {
      try writer.write(
        record: signals.map { signal in
          signal[record * hertz..<(record + 1) * hertz].map {
            Int16(max(-32_768, min(32_767, ($0 * 32_767 / Float(range)).rounded())))
          }
        })
    }
    try writer.finish()
  }

  func flags(_ change: (inout AnalysisOptions) -> Void = { _ in }) throws -> [NightFlag] {
    try Folder.use { folder in
      try write(to: folder + "/night.edf")
      var options = AnalysisOptions()
      options.computesSensitivity = false
      change(&options)
      return try NightAnalyzer(options: options).analyze(folder + "/night.edf").qualityFlags
    }
  }
}

/// A folder that is removed after the test.
enum Folder {
  static func use<Result>(_ body: (String) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("flags-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
  }
}

/// Flags of a night that consists only of scored events.
func flagsOfScoring(
  _ text: String, name: String = "events.tsv", _ change: (inout AnalysisOptions) -> Void = { _ in }
) throws -> [NightFlag] {
  try scoredNight(text, name: name, change).qualityFlags
}

func scoredNight(
  _ text: String, name: String = "events.tsv", _ change: (inout AnalysisOptions) -> Void = { _ in }
) throws -> NightResult {
  try Folder.use { folder in
    let path = folder + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    var options = AnalysisOptions()
    change(&options)
    return try NightAnalyzer(options: options).score([path])
  }
}
