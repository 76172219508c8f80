import Foundation

/// Removes a narrow line from band-passed samples, following its slow changes and steps of amplitude and
/// frequency, without ever adapting to a movement.
///
/// The line's complex amplitude is measured in blocks of 0.2 s, weighted by the inverse square of the rest of
/// the block's signal (so a burst has almost no weight) and rotated by the line's frequency drift. For each
/// block there are several estimates of the line: from the 0.6 s and the 2 s before it, after it, and both.
/// The one nearest to the block's own measurement is subtracted, or none if none would lower the block's
/// power; so a line that appears, disappears or steps is followed at once. A sinusoid is subtracted, so
/// bursts do not ring as they do after a notch filter.
struct NarrowLine {
  static let blockSeconds = 0.2
  /// Blocks averaged on each side: 2 s, over which mains frequency and electrode impedance are stable.
  static let smoothingBlocks = 10
  /// Blocks on each side for the short estimate: 0.6 s, for an intermittent line.
  static let shortBlocks = 3
  /// A line above this means an open input, whatever else there is, microvolts.
  static let openInputMicrovolts: Float = 100
  /// Above this it means an open input unless the rest of the signal looks like resting muscle, microvolts.
  private static let doubtfulMicrovolts = 50.0
  /// RMS of the rest of the signal, over ten seconds on each side, above which it is an open input's noise,
  /// microvolts. That of relaxed muscle is 1-3.
  private static let openNoiseMicrovolts = 3.0
  /// Half the number of independent noise values of a 10-100 Hz band in a block: the variance of a phasor is
  /// the mean square divided by this.
  static let phasorGain = 9.0
  /// How far an estimate must exceed its own error, as a ratio of powers.
  static let significance = 9.0

  let hertz: Double
  let blockSamples: Int
  private let cosines: [Float]
  private let sines: [Float]
  /// Distance of each sample of a block from its centre, in blocks.
  private let shares: [Float]
  private let phasePerBlock: Double

  init(hertz: Double, rateHertz: Double) {
    self.hertz = hertz
    let blockSamples = NarrowLine.blockSamples(hertz: hertz, rateHertz: rateHertz)
    self.blockSamples = blockSamples
    let step = 2 * Double.pi * hertz / rateHertz
    cosines = (0..<blockSamples).map { Float(cos(step * Double($0))) }
    sines = (0..<blockSamples).map { Float(sin(step * Double($0))) }
    shares = (0..<blockSamples).map { Float(abs($0 - blockSamples / 2)) / Float(blockSamples) }
    phasePerBlock = step * Double(blockSamples)
  }

  /// About 0.2 s, chosen so that it holds a whole number of periods of twice the line's frequency: the sine
  /// and cosine of the line are then orthogonal over a block.
  private static func blockSamples(hertz: Double, rateHertz: Double) -> Int {
    let usual = blockSeconds * rateHertz
    let lengths = max(8, Int(0.8 * usual))...max(9, Int(1.3 * usual))
    func misfit(_ length: Int) -> Double {
      let turns = 2 * hertz * Double(length) / rateHertz
      return abs(turns - turns.rounded()) + 0.02 * abs(Double(length) - usual) / usual
    }
    return lengths.min { misfit($0) < misfit($1) } ?? max(8, Int(usual.rounded()))
  }

  /// The effect of the line on each block.
  struct Trace {
    /// Amplitude that was subtracted, microvolts.
    var amplitude: [Float]
    /// There is nothing but the line, and it is too strong for an electrode on skin.
    var electrodeOff: [Bool]
  }

  /// Subtracts the line from `samples`.
  ///
  /// - Returns: nil, leaving the samples unchanged, if there is no line.
  func cancel(_ samples: UnsafeMutableBufferPointer<Float>) -> Trace? {
    let blocks = samples.count / blockSamples
    guard blocks >= 2 else { return nil }
    let measured = measure(samples, blocks: 0..<blocks)
    let line = follow(measured)
    guard line.contains(where: { $0.magnitude > 0 }) else { return nil }
    subtract(line, from: samples)
    return Trace(amplitude: line.map { Float($0.magnitude) }, electrodeOff: electrodeOff(measured))
  }

  /// Blocks in which the electrode is off the skin: there is nothing but the line, and it is either too
  /// strong for any electrode on skin, or strong together with noise typical of an open input rather than of muscle.
  private func electrodeOff(_ blocks: [Block]) -> [Bool] {
    guard blocks.contains(where: { $0.amplitude > NarrowLine.doubtfulMicrovolts }) else {
      return [Bool](repeating: false, count: blocks.count)
    }
    let rests = blocks.map { max($0.meanSquare - $0.amplitude * $0.amplitude / 2, 0).squareRoot() }
    let reach = 5 * NarrowLine.smoothingBlocks
    return blocks.indices.map { index in
      let block = blocks[index]
      let isAll = block.amplitude * block.amplitude > block.meanSquare
      guard isAll, block.amplitude > NarrowLine.doubtfulMicrovolts else { return false }
      if block.amplitude > Double(NarrowLine.openInputMicrovolts) { return true }
      let around = rests[max(0, index - reach)..<min(rests.count, index + reach + 1)].sorted()
      return around[around.count / 2] > NarrowLine.openNoiseMicrovolts
    }
  }

  struct Block {
    var real: Double
    var imaginary: Double
    var meanSquare: Double
    var amplitude: Double { (real * real + imaginary * imaginary).squareRoot() }
    /// Mean square of the rest of the signal; at least a thirtieth of the total, since it is not known more
    /// precisely.
    var rest: Double {
      max(meanSquare - (real * real + imaginary * imaginary) / 2, 0.03 * meanSquare) + 0.01
    }
  }

