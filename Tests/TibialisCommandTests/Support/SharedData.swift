import Foundation
import Tibialis

/// The real recordings and scorings next to the project; tests that need them are skipped if they are missing.
enum SharedData {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/data").path

  static var isThere: Bool { FileManager.default.fileExists(atPath: root + "/recordings") }
  static func recording(_ name: String) -> String { root + "/recordings/" + name }
  static func scoring(_ name: String) -> String { root + "/scorings/" + name }
}

/// A leg recording of minutes with bursts on request, and its events table.
enum LegRecording {
  /// 200 Hz, both legs, bursts of 2 s every `period` seconds on the left leg from 20 s.
  static func write(
    to path: String, seconds: Int = 180, period: Int = 20, rate: Int = 200, gain: Double = 1,
    leftUnit: String = "uV", labels: [String] = ["EMG LAT", "EMG RAT"]
  ) throws {
    let channels = labels.map { label in
      EDFChannelDescription(
        label: label, unit: label == "EMG LAT" ? leftUnit : "uV", physicalMinimum: -1000,
        physicalMaximum: 1000, samplesPerRecord: rate)
    }
    var annotations = (0..<seconds / 30).map {
      EDFAnnotation(onset: Instant(seconds: Double($0) * 30), duration: .seconds(30), text: "Sleep stage N2")
    }
    annotations.append(EDFAnnotation(onset: .zero, text: "Lights off"))
    var writer = try EDFRecordingWriter(
      path: path,
      identification: EDFIdentification(
        patientCode: "SECRET4711",
        start: RecordingStart(
          date: .init(year: 2026, month: 3, day: 1), clock: .init(hour: 23, minute: 0, second: 0))),
      channels: channels, recordCount: seconds, annotations: annotations)
    var state: UInt64 = 88_172_645_463_325_252
    func noise() -> Double {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Double(state >> 11) * 0x1p-53 - 0.5
    }
    for second in 0..<seconds {
      let isBurst = second >= 20 && (second - 20) % period < 2
      let left = (0..<rate).map { _ in Int16(noise() * (isBurst ? 3000 : 80) * gain) }
      let right = (0..<rate).map { _ in Int16(noise() * 80 * gain) }
      try writer.write(record: [left, right])
    }
    try writer.finish()
  }
}
