import SleepEvents

/// When the heart beats, from an ECG channel.
///
/// The ECG is thinned to about 128 Hz, freed of its slow waves by subtracting a running mean, and each
/// excursion of the dominant polarity above half the usual peak is a beat; no two within 0.3 s.
public struct CardiacRhythm: Sendable {
  /// Times of the R waves, in order.
  public let beats: [Instant]

  private static let windowSeconds = 60
  private static let marginSeconds = 2

  /// - Throws: whatever the source throws.
  public init(_ source: any SampleSource) throws {
    var beats: [Instant] = []
    let hertz = source.samplingRate.hertz
    let thinning = max(1, Int((hertz / 128).rounded()))
    let rate = hertz / Double(thinning)
    let window = Int((Double(CardiacRhythm.windowSeconds) * rate).rounded())
    let margin = Int((Double(CardiacRhythm.marginSeconds) * rate).rounded())
    for segment in source.segments {
      let count = segment.count / thinning
      var start = 0
      while start < count {
        let range = max(0, start - margin)..<min(count, start + window + margin)
        let values = try CardiacRhythm.thinned(source, segment, range, by: thinning)
        let own = start - range.lowerBound..<min(start + window, count) - range.lowerBound
        for position in CardiacRhythm.peaks(in: values, rate: rate, own: own) {
          let sample = (position + Double(range.lowerBound) + 0.5) * Double(thinning) - 0.5
          beats.append(segment.onset + Span(seconds: sample / hertz))
        }
        start += window
      }
    }
    self.beats = beats
  }

  public init(beats: [Instant]) { self.beats = beats.sorted() }

  private static func thinned(
    _ source: any SampleSource, _ segment: SampleSegment, _ range: Range<Int>, by factor: Int
  ) throws -> [Float] {
    let count = range.count * factor
    return try withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { buffer in
      let first = segment.firstSample + range.lowerBound * factor
      try source.readMicrovolts(first..<first + count, into: buffer)
      return (0..<range.count).map { index in
        var sum: Float = 0
        for sample in index * factor..<(index + 1) * factor { sum += buffer[sample] }
        return sum / Float(factor)
      }
    }
  }

  /// Each value less the mean of `reach` values on both sides.
  private static func withoutSlowWaves(_ values: [Float], reach: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: values.count) { fast, count in
      values.withUnsafeBufferPointer { values in
        var (low, high, sum) = (0, min(values.count, reach + 1), 0.0)
        for index in 0..<high { sum += Double(values[index]) }
        for index in values.indices {
          fast[index] = values[index] - Float(sum / Double(high - low))
          if high < values.count {
            sum += Double(values[high])
            high += 1
          }
          if index >= reach {
            sum -= Double(values[low])
            low += 1
          }
        }
        count = values.count
      }
    }
  }

  /// Positions of beats within `own`, with a fraction of a sample from a parabola through the peak.
  static func peaks(in values: [Float], rate: Double, own: Range<Int>) -> [Double] {
    let reach = max(1, Int((0.1 * rate).rounded()))
    guard values.count > 4 * reach else { return [] }
    var fast = CardiacRhythm.withoutSlowWaves(values, reach: reach)
    let second = max(2, Int(rate.rounded()))
    func usualPeak(_ sign: Float) -> Float {
      let maxima = stride(from: 0, to: fast.count, by: second).map { start in
        var peak: Float = 0
        for index in start..<min(start + second, fast.count) {
          let value = fast[index] * sign
          peak = value > peak ? value : peak
        }
        return peak
      }.sorted()
      return maxima[maxima.count / 2]
    }
    let (up, down) = (usualPeak(1), usualPeak(-1))
    let peak = max(up, down)
    guard peak > 0 else { return [] }
    if down > up { for index in fast.indices { fast[index] = -fast[index] } }
    let refractory = Int((0.3 * rate).rounded())
    var found: [Int] = []
    for index in 1..<fast.count - 1
    where fast[index] > 0.5 * peak && fast[index] >= fast[index - 1] && fast[index] > fast[index + 1] {
      if let last = found.last, index - last < refractory {
        if fast[index] > fast[last] { found[found.count - 1] = index }
      } else {
        found.append(index)
      }
    }
    return found.filter(own.contains).map { index in
      let (before, here, after) = (fast[index - 1], fast[index], fast[index + 1])
      let curvature = before - 2 * here + after
      let shift = curvature < 0 ? 0.5 * (before - after) / curvature : 0
      return Double(index) + Double(min(max(shift, -0.5), 0.5))
    }
  }
}
