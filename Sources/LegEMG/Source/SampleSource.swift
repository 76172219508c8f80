import SleepEvents

/// The source of one derivation's samples, in microvolts.
///
/// Samples are counted over all segments of the recording, gaps excluded. An implementation must allow
/// concurrent reads from several threads.
package protocol SampleSource: Sendable {
  var samplingRate: SamplingRate { get }
  /// In time order; their sample ranges are contiguous.
  var segments: [SampleSegment] { get }
  /// Microvolts per digital step, the larger of the two where two electrodes are subtracted.
  var resolutionMicrovolts: Double { get }
  /// The lowest and highest values that the converter can output, microvolts; a sample there is saturated.
  var rangeMicrovolts: ClosedRange<Float> { get }

  /// Writes the samples `range` to `buffer`, whose count equals that of the range.
  func readMicrovolts(_ range: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>) throws
}

/// A sampling rate as an exact ratio of integers.
package struct SamplingRate: Hashable, Sendable {
  package let samples: Int
  /// The duration of `samples` samples, as a ratio in seconds.
  package let secondsNumerator: Int
  package let secondsDenominator: Int

  /// `samples` in `secondsNumerator / secondsDenominator` seconds, all positive.
  package init(samples: Int, secondsNumerator: Int, secondsDenominator: Int = 1) {
    self.samples = samples
    self.secondsNumerator = secondsNumerator
    self.secondsDenominator = secondsDenominator
  }

  package init(hertz: Int) { self.init(samples: hertz, secondsNumerator: 1) }

  package var hertz: Double { Double(samples) * Double(secondsDenominator) / Double(secondsNumerator) }

  /// The duration of `count` samples, rounded to the nearest tick; exact for every rate that EDF can state.
  package func span(of count: Int) -> TimeSpan {
    let (high, low) = Int64(count).multipliedFullWidth(by: Int64(secondsNumerator) &* ticksPerSecond)
    let divisor = Int64(samples) * Int64(secondsDenominator)
    let (quotient, remainder) = divisor.dividingFullWidth((high, low))
    return TimeSpan(ticks: quotient + (remainder * 2 >= divisor ? 1 : 0))
  }
}

/// A run of samples without a gap.
package struct SampleSegment: Hashable, Sendable {
  package var firstSample: Int
  package var count: Int
  /// Time of the first sample.
  package var onset: Instant

  package init(firstSample: Int, count: Int, onset: Instant) {
    self.firstSample = firstSample
    self.count = count
    self.onset = onset
  }

  package var samples: Range<Int> { firstSample..<firstSample + count }
}

/// Samples held in memory: for tests, the simulator and programs that embed this library.
package struct ArraySource: SampleSource {
  package let samplingRate: SamplingRate
  package let segments: [SampleSegment]
  package let resolutionMicrovolts: Double
  package let rangeMicrovolts: ClosedRange<Float>
  let samples: [Float]

  /// - Parameters:
  ///   - microvolts: all samples in order.
  ///   - segments: nil for one segment from time 0.
  package init(
    microvolts: [Float], samplingRate: SamplingRate, segments: [SampleSegment]? = nil,
    resolutionMicrovolts: Double = 0.03, rangeMicrovolts: ClosedRange<Float> = -5000...5000
  ) {
    samples = microvolts
    self.samplingRate = samplingRate
    self.segments = segments ?? [SampleSegment(firstSample: 0, count: microvolts.count, onset: .zero)]
    self.resolutionMicrovolts = resolutionMicrovolts
    self.rangeMicrovolts = rangeMicrovolts
  }

  package func readMicrovolts(_ range: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>) {
    for (offset, index) in range.enumerated() { buffer[offset] = samples[index] }
  }
}
