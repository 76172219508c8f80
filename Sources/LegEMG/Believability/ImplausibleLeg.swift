import SleepEvents

/// Why the signal of a leg, or of the two legs compared, is implausible.
package struct ImplausibleLeg: Sendable, Hashable {
  package enum Cause: Sendable, Hashable {
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
    /// So little power above 40 Hz that no movement could be seen.
    case noHighFrequencies
    /// Less power above 40 Hz than muscle has.
    case fewHighFrequencies
    /// A filter cut the signal off below the upper edge of the band.
    case lowPass
    /// The header states such a filter.
    case statedLowPass
    /// The sampling rate is too low for the band.
    case slow
    /// Many bursts are not muscle.
    case notEMG
    /// Broadband noise without resting periods.
    case open
    /// More periodic movements than legs can make.
    case index

    /// The word after `implausible_leg:` in flags and warnings.
    package var code: String {
      switch self {
      case .quiet: "quiet"
      case .hum: "hum"
      case .saturated: "saturated"
      case .same: "same"
      case .unequal: "unequal"
      case .noHighFrequencies, .fewHighFrequencies, .lowPass, .statedLowPass: "narrow"
      case .slow: "slow"
      case .notEMG: "not_emg"
      case .open: "open"
      case .index: "index"
      }
    }
  }

  package var cause: Cause
  /// Nil if it concerns both legs or the night.
  package var leg: Leg?
  /// The measured value, in the unit of `limit`.
  package var found: Double
  /// The limit it was compared with: microvolts, hertz, a share, a ratio or movements per hour.
  package var limit: Double

  /// Whether movements could not be seen in such a signal at all: a converter that is at its limit nearly all the time does
  /// not even show the rest.
  package var hidesMovements: Bool { cause == .noHighFrequencies || cause == .saturated && found > 0.9 }

  package init(cause: Cause, leg: Leg?, found: Double, limit: Double) {
    self.cause = cause
    self.leg = leg
    self.found = found
    self.limit = limit
  }
}
