import SleepEvents
import Testing

@testable import LegEMG

@Suite struct TenthSumsTests {
  @Test(arguments: [
    SamplingRate(hertz: 100), SamplingRate(hertz: 333), SamplingRate(hertz: 512),
    SamplingRate(samples: 2000, secondsNumerator: 7), SamplingRate(samples: 205, secondsNumerator: 2),
  ])
  func `rows in any order give the means of plain sums`(_ rate: SamplingRate) {
    let (laneLength, chunks) = (300, 2)
    let count = laneLength * Lanes.count * chunks
    var state: UInt32 = 9
    let samples = (0..<count).map { _ -> Float in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(Int32(bitPattern: state)) / 1e7
    }
    var sums = TenthSums(rate: rate)
    for chunk in 0..<chunks {
      let start = chunk * laneLength * Lanes.count
      sums.makeRoom(through: start + laneLength * Lanes.count)
      for block in [200..<300, 70..<200, 0..<70] {
        var rows = [Lanes](repeating: Lanes(repeating: 0), count: block.count)
        for row in block {
          for lane in 0..<Lanes.count {
            rows[row - block.lowerBound].values[lane] = samples[start + lane * laneLength + row]
          }
        }
        sums.add(
          rows, count: block.count, firstSample: start + block.lowerBound, laneLength: laneLength)
      }
    }
    // The last samples are padding, and the tenth in which they begin is incomplete.
    let own = count - 37
    let segment = sums.segment(onset: Instant(seconds: 0), sampleCount: own)
    func edge(_ number: Int) -> Int { Int((Double(number) * rate.hertz / 10).rounded(.up)) }
    #expect(edge(segment.tenths.count) <= own && edge(segment.tenths.count + 1) > own)
    #expect(segment.seconds.count == segment.tenths.count / 10)
    for (number, mean) in segment.tenths.enumerated() {
      #expect(abs(mean - plainMean(samples[edge(number)..<edge(number + 1)])) < 0.001 * mean)
    }
    for (number, mean) in segment.seconds.enumerated() {
      #expect(abs(mean - plainMean(samples[edge(10 * number)..<edge(10 * number + 10)])) < 0.001 * mean)
    }
  }

  private func plainMean(_ samples: ArraySlice<Float>) -> Float {
    Float(samples.reduce(0.0) { $0 + Double(abs($1)) } / Double(samples.count))
  }
}
