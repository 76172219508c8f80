import CLaneFilter
import SleepEvents
import Testing

@testable import LegEMG

/// The vector loops against plain implementations.
@Suite struct KernelTests {
  private func numbers(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SeededNumbers(seed: seed)
    return (0..<count).map { _ in Float(generator.next() % 2000) / 100 - 10 }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 16])
  func `blocks have the mean, the peak and the sum of their samples`(_ size: Int) {
    for blocks in [0, 1, 3, 8, 37] {
      let samples = numbers(size * blocks + 1, seed: UInt64(size + blocks))
      var means = [Float](repeating: -1, count: blocks + 1)
      var peaks = means
      var sums = means
      BlockKernels.meansAndPeaks(samples, blockSamples: size, blocks: blocks, means: &means, peaks: &peaks)
      BlockKernels.sums(samples, blockSamples: size, blocks: blocks, sums: &sums)
      for block in 0..<blocks {
        let own = samples[block * size..<(block + 1) * size]
        #expect(abs(means[block] - own.reduce(0) { $0 + abs($1) } / Float(size)) < 1e-5)
        #expect(peaks[block] == own.map(abs).max())
        #expect(abs(sums[block] - own.reduce(0, +)) < 1e-4)
      }
      // Nothing is written after the last block.
      #expect(means[blocks] == -1 && peaks[blocks] == -1 && sums[blocks] == -1)
    }
  }

  @Test func `a look over values sees the highest one wherever it stands`() {
    for place in 0..<BlockKernels.look {
      var values = [Float](repeating: -3, count: BlockKernels.look + 1)
      values[BlockKernels.look] = 100
      values[place] = 2
      #expect(BlockKernels.reaches(2, values))
      #expect(!BlockKernels.reaches(2.1, values))
    }
  }

  @Test(arguments: [0, 1, 3, 4, 5, 128, 131])
  func `streams become rows and streams again`(_ count: Int) {
    let stride = count + 3
    let streams = numbers(8 * stride, seed: 4)
    var rows = [Lanes](repeating: Lanes(repeating: -99), count: count + 1)
    LaneTransposition.interleave(streams, stride: stride, count: count, into: &rows)
    for row in 0..<count {
      for lane in 0..<8 { #expect(rows[row].values[lane] == streams[lane * stride + row]) }
    }
    #expect(rows[count].values[0] == -99)
    var back = [Float](repeating: -99, count: 8 * stride)
    LaneTransposition.separate(rows, count: count, into: &back, stride: stride)
    for lane in 0..<8 {
      #expect(back[lane * stride..<lane * stride + count] == streams[lane * stride..<lane * stride + count])
      #expect(back[lane * stride + count..<(lane + 1) * stride].allSatisfy { $0 == -99 })
    }
  }

  @Test(arguments: [1, 2, 3, 8, 33])
  func `sections give the same rows whatever the number of rows at a time`(_ piece: Int) {
    let design = ButterworthBandPass(lowHertz: 10, highHertz: 100, rateHertz: 512)
    let values = numbers(8 * 66, seed: 7)
    func filtered(by piece: Int, step: Int) -> [Float] {
      var rows = [Lanes](repeating: Lanes(repeating: 0), count: 66)
      LaneTransposition.interleave(values, stride: 66, count: 66, into: &rows)
      var chain = SectionChain(design)
      rows.withUnsafeMutableBufferPointer { rows in
        guard let base = rows.baseAddress else { return }
        var done = 0
        while done < 66 {
          let count = min(piece, 66 - done)
          let place = base + (step > 0 ? done : 65 - done)
          chain.run(place, into: place, count: count, step: step)
          done += count
        }
      }
      var back = [Float](repeating: 0, count: 8 * 66)
      LaneTransposition.separate(rows, count: 66, into: &back, stride: 66)
      return back
    }
    for step in [1, -1] { #expect(filtered(by: piece, step: step) == filtered(by: 66, step: step)) }
  }

  /// What this processor lacks is not run.
  private static let registers = LaneRegisters.allCases.filter {
    $0.form.rawValue <= LaneRegisters.best.form.rawValue
  }

  @Test(arguments: [1, -1], [0, 1, 2, 7, 128, 129])
  func `all registers give the same bits`(step: Int, count: Int) {
    for scale: Float in [1, 1e-38, 1e33] { expectSameBits(step: step, count: count, scale: scale) }
  }

  private func expectSameBits(step: Int, count: Int, scale: Float) {
    let design = ButterworthBandPass(lowHertz: 10, highHertz: 100, rateHertz: 512)
    let values = numbers(8 * (count + 1), seed: 11).map { $0 * scale }
    func filtered(with registers: LaneRegisters) -> [UInt32] {
      var rows = [Lanes](repeating: Lanes(repeating: 0), count: count + 1)
      LaneTransposition.interleave(values, stride: count + 1, count: count + 1, into: &rows)
      var chain = SectionChain(design)
      rows.withUnsafeMutableBufferPointer { rows in
        guard let base = rows.baseAddress else { return }
        // Twice, so that the second run starts with the filter memory of the first.
        for _ in 0..<2 {
          let place = base + (step > 0 ? 0 : max(0, count - 1))
          chain.run(place, into: place, count: count, step: step, gain: 0.7, with: registers)
        }
      }
      return rows.flatMap { row in (0..<8).map { row.values[$0].bitPattern } }
    }
    for registers in KernelTests.registers { #expect(filtered(with: registers) == filtered(with: .narrow)) }
  }

  @Test(arguments: [0, 1, 7, 8, 15, 16, 33, 100])
  func `the largest distance from a centre is found wherever it stands`(_ count: Int) {
    for place in 0...count {
      var values = [Float](repeating: 1, count: count + 1)
      values[place] = place % 2 == 0 ? -9 : 14
      values[0] = place == 0 ? values[0] : .nan
      let expected: Float = place == count ? 3 : (place % 2 == 0 ? 11 : 12)
      for registers in KernelTests.registers {
        #expect(clane_largest_distance(values, count, 2, 3, registers.form) == expected)
      }
    }
  }

  @Test(arguments: [0, 1, 2, 3, 8, 9, 17, 34, 129])
  func `maxima and extremes are those of a plain loop in all registers`(_ count: Int) {
    let values = numbers(count, seed: UInt64(count) + 5)
    let maxima = (0..<count).dropFirst().dropLast().filter {
      values[$0] > 2 && values[$0] >= values[$0 - 1] && values[$0] > values[$0 + 1]
    }
    for registers in KernelTests.registers {
      var positions = [Int32](repeating: -1, count: count + 1)
      let found = clane_maxima(values, count, 2, &positions, registers.form)
      #expect(positions[..<found].map(Int.init) == maxima)
      var (highest, lowest) = (Float.nan, Float.nan)
      clane_extremes(values, count, &highest, &lowest, registers.form)
      #expect(highest == max(0, values.max() ?? 0))
      #expect(lowest == min(0, values.min() ?? 0))
    }
  }

  @Test(arguments: [50.0, 128])
  func `maxima above half the usual peak are beats, closer ones give way to the higher`(_ rate: Double) {
    let count = Int(30 * rate)
    var values = [Float](repeating: 0, count: count)
    var expected: [Int] = []
    for beat in 1..<28 {
      let place = Int((Double(beat) * rate).rounded())
      for (offset, height) in [(-1, 40), (0, 100), (1, 30)] { values[place + offset] = Float(height) }
      // A T wave too close and too low, and one that is high enough but too close.
      values[place + Int(0.2 * rate)] = beat % 2 == 0 ? 45 : 70
      expected.append(place)
    }
    let found = CardiacPeaks.find(in: values, rate: rate, own: 0..<count)
    #expect(found.map { Int($0.rounded()) } == expected)
    let negative = CardiacPeaks.find(in: values.map { -$0 }, rate: rate, own: 0..<count)
    #expect(negative == found)
    #expect(CardiacPeaks.find(in: values, rate: rate, own: expected[3]..<expected[5]).count == 2)
    #expect(CardiacPeaks.find(in: [Float](repeating: 3, count: 500), rate: rate, own: 0..<500).isEmpty)
  }
}
