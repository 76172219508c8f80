import EDF
import Foundation
import NightAnalysis
import NightResults
import SleepEvents
import Testing

/// Every flag of a night: one night that has it, and one that differs only in that and must not.
@Suite struct FlagTests {
  /// Flags that no night has by itself: they depend on its folder.
  static let ofFolders: [NightFlag] = [.countFromIndex, .mixedVersions, .duplicateRecording, .firstEdition]
  /// Unreadable bytes, which Scripts/fault-test simulates.
  static let ofDisks: [NightFlag] = [.recordingGap, .ecgUnreadable]

  @Test(arguments: NightFlag.allKnown.filter { !(ofFolders + ofDisks).contains($0) })
  func `a flag stands where its cause is and nowhere else`(_ flag: NightFlag) throws {
    let (with, without) = try nights(flag)
    #expect(with.contains(flag), "found \(with.map(\.rawValue))")
    #expect(!without.contains(flag), "found \(without.map(\.rawValue))")
  }

  private let header = "onset\tduration\ttrial_type\tleg\n"
  private var movements: String {
    (1..<20).map { "\($0 * 30)\t2\tleg_movement\tleft\n\($0 * 30 + 11)\t2\tleg_movement\tright\n" }.joined()
  }
  private func stage(_ name: String, _ start: Int, _ length: Int) -> String {
    "\(start)\t\(length)\tsleep_stage_\(name)\tn/a\n"
  }
  private var scoring: String { header + stage("N2", 0, 10_000) + movements }
  private func clock(_ seconds: Int) -> String {
    let second = seconds % 86_400
    return [second / 3600, second / 60 % 60, second % 60].map { String($0 + 100).suffix(2) }.joined(
      separator: ":")
  }

