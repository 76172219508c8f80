import SleepEvents

/// What one leg's EMG says about a night.
package struct LegRecord: Sendable {
  package var leg: Leg
  /// Movements of at least 0.5 s, in order.
  package var movements: [LegMovement]
  /// What each movement's samples look like, in the order of the movements.
  var bursts: [BurstEvidence]
  /// Samples of bursts that are no movement on this leg, to compare the other leg's with.
  var otherHalves: [(entry: Int, samples: [Float])]
  package var nearMisses: [NearMiss]
  /// Single contractions in order, those inside a movement and those too short for one.
  package var contractions: [TimeRange]
  /// Per half second of each segment.
  package var timeline: LevelTimeline
  /// Stretches in which this leg cannot be scored.
  package var invalid: [TimeRange]
  /// The mains line that was taken out, hertz; empty if the spectrum showed none.
  package var mainsHertz: [Double]
  /// Band edges that were used, hertz.
  package var band: ClosedRange<Double>
  /// Samples a second, hertz.
  package var samplingRateHertz: Double
  /// Microvolts of one digital step.
  package var resolutionMicrovolts: Double
  /// Where the power of the quiet signal lies.
  var restSpectrum: RestSpectrum
  /// Movements under other thresholds, in the order of the settings asked for.
  package var alternatives: [[LegMovement]]
  /// What the rules saw in the time that was asked about.
  package var trace: EnvelopeTrace
}

/// A burst that is no movement, and why.
package struct NearMiss: Sendable, Hashable {
  package enum Criterion: String, Sendable, CaseIterable {
    /// Shorter than the minimum (W-LM-3).
    case tooShort = "too_short"
    /// Never as far above the resting level as the onset asks, by less than 20 % (W-LM-1).
    case onsetAmplitude = "onset_amplitude"
    /// No half second whose median is high enough, by less than 20 % (W-LM-5).
    case median
    /// Not muscle, by its spectrum or because both legs hold the same signal.
    case notEMG = "not_emg"
    /// In time that was found to be an open input's.
    case openInput = "open_input"
    /// Still going on when the level of the rest had to follow: no contraction lasts that long.
    case endless
  }

  package var movement: LegMovement
  package var criterion: Criterion
  /// What the criterion asked for and what was found, in its unit: seconds, microvolts or a share.
  package var required: Double
  package var found: Double
  /// What a burst that is no EMG is taken for.
  package var cause: NotEMGCause?

  package init(
    movement: LegMovement, criterion: Criterion, required: Double, found: Double, cause: NotEMGCause? = nil
  ) {
    self.movement = movement
    self.criterion = criterion
    self.required = required
    self.found = found
    self.cause = cause
  }
}

/// What a burst that is no EMG is taken for.
package enum NotEMGCause: String, Sendable, CaseIterable {
  /// Most of its power in one narrow line: hum, a stimulator.
  case line
  /// The envelope of a tone.
  case tone
  /// A narrow band: a lead that is shaken by snoring, a pump.
  case vibration
  /// Next to nothing above 20 Hz: a lead that swings, a cuff that fills.
  case sway
  /// Power at the multiples of one rate: a stimulator, a telephone.
  case pulses
  /// Few and short excursions of an electrode that does not hold.
  case pops
  /// Both legs hold the same.
  case commonMode = "common_mode"
}

/// A burst as it was seen, kept until both legs are known.
struct BurstEvidence: Sendable {
  var shape: BurstShape?
  /// Power of the lines that came and went with the burst over what is left of it; 0 where none did.
  var lineRatio: Double
  /// Cleaned samples of some of its half seconds, thinned to about 256 Hz, in microvolts.
  var halves: [(entry: Int, samples: [Float])]

  /// Share of the burst's power in lines, those counted that were taken out of it and came and went with it, 0-1.
  var shareOfLines: Double {
    guard lineRatio > 0 else { return shape?.spectrum.lineShare ?? 0 }
    return (lineRatio + (shape?.spectrum.lineShare ?? 0)) / (lineRatio + 1)
  }
}

