import SleepEvents

/// The amplitude rules as a state machine that processes the envelope block by block.
///
/// A region opens where the envelope exceeds the offset threshold and closes at the start of the first
/// `quietBlocks` that stay at or below it (W-LM-2). Its onset is the first rectified sample at or above the
/// onset threshold (W-LM-1). It is a movement if it lasts long enough (W-LM-3) and contains half a second
/// whose median is at or above the offset threshold (W-LM-5).
struct MovementDetector {
  /// The grid and threshold values that the detector needs.
  struct Settings {
    var onsetMicrovolts: Float
    var quietBlocks: Int
    var medianBlocks: Int
    var minimumBlocks: Double
    /// Half the envelope window, in blocks.
    var envelopeReach: Int
  }

  /// A closed region, in blocks of its segment.
  struct Region {
    var start: Int
    /// Sample of the segment at which the EMG first reached the onset threshold; nil if it never did.
    var onsetSample: Int?
    /// First block of the quiet half second.
    var end: Int
    var restingMicrovolts: Float
    var peakMicrovolts: Float
    /// Sum over blocks of the mean above the resting level, microvolts.
    var areaBlocks: Float
    /// The most blocks above the offset threshold in any half second inside.
    var bestMedianCount: Int
    /// Cut off by the end of the recording or of valid time.
    var isCut: Bool
  }

  let settings: Settings
  private var isOpen = false
  /// No region is open, so only a block above the offset threshold can change the state.
  var isIdle: Bool { !isOpen }
  private var region = Region(
    start: 0, onsetSample: nil, end: 0, restingMicrovolts: 0, peakMicrovolts: 0, areaBlocks: 0,
    bestMedianCount: 0, isCut: false)
  private var lastActive = 0
  /// Accumulated since the last active block, so that the quiet half second does not count.
  private var pendingPeak: Float = 0
  private var pendingArea: Float = 0
  /// Whether each of the last `medianBlocks` blocks was above the threshold, newest at `cursor - 1`.
  private var above: [Bool]
  private var cursor = 0
  private var aboveCount = 0
  private var seenBlocks = 0

  init(settings: Settings) {
    self.settings = settings
    above = Array(repeating: false, count: settings.medianBlocks)
  }

  /// Processes one block.
  ///
  /// - Parameters:
  ///   - onset: finds the first sample of this block at or above a threshold.
  /// - Returns: the region that this block closed, if any.
  @inline(__always)
  mutating func step(
    block: Int, envelope: Float, mean: Float, peak: Float, resting: Float, offsetThreshold: Float,
    onset: (_ block: Int, _ threshold: Float) -> Int?
  ) -> Region? {
    let active = envelope > offsetThreshold
    if !isOpen {
      guard active else { return nil }
      open(at: block, resting: resting)
    }
    if region.onsetSample == nil, peak >= resting + settings.onsetMicrovolts {
      region.onsetSample = onset(block, resting + settings.onsetMicrovolts)
      region.restingMicrovolts = resting
    }
    if region.onsetSample != nil { countMedian(mean >= offsetThreshold) }
    pendingPeak = max(pendingPeak, peak)
    pendingArea += max(0, mean - resting)
    if active {
      lastActive = block
      commitPending()
      return nil
    }
    return block - lastActive >= settings.quietBlocks ? close(cut: false) : nil
  }

  /// Ends an open region when valid time ends before `block`.
  mutating func interrupt() -> Region? { isOpen ? close(cut: true) : nil }

  private mutating func open(at block: Int, resting: Float) {
    isOpen = true
    region = Region(
      start: block, onsetSample: nil, end: block, restingMicrovolts: resting, peakMicrovolts: 0,
      areaBlocks: 0, bestMedianCount: 0, isCut: false)
    lastActive = block
    pendingPeak = 0
    pendingArea = 0
    for index in above.indices { above[index] = false }
    cursor = 0
    aboveCount = 0
    seenBlocks = 0
  }

  private mutating func countMedian(_ isAbove: Bool) {
    if above[cursor] { aboveCount -= 1 }
    above[cursor] = isAbove
    if isAbove { aboveCount += 1 }
    cursor = cursor + 1 == above.count ? 0 : cursor + 1
    seenBlocks += 1
    if seenBlocks >= above.count { region.bestMedianCount = max(region.bestMedianCount, aboveCount) }
  }

  private mutating func commitPending() {
    region.peakMicrovolts = max(region.peakMicrovolts, pendingPeak)
    region.areaBlocks += pendingArea
    pendingPeak = 0
    pendingArea = 0
  }

  private mutating func close(cut: Bool) -> Region {
    isOpen = false
    // The envelope window reaches `envelopeReach` blocks to each side, so the quiet half second starts where
    // the first quiet window starts.
    region.end = max(region.start, lastActive + 1 - (cut ? 0 : settings.envelopeReach))
    if seenBlocks < above.count { region.bestMedianCount = max(region.bestMedianCount, aboveCount) }
    region.isCut = cut
    return region
  }
}
