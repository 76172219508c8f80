import SleepEvents
import Synchronization
import Testing

@testable import LegEMG

/// A night processed in chunks gives the same result as the whole night at once.
@Suite struct LegScanTests {
  /// Counts what is read, and returns it in pieces like a file's records.
  private final class CountingSource: SampleSource {
    let inner: ArraySource
    let read = Mutex<[Range<Int>]>([])

    init(_ inner: ArraySource) { self.inner = inner }

    var samplingRate: SamplingRate { inner.samplingRate }
    var segments: [SampleSegment] { inner.segments }
    var resolutionMicrovolts: Double { inner.resolutionMicrovolts }
    var rangeMicrovolts: ClosedRange<Float> { inner.rangeMicrovolts }

    func readMicrovolts(_ range: Range<Int>, into buffer: UnsafeMutableBufferPointer<Float>) {
      read.withLock { $0.append(range) }
      inner.readMicrovolts(range, into: buffer)
    }
  }

  private func probe() -> ProbeSignal {
    var probe = ProbeSignal(seconds: 50, rate: 128, restingRMS: 1.5, seed: 3)
    for start in [4.0, 21, 36] { probe.addBurst(at: start, seconds: 1.5, peak: 60) }
    probe.addHeart(microvolts: 12)
    return probe
  }

  @Test func `a chunk reads only what was announced`() throws {
    let source = CountingSource(probe().source())
    let scan = try LegScan(LegAnalyzer(), source: source, leg: .left, channel: "probe")
    var chunks = 0
    while let upcoming = scan.upcoming {
      try scan.advance(beats: nil)
      let read = source.read.withLock { read in
        defer { read = [] }
        return read
      }
      #expect(!read.isEmpty)
      #expect(
        read.allSatisfy { upcoming.lowerBound <= $0.lowerBound && $0.upperBound <= upcoming.upperBound })
      #expect(read.map(\.lowerBound).min() == upcoming.lowerBound)
      #expect(read.map(\.upperBound).max() == upcoming.upperBound)
      chunks += 1
    }
    #expect(chunks == 1)
    #expect(scan.record().movements.count == 3)
  }

  @Test func `segments come one after the other, empty ones are passed over`() throws {
    let samples = probe().samples
    let first = 128 * 20
    let segments = [
      SampleSegment(firstSample: 0, count: first, onset: .zero),
      SampleSegment(firstSample: first, count: 0, onset: Instant(seconds: 25)),
      SampleSegment(firstSample: first, count: samples.count - first, onset: Instant(seconds: 30)),
    ]
    let source = ArraySource(microvolts: samples, samplingRate: SamplingRate(hertz: 128), segments: segments)
    let scan = try LegScan(LegAnalyzer(), source: source, leg: .right, channel: "probe")
    #expect(scan.upcoming == 0..<first)
    try scan.advance(beats: nil)
    #expect(scan.record().movements.count == 1)
    #expect(scan.upcoming == first..<samples.count)
    try scan.advance(beats: nil)
    #expect(scan.upcoming == nil)
    try scan.advance(beats: nil)
    let whole = try LegAnalyzer().analyze(source, leg: .right, channel: "probe")
    #expect(scan.record().movements == whole.movements)
    #expect(whole.movements.count == 3)
  }

  @Test func `beats found window by window are those found at once`() throws {
    var probe = ProbeSignal(seconds: 200, rate: 128, restingRMS: 2, seed: 8)
    probe.addHeart(microvolts: 300, perMinute: 71)
    let source = probe.source()
    let whole = try CardiacRhythm(source).beats
    var scan = CardiacScan(source)
    for seconds in [0.0, 10, 10, 59.9, 130, .infinity, .infinity] {
      for window in scan.takeWindows(toSeconds: seconds) { scan.add(try scan.listener.beats(in: window)) }
      // Whole windows of a minute: the requested samples are always there.
      let known = whole.prefix { $0.seconds < min(seconds, 200) - 1 }
      #expect(scan.beats.count >= known.count)
    }
    #expect(scan.beats == whole)
    #expect(abs(Double(whole.count) - 200.0 / 60 * 71) <= 2)
  }

  @Test func `the filter's output does not depend on the rows worked at a time`() throws {
    let samples = probe().samples
    let expected = try FilterTests.lanes(samples, rate: 128, blockRows: 128)
    for rows in [1, 2, 7, 64, 1000] {
      #expect(try FilterTests.lanes(samples, rate: 128, blockRows: rows) == expected)
    }
  }
}
