import SleepEvents

/// Why the signal of a leg, or of the two legs compared, is implausible.
package struct ImplausibleLeg: Sendable, Hashable {
  package enum Cause: String, Sendable, CaseIterable {
    /// The resting level is below that of any electrode on skin.
    case quiet
    /// Mains hum of a size typical of an open input.
    case hum
    /// The converter was at its limit.
    case saturated
    /// Left and right are one signal.
    case same
    /// The resting levels or burst sizes of the legs differ by more than muscles can.
    case unequal
    /// The signal lacks the upper part of the band.
    case narrow
    /// The sampling rate is too low for the band.
    case slow
    /// Many bursts are not muscle.
    case notEMG = "not_emg"
    /// Broadband noise without resting periods.
    case open
    /// More periodic movements than legs can make.
    case index
  }

  package var cause: Cause
  /// Nil if it concerns both legs or the night.
  package var leg: Leg?
  /// The measured value, in the unit of `limit`.
  package var found: Double
  /// The limit it was compared with: microvolts, hertz, a share, a ratio or movements per hour.
  package var limit: Double

  /// Bursts or resting periods with a smaller share of their power above 40 Hz than this are not muscle.
  static let leastShareAbove40Hertz = 0.04

  /// Whether movements could not be seen in such a signal at all.
  package var hidesMovements: Bool { cause == .narrow && limit == ImplausibleLeg.leastShareAbove40Hertz }

  package init(cause: Cause, leg: Leg?, found: Double, limit: Double) {
    self.cause = cause
    self.leg = leg
    self.found = found
    self.limit = limit
  }
}
