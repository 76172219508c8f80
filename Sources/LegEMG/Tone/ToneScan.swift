import SleepEvents
import Synchronization

/// A channel that is processed through the night chunk by chunk, together with others.
package protocol ChunkScan: Sendable {
  var source: any SampleSource { get }
  /// The samples that the next step reads, as the source counts them; nil when the channel is done.
  var upcoming: Range<Int>? { get }
  /// Processes the next chunk.
  ///
  /// - Parameter beats: times of R waves in order, complete up to the end of `upcoming`; nil without an ECG.
  func advance(beats: [Instant]?) throws
}

extension LegScan: ChunkScan {}

/// The amplitude of the chin EMG over the night: mean |x| of every tenth of a second in the 10-100 Hz band,
/// from which the whole seconds of the atonia index (Ferri 2008) are formed.
package final class ToneScan: ChunkScan {
  /// Mean |x| of the tenths of a second of one segment, from its start, microvolts. An incomplete tenth at
  /// its end is left out.
  package struct Segment: Sendable {
    package var onset: Instant
    package var tenths: [Float]
    /// The same for whole seconds. Tenths differ in their number of samples, so a second is not the mean of
    /// its tenths.
    package var seconds: [Float]
  }

  package let source: any SampleSource
  private let stream: Mutex<ToneStream>

  /// Recordings with a lower rate contain too little of the band.
  package static let minimumHertz = 100.0

  package init(source: any SampleSource) {
    self.source = source
    stream = Mutex(ToneStream(source: source))
  }

  package var upcoming: Range<Int>? { stream.withLock { $0.upcoming } }

  package func advance(beats: [Instant]?) throws { try stream.withLock { try $0.advance() } }

  /// What has been seen so far.
  package var segments: [Segment] { stream.withLock { $0.found } }
}

private struct ToneStream: ~Copyable {
  private let source: any SampleSource
  private let grid: BlockGrid
  private var filter: ZeroPhaseFilter
  private(set) var found: [ToneScan.Segment] = []
  private var segment = 0
  private var position = 0
  private var sums: TenthSums

  init(source: any SampleSource) {
    self.source = source
    let rate = source.samplingRate
    grid = BlockGrid(rate: rate)
    let high = min(100, 0.45 * rate.hertz)
    filter = ZeroPhaseFilter(
      design: ButterworthBandPass(lowHertz: min(10, high * 0.9), highHertz: high, rateHertz: rate.hertz),
      tileRows: grid.tileRows)
    sums = TenthSums(rate: rate)
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
    var sums = TenthSums(rate: source.samplingRate)
    swap(&sums, &self.sums)
    let laneLength = grid.laneLength(remaining: whole.count - position)
    let (start, room) = (position, laneLength * Lanes.count)
    sums.makeRoom(through: start + room)
    try filter.run(
      start: start, laneLength: laneLength,
      read: { range, buffer in try EdgeReading.read(range, of: whole, from: source, into: buffer) },
      observe: { _, _ in },
      deliver: { row, block, count in
        sums.add(block, count: count, firstSample: start + row, laneLength: laneLength)
      })
    position += room
    if position >= whole.count {
      found.append(sums.segment(onset: whole.onset, sampleCount: whole.count))
      sums = TenthSums(rate: source.samplingRate)
      segment += 1
      position = 0
    }
    swap(&sums, &self.sums)
  }
}