  /// Complex amplitude of the line in each block, its phase counted from the first sample of all.
  private func measure(_ samples: UnsafeMutableBufferPointer<Float>, blocks: Range<Int>) -> [Block] {
    let step = Complex.turn(-phasePerBlock)
    var phase = Complex.turn(-phasePerBlock * Double(blocks.lowerBound))
    return blocks.map { block in
      defer { phase = phase * step }
      return measure(samples, block: block, phase: phase)
    }
  }

  private func measure(
    _ samples: UnsafeMutableBufferPointer<Float>, block: Int, phase: Complex
  ) -> Block {
    let length = blockSamples
    guard let from = samples.baseAddress.map({ UnsafePointer($0 + block * length) }) else {
      return Block(real: 0, imaginary: 0, meanSquare: 0)
    }
    let (real, imaginary, power) = cosines.withUnsafeBufferPointer { cosines in
      sines.withUnsafeBufferPointer { sines in
        guard let cosines = cosines.baseAddress, let sines = sines.baseAddress else {
          return (real: Float(0), imaginary: Float(0), power: Float(0))
        }
        return NarrowLine.sums(from, cosines: cosines, sines: sines, count: length)
      }
    }
    let scale = 2 / Double(blockSamples)
    let turned = Complex(Double(real) * scale, Double(imaginary) * scale) * phase
    return Block(
      real: turned.real, imaginary: turned.imaginary, meanSquare: Double(power) / Double(blockSamples))
  }

  /// Sums of x times cosine, of x times minus sine, and of x squared.
  ///
  /// - Precondition: `count` samples, cosines and sines.
  private static func sums(
    _ samples: UnsafePointer<Float>, cosines: UnsafePointer<Float>, sines: UnsafePointer<Float>, count: Int
  ) -> (real: Float, imaginary: Float, power: Float) {
    func four(_ values: UnsafePointer<Float>, _ index: Int) -> SIMD4<Float> {
      UnsafeRawPointer(values + index).loadUnaligned(as: SIMD4<Float>.self)
    }
    // Two accumulators each, so that no sum waits for the previous one.
    var (real, real2) = (SIMD4<Float>.zero, SIMD4<Float>.zero)
    var (imaginary, imaginary2) = (SIMD4<Float>.zero, SIMD4<Float>.zero)
    var (power, power2) = (SIMD4<Float>.zero, SIMD4<Float>.zero)
    var index = 0
    while index &+ 8 <= count {
      let (x, y) = (four(samples, index), four(samples, index &+ 4))
      real += x * four(cosines, index)
      real2 += y * four(cosines, index &+ 4)
      imaginary -= x * four(sines, index)
      imaginary2 -= y * four(sines, index &+ 4)
      power += x * x
      power2 += y * y
      index &+= 8
    }
    while index < count {
      let x = samples[index]
      real[0] += x * cosines[index]
      imaginary[0] -= x * sines[index]
      power[0] += x * x
      index &+= 1
    }
    return ((real + real2).sum(), (imaginary + imaginary2).sum(), (power + power2).sum())
  }

  /// Subtracts the sinusoid; its amplitude is interpolated linearly between block centres except across a
  /// step.
  private func subtract(_ line: [Complex], from samples: UnsafeMutableBufferPointer<Float>) {
    let half = blockSamples / 2
    for index in line.indices {
      let isLast = index == line.count - 1
      let end = isLast ? samples.count : (index + 1) * blockSamples
      let own = line[index]
      guard own.magnitude > 0 else { continue }
      let turn = Complex.turn(phasePerBlock * Double(index))
      func local(_ other: Int) -> Complex {
        let neighbour = line[min(max(other, 0), line.count - 1)]
        // No interpolation across a step.
        let steps = (neighbour - own).magnitude > 0.3 * max(own.magnitude, neighbour.magnitude)
        return (steps ? own : neighbour) * turn
      }
      let (before, here, after) = (local(index - 1), own * turn, local(index + 1))
      let start = index * blockSamples
      var part = start..<min(end, start + half)
      ramp(from: here, to: before, samples, part, first: 0)
      part = min(end, start + half)..<min(end, start + blockSamples)
      ramp(from: here, to: after, samples, part, first: half)
      // The last block is longer: the line continues unchanged.
      var rest = start + blockSamples
      while rest < end {
        ramp(from: here, to: after, samples, rest..<min(end, rest + blockSamples), first: 0)
        rest += blockSamples
      }
    }
  }

  /// Subtracts the sinusoid from a range of samples that begins at the `first` sample of a block's period.
  private func ramp(
    from here: Complex, to there: Complex, _ samples: UnsafeMutableBufferPointer<Float>, _ range: Range<Int>,
    first: Int
  ) {
    guard !range.isEmpty, let base = samples.baseAddress else { return }
    let count = range.count
    let (real, imaginary) = (Float(here.real), Float(here.imaginary))
    let (realRise, imaginaryRise) = (Float(there.real - here.real), Float(there.imaginary - here.imaginary))
    cosines.withUnsafeBufferPointer { cosines in
      sines.withUnsafeBufferPointer { sines in
        shares.withUnsafeBufferPointer { shares in
          guard let cosines = cosines.baseAddress, let sines = sines.baseAddress,
            let shares = shares.baseAddress
          else { return }
          let (x, c, s, r) = (base + range.lowerBound, cosines + first, sines + first, shares + first)
          // A plain loop: the compiler checks once that the arrays do not overlap and then processes four
          // samples at a time.
          for index in 0..<count {
            let share = r[index]
            x[index] -= (real + realRise * share) * c[index] - (imaginary + imaginaryRise * share) * s[index]
          }
        }
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
