import LimbMovementScoring
import SleepEvents
import StructuredText

/// A row of `movements_other.tsv`: a train of bursts, or a period of fragmentary myoclonus.
package struct OtherMovementRow: Hashable, Sendable {
  package var kind = OtherMovementKind.alternating
  package var onset = Instant.zero
  package var duration = TimeSpan.zero
  package var side = Side.both
  package var bursts = 0
  package var rateHertz: Double?
  package var overlappingPeriodic = 0

  package init() {}

  package init(_ movement: OtherMovement) {
    kind = movement.kind
    onset = movement.range.start
    duration = movement.range.duration
    side = movement.side
    bursts = movement.burstCount
    rateHertz = movement.rateHertz
    overlappingPeriodic = movement.periodicOverlaps
  }

  package var range: TimeRange { TimeRange(start: onset, duration: duration) }

  /// The movement, with stage and overlaps recomputed in case they have changed.
  package func movement(hypnogram: Hypnogram, periodic: [TimeRange]) -> OtherMovement {
    OtherMovement(
      kind: kind, range: range, side: side, burstCount: bursts, rateHertz: rateHertz ?? 0,
      stage: hypnogram.stage(at: onset), periodicOverlaps: periodic.count { $0.overlaps(range) })
  }

  package static let columns: [TableColumn<OtherMovementRow>] = [
    .word("kind", \.kind, "alma, hft, hflm or efm: each burst belongs to at most one"),
    .moment("onset_s", \.onset, "onset of the first burst, seconds since the start of the recording"),
    .span("duration_s", \.duration, "to the end of the last burst"),
    .word("leg", \.side, "L, R, or B for both"),
    .count("bursts", \.bursts, "number of bursts"),
    .number("rate_hz", "Hz", decimals: 3, \.rateHertz, "bursts per second from the first onset to the last"),
    .count(
      "overlapping_plm", \.overlappingPeriodic, "periodic movements under the first rule set that it overlaps"
    ),
  ]
}
