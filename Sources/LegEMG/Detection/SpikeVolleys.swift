import SleepEvents

/// To the despiking, a movement of few motor units looks like a volley of isolated discharges. A volley that the rules
/// would call a movement is restored; `BurstShape` then decides whether it is muscle.
extension MovementScanner {
  /// Discharges further apart than this belong to different volleys, seconds: the quiet that ends a movement (W-LM-2).
  private static let gapSeconds = 0.5
  /// Context examined before and after a volley, seconds.
  private static let marginSeconds = 1.0
  /// A longer train of discharges is a heart or a machine, seconds; nor would it be a candidate movement (W-CLM-1).
  private static let longestSeconds = 15.0
  /// A shorter volley is a single discharge and its ringing, seconds.
  private static let shortestSeconds = 0.25

  /// Restores the volleys that begin before timeline entry `scanned`, so that the scan up to there sees them, and discards
  /// the other replaced blocks before it.
  func putBackVolleys(_ run: inout SegmentRun, timeline: LevelTimeline, scanned: Int) {
    guard !run.replaced.isEmpty else { return }
    let known = (scanned - run.firstEntry) * grid.halfSecondBlocks
    var waiting: [ReplacedBlock] = []
    for volley in volleys(run.replaced) {
      guard let first = volley.first?.block, let last = volley.last?.block else { continue }
      if first >= known {
        waiting += volley
      } else if (blocks(MovementScanner.shortestSeconds)..<blocks(MovementScanner.longestSeconds))
        .contains(last - first + 1),
        isMovement(volley, first..<last + 1, run: run, timeline: timeline, scanned: scanned)
      {
        run.putBack(volley)
      }
    }
    run.replaced = waiting
  }

  private func blocks(_ seconds: Double) -> Int { Int((seconds * grid.blockRate).rounded()) }

  /// The replaced blocks in order, each once with its original values, split where none lie within `gapSeconds`.
  private func volleys(_ replaced: [ReplacedBlock]) -> [[ReplacedBlock]] {
    let gap = blocks(MovementScanner.gapSeconds)
    var volleys: [[ReplacedBlock]] = []
    // The sort is stable: the first of two entries for a block holds its original values.
    for block in replaced.sorted(by: { $0.block < $1.block }) {
      guard let last = volleys.last?.last?.block, block.block - last <= gap else {
        volleys.append([block])
        continue
      }
      if block.block != last { volleys[volleys.count - 1].append(block) }
    }
    return volleys
  }

  /// Whether the amplitude rules call a volley a movement together with what adjoins it. It must meet the median rule by
  /// itself, so that heartbeats do not prolong a movement.
  private func isMovement(
    _ volley: [ReplacedBlock], _ range: Range<Int>, run: SegmentRun, timeline: LevelTimeline, scanned: Int
  ) -> Bool {
    let margin = blocks(MovementScanner.marginSeconds)
    let start = max(run.firstBlock, range.lowerBound - margin)
    let end = min(run.blockCount, range.upperBound + margin)
    let entry = min(run.firstEntry + range.lowerBound / grid.halfSecondBlocks, scanned - 1)
    guard start <= range.lowerBound, range.upperBound <= end, let threshold = thresholds.first,
      let resting = timeline.entries[entry].resting
    else { return false }
    var means = Array(run.means[start - run.firstBlock..<end - run.firstBlock])
    var peaks = Array(run.peaks[start - run.firstBlock..<end - run.firstBlock])
    for block in volley {
      means[block.block - start] = block.mean
      peaks[block.block - start] = block.peak
    }
    let offset = offsetThreshold(resting: resting, offset: Float(threshold.offsetMicrovolts))
    let settings = settings(threshold)
    let needed = (settings.medianBlocks + 1) / 2
    guard
      mostOver(
        offset, of: means[range.lowerBound - start..<range.upperBound - start], in: settings.medianBlocks)
        >= needed
    else { return false }
    var envelope = [Float](repeating: 0, count: means.count)
    _ = means.withUnsafeBufferPointer { centeredMean($0, from: 0, count: $0.count, into: &envelope) }
    var detector = MovementDetector(settings: settings)
    func decides(_ region: MovementDetector.Region) -> Bool {
      guard let onset = region.onsetSample, region.end > range.lowerBound else { return false }
      return Double(region.end) - Double(onset) / Double(grid.blockSamples) >= settings.minimumBlocks
        && region.bestMedianCount >= needed
    }
    for block in start..<end {
      let local = block - start
      let region = detector.step(
        block: block, envelope: envelope[local], mean: means[local], peak: peaks[local], resting: resting,
        offsetThreshold: offset, onset: { run.firstSample(in: $0, atLeast: $1) })
      if let region, decides(region) { return true }
    }
    return detector.interrupt().map(decides) ?? false
  }

  /// The most blocks at or above a threshold within any `length` blocks (W-LM-5).
  private func mostOver(_ threshold: Float, of means: ArraySlice<Float>, in length: Int) -> Int {
    var (count, most) = (0, 0)
    for index in means.indices {
      if means[index] >= threshold { count += 1 }
      let left = index - length
      if left >= means.startIndex, means[left] >= threshold { count -= 1 }
      most = max(most, count)
    }
    return most
  }
}
