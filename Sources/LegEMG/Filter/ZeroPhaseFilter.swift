import SleepEvents

/// Forward and backward band-pass filter over a chunk of the night, eight runs at a time.
///
/// The chunk is cut into eight equal lanes. Each is warmed up over a halo of samples on both sides, long
/// enough for the transient to fall below `transientTolerance`, so that the result does not depend on where
/// the lanes lie. Forward state continues from tile to tile; only the backward pass repeats its halo.
struct ZeroPhaseFilter: ~Copyable {
  /// What remains of a transient after the halo, relative to its initial value; far below the rounding of
  /// Float.
  static let transientTolerance = 1e-8

  let design: ButterworthBandPass
  let halo: Int
  let tileRows: Int
  private let gain: Float
  /// Forward output of one tile and the halo after it.
  private let rows: UnsafeMutablePointer<Lanes>
  private let rowCapacity: Int
  /// Backward output of one block, kept separately so that the forward output survives for the next tile's
  /// halo.
  private let backward: UnsafeMutablePointer<Lanes>
  private let lanes: UnsafeMutablePointer<Float>
  private let laneStride: Int

  private let blockRows: Int

  /// - Parameters:
  ///   - tileRows: rows read at a time; they stay in the second-level cache. The backward pass restarts with
  ///     each tile, so the last bits depend on it.
  ///   - blockRows: rows processed at a time, in the first-level cache; the output does not depend on it.
  init(design: ButterworthBandPass, tileRows: Int, blockRows: Int = 128) {
    self.blockRows = blockRows
    self.design = design
    self.tileRows = tileRows
    halo = design.transientSamples(tolerance: ZeroPhaseFilter.transientTolerance)
    gain = Float(design.gain * design.gain)
    rowCapacity = tileRows + 2 * halo
    rows = .allocate(capacity: rowCapacity)
    rows.initialize(repeating: Lanes(repeating: 0), count: rowCapacity)
    backward = .allocate(capacity: blockRows)
    backward.initialize(repeating: Lanes(repeating: 0), count: blockRows)
    // 64 extra floats, or the eight lanes of an 8 h night would all map to the same cache set.
    laneStride = rowCapacity + 64
    lanes = .allocate(capacity: laneStride * Lanes.count)
    lanes.initialize(repeating: 0, count: laneStride * Lanes.count)
  }

  deinit {
    rows.deallocate()
    backward.deallocate()
    lanes.deallocate()
  }

  /// Filters `8 * laneLength` samples of a segment starting at `start`.
  ///
  /// - Parameters:
  ///   - read: supplies the samples of a range of the segment, which may extend past its ends: there the edge
  ///     sample is repeated, since a band-pass removes constants.
  ///   - observe: receives every raw sample of the lanes once, as they are read: the lane's first sample and
  ///     its values.
  ///   - output: receives `8 * laneLength` filtered samples.
  /// - Precondition: `laneLength` is a multiple of `tileRows` or at most `tileRows`, and `output` has room.
  mutating func run(
    start: Int, laneLength: Int, into output: UnsafeMutablePointer<Float>,
    read: (Range<Int>, UnsafeMutableBufferPointer<Float>) throws -> Void,
    observe: (Int, UnsafeBufferPointer<Float>) -> Void
  ) throws {
    try run(start: start, laneLength: laneLength, read: read, observe: observe) { row, block, count in
      LaneTransposition.separate(block, count: count, into: output + row, stride: laneLength)
    }
  }

  /// The same, passing on the filtered samples row by row.
  ///
  /// - Parameter deliver: receives the index of the first row, counted from the start of the lanes, the rows,
  ///   and their number. Every row is delivered once, block by block, but not in order.
  mutating func run(
    start: Int, laneLength: Int,
    read: (Range<Int>, UnsafeMutableBufferPointer<Float>) throws -> Void,
    observe: (Int, UnsafeBufferPointer<Float>) -> Void,
    deliver: (Int, UnsafePointer<Lanes>, Int) -> Void
  ) throws {
    var forward = SectionChain(design)
    var filled = 0
    var nextInput = -halo
    var tile = 0
    while tile < laneLength {
      let tileLength = min(tileRows, laneLength - tile)
      // The first read also includes the halo before the lane, which is discarded afterwards.
      let wanted = tile + tileLength + halo
      let count = wanted - nextInput
      try gather(
        start: start, laneLength: laneLength, from: nextInput, count: count, read: read, observe: observe)
      var row = 0
      while row < count {
        let length = min(blockRows, count - row)
        let block = rows + filled + row
        LaneTransposition.interleave(lanes + row, stride: laneStride, count: length, into: block)
        forward.run(block, into: block, count: length, step: 1)
        row += length
      }
      nextInput = wanted
      filled += count
      if tile == 0 {
        rows.update(from: rows + halo, count: filled - halo)
        filled -= halo
      }
      runBackward(tileLength: tileLength, filled: filled) { row, block, count in
        deliver(tile + row, block, count)
      }
      rows.update(from: rows + tileLength, count: filled - tileLength)
      filled -= tileLength
      tile += tileLength
    }
  }

  /// Raw samples of all lanes, starting `from` rows after each lane's start.
  private func gather(
    start: Int, laneLength: Int, from: Int, count: Int,
    read: (Range<Int>, UnsafeMutableBufferPointer<Float>) throws -> Void,
    observe: (Int, UnsafeBufferPointer<Float>) -> Void
  ) throws {
    for lane in 0..<Lanes.count {
      let first = start + lane * laneLength + from
      let buffer = UnsafeMutableBufferPointer(start: lanes + lane * laneStride, count: count)
      try read(first..<first + count, buffer)
      let firstOwn = max(0, from)
      let own = firstOwn..<max(firstOwn, min(laneLength, from + count))
      guard !own.isEmpty else { continue }
      observe(
        start + lane * laneLength + own.lowerBound,
        UnsafeBufferPointer(start: lanes + lane * laneStride + (own.lowerBound - from), count: own.count))
    }
  }

  /// Filters the rows backwards and delivers those of the tile.
  private func runBackward(
    tileLength: Int, filled: Int, deliver: (Int, UnsafePointer<Lanes>, Int) -> Void
  ) {
    var chain = SectionChain(design)
    let block = backward
    var end = filled
    while end > 0 {
      let length = min(blockRows, end)
      let start = end - length
      chain.run(rows + end - 1, into: block + length - 1, count: length, step: -1, gain: gain)
      if start < tileLength { deliver(start, block, min(length, tileLength - start)) }
      end = start
    }
  }
}
