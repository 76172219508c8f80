import SleepEvents

/// Other thresholds under which the night is scanned in the same pass, to see how much the index moves.
public struct Thresholds: Hashable, Sendable {
  public var onsetMicrovolts: Double
  public var offsetMicrovolts: Double

  public init(onsetMicrovolts: Double, offsetMicrovolts: Double) {
    self.onsetMicrovolts = onsetMicrovolts
    self.offsetMicrovolts = offsetMicrovolts
  }
}

/// Runs the amplitude rules over the blocks of a segment.
struct MovementScanner {
  /// Regions that were judged, with their times.
  struct Found {
    var movements: [LegMovement] = []
    var nearMisses: [NearMiss] = []
    var alternatives: [[LegMovement]]

    init(alternatives count: Int) { alternatives = Array(repeating: [], count: count) }
  }

  /// What a scan carries from chunk to chunk of one segment.
  struct State {
    let clock: SampleClock
    var detectors: [MovementDetector]
    var envelope: CenteredMean
    var nextBlock = 0
  }

  let grid: BlockGrid
  private let parameters: DetectionParameters
  private let thresholds: [Thresholds]
  private let envelopeReach: Int
  /// Standard deviation of the envelope of band-limited noise over its mean.
  private let relativeScatter: Float

  var alternativeCount: Int { thresholds.count - 1 }

  init(grid: BlockGrid, parameters: DetectionParameters, alternatives: [Thresholds]) {
    self.grid = grid
    self.parameters = parameters
    thresholds =
      [
        Thresholds(
          onsetMicrovolts: parameters.onsetMicrovolts, offsetMicrovolts: parameters.offsetMicrovolts)
      ] + alternatives
    envelopeReach = max(1, Int((parameters.envelopeSeconds * grid.blockRate / 2).rounded()))
    let rate = grid.blockRate * Double(grid.blockSamples)
    let bandwidth = parameters.upperEdge(rateHertz: rate) - parameters.lowHertz
    // |x| of Gaussian noise has a standard deviation of 0.756 of its mean; a mean over T seconds of a band of
    // width B holds about 2BT independent values.
    relativeScatter = Float(0.756 / (2 * bandwidth * parameters.envelopeSeconds).squareRoot())
  }

  func start(segment: SampleSegment, rate: SamplingRate) -> State {
    State(
      clock: SampleClock(onset: segment.onset, rate: rate, count: segment.count),
      detectors: thresholds.map { threshold in
        MovementDetector(
          settings: MovementDetector.Settings(
            onsetMicrovolts: Float(threshold.onsetMicrovolts),
            quietBlocks: Int((parameters.quietSeconds * grid.blockRate).rounded()) - 2 * envelopeReach,
            medianBlocks: max(1, Int((parameters.medianSeconds * grid.blockRate).rounded())),
            minimumBlocks: parameters.minimumSeconds * grid.blockRate,
            envelopeReach: envelopeReach))
      },
      envelope: CenteredMean(reach: envelopeReach))
  }

  /// The offset threshold over a resting level: `offset` above it, or the edge of its own scatter where that is
  /// higher.
  func offsetThreshold(resting: Float, offset: Float) -> Float {
    resting + max(offset, Float(parameters.scatterDeviations) * relativeScatter * resting)
  }

  /// Scans the half seconds `entries` of the timeline.
  func scan(
    _ state: inout State, run: SegmentRun, timeline: LevelTimeline, entries: Range<Int>, isLast: Bool,
    into found: inout Found
  ) {
    let size = grid.halfSecondBlocks
    run.means.withUnsafeBufferPointer { means in
      run.peaks.withUnsafeBufferPointer { peaks in
        for entry in entries {
          let half = entry - run.firstEntry
          let blocks = half * size..<min((half + 1) * size, run.blockCount)
          let record = timeline.entries[entry]
          let blocked = isBlocked(entry, timeline: timeline, run: run)
          for (index, threshold) in thresholds.enumerated() {
            guard let resting = record.resting, !blocked else {
              if let region = state.detectors[index].interrupt() {
                judge(region, index: index, threshold: threshold, state: state, into: &found)
              }
              continue
            }
            let offset = offsetThreshold(resting: resting, offset: Float(threshold.offsetMicrovolts))
            var envelope = state.envelope
            envelope.prepare(at: blocks.lowerBound - run.firstBlock, means)
            for block in blocks {
              let local = block - run.firstBlock
              let value = envelope.next(local, means)
              if let region = state.detectors[index].step(
                block: block, envelope: value, mean: means[local], peak: peaks[local], resting: resting,
                offsetThreshold: offset, onset: { run.firstSample(in: $0, atLeast: $1) })
              {
                judge(region, index: index, threshold: threshold, state: state, into: &found)
              }
            }
          }
        }
      }
    }
    if isLast {
      for (index, threshold) in thresholds.enumerated() {
        if let region = state.detectors[index].interrupt() {
          judge(region, index: index, threshold: threshold, state: state, into: &found)
        }
      }
    }
  }

