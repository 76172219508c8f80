import SleepEvents

/// Everything found in the EMG of one leg over a night.
package struct LegRecord: Sendable {
  package var leg: Leg
  /// Movements of at least 0.5 s, in order.
  package var movements: [LegMovement]
  /// Evidence for each movement, in the order of the movements.
  var bursts: [BurstEvidence]
  /// Samples of bursts that are not movements on this leg, for comparison with the other leg.
  var otherHalves: [(entry: Int, samples: [Float])]
  package var nearMisses: [NearMiss]
  /// Single contractions in order, both those within movements and those too short to be one.
  package var contractions: [TimeRange]
  /// Per half second of each segment.
  package var timeline: LevelTimeline
  /// Periods in which this leg cannot be scored.
  package var invalid: [TimeRange]
  /// Frequencies of the mains lines that were subtracted, hertz; empty if the spectrum showed none.
  package var mainsHertz: [Double]
  /// The band edges used, hertz.
  package var band: ClosedRange<Double>
  /// Samples per second.
  package var samplingRateHertz: Double
  /// Microvolts per digital step.
  package var resolutionMicrovolts: Double
  /// The distribution of power in the quiet signal.
  var restSpectrum: RestSpectrum
  /// How far below 100 Hz the band ends, hertz: a filter applied before recording narrows it further than the sampling
  /// rate does.
  var missingHertz: Double { max(0, 100 - min(band.upperBound, restSpectrum.upperEdgeHertz ?? 100)) }
  /// Movements under other thresholds, in the order of the settings.
  package var alternatives: [[LegMovement]]
  /// The detailed trace of the period that was asked about.
  package var trace: EnvelopeTrace
}

/// A burst that is not a movement, and why.
package struct NearMiss: Sendable, Hashable {
  package enum Criterion: String, Sendable, CaseIterable {
    /// Shorter than the minimum (W-LM-3).
    case tooShort = "too_short"
    /// Falls short of the onset threshold by less than 20 % (W-LM-1).
    case onsetAmplitude = "onset_amplitude"
    /// Has no half second whose median is high enough, but falls short by less than 20 % (W-LM-5).
    case median
    /// Not muscle, judging by its spectrum or because both legs have the same signal.
    case notEMG = "not_emg"
    /// In a period in which the input was open.
    case openInput = "open_input"
    /// A burst of hum that was subtracted.
    case hum
    /// Still in progress when the resting level had to follow: no contraction lasts that long.
    case endless
  }

  package var movement: LegMovement
  package var criterion: Criterion
  /// The value the criterion requires and the value found, in its unit: seconds, microvolts or a share.
  package var required: Double
  package var found: Double
  /// The presumed cause of a burst that is not EMG.
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

/// The presumed cause of a burst that is not EMG.
package enum NotEMGCause: String, Sendable, CaseIterable {
  /// Most of its power in one narrow line: hum, a stimulator.
  case line
  /// An envelope like that of a tone.
  case tone
  /// A narrow band: a lead shaken by snoring, a pump.
  case vibration
  /// Next to nothing above 20 Hz: a swinging lead, an inflating cuff.
  case sway
  /// Power at the multiples of one frequency: a stimulator, a telephone.
  case pulses
  /// A few short excursions from a loose electrode.
  case pops
  /// The same signal in both legs.
  case commonMode = "common_mode"
}

/// Evidence about a burst, kept until both legs are known.
struct BurstEvidence: Sendable {
  var shape: BurstShape?
  /// Power of the lines that came and went with the burst, relative to what remains of it; 0 if there were
  /// none.
  var lineRatio: Double
  /// Cleaned samples of some of its half seconds, decimated to about 256 Hz, in microvolts.
  var halves: [(entry: Int, samples: [Float])]

  /// Share of the burst's power in lines, including those that came and went with it and were subtracted,
  /// 0-1.
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

    /// No electrode on the skin: nothing but mains.
    package static let off = Flags(rawValue: 1)
    /// The converter output was constant for seconds.
    package static let flat = Flags(rawValue: 2)
    /// The converter was at its limit.
    package static let saturated = Flags(rawValue: 4)
    /// The resting level is too high to score.
    package static let loud = Flags(rawValue: 8)
    /// Not scored, for one of these reasons.
    package static let invalid = Flags(rawValue: 32)
    /// Most samples lie at one limit of the converter.
    package static let stuck = Flags(rawValue: 64)
    /// The resting level is below that of any electrode on skin.
    package static let quiet = Flags(rawValue: 128)
    /// Broadband noise without resting periods: an open input after a notch filter.
    package static let open = Flags(rawValue: 256)
  }

  package struct Entry: Sendable {
    /// Mean |x| of the half second, microvolts.
    package var mean: Float
    /// Resting level, microvolts of mean |x|; nil where none could be determined. Declared here so that the
    /// fields leave no padding, since a night has a hundred thousand entries.
    package var resting: Float?
    package var flags: Flags
  }

  /// The index of each segment's first entry and the segment's time range.
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

  /// Periods that cannot be scored, in order.
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

  /// Calls `body` for each entry with its time range and index; the last one of a segment may be shorter.
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
  /// One value for each ten hertz from 10 to 100 Hz.
  private(set) var powers = [Double](repeating: 0, count: 9)

  /// Only a filter leaves a smaller share of the power at 20-50 Hz: real resting EMG keeps 5 % of it up to 100 Hz.
  private static let leastBeforeEdge = 0.02

  mutating func add(_ power: Double, atHertz hertz: Double) {
    powers[min(8, max(0, Int(hertz / 10) - 1))] += power
  }

  /// Share above 40 Hz, 0-1; nil if there were no windows.
  var highShare: Double? {
    let total = powers.reduce(0, +)
    return total > 0 ? powers[3...].reduce(0, +) / total : nil
  }

  /// Where a filter cut the signal off before recording, to ten hertz; 100 for no filter, nil if there were no windows.
  var upperEdgeHertz: Double? {
    let usual = powers[1...3].reduce(0, +) / 3
    guard usual > 0, let last = powers.lastIndex(where: { $0 > RestSpectrum.leastBeforeEdge * usual }) else {
      return nil
    }
    return 10 * Double(last + 2)
  }
}