  private func nights(_ flag: NightFlag) throws -> (with: [NightFlag], without: [NightFlag]) {
    switch flag {
    case .shortNight:
      return try (flagsOfScoring(header + stage("N2", 0, 7000) + movements), flagsOfScoring(scoring))
    case .noHypnogram: return try (flagsOfScoring(header + movements), flagsOfScoring(scoring))
    case .oneLeg: return try (RoomNight(legs: [.left]).flags(), RoomNight().flags())
    case .highNoise: return try (RoomNight(rest: 9).flags(), RoomNight().flags())
    case .unitAssumed:
      return try (RoomNight(unit: "units").flags { $0.assumedUnit = "uV" }, RoomNight().flags())
    case .respiratoryNotScored, .arousalsNotScored:
      let kinds = "100\t12\tapnea_obstructive\tn/a\n200\t4\tarousal\tn/a\n"
      return try (flagsOfScoring(scoring), flagsOfScoring(scoring + kinds))
    case .legsNotScored:
      return try (flagsOfScoring(header + stage("N2", 0, 10_000)), flagsOfScoring(scoring))
    case .legLost(.left): return try (RoomNight(left: { _, _ in 0 }).flags(), RoomNight().flags())
    case .legLost(.right): return try (RoomNight(right: { _, _ in 0 }).flags(), RoomNight().flags())
    case .overlappingStages:
      return try (flagsOfScoring(scoring + stage("R", 300, 600)), flagsOfScoring(scoring))
    case .severalScorers:
      let rows = { (second: String) in
        "onset\tduration\tstage\tscorer\n0\t30\tN2\tE1\n\(second == "E1" ? 30 : 0)\t30\tN2\t\(second)\n"
      }
      return try (flagsOfScoring(rows("E2")), flagsOfScoring(rows("E1")))
    case .clockGoesBack:
      let evening =
        "Start Time,Duration (seconds),Event\n"
        + (0..<600).map { clock(22 * 3600 + $0 * 30) + ",30,Stage2\n" }.joined()
      let after = { (hour: Int) in (0..<240).map { clock(hour * 3600 + $0 * 30) + ",30,Stage3\n" }.joined() }
      return try (
        flagsOfScoring(evening + after(2), name: "n.csv"), flagsOfScoring(evening + after(3), name: "n.csv")
      )
    case .coarseClock:
      let rows = { (digits: Int) in
        "Start Time,Duration (seconds),Event\n"
          + (0..<40).map { clock(22 * 3600 + 30 * $0).prefix(digits) + ",30,Stage2\n" }.joined()
      }
      return try (flagsOfScoring(rows(5), name: "n.csv"), flagsOfScoring(rows(8), name: "n.csv"))
    case .epochListLength:
      let beside = { (epochs: Int) in
        try Folder.use { folder in
          try String(repeating: "N2\n", count: epochs)
            .write(toFile: folder + "/stages.txt", atomically: true, encoding: .utf8)
          return try RoomNight(stages: false).flags { $0.scorings = [folder + "/stages.txt"] }
        }
      }
      return try (beside(60), beside(40))
    case .stageCodeAssumed:
      return try (
        flagsOfScoring("0\n1\n2\n4\n", name: "n.txt"), flagsOfScoring("W\n1\n2\nR\n", name: "n.txt")
      )
    case .unknownStages, .unknownLabels:
      let rows = { (label: String) in
        "onset\tduration\ttrial_type\n"
          + (0..<40).map { "\($0 * 30)\t30\t\($0 < 20 ? "N2" : label)\n" }.joined()
      }
      return try (flagsOfScoring(rows("Dozing-ish")), flagsOfScoring(rows("R")))
    case .truncatedRecording:
      let cut = try Folder.use { folder in
        let path = folder + "/night.edf"
        try RoomNight().write(to: path)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        return try NightAnalyzer().analyze(
          EDFFile(bytes: [UInt8](whole.prefix(whole.count / 2)), name: "night.edf"))
      }
      return try (cut.qualityFlags, RoomNight().flags())
    case .tooLittleScoredTime:
      let dead: (Int, Float) -> Float = { $0 > 100 * 256 ? 0 : $1 }
      return try (RoomNight(left: dead, right: dead).flags(), RoomNight().flags())
    case .fadingLeg(let leg):
      let fading: (Int, Float) -> Float = { $1 * ($0 < 3700 * 256 ? 1 : $0 < 7300 * 256 ? 0.5 : 0.3) }
      let long = RoomNight(
        seconds: 11_000, left: leg == .left ? fading : { $1 }, right: leg == .right ? fading : { $1 }, rest: 3
      )
      return try (long.flags(), RoomNight(seconds: 11_000, rest: 3).flags())
    case .implausibleLeg(let cause): return try (spoilt(by: cause).flags(), whole(beside: cause).flags())
    case .countFromIndex, .mixedVersions, .duplicateRecording, .firstEdition, .recordingGap, .ecgUnreadable,
      .other:
      return ([flag], [])
    }
  }

  private func whole(beside cause: Implausibility) -> RoomNight {
    cause == .index ? RoomNight(period: 40) : RoomNight()
  }

  private func spoilt(by cause: Implausibility) -> RoomNight {
    var night = RoomNight()
    let hertz = Double(night.hertz)
    func tone(_ frequency: Double, _ size: Float) -> (Int) -> Float {
      { size * Float(sin(2 * Double.pi * frequency * Double($0) / hertz)) }
    }
    switch cause {
    case .quiet: night.left = { $1 * 0.1 }
    case .hum:
      let hum = tone(50, 200)
      night.left = { $1 + hum($0) }
    case .saturated: night.left = { $0 % 2560 < 60 ? 1600 : $1 }
    case .same:
      var state: [Int: Float] = [:]
      night.left = { index, value in
        state[index] = value
        return value
      }
      night.right = { index, _ in state[index] ?? 0 }
    case .unequal: night.right = { $1 * 5 }
    case .narrow: night.prefilter = "HP:10Hz LP:70Hz"
    case .slow: night.hertz = 128
    case .notEMG:
      let (slow, slower) = (tone(16, 60), tone(11.7, 60))
      night.right = { $0 / 256 % 25 == 4 || $0 / 256 % 25 == 5 ? slow($0) + slower($0) : $1 }
    case .open:
      night.left = { index, value in
        8 * value / (abs(value) > 20 ? 40 : 1.5) * (1 + 0.8 * Float(sin(Double(index) / 700)))
      }
    case .index: night.period = 12
    }
    return night
  }
}