  /// Invalid half seconds and their neighbours, where the step to the lost signal rings.
  private func isBlocked(_ entry: Int, timeline: LevelTimeline, run: SegmentRun) -> Bool {
    for other in max(run.firstEntry, entry - 1)...min(timeline.entries.count - 1, entry + 1)
    where timeline.entries[other].flags.contains(.invalid) {
      return true
    }
    return false
  }

  /// Decides whether a region is a movement, a near miss, or nothing.
  private func judge(
    _ region: MovementDetector.Region, index: Int, threshold: Thresholds, state: State,
    into found: inout Found
  ) {
    let clock = state.clock
    let endSample = min(region.end * grid.blockSamples, clock.count)
    let required = state.detectors[index].settings.medianBlocks
    let needed = (required + 1) / 2
    let resting = Double(region.restingMicrovolts)
    let start = region.onsetSample ?? region.start * grid.blockSamples
    let range = TimeRange(start: clock.time(start), end: clock.time(max(start, endSample)))
    let movement = LegMovement(
      leg: .left, range: range,
      amplitude: MovementAmplitude(
        restingMicrovolts: resting, peakMicrovolts: Double(region.peakMicrovolts),
        areaMicrovoltSeconds: Double(region.areaBlocks) / grid.blockRate))
    let lasts = range.duration >= Span(seconds: parameters.minimumSeconds)
    let filled = region.bestMedianCount >= needed
    if region.onsetSample != nil, lasts, filled {
      if index == 0 {
        found.movements.append(movement)
      } else {
        found.alternatives[index - 1].append(movement)
      }
      return
    }
    guard index == 0 else { return }
    if region.onsetSample == nil {
      let reached = Double(region.peakMicrovolts) - resting
      guard lasts, filled, reached >= 0.8 * threshold.onsetMicrovolts else { return }
      found.nearMisses.append(
        NearMiss(
          movement: movement, criterion: .onsetAmplitude, required: threshold.onsetMicrovolts, found: reached)
      )
    } else if !lasts {
      found.nearMisses.append(
        NearMiss(
          movement: movement, criterion: .tooShort, required: parameters.minimumSeconds,
          found: range.duration.seconds))
    } else if Double(region.bestMedianCount) >= 0.8 * Double(needed) {
      found.nearMisses.append(
        NearMiss(
          movement: movement, criterion: .median, required: 0.5,
          found: Double(region.bestMedianCount) / Double(required)))
    }
  }
}

/// Time of a sample of one segment.
struct SampleClock {
  let onset: Instant
  let rate: SamplingRate
  let count: Int

  func time(_ sample: Int) -> Instant { onset + rate.span(of: sample) }
}

/// Mean over a window of `2 * reach + 1` blocks around each, cut at the ends of what is there.
struct CenteredMean {
  let reach: Int
  private var sum = 0.0
  private var count = 0

  init(reach: Int) { self.reach = reach }

  /// Sums the window before the one at `index`, afresh: a running Float sum would be off after a burst.
  mutating func prepare(at index: Int, _ values: UnsafeBufferPointer<Float>) {
    sum = 0
    count = 0
    for other in max(0, index - 1 - reach)..<min(values.count, index + reach) where other >= 0 {
      sum += Double(values[other])
      count += 1
    }
  }

  @inline(__always)
  mutating func next(_ index: Int, _ values: UnsafeBufferPointer<Float>) -> Float {
    let come = index + reach
    let gone = index - reach - 1
    if come < values.count {
      sum += Double(values[come])
      count += 1
    }
    if gone >= 0 {
      sum -= Double(values[gone])
      count -= 1
    }
    return Float(sum / Double(count))
  }
}

extension SegmentRun {
  /// First sample of a block, counted from the segment's start, whose magnitude is at least `threshold`.
  func firstSample(in block: Int, atLeast threshold: Float) -> Int? {
    let start = (block - firstBlock) * grid.blockSamples
    for index in start..<min(start + grid.blockSamples, samples.count) where abs(samples[index]) >= threshold
    {
      return index + firstBlock * grid.blockSamples
    }
    return nil
  }
}
