import SleepEvents

/// Alternative thresholds applied in the same pass, to see how sensitive the index is to them.
package struct Thresholds: Hashable, Sendable {
  package var onsetMicrovolts: Double
  package var offsetMicrovolts: Double

  package init(onsetMicrovolts: Double, offsetMicrovolts: Double) {
    self.onsetMicrovolts = onsetMicrovolts
    self.offsetMicrovolts = offsetMicrovolts
  }
}

/// Applies the amplitude rules to the blocks of a segment.
struct MovementScanner {
  /// The outcome of all judged regions, with their times.
  struct Found {
    var movements: [LegMovement] = []
    /// Evidence for each of `movements`.
    var bursts: [BurstEvidence] = []
    var nearMisses: [NearMiss] = []
    /// Single contractions, both those in movements and those too short to be one.
    var contractions: [TimeRange] = []
    /// Samples of bursts that are not movements here but may be on the other leg.
    var halves: [(entry: Int, samples: [Float])] = []
    var alternatives: [[LegMovement]]
    var trace = EnvelopeTrace()

    init(alternatives count: Int) { alternatives = Array(repeating: [], count: count) }
  }

  /// What a scan carries from chunk to chunk within a segment.
  struct State {
    let clock: SampleClock
    var detectors: [MovementDetector]
    /// Nil where only movements are wanted.
    var splitter: BurstSplitter?
  }

  let grid: BlockGrid
  let parameters: DetectionParameters
  let thresholds: [Thresholds]
  /// The period for which every block is kept, for an explanation.
  private let traced: TimeRange?
  let envelopeReach: Int
  /// Ratio of the standard deviation of the envelope of band-limited noise to its mean.
  private let relativeScatter: Float
  /// Blocks of the shorter mean that places the end: half the envelope window.
  private let tailBlocks: Int
  let meter: BurstMeter
  private let splitsBursts: Bool

  var alternativeCount: Int { thresholds.count - 1 }

  init(
    grid: BlockGrid, parameters: DetectionParameters, alternatives: [Thresholds], traced: TimeRange? = nil,
    splitsBursts: Bool = true
  ) {
    self.traced = traced
    self.splitsBursts = splitsBursts
    self.grid = grid
    self.parameters = parameters
    thresholds =
      [
        Thresholds(
          onsetMicrovolts: parameters.onsetMicrovolts, offsetMicrovolts: parameters.offsetMicrovolts)
      ] + alternatives
    envelopeReach = max(1, Int((parameters.envelopeSeconds * grid.blockRate / 2).rounded()))
    tailBlocks = max(1, envelopeReach)
    let rate = grid.blockRate * Double(grid.blockSamples)
    meter = BurstMeter(rateHertz: rate)
    let bandwidth = parameters.upperEdge(rateHertz: rate) - parameters.lowHertz
    relativeScatter = Float(
      DetectionParameters.relativeScatter(bandwidth: bandwidth, seconds: parameters.envelopeSeconds))
  }

  func start(segment: SampleSegment, rate: SamplingRate) -> State {
    State(
      clock: SampleClock(onset: segment.onset, rate: rate, count: segment.count),
      detectors: thresholds.map { MovementDetector(settings: settings($0)) },
      splitter: splitsBursts ? BurstSplitter(blockRate: grid.blockRate) : nil)
  }

  func settings(_ threshold: Thresholds) -> MovementDetector.Settings {
    MovementDetector.Settings(
      onsetMicrovolts: Float(threshold.onsetMicrovolts),
      quietBlocks: Int((parameters.quietSeconds * grid.blockRate).rounded()) - 2 * envelopeReach,
      medianBlocks: max(1, Int((parameters.medianSeconds * grid.blockRate).rounded())),
      minimumBlocks: parameters.minimumSeconds * grid.blockRate,
      envelopeReach: envelopeReach)
  }

  /// The offset threshold for a resting level: `offset` above it, or the upper edge of its scatter where that
  /// is higher.
  func offsetThreshold(resting: Float, offset: Float) -> Float {
    resting + max(offset, Float(parameters.scatterDeviations) * relativeScatter * resting)
  }

  /// The envelope decides when it is quiet, and a mean over half its length decides where the quiet begins: a
  /// 0.1 s window would place the end of a movement that stops abruptly some 20 ms too early.
  func placeEnd(_ region: MovementDetector.Region, threshold: Thresholds, run: SegmentRun) -> Int {
    guard !region.isCut else { return region.end }
    let resting = region.restingMicrovolts
    let scatter = Float(parameters.scatterDeviations) * relativeScatter * Float(2).squareRoot() * resting
    return run.tailEnd(
      from: region.end, limit: region.end + 2 * envelopeReach, length: tailBlocks,
      threshold: resting + max(Float(threshold.offsetMicrovolts), scatter))
  }

