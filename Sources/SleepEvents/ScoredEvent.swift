/// The kinds of event in a laboratory's scoring. Raw values are the `trial_type` values of the Tibialis
/// events table.
package enum EventKind: String, Sendable, CaseIterable {
  case legMovement = "leg_movement"
  case obstructiveApnea = "obstructive_apnea"
  case centralApnea = "central_apnea"
  case mixedApnea = "mixed_apnea"
  case apnea
  case hypopnea
  case rera
  case arousal
  case lightsOff = "lights_off"
  case lightsOn = "lights_on"
  case recordingGap = "recording_gap"

  /// Apneas, hypopneas and RERAs: the respiratory events of WASM 2016 (W-RESP-3).
  package var isRespiratory: Bool {
    switch self {
    case .obstructiveApnea, .centralApnea, .mixedApnea, .apnea, .hypopnea, .rera: true
    case .legMovement, .arousal, .lightsOff, .lightsOn, .recordingGap: false
    }
  }
}

/// One event of a scoring, in the shared vocabulary. Stages are a `Hypnogram`, not events.
package struct ScoredEvent: Hashable, Sendable {
  package var kind: EventKind
  package var range: TimeRange
  /// False for a mark without duration, whose `range` is empty.
  package var hasDuration: Bool
  /// The leg or legs, for leg movements whose side is given.
  package var side: Side?
  /// The text in the source, without `@@channel`.
  package var label: String
  /// The channel or body location that the source gives for the event.
  package var location: String?

  package init(
    kind: EventKind, range: TimeRange, hasDuration: Bool = true, side: Side? = nil, label: String = "",
    location: String? = nil
  ) {
    self.kind = kind
    self.range = range
    self.hasDuration = hasDuration
    self.side = side
    self.label = label
    self.location = location
  }
}
