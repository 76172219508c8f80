import LegEMG
import SleepEvents

/// A night's movements as they would be detected without subtracting hum, to show the effect of that step.
enum LinesLeftIn {
  /// A weaker line does not affect the thresholds, microvolts.
  private static let leastMicrovolts: Float = 2
  /// Minimum share of a leg's half seconds with such a line.
  private static let leastShare = 0.01

  /// - Returns: movements of all legs; nil if no leg has enough hum to matter.
  static func movements(
    _ legs: [NightScan.Leg], analyzer: LegAnalyzer, beats: [Instant]?, threads: Int
  ) throws -> [LegMovement]? {
    guard analyzer.parameters.removesMains, legs.contains(where: { matters($0.record) }) else { return nil }
    var plain = LegAnalyzer(parameters: analyzer.parameters)
    plain.parameters.removesMains = false
    let records = concurrentMap(legs, threads: threads) { [plain] leg in
      Result {
        matters(leg.record)
          ? try plain.analyze(leg.source, leg: leg.record.leg, channel: leg.source.name, beats: beats)
          : leg.record
      }
    }
    return LegReview(try records.map { try $0.get() }).records.flatMap(\.movements)
  }

  private static func matters(_ record: LegRecord) -> Bool {
    let lines = record.timeline.artifacts[ArtifactMeasure.hum.index]
    return Double(lines.count { $0 > leastMicrovolts }) > leastShare * Double(lines.count)
  }
}
