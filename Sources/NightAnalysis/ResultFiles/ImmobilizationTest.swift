import LimbMovementScoring
import NightResults
import SleepEvents

/// The Suggested Immobilization Test: an hour awake in the evening. Without stages the whole window counts as
/// wake.
enum ImmobilizationTest {
  /// The input with its whole window as wake if stages were not scored.
  static func input(_ input: ScoringInput) -> ScoringInput {
    guard input.hypnogram == nil, let window = input.window ?? movementExtent(input) else { return input }
    var awake = input
    awake.hypnogram = Hypnogram([StageSpan(range: window, stage: .wake)])
    return awake
  }

  /// If not even the length of the test is known: from time 0 to the end of the last movement.
  private static func movementExtent(_ input: ScoringInput) -> TimeRange? {
    input.movements.map(\.range.end).max().map { TimeRange(start: .zero, end: $0) }
  }
}
