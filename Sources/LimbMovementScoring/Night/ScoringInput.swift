import SleepEvents

/// Everything that scoring looks at, as events. No file, no clock, no signal.
public struct ScoringInput: Sendable {
  /// Movements of each leg, in any order; joined and checked for length by the rule set.
  public var movements: [LegMovement]
  /// Nil when nobody scored sleep: then nothing that needs a stage can be computed.
  public var hypnogram: Hypnogram?
  /// The legs that somebody or something looked at. Empty where nobody looked for movements: then no number of
  /// movements can be computed, which is not the same as 0.
  public var scoredLegs: [Leg] = Leg.allCases
  /// Whether legs were recorded and none of them could be looked at.
  package var legsCannotBeBelieved = false
  /// Apneas, hypopneas and RERAs; nil where nobody scored breathing, which is not the same as none.
  public var respiratoryEvents: [TimeRange]?
  /// Nil where nobody scored arousals, which is not the same as none.
  public var arousals: [TimeRange]?
  /// Time without recording, or in which neither leg could be scored: intervals are not measured across it
  /// and it leaves every denominator (W-IMI-3, ambiguity A9).
  public var gaps: [TimeRange]
  /// Nil where nobody noted it: the window then begins with the recording or the first stage.
  public var lightsOff: Instant?
  /// As `lightsOff`.
  public var lightsOn: Instant?
  /// The recording, used as the window where there are neither lights nor stages.
  public var recording: TimeRange?

  /// A night to be scored. Pass nil, not an empty list, for what nobody looked for.
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

  /// The analysis window: lights off to lights on; where one is absent, the first or last scored epoch, else
  /// the edge of the recording. Nil if nothing says how long the night was:
  /// then no movement is outside.
  public var window: TimeRange? {
    let scored = hypnogram?.scoredRange
    let start = lightsOff ?? scored?.start ?? recording?.start
    let end = lightsOn ?? scored?.end ?? recording?.end
    guard let start, let end else { return nil }
    return TimeRange(start: start, end: end)
  }
}
