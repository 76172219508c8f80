import CLaneFilter

/// Largest deviation of the raw samples of each half second of a chunk from the middle of the converter's
/// range.
struct RawPeaks {
  let count: Int
  private let firstSample: Int
  private let halfSecondSamples: Int
  private let center: Float
  private(set) var peaks: [Float]
  /// Number of samples of each half second at the upper and at the lower limit.
  private var atLimits: [(high: Int, low: Int)]
  private let range: ClosedRange<Float>

  init(grid: BlockGrid, firstSample: Int, count: Int, range: ClosedRange<Float>) {
    self.count = count
    self.firstSample = firstSample
    halfSecondSamples = grid.halfSecondSamples
    let middle = range.lowerBound / 2 + range.upperBound / 2
    center = middle.isFinite ? middle : 0
    peaks = Array(
      repeating: 0, count: (count + grid.halfSecondSamples - 1) / grid.halfSecondSamples)
    atLimits = Array(repeating: (0, 0), count: peaks.count)
    self.range = range
  }

  var halfSeconds: Int { peaks.count }

  /// Processes samples of the segment starting at `first`; those outside the chunk are ignored.
  mutating func observe(_ first: Int, _ values: UnsafeBufferPointer<Float>) {
    var index = 0
    let end = min(values.count, firstSample + count - first)
    while index < end {
      let from = index
      let half = (first + index - firstSample) / halfSecondSamples
      let stop = min(end, (half + 1) * halfSecondSamples + firstSample - first)
      if let base = values.baseAddress {
        peaks[half] = clane_largest_distance(
          base + from, stop - from, center, peaks[half], LaneRegisters.best.form)
      }
      index = stop
      if isSaturated(half, range: range) { countLimits(values, from..<stop, half: half) }
    }
  }

  private mutating func countLimits(_ values: UnsafeBufferPointer<Float>, _ samples: Range<Int>, half: Int) {
    for index in samples {
      if values[index] >= range.upperBound { atLimits[half].high += 1 }
      if values[index] <= range.lowerBound { atLimits[half].low += 1 }
    }
  }

  /// Whether most samples lie at the same limit: an amplifier at its rail. A clipped burst reaches both
  /// limits and is at neither for half of the time.
  func isStuck(_ half: Int) -> Bool {
    2 * max(atLimits[half].high, atLimits[half].low) > halfSecondSamples
  }

  /// Whether the converter was at its limit in a half second.
  func isSaturated(_ half: Int, range: ClosedRange<Float>) -> Bool {
    peaks[half] >= (range.upperBound - range.lowerBound) / 2
  }
}
