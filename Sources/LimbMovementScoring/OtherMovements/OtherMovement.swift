import SleepEvents

/// Movements in sleep that can be mistaken for periodic limb movements, in the order in which a burst is
/// assigned to one.
package enum OtherMovementKind: String, Sendable, CaseIterable {
  /// Alternating leg muscle activation.
  case alternating = "alma"
  /// Hypnagogic foot tremor: a train of bursts in one leg that begins in wake or N1.
  case footTremor = "hft"
  /// High-frequency leg movements: such a train in any other stage.
  case highFrequency = "hflm"
  /// Excessive fragmentary myoclonus.
  case fragmentaryMyoclonus = "efm"

  /// Plural name for readers.
  package var title: String {
    switch self {
    case .alternating: "Trains of alternating leg muscle activation"
    case .footTremor: "Hypnagogic foot tremors"
    case .highFrequency: "Trains of high-frequency leg movements"
    case .fragmentaryMyoclonus: "Stretches of excessive fragmentary myoclonus"
    }
  }
}

/// A short contraction of one leg, at the resolution of the EMG.
package struct MuscleBurst: Hashable, Sendable {
  package var leg: Leg
  package var range: TimeRange

  package init(leg: Leg, range: TimeRange) {
    self.leg = leg
    self.range = range
  }
}

/// A train of bursts, or a period of fragmentary myoclonus. It does not affect the counts of periodic
/// movements.
package struct OtherMovement: Hashable, Sendable {
  package var kind: OtherMovementKind
  /// From the onset of the first burst to the end of the last.
  package var range: TimeRange
  /// `both` for kinds that involve both legs.
  package var side: Side
  package var burstCount: Int
  /// Bursts per second from the first onset to the last.
  package var rateHertz: Double
  /// Stage of the epoch in which it starts.
  package var stage: SleepStage
  /// Number of periodic movements that it overlaps.
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

/// The criteria of each kind.
///
/// Trains: AASM Manual, optional rules for movements (alternating leg muscle activation, hypnagogic foot
/// tremor); trains of the form of a tremor outside sleep onset after Yang and Winkelman 2010 (J Clin Sleep
/// Med 6:431). Myoclonus: AASM Manual, excessive fragmentary myoclonus. The manual calls its burst durations
/// usual, not required; those of a tremor are required here, since nothing else distinguishes it from a
/// fragmented movement.
package struct OtherMovementRules: Hashable, Sendable {
  /// Minimum number of bursts in a train.
  package var fewestBursts = 4
  /// Alternating bursts per second.
  package var alternatingHertz = 0.5...3.0
  /// Duration of one burst, seconds: at the slowest rate each leg has a second.
  package var alternatingSeconds = 0.1...1.0
  /// Bursts per second of a tremor, and their duration in seconds.
  package var tremorHertz = 0.3...4.0
  package var tremorSeconds = 0.25...1.0
  /// Longest potential of fragmentary myoclonus, seconds.
  package var longestPotentialSeconds = 0.15
  /// Minimum number of potentials per minute of NREM sleep, and of consecutive such minutes.
  package var fewestPotentialsPerMinute = 5
  package var fewestMinutes = 20

  package init() {}
}
