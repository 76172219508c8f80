import SleepEvents

/// Finds the beats of an ECG channel window by window, so that they are available as the legs are processed.
///
/// The windows depend on the recording alone, not on how they are requested or on how many threads.
package struct CardiacScan: Sendable {
  /// Times of the R waves so far, in order.
  package private(set) var beats: [Instant] = []
  /// Finds the beats of a window, on any thread.
  package let listener: CardiacListener

  private var segment = 0
  /// First value of the next window, counted from the start of the segment.
  private var start = 0

  package init(_ source: any SampleSource) { listener = CardiacListener(source) }

  /// The windows not yet taken that begin within the first `seconds` of recorded time, gaps excluded. Each is
  /// returned once; its beats must then be added in the same order.
  package mutating func takeWindows(toSeconds seconds: Double) -> [CardiacListener.Window] {
    let source = listener.source
    let end = seconds * source.samplingRate.hertz
    var windows: [CardiacListener.Window] = []
    while segment < source.segments.count {
      let whole = source.segments[segment]
      let count = whole.count / listener.thinning
      while start < count {
        guard Double(whole.firstSample + start * listener.thinning) < end else { return windows }
        windows.append(
          CardiacListener.Window(
            segment: whole, own: start..<min(start + listener.window, count),
            range: max(0, start - listener.margin)..<min(count, start + listener.window + listener.margin)))
        start += listener.window
      }
      segment += 1
      start = 0
    }
    return windows
  }

  package mutating func add(_ beats: [Instant]) { self.beats += beats }
}

/// Finds the beats of single windows of an ECG channel.
package struct CardiacListener: Sendable {
  /// A part of one segment whose beats are found independently.
  package struct Window: Sendable {
    fileprivate var segment: SampleSegment
    /// In values of about 128 Hz from the start of the segment; the rest of `range` provides context.
    fileprivate var own: Range<Int>
    fileprivate var range: Range<Int>
  }

  private static let windowSeconds = 60
  private static let marginSeconds = 2

  fileprivate let source: any SampleSource
  /// Samples per value of about 128 Hz.
  fileprivate let thinning: Int
  private let rate: Double
  fileprivate let window: Int
  fileprivate let margin: Int

  fileprivate init(_ source: any SampleSource) {
    self.source = source
    let hertz = source.samplingRate.hertz
    thinning = max(1, Int((hertz / 128).rounded()))
    rate = hertz / Double(thinning)
    window = Int((Double(CardiacListener.windowSeconds) * rate).rounded())
    margin = Int((Double(CardiacListener.marginSeconds) * rate).rounded())
  }

  /// The beats of one window.
  ///
  /// - Throws: whatever the source throws.
  package func beats(in window: Window) throws -> [Instant] {
    let offset = window.range.lowerBound
    let own = window.own.lowerBound - offset..<window.own.upperBound - offset
    let hertz = source.samplingRate.hertz
    return CardiacPeaks.find(in: try thinned(window.segment, window.range), rate: rate, own: own).map {
      position in
      let sample = (position + Double(offset) + 0.5) * Double(thinning) - 0.5
      return window.segment.onset + TimeSpan(seconds: sample / hertz)
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
