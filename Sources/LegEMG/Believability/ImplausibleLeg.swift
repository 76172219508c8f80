import SleepEvents

/// Why a leg's signal, or the two legs beside each other, cannot be believed as they are.
package struct ImplausibleLeg: Sendable, Hashable {
  package enum Cause: String, Sendable, CaseIterable {
    /// The rest lies below what any electrode on skin gives.
    case quiet
    /// A line of an open input's size.
    case hum
    /// The converter was at its limit.
    case saturated
    /// Left and right are one signal.
    case same
    /// Rest or bursts of the legs differ by more than their muscles can.
    case unequal
    /// The signal lacks the upper part of the band.
    case narrow
    /// Too few samples a second for the band.
    case slow
    /// Many bursts are no muscle.
    case notEMG = "not_emg"
    /// Broadband noise that never rests.
    case open
    /// More periodic movements than legs make.
    case index
  }

  package var cause: Cause
  /// Nil where it is about both legs or the night.
  package var leg: Leg?
  /// The value that was measured, in the unit of `limit`.
  package var found: Double
  /// What it was held against: microvolts, hertz, a share, a ratio or movements an hour.
  package var limit: Double

  /// Bursts or a rest with less of their power above 40 Hz than this share are no muscle's.
  static let leastShareAbove40Hertz = 0.04

  /// Whether movements would not show in such a signal at all.
  package var hidesMovements: Bool { cause == .narrow && limit == ImplausibleLeg.leastShareAbove40Hertz }

  package init(cause: Cause, leg: Leg?, found: Double, limit: Double) {
    self.cause = cause
    self.leg = leg
    self.found = found
    self.limit = limit
  }
}
