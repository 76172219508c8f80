import Foundation

/// Takes a line of the mains out of band-passed samples: only where the spectrum shows one, following its
/// wandering amplitude and frequency, and never learning from a movement.
///
/// The line's complex amplitude is measured in blocks of 0.2 s, weighted by the inverse square of what else the
/// block holds (a burst weighs next to nothing), turned by the line's drift in frequency and averaged over two
/// seconds each way. What is subtracted is a sinusoid, so a burst cannot ring as it does behind a notch filter.
struct MainsHum {
  static let blockSeconds = 0.2
  /// One group of blocks out of this many is looked at to find out whether there is a line.
  private static let groupStride = 20
  /// Blocks on each side of the average: 2 s, over which mains frequency and electrode impedance hold still.
  private static let smoothingBlocks = 10
  /// Only a line over this, microvolts, makes one ask whether the electrode is on skin.
  static let electrodeOffMicrovolts: Float = 25
  /// RMS beside the line over ten seconds each way above which it is an open input's noise, microvolts. A relaxed
  /// muscle's is 1-3.
  private static let openInputMicrovolts = 3.0

  let hertz: Double
  let blockSamples: Int
  private let cosines: [Float]
  private let sines: [Float]
  private let phasePerBlock: Double

  init(hertz: Double, rateHertz: Double) {
    self.hertz = hertz
    let blockSamples = MainsHum.blockSamples(hertz: hertz, rateHertz: rateHertz)
    self.blockSamples = blockSamples
    let step = 2 * Double.pi * hertz / rateHertz
    cosines = (0..<blockSamples).map { Float(cos(step * Double($0))) }
    sines = (0..<blockSamples).map { Float(sin(step * Double($0))) }
    phasePerBlock = step * Double(blockSamples)
  }

  /// About 0.2 s, so long that twice the line's frequency has whole turns in it: then a sine and a cosine of the
  /// line are orthogonal over a block.
  private static func blockSamples(hertz: Double, rateHertz: Double) -> Int {
    let usual = blockSeconds * rateHertz
    let lengths = max(8, Int(0.8 * usual))...max(9, Int(1.3 * usual))
    func misfit(_ length: Int) -> Double {
      let turns = 2 * hertz * Double(length) / rateHertz
      return abs(turns - turns.rounded()) + 0.02 * abs(Double(length) - usual) / usual
    }
    return lengths.min { misfit($0) < misfit($1) } ?? max(8, Int(usual.rounded()))
  }

  /// What the line did to each block.
  struct Trace {
    /// Amplitude that was taken out, microvolts.
    var amplitude: [Float]
    /// The line is all there is and too strong for an electrode on skin.
    var electrodeOff: [Bool]
  }

  /// Subtracts the line from `samples`.
  ///
  /// - Returns: nil, with nothing changed, where there is no line.
  func cancel(_ samples: UnsafeMutableBufferPointer<Float>) -> Trace? {
    let blocks = samples.count / blockSamples
    guard blocks >= 2, isPresent(in: samples, blocks: blocks) else { return nil }
    let measured = (0..<blocks).map { measure(samples, block: $0) }
    var smoothed = measured
    smooth(&smoothed)
    subtract(smoothed, from: samples)
    return Trace(
      amplitude: smoothed.map { Float($0.amplitude) },
      electrodeOff: electrodeOff(measured, smoothed: smoothed))
  }

  /// Blocks in which the electrode is not on skin: the line is strong and all there is, and either the noise that is
  /// left beside it is an open input's rather than a muscle's, or the line has just jumped and is not followed yet.
  private func electrodeOff(_ blocks: [Block], smoothed: [Block]) -> [Bool] {
    let limit = Double(MainsHum.electrodeOffMicrovolts)
    let rests = blocks.map { max($0.meanSquare - $0.amplitude * $0.amplitude / 2, 0).squareRoot() }
    let reach = 5 * MainsHum.smoothingBlocks
    return blocks.indices.map { index in
      let block = blocks[index]
      guard block.amplitude > limit, block.amplitude * block.amplitude > block.meanSquare else {
        return false
      }
      let around = rests[max(0, index - reach)..<min(rests.count, index + reach + 1)].sorted()
      if around[around.count / 2] > MainsHum.openInputMicrovolts { return true }
      let jump = Complex(block.real - smoothed[index].real, block.imaginary - smoothed[index].imaginary)
        .magnitude
      // A burst makes the measurement of a block uncertain by its own noise over the root of half the samples.
      return jump > max(8, 4 * rests[index] * (2 / Double(blockSamples)).squareRoot())
    }
  }

  private struct Block {
    var real: Double
    var imaginary: Double
    var meanSquare: Double
    var amplitude: Double { (real * real + imaginary * imaginary).squareRoot() }
    var weight: Double {
      // What a block holds beside the line is never known better than to a tenth of its power.
      let rest = max(meanSquare - (real * real + imaginary * imaginary) / 2, 0.1 * meanSquare) + 0.01
      return 1 / (rest * rest)
    }
  }

  /// Complex amplitude of the line in a block, its phase counted from the first sample of all.
  private func measure(_ samples: UnsafeMutableBufferPointer<Float>, block: Int) -> Block {
    let length = blockSamples
    guard let from = samples.baseAddress.map({ UnsafePointer($0 + block * length) }) else {
      return Block(real: 0, imaginary: 0, meanSquare: 0)
    }
    let (real, imaginary, power) = cosines.withUnsafeBufferPointer { cosines in
      sines.withUnsafeBufferPointer { sines in
        MainsHum.sums(from, cosines: cosines, sines: sines, count: length)
      }
    }
    let scale = 2 / Double(blockSamples)
    let phase = Complex(cos(phasePerBlock * Double(block)), -sin(phasePerBlock * Double(block)))
    let turned = Complex(Double(real) * scale, Double(imaginary) * scale) * phase
    return Block(
      real: turned.real, imaginary: turned.imaginary, meanSquare: Double(power) / Double(blockSamples))
  }