  /// Scans the half seconds `entries` of the timeline.
  func scan(
    _ state: inout State, run: SegmentRun, timeline: LevelTimeline, entries: Range<Int>, isLast: Bool,
    into found: inout Found
  ) {
    let size = grid.halfSecondBlocks
    var envelope = [Float](repeating: 0, count: size)
    run.means.withUnsafeBufferPointer { means in
      run.peaks.withUnsafeBufferPointer { peaks in
        for entry in entries {
          let first = (entry - run.firstEntry) * size
          let blocks = first..<max(first, min(first + size, run.blockCount))
          let isBlocked = isBlocked(entry, timeline: timeline, run: run)
          let resting = isBlocked ? nil : timeline.entries[entry].resting
          var highest: Float = 0
          let isTraced = isTraced(blocks, clock: state.clock)
          if let resting, !isTraced, isQuiet(entry, resting: resting, run: run, state: state) { continue }
          if resting != nil || isTraced {
            highest = centeredMean(means, from: first - run.firstBlock, count: blocks.count, into: &envelope)
          }
          if isTraced {
            record(
              &found.trace, blocks: blocks, envelope: envelope, peaks: peaks, run: run, resting: resting,
              clock: state.clock)
          }
          for (index, threshold) in thresholds.enumerated() {
            guard let resting else {
              if let region = state.detectors[index].interrupt() {
                judge(region, index: index, threshold: threshold, state: state, run: run, into: &found)
                if index == 0 { note(state.splitter?.close(), state.clock, &found) }
              }
              continue
            }
            let offset = offsetThreshold(resting: resting, offset: Float(threshold.offsetMicrovolts))
            if highest <= offset, state.detectors[index].isIdle { continue }
            for block in blocks {
              let local = block - run.firstBlock
              if index == 0, !state.detectors[0].isIdle {
                note(
                  state.splitter?.step(
                    block: block, mean: MovementScanner.meanOfThree(means, local), peak: peaks[local],
                    resting: resting, offset: offset - resting), state.clock, &found)
              }
              if let region = state.detectors[index].step(
                block: block, envelope: envelope[block - first], mean: means[local], peak: peaks[local],
                resting: resting, offsetThreshold: offset,
                onset: { run.firstSample(in: $0, atLeast: $1) })
              {
                judge(region, index: index, threshold: threshold, state: state, run: run, into: &found)
              }
            }
          }
        }
      }
    }
    if isLast {
      for (index, threshold) in thresholds.enumerated() {
        if let region = state.detectors[index].interrupt() {
          judge(region, index: index, threshold: threshold, state: state, run: run, into: &found)
          if index == 0 { note(state.splitter?.close(), state.clock, &found) }
        }
      }
    }
  }

  /// Records the twitches found by despiking and clears the list.
  func note(_ twitches: inout [Range<Int>], clock: SampleClock, into found: inout Found) {
    for twitch in twitches { found.contractions.append(range(twitch, clock)) }
    twitches.removeAll(keepingCapacity: true)
  }

  private func range(_ blocks: Range<Int>, _ clock: SampleClock) -> TimeRange {
    TimeRange(
      start: clock.time(blocks.lowerBound * grid.blockSamples),
      end: clock.time(min(blocks.upperBound * grid.blockSamples, clock.count)))
  }

  /// Records a contraction that reaches the onset threshold.
  private func note(_ burst: BurstSplitter.Burst?, _ clock: SampleClock, _ found: inout Found) {
    guard let burst, burst.peakMicrovolts >= Float(parameters.onsetMicrovolts) else { return }
    found.contractions.append(range(burst.range, clock))
  }

  @inline(__always)
  private static func meanOfThree(_ means: UnsafeBufferPointer<Float>, _ index: Int) -> Float {
    let (low, high) = (max(0, index - 1), min(means.count - 1, index + 1))
    var sum: Float = 0
    for neighbour in low...high { sum += means[neighbour] }
    return sum / Float(high - low + 1)
  }

  /// No region is open and the envelope cannot exceed any offset threshold, which is true for nearly all of a
  /// night.
  private func isQuiet(_ entry: Int, resting: Float, run: SegmentRun, state: State) -> Bool {
    guard state.detectors.allSatisfy(\.isIdle) else { return false }
    let lowest = thresholds.reduce(Float.infinity) {
      min($0, offsetThreshold(resting: resting, offset: Float($1.offsetMicrovolts)))
    }
    return run.isQuiet(half: entry - run.firstEntry, length: 2 * envelopeReach + 1, limit: lowest)
  }

  /// Means over windows of `2 * envelopeReach + 1` blocks around each block, truncated at the ends of the
  /// available data.
  ///
  /// Re-summed in Double for every half second: a running Float sum would be inaccurate after a burst.
  func centeredMean(
    _ means: UnsafeBufferPointer<Float>, from first: Int, count: Int, into envelope: inout [Float]
  ) -> Float {
    var highest: Float = 0
    let reach = envelopeReach
    var low = max(0, first - reach)
    var high = min(means.count, first + reach + 1)
    var sum = 0.0
    for index in low..<high { sum += Double(means[index]) }
    for index in 0..<count {
      let mean = Float(sum / Double(high - low))
      envelope[index] = mean
      highest = mean > highest ? mean : highest
      if first + index + reach + 1 < means.count {
        sum += Double(means[high])
        high += 1
      }
      if first + index - reach >= 0 {
        sum -= Double(means[low])
        low += 1
      }
    }
    return highest
  }

  private func isTraced(_ blocks: Range<Int>, clock: SampleClock) -> Bool {
    guard let traced else { return false }
    return traced.overlaps(
      TimeRange(
        start: clock.time(blocks.lowerBound * grid.blockSamples),
        end: clock.time(blocks.upperBound * grid.blockSamples)))
  }

  /// Invalid half seconds, and their neighbours, which contain the ringing from the loss of the signal.
  private func isBlocked(_ entry: Int, timeline: LevelTimeline, run: SegmentRun) -> Bool {
    for other in max(run.firstEntry, entry - 1)...min(timeline.entries.count - 1, entry + 1)
    where timeline.entries[other].flags.contains(.invalid) {
      return true
    }
    return false
  }
}

/// Converts sample positions in one segment to times.
struct SampleClock {
  let onset: Instant
  let rate: SamplingRate
  let count: Int

  func time(_ sample: Int) -> Instant { onset + rate.span(of: sample) }
}
