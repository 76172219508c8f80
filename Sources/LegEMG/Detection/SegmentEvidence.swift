import SleepEvents

extension SegmentRun {
  /// Number of half seconds of a burst that are kept for comparing the legs.
  private static let keptHalves = 4
  private static let keptHertz = 256.0

  /// Spectral evidence from the samples `range` of the segment, as far as they are still in memory.
  func evidence(_ range: Range<Int>, meter: BurstMeter) -> BurstEvidence {
    let first = firstBlock * grid.blockSamples
    let local = max(0, range.lowerBound - first)..<max(0, min(sampleCount, range.upperBound - first))
    guard local.lowerBound < local.upperBound else {
      return BurstEvidence(shape: nil, lineRatio: 0, halves: [])
    }
    return samples.withUnsafeBufferPointer { samples in
      let shape = meter.measure(UnsafeBufferPointer(rebasing: samples[local]))
      var left = 0.0
      for index in local { left += Double(samples[index] * samples[index]) }
      return BurstEvidence(
        shape: shape, lineRatio: lineRatio(range, left: left / Double(local.count)), halves: keptHalves(range)
      )
    }
  }

  /// Decimated samples of the half seconds that a burst mostly fills, on the timeline's grid, so that those
  /// of the two legs coincide.
  func keptHalves(_ range: Range<Int>) -> [(entry: Int, samples: [Float])] {
    let first = firstBlock * grid.blockSamples
    let size = grid.halfSecondSamples
    let rate = grid.blockRate * Double(grid.blockSamples)
    let thinning = max(1, Int((rate / SegmentRun.keptHertz).rounded()))
    guard !range.isEmpty else { return [] }
    let touched = range.lowerBound / size...(range.upperBound - 1) / size
    let filled = touched.filter { half in
      5 * (min(range.upperBound, (half + 1) * size) - max(range.lowerBound, half * size)) >= 2 * size
    }
    return filled.prefix(SegmentRun.keptHalves).compactMap { half in
      let start = half * size - first
      guard start >= 0, start + size <= sampleCount else { return nil }
      return (
        firstEntry + half,
        stride(from: start, to: start + size, by: thinning).map { index in
          var sum: Float = 0
          for sample in index..<min(index + thinning, start + size) { sum += samples[sample] }
          return sum / Float(thinning)
        }
      )
    }
  }

  /// Start of the excursion that first reaches `threshold` in a block: the sample after the last sign change
  /// before it. Counted from the start of the segment.
  ///
  /// Scorers see the EMG rise from there; the sample that crosses the threshold comes a quarter of a period
  /// later.
  func firstSample(in block: Int, atLeast threshold: Float) -> Int? {
    let start = (block - firstBlock) * grid.blockSamples
    guard
      let crossing = (start..<min(start + grid.blockSamples, sampleCount))
        .first(where: { abs(samples[$0]) >= threshold })
    else { return nil }
    var foot = crossing
    while foot > 0, samples[foot - 1] * samples[crossing] > 0 { foot -= 1 }
    return foot + firstBlock * grid.blockSamples
  }

  /// Moves the start of quiet from `block` past the tail that a shorter mean still detects, at most to
  /// `limit`.
  func tailEnd(from block: Int, limit: Int, length: Int, threshold: Float) -> Int {
    var end = block
    while end < limit {
      let first = end - firstBlock
      let last = min(first + length, means.count)
      guard first >= 0, first < last else { break }
      var sum: Float = 0
      for index in first..<last { sum += means[index] }
      guard sum > threshold * Float(last - first) else { break }
      end += 1
    }
    return end
  }

  /// Power of the lines that were subtracted from the samples `range` but not around them, relative to
  /// `left`, the mean square of what remains.
  ///
  /// A line that begins and ends with a burst is part of it: a limb touching metal, a stimulator.
  func lineRatio(_ range: Range<Int>, left: Double) -> Double {
    guard !range.isEmpty else { return 0 }
    let size = grid.halfSecondSamples
    let first = range.lowerBound / size - firstHalf
    let last = (range.upperBound - 1) / size - firstHalf
    let hum = artifacts[ArtifactMeasure.hum.index]
    guard first >= 2, last + 2 < hum.count else { return 0 }
    let inside = hum[first...last].sorted()
    let beside = max(hum[first - 2], hum[last + 2])
    let line = inside[inside.count / 2]
    let power = Double(line * line - beside * beside) / 2
    return line > 3 && power > 0 ? power / max(left, 0.01) : 0
  }
}
