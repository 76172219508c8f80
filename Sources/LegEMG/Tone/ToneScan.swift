import SleepEvents
import Synchronization

/// A channel that is taken through the night chunk by chunk, together with others.
package protocol ChunkScan: Sendable {
  var source: any SampleSource { get }
  /// Samples that the next step reads, counted as the source counts them; nil when the channel is done.
  var upcoming: Range<Int>? { get }
  /// Takes in the next chunk.
  ///
  /// - Parameter beats: times of R waves in order, complete up to the end of `upcoming`; nil without an ECG.
  func advance(beats: [Instant]?) throws
}

extension LegScan: ChunkScan {}

/// The amplitude of the chin's EMG over the night: mean |x| of every tenth of a second in the band of 10-100 Hz, from which
/// the whole seconds of the atonia index (Ferri 2008) are made.
package final class ToneScan: ChunkScan {
  /// Mean |x| of the tenths of a second of one segment, from its start, microvolts. A tenth at its end that is not whole is
  /// left out.
  package struct Segment: Sendable {
    package var onset: Instant
    package var tenths: [Float]
    /// The same of whole seconds. Tenths differ in how many samples they hold, so that a second is no mean of its tenths.
    package var seconds: [Float]
  }

  package let source: any SampleSource
  private let stream: Mutex<ToneStream>

  /// Slower recordings have no muscle in the band.
  package static let minimumHertz = 100.0

  package init(source: any SampleSource) {
    self.source = source
    stream = Mutex(ToneStream(source: source))
  }

  package var upcoming: Range<Int>? { stream.withLock { $0.upcoming } }

  package func advance(beats: [Instant]?) throws { try stream.withLock { try $0.advance() } }

  /// What was seen so far.
  package var segments: [Segment] { stream.withLock { $0.found } }
}

private struct ToneStream: ~Copyable {
  private let source: any SampleSource
  private let grid: BlockGrid
  private var filter: ZeroPhaseFilter
  private(set) var found: [ToneScan.Segment] = []
  private var segment = 0
  private var position = 0
  private var samples: [Float] = []
  /// The tenth of a second that is under way: its number in the segment, sum and count of its samples.
  private var tenth = 0
  private var sum: Float = 0
  private var count = 0
  private var secondSum = 0.0
  private var secondCount = 0

  init(source: any SampleSource) {
    self.source = source
    let rate = source.samplingRate
    grid = BlockGrid(rate: rate)
    let high = min(100, 0.45 * rate.hertz)
    filter = ZeroPhaseFilter(
      design: ButterworthBandPass(lowHertz: min(10, high * 0.9), highHertz: high, rateHertz: rate.hertz),
      tileRows: grid.tileRows)
  }

  var upcoming: Range<Int>? {
    guard let next = source.segments.indices[segment...].first(where: { source.segments[$0].count > 0 })
    else { return nil }
    let whole = source.segments[next]
    let start = next == segment ? position : 0
    let length = grid.laneLength(remaining: whole.count - start) * Lanes.count
    return whole.firstSample + max(0, start - filter.halo)..<whole.firstSample
      + min(whole.count, start + length + filter.halo)
  }

  mutating func advance() throws {
    while segment < source.segments.count, source.segments[segment].count == 0 { segment += 1 }
    guard segment < source.segments.count else { return }
    let (whole, source) = (source.segments[segment], source)
    if position == 0 {
      found.append(ToneScan.Segment(onset: whole.onset, tenths: [], seconds: []))
      (tenth, sum, count) = (0, 0, 0)
      (secondSum, secondCount) = (0, 0)
    }
    let laneLength = grid.laneLength(remaining: whole.count - position)
    let room = laneLength * Lanes.count
    if samples.count < room { samples = [Float](repeating: 0, count: room) }
    let start = position
    try samples.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      try filter.run(
        start: start, laneLength: laneLength, into: base,
        read: { range, buffer in try EdgeReading.read(range, of: whole, from: source, into: buffer) },
        observe: { _, _ in })
    }
    addTenths(upTo: min(room, whole.count - start), from: start)
    position += room
    if position >= whole.count {
      segment += 1
      position = 0
    }
  }

  /// First sample of a tenth of a second, counted from the segment's start.
  private func firstSample(ofTenth number: Int) -> Int {
    let rate = source.samplingRate
    let (samples, seconds) = (rate.samples * rate.secondsDenominator, 10 * rate.secondsNumerator)
    return (number * samples + seconds - 1) / seconds
  }

  private mutating func addTenths(upTo end: Int, from start: Int) {
    var next = 0
    var means: [Float] = []
    var seconds: [Float] = []
    samples.withUnsafeBufferPointer { values in
      while next < end {
        let edge = firstSample(ofTenth: tenth + 1) - start
        let stop = min(edge, end)
        var part: Float = 0
        for index in next..<stop { part += abs(values[index]) }
        sum += part
        count += stop - next
        next = stop
        if stop == edge {
          means.append(count > 0 ? sum / Float(count) : 0)
          secondSum += Double(sum)
          secondCount += count
          (tenth, sum, count) = (tenth + 1, 0, 0)
          if tenth % 10 == 0 {
            seconds.append(secondCount > 0 ? Float(secondSum / Double(secondCount)) : 0)
            (secondSum, secondCount) = (0, 0)
          }
        }
      }
    }
    found[found.count - 1].tenths.append(contentsOf: means)
    found[found.count - 1].seconds.append(contentsOf: seconds)
  }
}
