import SleepEvents

/// Finds the beats of an ECG channel window by window, so that they can be had beside the legs.
///
/// Windows follow from the recording alone, whatever is asked for at a time.
public struct CardiacScan {
  /// Times of the R waves so far, in order.
  public private(set) var beats: [Instant] = []

  private static let windowSeconds = 60
  private static let marginSeconds = 2

  private let source: any SampleSource
  /// Samples that make one value of about 128 Hz.
  private let thinning: Int
  private let rate: Double
  private let window: Int
  private let margin: Int
  private var segment = 0
  /// First value of the next window, counted from the segment's start.
  private var start = 0

  public init(_ source: any SampleSource) {
    self.source = source
    let hertz = source.samplingRate.hertz
    thinning = max(1, Int((hertz / 128).rounded()))
    rate = hertz / Double(thinning)
    window = Int((Double(CardiacScan.windowSeconds) * rate).rounded())
    margin = Int((Double(CardiacScan.marginSeconds) * rate).rounded())
  }

  /// Finds the beats of all windows that begin within the first `seconds` of recorded time, gaps left out.
  ///
  /// - Throws: whatever the source throws.
  public mutating func advance(toSeconds seconds: Double) throws {
    let hertz = source.samplingRate.hertz
    while segment < source.segments.count {
      let whole = source.segments[segment]
      let count = whole.count / thinning
      while start < count {
        guard Double(whole.firstSample + start * thinning) < seconds * hertz else { return }
        let range = max(0, start - margin)..<min(count, start + window + margin)
        let own = start - range.lowerBound..<min(start + window, count) - range.lowerBound
        for position in CardiacPeaks.find(in: try thinned(whole, range), rate: rate, own: own) {
          let sample = (position + Double(range.lowerBound) + 0.5) * Double(thinning) - 0.5
          beats.append(whole.onset + Span(seconds: sample / hertz))
        }
        start += window
      }
      segment += 1
      start = 0
    }
  }

  private func thinned(_ whole: SampleSegment, _ range: Range<Int>) throws -> [Float] {
    let count = range.count * thinning
    return try withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { buffer in
      let first = whole.firstSample + range.lowerBound * thinning
      try source.readMicrovolts(first..<first + count, into: buffer)
      return [Float](unsafeUninitializedCapacity: range.count) { values, initialized in
        if let from = buffer.baseAddress, let to = values.baseAddress {
          BlockKernels.sums(from, blockSamples: thinning, blocks: range.count, sums: to)
          let share = 1 / Float(thinning)
          for index in 0..<range.count { to[index] *= share }
        }
        initialized = range.count
      }
    }
  }
}
