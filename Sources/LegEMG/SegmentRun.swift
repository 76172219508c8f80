import SleepEvents

/// The blocks of one segment that still wait for the minute after them.
struct SegmentRun {
  /// Below this, microvolts of mean |x| in the band, the signal is constant: every electrode on skin gives
  /// more.
  private static let flatMicrovolts: Float = 0.02
  /// This many constant half seconds in a row mean that the signal was lost.
  private static let lostHalfSeconds = 10

  let segment: SampleSegment
  let grid: BlockGrid
  /// Timeline index of the segment's first half second.
  let firstEntry: Int
  /// First entry that has not been scanned.
  private(set) var scannedEntry: Int
  /// Block index of the first element of `means`, `peaks`; sample index over `blockSamples` of `samples`.
  private(set) var firstBlock = 0
  private(set) var means: [Float] = []
  private(set) var peaks: [Float] = []
  /// The first `sampleCount` are filtered samples; the rest is room for the next chunk.
  private(set) var samples: [Float] = []
  private(set) var sampleCount = 0
  /// The flags of each half second.
  private var flags: [LevelTimeline.Flags] = []
  /// By `ArtifactMeasure.index`, aligned with `flags`.
  var artifacts: [[Float]] = Array(repeating: [], count: ArtifactMeasure.all.count)
  private var halfMeans: [Float] = []
  /// Sums of `groupBlocks` means each, starting with the first half second.
  private var groupSums: [Float] = []
  private(set) var firstHalf = 0
  private var markedHalves = 0
  private var levelledHalves = 0
  private var cleanedBlocks = 0
  /// Twitches removed by a stage since they were last collected, in blocks of the segment.
  var twitches: [Range<Int>] = []
  /// Original values of the blocks that a stage changed, until it is decided whether to restore them.
  var replaced: [ReplacedBlock] = []

  init(segment: SampleSegment, grid: BlockGrid, firstEntry: Int) {
    self.segment = segment
    self.grid = grid
    self.firstEntry = firstEntry
    scannedEntry = firstEntry
    // Room for a chunk and the minute that waits for it; growing on demand would touch twice the memory.
    let halves =
      min(grid.laneLength * Lanes.count / grid.halfSecondSamples, segment.count / grid.halfSecondSamples)
      + SegmentRun.waitingHalves
    means.reserveCapacity(halves * grid.halfSecondBlocks)
    peaks.reserveCapacity(halves * grid.halfSecondBlocks)
    samples.reserveCapacity(halves * grid.halfSecondSamples)
  }

  private static let waitingHalves = 160

  /// Blocks processed so far, counted from the start of the segment.
  var blockCount: Int { firstBlock + means.count }

