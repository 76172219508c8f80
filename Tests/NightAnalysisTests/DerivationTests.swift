import EDF
import Foundation
import Testing

@testable import NightAnalysis

@Suite struct DerivationTests {
  /// Decoding rounds, and a limit rounded the other way would never be reached.
  @Test(arguments: ["uV", "mV", "V"])
  func `a sample at the converter's limit is at the derivation's limit, one step inside is not`(
    _ unit: String
  ) throws {
    let path = FileManager.default.temporaryDirectory.path + "/limits-\(UUID().uuidString).edf"
    defer { try? FileManager.default.removeItem(atPath: path) }
    for limits in [
      -0.0032...0.0032, -0.001...0.001, -0.1...0.1, -0.3...0.29, -0.7...0.1, -3.2...3.2, -12.3...12.2,
      -327.68...327.67,
      -1000.1...999,
    ] {
      let channel = EDFChannelDescription(
        label: "EMG LAT", unit: unit, physicalMinimum: limits.lowerBound, physicalMaximum: limits.upperBound,
        samplesPerRecord: 200)
      var writer = try EDFRecordingWriter(path: path, channels: [channel], recordCount: 1)
      try writer.write(
        record: [[.min, .max, .min + 1, .max - 1] + [Int16](repeating: 0, count: 196)])
      try writer.finish()
      let derivation = try Derivation(file: EDFFile(path: path), signal: 0)
      var samples = [Float](repeating: 0, count: 4)
      try samples.withUnsafeMutableBufferPointer { try derivation.readMicrovolts(0..<4, into: $0) }
      let range = derivation.rangeMicrovolts
      #expect(samples.map { $0 <= range.lowerBound || $0 >= range.upperBound } == [true, true, false, false])
    }
  }
}
