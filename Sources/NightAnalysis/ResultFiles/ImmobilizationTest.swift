import LimbMovementScoring
import SleepEvents
import StructuredText

/// What a recording is of.
public enum RecordingProtocol: String, Sendable, CaseIterable {
  case night
  /// Suggested Immobilization Test: an hour awake in the evening (scoring.md F).
  case sit
}

/// The Suggested Immobilization Test: PLMW per hour of wake, in bins of ten minutes; epochs scored as sleep leave
/// numerator and denominator. Without stages all of the window is wake.
struct ImmobilizationTest {
  let night: ScoredNight

  /// The input with its window as wake where nobody scored stages.
  static func input(_ input: ScoringInput) -> ScoringInput {
    guard input.hypnogram == nil, let window = input.window ?? movementExtent(input) else { return input }
    var awake = input
    awake.hypnogram = Hypnogram([StageSpan(range: window, stage: .wake)])
    return awake
  }

  /// Where not even the length of the test is known: from time 0 to the end of the last movement.
  private static func movementExtent(_ input: ScoringInput) -> TimeRange? {
    input.movements.map(\.range.end).max().map { TimeRange(start: .zero, end: $0) }
  }

  var json: JSONValue {
    guard night.rules.scoresWake else {
      return ["sit_index": .null, "reason": .string("\(night.rules.name) does not score movements of wake")]
    }
    guard let window = night.scoringInput.window, night.time.wakeHours > 0 else {
      return ["sit_index": .null, "reason": "no wake in the test"]
    }
    let periodic = night.movements.filter { $0.isPeriodic && $0.stage == .wake }
    let index = Double(periodic.count) / night.time.wakeHours
    let count = Int((window.duration.seconds / 600).rounded(.up))
    let bins = (0..<max(0, min(count, 1000))).map { number -> JSONValue in
      let start = window.start + .seconds(600 * number)
      let bin = TimeRange(start: start, end: min(start + .seconds(600), window.end))
      let hours = wakeHours(bin)
      let found = periodic.count { bin.contains($0.range.start) }
      return [
        "start_s": .number(start.seconds), "wake_h": .number(hours), "plmw": .integer(found),
        "plmw_index": hours > 0 ? .number(Double(found) / hours) : .null,
      ]
    }
    return [
      "rule_set": .string(night.rules.name), "wake_h": .number(night.time.wakeHours),
      "plmw": .integer(periodic.count), "sit_index": .number(index),
      "exceeds_40_per_hour": .bool(index > 40), "by_10_min": .array(bins),
      "note": "the line of 40/h comes from rules with 4-90 s intervals; at 10 s WASM 2016 breaks many series",
    ]
  }

  private func wakeHours(_ range: TimeRange) -> Double {
    (night.scoringInput.hypnogram?.spans ?? []).filter { $0.stage == .wake }
      .compactMap { $0.range.intersection(range) }
      .flatMap { $0.subtracting(night.scoringInput.gaps) }.reduce(Span.zero) { $0 + $1.duration }.hours
  }
}
