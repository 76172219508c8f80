import Foundation
import LimbMovementScoring
import SleepEvents
import Testing

/// Every boundary of the rules under every rule set; the expected counts in Data/boundaries.tsv were derived by
/// hand from the rules.
@Suite struct BoundaryTests {
  struct Boundary: Sendable, CustomTestStringConvertible {
    var kind: String
    var value: Double
    var expected: [String: Int]
    var testDescription: String { "\(kind) \(value)" }
  }

  static let all: [Boundary] = {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
      path: "Data/boundaries.tsv")
    let lines = ((try? String(contentsOf: path, encoding: .utf8)) ?? "").split(separator: "\n").map {
      $0.split(separator: "\t").map(String.init)
    }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { cells in
      Boundary(
        kind: cells[0], value: Double(cells[1]) ?? .nan,
        expected: Dictionary(
          uniqueKeysWithValues: zip(header, cells).dropFirst(2).map { ($0, Int($1) ?? -1) }))
    }
  }()

  @Test func `the table covers all five rule sets`() {
    #expect(BoundaryTests.all.count == 32)
    #expect(BoundaryTests.all.allSatisfy { Set($0.expected.keys) == Set(RuleSet.published.map(\.name)) })
  }

  @Test(arguments: all)
  func `a boundary belongs where the rules put it, under each rule set`(_ boundary: Boundary) throws {
    let input = try #require(BoundaryTests.input(boundary))
    for rules in RuleSet.published {
      let night = rules.score(input)
      #expect(BoundaryTests.measure(boundary.kind, night) == boundary.expected[rules.name], "\(rules.name)")
    }
  }

  private static func movement(_ leg: Leg, _ onset: Double, _ duration: Double) -> LegMovement {
    LegMovement(
      leg: leg, range: TimeRange(start: Instant(seconds: onset), duration: TimeSpan(seconds: duration)))
  }

  /// A night of N2 in which only the boundary's value decides.
  private static func input(_ boundary: Boundary) -> ScoringInput? {
    let value = boundary.value
    var input = ScoringInput(
      movements: [], hypnogram: Hypnogram([StageSpan(range: TimeRange(seconds: 0, 3600), stage: .n2)]))
    switch boundary.kind {
    case "interval": input.movements = (0..<4).map { movement(.left, 100 + value * Double($0), 1) }
    case "duration": input.movements = (0..<4).map { movement(.left, 100 + 30 * Double($0), value) }
    case "bilateral_duration":
      input.movements = (0..<4).flatMap { index in
        let onset = 100 + 60 * Double(index)
        return [movement(.left, onset, 8), movement(.right, onset + value - 8, 8)]
      }
    case "leg_gap", "same_leg_gap":
      let other: Leg = boundary.kind == "leg_gap" ? .right : .left
      input.movements = (0..<4).flatMap { index in
        let onset = 100 + 30 * Double(index)
        return [movement(.left, onset, 1), movement(other, onset + 1 + value, 1)]
      }
    case "respiratory_before":
      input.respiratoryEvents = [TimeRange(seconds: 100, 120)]
      input.movements = [movement(.left, 119 + value, 1)]
    case "respiratory_after":
      input.respiratoryEvents = [TimeRange(seconds: 100, 120)]
      input.movements = [movement(.left, 120 + value, 1)]
    case "arousal":
      input.movements = (0..<4).map { movement(.left, 100 + 30 * Double($0), 1) }
      input.arousals = [TimeRange(seconds: 101 + value, 105)]
    case "series_length": input.movements = (0..<Int(value)).map { movement(.left, 100 + 30 * Double($0), 1) }
    default: return nil
    }
    return input
  }

  /// With copies of the event for each part this took minutes.
  @Test(.timeLimit(.minutes(1))) func `an event of many parts costs its parts`() {
    let parts = (0..<400_000).map { BoundaryTests.movement(.left, Double($0) * 0.05, 1) }
    #expect(joinedMovements(parts).count == 1)
  }

  private static func measure(_ kind: String, _ night: ScoredNight) -> Int? {
    let indices = NightIndices(night)
    switch kind {
    case "leg_gap", "same_leg_gap": return indices.movements
    case "respiratory_before", "respiratory_after":
      return indices.respiratoryCandidates ?? indices.respiratoryLeftOut
    case "arousal": return indices.periodicInSleepWithArousal
    default: return indices.periodicInSleep
    }
  }
}