  /// Sums of x times cosine, of x times minus sine, and of x squared.
  ///
  /// - Precondition: `count` samples, cosines and sines.
  private static func sums(
    _ samples: UnsafePointer<Float>, cosines: UnsafeBufferPointer<Float>, sines: UnsafeBufferPointer<Float>,
    count: Int
  ) -> (real: Float, imaginary: Float, power: Float) {
    var real = Lanes(repeating: 0)
    var imaginary = Lanes(repeating: 0)
    var power = Lanes(repeating: 0)
    var index = 0
    while index &+ Lanes.count <= count {
      for lane in 0..<Lanes.count {
        let x = samples[index &+ lane]
        real.values[lane] += x * cosines[index &+ lane]
        imaginary.values[lane] -= x * sines[index &+ lane]
        power.values[lane] += x * x
      }
      index &+= Lanes.count
    }
    while index < count {
      let x = samples[index]
      real.values[0] += x * cosines[index]
      imaginary.values[0] -= x * sines[index]
      power.values[0] += x * x
      index &+= 1
    }
    return (real.sum, imaginary.sum, power.sum)
  }

  /// Looks at groups of eight blocks, every half minute. There is a line if the groups' mean phasors stand
  /// out from their scatter in most of the groups that are quiet, or if one group is nothing but line.
  private func isPresent(in samples: UnsafeMutableBufferPointer<Float>, blocks: Int) -> Bool {
    let groupLength = min(8, blocks)
    var ratios: [Double] = []
    var start = 0
    while start + groupLength <= blocks {
      let group = (start..<start + groupLength).map { measure(samples, block: $0) }
      let drift = MainsHum.drift(group[...])
      var sum = Complex(0, 0)
      var squares = 0.0
      var power = 0.0
      for (offset, block) in group.enumerated() {
        let angle = -drift * Double(offset)
        sum = sum + Complex(block.real, block.imaginary) * Complex(cos(angle), sin(angle))
        squares += block.amplitude * block.amplitude
        power += block.meanSquare
      }
      let count = Double(groupLength)
      let mean = sum.magnitude / count
      if mean > Double(MainsHum.electrodeOffMicrovolts), mean * mean * count > power { return true }
      let scatter = max(squares / count - mean * mean, 0).squareRoot()
      if mean > 0.15 { ratios.append(mean / (scatter + 1e-9)) } else { ratios.append(0) }
      start += MainsHum.groupStride * groupLength
    }
    ratios.sort()
    // Eight independent phasors have a mean of 0.35 of their scatter, aligned by a fitted drift about 0.5.
    return !ratios.isEmpty && ratios[ratios.count / 2] > 2
  }

  /// Radians per block by which the line's phase runs ahead of `hertz`.
  private static func drift(_ blocks: ArraySlice<Block>) -> Double {
    var sum = Complex(0, 0)
    for (a, b) in zip(blocks, blocks.dropFirst()) {
      let weight = (a.weight * b.weight).squareRoot()
      let step = Complex(a.real, -a.imaginary) * Complex(b.real, b.imaginary)
      sum = sum + step * Complex(weight, 0)
    }
    return sum.magnitude > 0 ? atan2(sum.imaginary, sum.real) : 0
  }

  private func smooth(_ blocks: inout [Block]) {
    let raw = blocks
    let reach = MainsHum.smoothingBlocks
    for index in raw.indices {
      let range = max(0, index - reach)..<min(raw.count, index + reach + 1)
      let drift = MainsHum.drift(raw[range])
      var sum = Complex(0, 0)
      var total = 0.0
      for other in range {
        let angle = drift * Double(index - other)
        let weight = raw[other].weight
        sum =
          sum + Complex(raw[other].real, raw[other].imaginary)
          * Complex(cos(angle) * weight, sin(angle) * weight)
        total += weight
      }
      blocks[index].real = sum.real / total
      blocks[index].imaginary = sum.imaginary / total
    }
  }

  /// Subtracts the sinusoid, its amplitude running linearly from one block's centre to the next.
  private func subtract(_ blocks: [Block], from samples: UnsafeMutableBufferPointer<Float>) {
    let half = blockSamples / 2
    for index in blocks.indices {
      let isLast = index == blocks.count - 1
      let end = isLast ? samples.count : (index + 1) * blockSamples
      let turn = Complex(cos(phasePerBlock * Double(index)), sin(phasePerBlock * Double(index)))
      func local(_ other: Int) -> Complex {
        let block = blocks[min(max(other, 0), blocks.count - 1)]
        return Complex(block.real, block.imaginary) * turn
      }
      let (before, here, after) = (local(index - 1), local(index), local(index + 1))
      let start = index * blockSamples
      for sample in start..<end {
        let offset = sample - start
        let neighbour = offset < half ? before : after
        let share = abs(Double(offset - half)) / Double(blockSamples)
        let real = Float(here.real + (neighbour.real - here.real) * share)
        let imaginary = Float(here.imaginary + (neighbour.imaginary - here.imaginary) * share)
        let position = offset % blockSamples
        samples[sample] -= real * cosines[position] - imaginary * sines[position]
      }
    }
  }
}

extension Lanes {
  @inline(__always) var sum: Float {
    var total: Float = 0
    for lane in 0..<Lanes.count { total += values[lane] }
    return total
  }
}
