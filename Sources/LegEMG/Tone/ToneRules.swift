/// When a mini-epoch of REM counts as active. The SINBAR group's mini-epochs of 30 s and 3 s serve as a
/// description: their published cut-offs are for other electrodes and other scorers.
package enum ToneRules {
  /// A second is tonic above this, or above `tonicFactor` times the resting level if that is higher,
  /// microvolts of mean |x|; a tonic mini-epoch has more than half of its seconds tonic.
  package static let tonicMicrovolts = 10.0
  package static let tonicFactor = 2.0
  package static let tonicSeconds = 30
  package static let phasicSeconds = 3
  /// A phasic burst of the chin exceeds this many times the resting level.
  package static let phasicFactor = 4.0
  /// How long a phasic burst lasts, seconds.
  package static let phasicBurstSeconds = 0.1...5.0
  /// Fewer usable minutes of a stage give no value.
  package static let fewestMinutes = 3.0

  static func isTonic(_ mean: Float, resting: Float) -> Bool {
    mean > max(Float(tonicMicrovolts), Float(tonicFactor) * resting)
  }
}
