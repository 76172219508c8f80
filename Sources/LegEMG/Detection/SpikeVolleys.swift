import SleepEvents

/// Movements of few motor units look to the despiking like a volley of discharges that each stand alone. What the rules would
/// call a movement without the despiking is put back; whether it is muscle is for the tests of bursts to say.
extension MovementScanner {
  /// Discharges further apart than this are no volley, seconds: the quiet that ends a movement (W-LM-2).
  private static let gapSeconds = 0.5
  /// What is looked at before and after a volley, seconds.
  private static let marginSeconds = 1.0
  /// A longer train of discharges is a heart or a machine, seconds; it is no candidate movement either (W-CLM-1).
  private static let longestSeconds = 15.0
  /// A shorter volley is a single discharge with what rings after it, seconds.
  private static let shortestSeconds = 0.25

  /// Puts back the volleys that begin before the timeline's entry `scanned`, so that the scan up to there sees them, and
  /// forgets what else was replaced there.
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

  /// Replaced blocks in order, each once and as it came, parted where nothing was replaced for `gapSeconds`.
  private func volleys(_ replaced: [ReplacedBlock]) -> [[ReplacedBlock]] {
    let gap = blocks(MovementScanner.gapSeconds)
    var volleys: [[ReplacedBlock]] = []
    // The sort is stable: of two with one number the first is the block as it came.
    for block in replaced.sorted(by: { $0.block < $1.block }) {
      guard let last = volleys.last?.last?.block, block.block - last <= gap else {
        volleys.append([block])
        continue
      }
      if block.block != last { volleys[volleys.count - 1].append(block) }
    }
    return volleys
  }

  /// Whether the amplitude rules take a volley, with what adjoins it, for a movement, and would for its own sake: beats of a
  /// heart beside a movement do not prolong it.
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
    guard fills(means[range.lowerBound - start..<range.upperBound - start], over: offset, settings: settings)
    else { return false }
    var detector = MovementDetector(settings: settings)
    func decides(_ region: MovementDetector.Region) -> Bool {
      guard let onset = region.onsetSample, region.end > range.lowerBound else { return false }
      return Double(region.end) - Double(onset) / Double(grid.blockSamples) >= settings.minimumBlocks
        && region.bestMedianCount >= needed
    }
    for block in start..<end {
      let local = block - start
      let window = means[max(0, local - envelopeReach)..<min(means.count, local + envelopeReach + 1)]
      let region = detector.step(
        block: block, envelope: window.reduce(0, +) / Float(window.count), mean: means[local],
        peak: peaks[local], resting: resting, offsetThreshold: offset,
        onset: { run.firstSample(in: $0, atLeast: $1) })
      if let region, decides(region) { return true }
    }
    return detector.interrupt().map(decides) ?? false
  }

  /// Whether most of some half second lies over a threshold (W-LM-5).
  private func fills(
    _ means: ArraySlice<Float>, over threshold: Float, settings: MovementDetector.Settings
  ) -> Bool {
    var count = 0
    for index in means.indices {
      if means[index] >= threshold { count += 1 }
      let gone = index - settings.medianBlocks
      if gone >= means.startIndex, means[gone] >= threshold { count -= 1 }
      if 2 * count > settings.medianBlocks { return true }
    }
    return false
  }
}
