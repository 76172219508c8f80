import SleepEvents

/// Everything that scoring depends on, as events: no files, clocks or signals.
public struct ScoringInput: Sendable {
  /// Movements of each leg, in any order; the rule set joins them and checks their durations.
  public var movements: [LegMovement]
  /// Nil if sleep was not scored: then nothing that needs a stage can be computed.
  public var hypnogram: Hypnogram?
  /// The legs that were scored. Empty if movements were not scored: then no number of movements can be
  /// computed, which is not the same as 0.
  public var scoredLegs: [Leg] = Leg.allCases
  /// True if legs were recorded but none of them was usable.
  package var legsCannotBeBelieved = false
  /// Apneas, hypopneas and RERAs; nil if breathing was not scored, which is not the same as an empty list.
  public var respiratoryEvents: [TimeRange]?
  /// Nil if arousals were not scored, which is not the same as an empty list.
  public var arousals: [TimeRange]?
  /// Time without recording, or in which neither leg could be scored: intervals are not measured across it,
  /// and it is excluded from every denominator (W-IMI-3, ambiguity A9).
  public var gaps: [TimeRange]
  /// Nil if not noted: the window then begins with the recording or the first stage.
  public var lightsOff: Instant?
  /// Nil if not noted: the window then ends with the last stage or the recording.
  public var lightsOn: Instant?
  /// The recording, used as the window where there are neither lights nor stages.
  public var recording: TimeRange?

  /// A night to be scored. Pass nil, not an empty list, for anything that was not scored.
  public init(
    movements: [LegMovement], hypnogram: Hypnogram?, respiratoryEvents: [TimeRange]? = nil,
    arousals: [TimeRange]? = nil, gaps: [TimeRange] = [], lightsOff: Instant? = nil, lightsOn: Instant? = nil,
    recording: TimeRange? = nil
  ) {
    self.movements = movements
    self.hypnogram = hypnogram
    self.respiratoryEvents = respiratoryEvents
    self.arousals = arousals
    self.gaps = gaps
    self.lightsOff = lightsOff
    self.lightsOn = lightsOn
    self.recording = recording
  }

  /// The analysis window: lights off to lights on; where one is absent, the first or last scored epoch,
  /// otherwise the edge of the recording. Nil if nothing tells how long the night was; then no movement lies
  /// outside.
  public var window: TimeRange? {
    guard let start = windowStart, let end = windowEnd else { return nil }
    return TimeRange(start: start, end: end)
  }

  /// Each edge of the window by itself: one may be known where the other is not.
  var windowStart: Instant? { lightsOff ?? hypnogram?.scoredRange?.start ?? recording?.start }
  var windowEnd: Instant? { lightsOn ?? hypnogram?.scoredRange?.end ?? recording?.end }
}
