import SleepEvents

/// Why a leg's signal, or the two legs beside each other, cannot be believed as they are.
package struct ImplausibleLeg: Sendable, Hashable {
  package enum Cause: Sendable, Hashable {
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
    /// So little power above 40 Hz that no movement would show.
    case noHighFrequencies
    /// Less power above 40 Hz than muscle has.
    case fewHighFrequencies
    /// A filter ended the signal below the band's upper edge.
    case lowPass
    /// The header says so.
    case statedLowPass
    /// Too few samples a second for the band.
    case slow
    /// Many bursts are no muscle.
    case notEMG
    /// Broadband noise that never rests.
    case open
    /// More periodic movements than legs make.
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
  /// Nil where it is about both legs or the night.
  package var leg: Leg?
  /// The value that was measured, in the unit of `limit`.
  package var found: Double
  /// What it was held against: microvolts, hertz, a share, a ratio or movements an hour.
  package var limit: Double

  /// Whether movements would not show in such a signal at all.
  package var hidesMovements: Bool { cause == .noHighFrequencies }

  package init(cause: Cause, leg: Leg?, found: Double, limit: Double) {
    self.cause = cause
    self.leg = leg
    self.found = found
    self.limit = limit
  }
}