  /// Appends the next `count` filtered samples and forms blocks from them.
  ///
  /// - Parameters:
  ///   - room: samples that `body` may write, at least `count`.
  ///   - body: writes the samples; anything written beyond `count` is dropped.
  mutating func append(
    _ count: Int, room: Int, _ body: (UnsafeMutablePointer<Float>) throws -> Void
  ) rethrows {
    precondition(room >= count)
    let start = sampleCount
    if samples.count < start + room {
      samples.append(contentsOf: repeatElement(0, count: start + room - samples.count))
    }
    var filtered: [Float] = []
    swap(&filtered, &samples)
    defer { swap(&filtered, &samples) }
    try filtered.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      try body(base + start)
      appendBlocks(UnsafeBufferPointer(start: base + start, count: count))
    }
    sampleCount += count
  }

  mutating func appendFlags(raw: RawPeaks, found: ArtifactFindings, range: ClosedRange<Float>) {
    for half in 0..<raw.halfSeconds {
      var flag: LevelTimeline.Flags = []
      if raw.isSaturated(half, range: range) { flag.insert(.saturated) }
      if raw.isStuck(half) { flag.formUnion([.saturated, .stuck]) }
      if found.off[half] { flag.insert(.off) }
      flags.append(flag)
    }
    for index in artifacts.indices { artifacts[index].append(contentsOf: found.values[index]) }
  }

  private mutating func appendBlocks(_ filtered: UnsafeBufferPointer<Float>) {
    guard let from = filtered.baseAddress else { return }
    let size = grid.blockSamples
    // Formed in the first-level cache and then copied: arrays have no room that is not cleared first.
    let most = 1024
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * most) { formed in
      guard let newMeans = formed.baseAddress else { return }
      let newPeaks = newMeans + most
      var sample = 0
      while sample < filtered.count {
        let left = filtered.count - sample
        let blocks = left < size ? 1 : min(most, left / size)
        BlockKernels.meansAndPeaks(
          from + sample, blockSamples: min(size, left), blocks: blocks, means: newMeans, peaks: newPeaks)
        means.append(contentsOf: UnsafeBufferPointer(start: newMeans, count: blocks))
        peaks.append(contentsOf: UnsafeBufferPointer(start: newPeaks, count: blocks))
        sample += blocks * size
      }
    }
  }

  /// Lets the stages clean the blocks about which they can decide by now.
  mutating func cleanBlocks(_ stages: [any ArtifactStage], isLast: Bool) {
    let sight = stages.reduce(0) { max($0, $1.sightSeconds) }
    let reach = Int((sight * grid.blockRate).rounded(.up)) + 1
    let end = isLast ? blockCount : max(cleanedBlocks, blockCount - 2 * reach)
    // Swapped rather than copied: a chunk has a hundred thousand blocks.
    var blocks = EnvelopeBlocks(means: [], peaks: [], blockRate: grid.blockRate)
    swap(&blocks.means, &means)
    swap(&blocks.peaks, &peaks)
    let known = cleanedBlocks - firstBlock..<min(end, firstBlock + blocks.means.count) - firstBlock
    let reached = cleanedBlocks - firstBlock..<min(end + reach, firstBlock + blocks.means.count) - firstBlock
    for stage in stages where stage.sightSeconds > 0 {
      let found = stage.clean(&blocks, known: known, reached: reached)
      twitches += found.twitches.map { $0.lowerBound + firstBlock..<$0.upperBound + firstBlock }
      replaced += found.replaced.map {
        ReplacedBlock(block: $0.block + firstBlock, mean: $0.mean, peak: $0.peak)
      }
    }
    swap(&blocks.means, &means)
    swap(&blocks.peaks, &peaks)
    cleanedBlocks = end
  }

  /// Appends the level of each half second whose blocks are ready; invalid ones have none.
  mutating func appendLevels(to levels: inout RecentLevels, timeline: inout LevelTimeline, isLast: Bool) {
    let size = grid.halfSecondBlocks
    let known = isLast ? (blockCount + size - 1) / size : cleanedBlocks / size
    appendGroupSums(upTo: known)
    while markedHalves < known {
      let mean = halfSecondMean(markedHalves)
      halfMeans.append(mean)
      if mean < SegmentRun.flatMicrovolts { flags[markedHalves - firstHalf].insert(.flat) }
      markedHalves += 1
    }
    // Whether a half second is part of a lost signal is known only once its successors are.
    let ready = isLast ? known : max(levelledHalves, known - SegmentRun.lostHalfSeconds)
    while levelledHalves < ready {
      let half = levelledHalves
      let mean = halfMeans[half - firstHalf]
      var flag = flags[half - firstHalf]
      if flag.contains(.flat), !isFlatForSeconds(half) { flag.remove(.flat) }
      if !flag.isDisjoint(with: [.flat, .off, .stuck]) { flag.insert(.invalid) }
      levels.append(flag.contains(.invalid) ? nil : mean)
      timeline.entries.append(
        LevelTimeline.Entry(
          mean: mean, resting: nil, flags: flag))
      for index in artifacts.indices {
        timeline.artifacts[index].append(artifacts[index][half - firstHalf])
      }
      levelledHalves += 1
    }
  }

  /// Restores the original values of blocks that a stage changed.
  mutating func putBack(_ blocks: [ReplacedBlock]) {
    for block in blocks {
      let local = block.block - firstBlock
      guard means.indices.contains(local) else { continue }
      let group = block.block / grid.groupBlocks - firstHalf * groupsPerHalf
      if groupSums.indices.contains(group) { groupSums[group] += block.mean - means[local] }
      means[local] = block.mean
      peaks[local] = block.peak
    }
  }

  private var groupsPerHalf: Int { grid.halfSecondBlocks / grid.groupBlocks }

  /// Sums the groups of the half seconds from `markedHalves` up to `end`; blocks past the last one count as
  /// 0.
  private mutating func appendGroupSums(upTo end: Int) {
    let first = markedHalves * grid.halfSecondBlocks - firstBlock
    let blocks = min(end * grid.halfSecondBlocks - firstBlock, means.count) - first
    guard blocks > 0 else { return }
    let size = grid.groupBlocks
    let known = groupSums.count
    let groups = (end - markedHalves) * groupsPerHalf
    groupSums.append(contentsOf: repeatElement(0, count: groups))
    means.withUnsafeBufferPointer { means in
      groupSums.withUnsafeMutableBufferPointer { sums in
        guard let from = means.baseAddress, let to = sums.baseAddress else { return }
        let whole = blocks / size
        BlockKernels.sums(from + first, blockSamples: size, blocks: whole, sums: to + known)
        for block in whole * size..<blocks { to[known + whole] += from[first + block] }
      }
    }
  }

  private func halfSecondMean(_ half: Int) -> Float {
    let start = half * grid.halfSecondBlocks - firstBlock
    let end = min(start + grid.halfSecondBlocks, means.count)
    let first = (half - firstHalf) * groupsPerHalf
    var sum: Float = 0
    for group in first..<first + groupsPerHalf { sum += groupSums[group] }
    return sum / Float(max(1, end - start))
  }

  /// Whether no mean over `length` blocks centred in a half second can exceed `limit`.
  ///
  /// Examines groups of blocks that cover any such window; false if that cannot be guaranteed.
  func isQuiet(half: Int, length: Int, limit: Float) -> Bool {
    let size = grid.groupBlocks
    let covering = (length + size - 2) / size + 1
    let before = (length / 2 + size - 1) / size
    let first = (half - firstHalf) * groupsPerHalf - before
    let last = (half - firstHalf + 1) * groupsPerHalf - 1 + before
    // Near the ends of the available data windows are truncated, and their means may be higher.
    guard first >= 0, last < groupSums.count, (last + 1) * size <= means.count else { return false }
    // Slightly lower, so that rounding of the sums does not matter.
    let most = limit * Float(length) * 0.9999
    return groupSums.withUnsafeBufferPointer { sums in
      var highest: Float = 0
      for group in first...last { highest = sums[group] > highest ? sums[group] : highest }
      if highest * Float(covering) <= most { return true }
      var start = first
      while start + covering <= last + 1 {
        var sum: Float = 0
        for group in start..<start + covering { sum += sums[group] }
        if sum > most { return false }
        start += 1
      }
      return true
    }
  }

  /// A coarse converter may well be constant for a second of rest; after five seconds the signal is lost.
  private func isFlatForSeconds(_ half: Int) -> Bool {
    let needed = SegmentRun.lostHalfSeconds
    var length = 1
    var index = half - firstHalf - 1
    while index >= 0, length < needed, flags[index].contains(.flat) {
      length += 1
      index -= 1
    }
    index = half - firstHalf + 1
    while index < flags.count, length < needed, flags[index].contains(.flat) {
      length += 1
      index += 1
    }
    return length >= min(needed, max(1, segment.count / grid.halfSecondSamples))
  }

  /// Discards blocks before timeline entry `entry`, except for a second that filters and flags look back on.
  mutating func discard(before entry: Int) {
    scannedEntry = entry
    let half = max(0, entry - firstEntry - 12)
    let block = half * grid.halfSecondBlocks
    let drop = min(means.count, max(0, block - firstBlock))
    guard drop > 0 else { return }
    means.removeFirst(drop)
    peaks.removeFirst(drop)
    discardSamples(min(sampleCount, drop * grid.blockSamples))
    let halves = half - firstHalf
    flags.removeFirst(halves)
    for index in artifacts.indices { artifacts[index].removeFirst(halves) }
    halfMeans.removeFirst(halves)
    groupSums.removeFirst(halves * groupsPerHalf)
    firstHalf = half
    firstBlock = block
  }
}

extension SegmentRun {
  private mutating func discardSamples(_ drop: Int) {
    let kept = sampleCount - drop
    samples.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      base.update(from: base + drop, count: kept)
    }
    sampleCount = kept
  }
}
