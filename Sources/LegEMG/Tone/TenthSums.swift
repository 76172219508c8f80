import SleepEvents

/// Sums of |x| over the tenths of a second of one segment, from the filter's rows.
struct TenthSums {
  private let grid: Grid
  private var sums: [Float] = []

  init(rate: SamplingRate) { grid = Grid(rate: rate) }

  /// Makes room for the samples up to `end`.
  mutating func makeRoom(through end: Int) {
    let needed = grid.tenth(of: end) + 1
    if needed > sums.count { sums.append(contentsOf: repeatElement(0, count: needed - sums.count)) }
  }

  /// Adds `count` rows. Lane `n` of the first row is sample `firstSample + n * laneLength` of the segment.
  ///
  /// The lanes reach the ends of their tenths at different rows, so rows are summed as vectors up to the next
  /// end in any lane.
  ///
  /// - Precondition: `count` rows are initialized starting at `rows`, and there is room for all their
  ///   samples.
  mutating func add(_ rows: UnsafePointer<Lanes>, count: Int, firstSample: Int, laneLength: Int) {
    let grid = grid
    var first = InlineArray<8, Int>(repeating: 0)
    var number = InlineArray<8, Int>(repeating: 0)
    var ends = InlineArray<8, Edge>(repeating: Edge(of: 0, grid))
    var edge = InlineArray<8, Int>(repeating: 0)
    for lane in 0..<Lanes.count {
      first[lane] = firstSample + lane * laneLength
      number[lane] = grid.tenth(of: first[lane])
      ends[lane] = Edge(of: number[lane] + 1, grid)
      edge[lane] = ends[lane].firstSample - first[lane]
    }
    sums.withUnsafeMutableBufferPointer { sums in
      var under = Lanes(repeating: 0)
      var row = 0
      while row < count {
        var stop = count
        for lane in 0..<Lanes.count { stop = min(stop, edge[lane]) }
        while row < stop {
          let values = rows[row]
          for lane in 0..<Lanes.count { under.values[lane] += values.values[lane].magnitude }
          row &+= 1
        }
        for lane in 0..<Lanes.count where edge[lane] == stop {
          sums[number[lane]] += under.values[lane]
          under.values[lane] = 0
          number[lane] += 1
          ends[lane].advance(grid)
          edge[lane] = ends[lane].firstSample - first[lane]
        }
      }
      for lane in 0..<Lanes.count where number[lane] < sums.count {
        sums[number[lane]] += under.values[lane]
      }
    }
  }

  /// The means of a segment with `sampleCount` samples; anything added beyond them is excluded.
  func segment(onset: Instant, sampleCount: Int) -> ToneScan.Segment {
    var tenths: [Float] = []
    var seconds: [Float] = []
    tenths.reserveCapacity(sums.count)
    seconds.reserveCapacity(sums.count / 10)
    var second = (sum: 0.0, count: 0)
    var start = 0
    var edge = Edge(of: 0, grid)
    for number in sums.indices {
      edge.advance(grid)
      let end = edge.firstSample
      guard end <= sampleCount else { break }
      tenths.append(end > start ? sums[number] / Float(end - start) : 0)
      second.sum += Double(sums[number])
      second.count += end - start
      if number % 10 == 9 {
        seconds.append(second.count > 0 ? Float(second.sum / Double(second.count)) : 0)
        second = (0, 0)
      }
      start = end
    }
    return ToneScan.Segment(onset: onset, tenths: tenths, seconds: seconds)
  }

  /// Where tenths begin, in samples of the segment.
  private struct Grid {
    let samples: Int
    let tenths: Int
    /// Quotient and remainder of `samples / tenths`.
    let whole: Int
    let rest: Int

    init(rate: SamplingRate) {
      samples = rate.samples * rate.secondsDenominator
      tenths = 10 * rate.secondsNumerator
      (whole, rest) = samples.quotientAndRemainder(dividingBy: tenths)
    }

    func tenth(of sample: Int) -> Int { sample * tenths / samples }
  }

  /// The start of a tenth, `number * samples / tenths`, advanced from one to the next without a division.
  private struct Edge {
    private var quotient: Int
    private var remainder: Int

    init(of number: Int, _ grid: Grid) {
      (quotient, remainder) = (number * grid.samples).quotientAndRemainder(dividingBy: grid.tenths)
    }

    /// The first sample at or after it.
    var firstSample: Int { remainder > 0 ? quotient + 1 : quotient }

    mutating func advance(_ grid: Grid) {
      quotient += grid.whole
      remainder += grid.rest
      if remainder >= grid.tenths {
        remainder -= grid.tenths
        quotient += 1
      }
    }
  }
}
