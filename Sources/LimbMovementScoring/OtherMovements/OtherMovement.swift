import SleepEvents

/// A kind of movement in sleep that is mistaken for periodic limb movements, in the order in which a burst is given away.
package enum OtherMovementKind: String, Sendable, CaseIterable {
  /// Alternating leg muscle activation.
  case alternating = "alma"
  /// Hypnagogic foot tremor: a train of one leg that begins in wake or N1.
  case footTremor = "hft"
  /// High-frequency leg movements: such a train in another stage.
  case highFrequency = "hflm"
  /// Excessive fragmentary myoclonus.
  case fragmentaryMyoclonus = "efm"

  /// For a reader, plural.
  package var title: String {
    switch self {
    case .alternating: "Trains of alternating leg muscle activation"
    case .footTremor: "Hypnagogic foot tremors"
    case .highFrequency: "Trains of high-frequency leg movements"
    case .fragmentaryMyoclonus: "Stretches of excessive fragmentary myoclonus"
    }
  }
}

/// A short contraction of one leg, as short as the EMG resolves it.
package struct MuscleBurst: Hashable, Sendable {
  package var leg: Leg
  package var range: TimeRange

  package init(leg: Leg, range: TimeRange) {
    self.leg = leg
    self.range = range
  }
}

/// A train of bursts, or a stretch of fragmentary myoclonus. It changes no count of periodic movements.
package struct OtherMovement: Hashable, Sendable {
  package var kind: OtherMovementKind
  /// From the onset of the first burst to the end of the last.
  package var range: TimeRange
  /// Both for a kind that takes both legs.
  package var side: Side
  package var burstCount: Int
  /// Bursts a second from the first onset to the last.
  package var rateHertz: Double
  /// Stage of the epoch in which it starts.
  package var stage: SleepStage
  /// Periodic movements that it overlaps.
  package var periodicOverlaps: Int

  package init(
    kind: OtherMovementKind, range: TimeRange, side: Side, burstCount: Int, rateHertz: Double,
    stage: SleepStage, periodicOverlaps: Int
  ) {
    self.kind = kind
    self.range = range
    self.side = side
    self.burstCount = burstCount
    self.rateHertz = rateHertz
    self.stage = stage
    self.periodicOverlaps = periodicOverlaps
  }
}

/// What the kinds ask for.
///
/// Trains: AASM Manual, optional rules for movements (alternating leg muscle activation, hypnagogic foot tremor); trains of
/// the tremor's form outside of falling asleep after Yang and Winkelman 2010 (J Clin Sleep Med 6:431). Myoclonus: AASM
/// Manual, excessive fragmentary myoclonus. The manual calls its lengths of bursts usual, not required; those of a tremor
/// are required here, since nothing else tells it from a movement that is broken up.
package struct OtherMovementRules: Hashable, Sendable {
  /// Bursts of a train, at least.
  package var fewestBursts = 4
  /// Alternating bursts a second.
  package var alternatingHertz = 0.5...3.0
  /// Length of one, seconds: the slowest rate leaves each leg a second.
  package var alternatingSeconds = 0.1...1.0
  /// Bursts a second of a tremor, and their length in seconds.
  package var tremorHertz = 0.3...4.0
  package var tremorSeconds = 0.25...1.0
  /// Longest potential of fragmentary myoclonus, seconds.
  package var longestPotentialSeconds = 0.15
  /// Potentials in a minute of NREM sleep, and minutes in a row of it.
  package var fewestPotentialsPerMinute = 5
  package var fewestMinutes = 20

  package init() {}
}
