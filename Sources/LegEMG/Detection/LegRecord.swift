import SleepEvents

/// What one leg's EMG says about a night.
public struct LegRecord: Sendable {
  public var leg: Leg
  /// Movements of at least 0.5 s, in order.
  public var movements: [LegMovement]
  public var nearMisses: [NearMiss]
  /// Per half second of each segment.
  public var timeline: LevelTimeline
  /// Stretches in which this leg cannot be scored.
  public var invalid: [TimeRange]
  /// The mains line that was taken out, hertz; empty if the spectrum showed none.
  public var mainsHertz: [Double]
  /// Band edges that were used, hertz.
  public var band: ClosedRange<Double>
  /// Movements under other thresholds, in the order of the settings asked for.
  public var alternatives: [[LegMovement]]
  /// What the rules saw in the time that was asked about.
  public var trace: EnvelopeTrace
}

/// A burst that is no movement, and why.
public struct NearMiss: Sendable, Hashable {
  public enum Criterion: String, Sendable {
    /// Shorter than the minimum (W-LM-3).
    case tooShort = "too_short"
    /// Never as far above the resting level as the onset asks, by less than 20 % (W-LM-1).
    case onsetAmplitude = "onset_amplitude"
    /// No half second whose median is high enough, by less than 20 % (W-LM-5).
    case median
  }

  public var movement: LegMovement
  public var criterion: Criterion
  /// What the criterion asked for and what was found, in its unit: seconds, microvolts or a share.
  public var required: Double
  public var found: Double

  public init(movement: LegMovement, criterion: Criterion, required: Double, found: Double) {
    self.movement = movement
    self.criterion = criterion
    self.required = required
    self.found = found
  }
}

/// The level of a leg over the night, per half second.
public struct LevelTimeline: Sendable {
  public struct Flags: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// No electrode on skin: nothing but mains.
    public static let off = Flags(rawValue: 1)
    /// The converter gave one and the same value for seconds.
    public static let flat = Flags(rawValue: 2)
    /// The converter was at its limit.
    public static let saturated = Flags(rawValue: 4)
    /// The resting level is too high to score.
    public static let loud = Flags(rawValue: 8)
    /// Spikes were taken out.
    public static let spikes = Flags(rawValue: 16)
    /// Not scored for one of the reasons above.
    public static let invalid = Flags(rawValue: 32)
  }

  public struct Entry: Sendable {
    /// Mean |x| of the half second, microvolts.
    public var mean: Float
    /// Amplitude of the mains line that was taken out, microvolts.
    public var hum: Float
    /// Amplitude of the R-locked activity that was taken out, microvolts.
    public var cardiac: Float
    /// Resting level, microvolts of mean |x|; nil where none could be had. Here it leaves no hole between the fields,
    /// and a night has a hundred thousand of them.
    public var resting: Float?
    public var flags: Flags
  }

  /// Where each segment's half seconds begin, with the time of its first one.
  public var segments: [(firstEntry: Int, range: TimeRange)] = []
  public var entries: [Entry] = []
  /// Length of an entry.
  public var step: Span

  public init(step: Span) { self.step = step }

  /// Calls `body` for each entry with its stretch of time; the last one of a segment may be shorter.
  @inlinable
  public func forEach(_ body: (TimeRange, Entry) -> Void) {
    for (position, segment) in segments.enumerated() {
      let end = position + 1 < segments.count ? segments[position + 1].firstEntry : entries.count
      var start = segment.range.start
      for index in segment.firstEntry..<end {
        let next = min(start + step, segment.range.end)
        body(TimeRange(start: start, end: index == end - 1 ? segment.range.end : next), entries[index])
        start = next
      }
    }
  }
}