/// The level of a leg over the night, per half second.
package struct LevelTimeline: Sendable {
  package struct Flags: OptionSet, Sendable, Hashable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// No electrode on skin: nothing but mains.
    package static let off = Flags(rawValue: 1)
    /// The converter gave one and the same value for seconds.
    package static let flat = Flags(rawValue: 2)
    /// The converter was at its limit.
    package static let saturated = Flags(rawValue: 4)
    /// The resting level is too high to score.
    package static let loud = Flags(rawValue: 8)
    /// Not scored for one of these reasons.
    package static let invalid = Flags(rawValue: 32)
    /// Most samples lie at one limit of the converter.
    package static let stuck = Flags(rawValue: 64)
    /// The resting level is lower than that of any electrode on skin.
    package static let quiet = Flags(rawValue: 128)
    /// Broadband noise that never rests: an open input behind a notch filter.
    package static let open = Flags(rawValue: 256)
  }

  package struct Entry: Sendable {
    /// Mean |x| of the half second, microvolts.
    package var mean: Float
    /// Resting level, microvolts of mean |x|; nil where none could be had. Here it leaves no hole between the fields,
    /// and a night has a hundred thousand of them.
    package var resting: Float?
    package var flags: Flags
  }

  /// Where each segment's half seconds begin, with the time of its first one.
  package var segments: [(firstEntry: Int, range: TimeRange)] = []
  package var entries: [Entry] = []
  /// What the artifact stages found, by `ArtifactMeasure.index` and entry.
  package var artifacts: [[Float]] = Array(repeating: [], count: ArtifactMeasure.all.count)
  /// Length of an entry.
  package var step: TimeSpan

  package init(step: TimeSpan) { self.step = step }

  mutating func reserveCapacity(_ halfSeconds: Int) {
    entries.reserveCapacity(halfSeconds)
    for index in artifacts.indices { artifacts[index].reserveCapacity(halfSeconds) }
  }

  /// Stretches of time that cannot be scored, in order.
  var invalidRanges: [TimeRange] {
    var ranges: [TimeRange] = []
    forEach { range, _, entry in
      guard entry.flags.contains(.invalid) else { return }
      if let last = ranges.last, last.end == range.start {
        ranges[ranges.count - 1].end = range.end
      } else {
        ranges.append(range)
      }
    }
    return ranges
  }

  /// Calls `body` for each entry with its stretch of time and its index; the last one of a segment may be shorter.
  @inlinable
  package func forEach(_ body: (TimeRange, Int, Entry) -> Void) {
    for (position, segment) in segments.enumerated() {
      let end = position + 1 < segments.count ? segments[position + 1].firstEntry : entries.count
      var start = segment.range.start
      for index in segment.firstEntry..<end {
        let next = min(start + step, segment.range.end)
        body(
          TimeRange(start: start, end: index == end - 1 ? segment.range.end : next), index, entries[index])
        start = next
      }
    }
  }
}

/// Power of a leg's quiet windows, summed over the night.
struct RestSpectrum: Sendable {
  /// From 10 to 100 Hz, for each ten hertz.
  private(set) var powers = [Double](repeating: 0, count: 9)

  /// Nothing but a filter leaves so little of the power of 20-50 Hz: real rests keep 5 % of it up to 100 Hz.
  private static let leastBeforeEdge = 0.02

  mutating func add(_ power: Double, atHertz hertz: Double) {
    powers[min(8, max(0, Int(hertz / 10) - 1))] += power
  }

  /// Share above 40 Hz, 0-1; nil where nothing was looked at.
  var highShare: Double? {
    let total = powers.reduce(0, +)
    return total > 0 ? powers[3...].reduce(0, +) / total : nil
  }

  /// Where a filter ended the signal before it was recorded, to ten hertz; 100 for none, nil where nothing was looked at.
  var upperEdgeHertz: Double? {
    let usual = powers[1...3].reduce(0, +) / 3
    guard usual > 0, let last = powers.lastIndex(where: { $0 > RestSpectrum.leastBeforeEdge * usual }) else {
      return nil
    }
    return 10 * Double(last + 2)
  }
}
