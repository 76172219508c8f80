import SleepEvents

/// What the amplitude rules saw around a moment, for explanations.
package struct EnvelopeTrace: Sendable {
  package struct Point: Sendable {
    package var time: Instant
    /// Mean of |x| over the envelope's window, microvolts.
    package var envelope: Float
    /// Largest |x| since the previous point, microvolts.
    package var peak: Float
    /// Resting level, microvolts; nil where it could not be determined.
    package var resting: Float?
    package var onsetThreshold: Float?
    package var offsetThreshold: Float?
    package var isValid: Bool
  }

  /// One per block of about 1/128 s.
  package var points: [Point] = []

  package init() {}
}

extension MovementScanner {
  /// Appends the blocks of one half second to a trace.
  func record(
    _ trace: inout EnvelopeTrace, blocks: Range<Int>, envelope: [Float], peaks: UnsafeBufferPointer<Float>,
    run: SegmentRun, resting: Float?, clock: SampleClock
  ) {
    let main = thresholds[0]
    for block in blocks {
      trace.points.append(
        EnvelopeTrace.Point(
          time: clock.time(block * grid.blockSamples), envelope: envelope[block - blocks.lowerBound],
          peak: peaks[block - run.firstBlock], resting: resting,
          onsetThreshold: resting.map { $0 + Float(main.onsetMicrovolts) },
          offsetThreshold: resting.map {
            offsetThreshold(resting: $0, offset: Float(main.offsetMicrovolts))
          }, isValid: resting != nil))
    }
  }
}
