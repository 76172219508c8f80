import LimbMovementScoring
import SleepEvents
import StructuredText

/// A row of `movements_other.tsv`: a train of bursts, or a stretch of fragmentary myoclonus.
public struct OtherMovementRow: Hashable, Sendable {
  public var kind = OtherMovementKind.alternating
  public var onset = Instant.zero
  public var duration = Span.zero
  public var side = Side.both
  public var bursts = 0
  public var rateHertz: Double?
  public var overlappingPeriodic = 0

  public init() {}

  public init(_ movement: OtherMovement) {
    kind = movement.kind
    onset = movement.range.start
    duration = movement.range.duration
    side = movement.side
    bursts = movement.burstCount
    rateHertz = movement.rateHertz
    overlappingPeriodic = movement.periodicOverlaps
  }

  public var range: TimeRange { TimeRange(start: onset, duration: duration) }

  /// The movement again, beside what may have changed since.
  public func movement(hypnogram: Hypnogram, periodic: [TimeRange]) -> OtherMovement {
    OtherMovement(
      kind: kind, range: range, side: side, burstCount: bursts, rateHertz: rateHertz ?? 0,
      stage: hypnogram.stage(at: onset), periodicOverlaps: periodic.count { $0.overlaps(range) })
  }

  public static let columns: [TableColumn<OtherMovementRow>] = [
    .word("kind", \.kind, "alma, hft, hflm or efm: each burst belongs to one"),
    .moment("onset_s", \.onset, "onset of the first burst, seconds since the start of the recording"),
    .span("duration_s", \.duration, "to the end of the last burst"),
    .word("leg", \.side, "L, R, or B for both"),
    .count("bursts", \.bursts, "bursts in it"),
    .number("rate_hz", "Hz", decimals: 3, \.rateHertz, "bursts a second from the first onset to the last"),
    .count(
      "overlapping_plm", \.overlappingPeriodic, "periodic movements under the first rule set that it overlaps"
    ),
  ]
}
