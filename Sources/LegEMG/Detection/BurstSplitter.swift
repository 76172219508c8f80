import SleepEvents

/// Separates, block by block, the single contractions within a region that the standard counts as one
/// movement.
///
/// A movement ends with half a second of quiet, so a tremor of two bursts a second is one long movement. Here
/// a burst ends once the mean of three blocks, some 25 ms, has been low for about 80 ms. Low means at or
/// below the offset threshold, or below a seventh of the burst's highest mean above rest: after a strong
/// burst the band-pass rings for longer than the pauses of a tremor.
struct BurstSplitter {
  struct Burst {
    /// In blocks of the segment.
    var range: Range<Int>
    /// Largest |x| above rest, microvolts.
    var peakMicrovolts: Float
  }

  /// The highest three-block mean since the burst began.
  private var highest: Float = 0
  private var peak: Float = 0
  private var start = 0
  private var lastActive = 0
  private var isOpen = false
  private let quietBlocks: Int

  private static let quietSeconds = 0.08
  /// A shorter pause does not separate two bursts.
  static let shortestPause = TimeSpan(seconds: quietSeconds)
  /// A burst ends below this share of its height.
  static let valleyShare: Float = 1.0 / 7

  init(blockRate: Double) {
    quietBlocks = max(2, Int((BurstSplitter.quietSeconds * blockRate).rounded()))
  }

  /// Processes one block of an open region.
  ///
  /// - Parameters:
  ///   - mean: mean of |x| over the block and its neighbours, microvolts.
  ///   - peak: largest |x| of the block, microvolts.
  ///   - offset: the height above rest at which a burst ends, microvolts.
  /// - Returns: the burst that this block closed, if any.
  @inline(__always)
  mutating func step(block: Int, mean: Float, peak: Float, resting: Float, offset: Float) -> Burst? {
    let height = mean - resting
    if height > offset, !isOpen || height > BurstSplitter.valleyShare * highest {
      if !isOpen {
        isOpen = true
        start = block
        (highest, self.peak) = (0, 0)
      }
      lastActive = block
      highest = max(highest, height)
      self.peak = max(self.peak, peak - resting)
      return nil
    }
    return isOpen && block - lastActive >= quietBlocks ? close() : nil
  }

  /// Ends an open burst together with its region.
  mutating func close() -> Burst? {
    guard isOpen else { return nil }
    isOpen = false
    return Burst(range: start..<lastActive + 1, peakMicrovolts: peak)
  }
}

extension [TimeRange] {
  /// Sorted, with those less than `gap` apart merged.
  func joined(gap: TimeSpan) -> [TimeRange] {
    var result: [TimeRange] = []
    for range in sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
      if let last = result.last, range.start < last.end + gap {
        result[result.count - 1].end = Swift.max(last.end, range.end)
      } else {
        result.append(range)
      }
    }
    return result
  }
}
