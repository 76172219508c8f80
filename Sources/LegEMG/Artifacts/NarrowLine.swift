import Foundation

/// Takes a narrow line out of band-passed samples, following its wandering amplitude and frequency and its steps,
/// and never learning from a movement.
///
/// The line's complex amplitude is measured in blocks of 0.2 s, weighted by the inverse square of what else the
/// block holds (a burst weighs next to nothing) and turned by the line's drift in frequency. Each block has several
/// guesses of what the line is there: from the 0.6 s and the 2 s before it, after it, and both. The one nearest to the
/// block's own measurement is subtracted, and none where none would lower the block's power: so a line that comes,
/// goes or steps is followed at once. What is subtracted is a sinusoid, so a burst cannot ring as it does behind a notch.
struct NarrowLine {
  static let blockSeconds = 0.2
  /// Blocks on each side that are averaged: 2 s, over which mains frequency and electrode impedance hold still.
  private static let smoothingBlocks = 10
  /// Blocks on each side of the short guess: 0.6 s, for a line that comes and goes.
  private static let shortBlocks = 3
  /// A line over this is an open input's, whatever else there is, microvolts.
  static let openInputMicrovolts: Float = 100
  /// Over this it is one if a muscle's rest is not what lies beside it, microvolts.
  private static let doubtfulMicrovolts = 50.0
  /// RMS beside the line over ten seconds each way above which it is an open input's noise, microvolts. A relaxed
  /// muscle's is 1-3.
  private static let openNoiseMicrovolts = 3.0
  /// Independent values of noise of a 10-100 Hz band in a block, halved: a phasor's variance is the mean square over this.
  private static let phasorGain = 9.0
  /// How far a guess stands out of its own error, as a ratio of powers.
  private static let significance = 9.0

  let hertz: Double
  let blockSamples: Int
  private let cosines: [Float]
  private let sines: [Float]
  /// How far each sample of a block lies from its centre, in blocks.
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
    guard blocks >= 2 else { return nil }
    let measured = measure(samples, blocks: 0..<blocks)
    let line = follow(measured)
    guard line.contains(where: { $0.magnitude > 0 }) else { return nil }
    subtract(line, from: samples)
    return Trace(amplitude: line.map { Float($0.magnitude) }, electrodeOff: electrodeOff(measured))
  }

  /// Blocks in which the electrode is not on skin: the line is all there is, and either too strong for any electrode
  /// on skin, or strong beside noise that is an open input's rather than a muscle's.
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

  private struct Block {
    var real: Double
    var imaginary: Double
    var meanSquare: Double
    var amplitude: Double { (real * real + imaginary * imaginary).squareRoot() }
    /// Mean square beside the line; never known better than to a thirtieth of all.
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
    // Two of each, so that no sum waits for the one before it.
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

  /// From each block to the next the turn by which the line's phase runs ahead of `hertz`, weighted so that a line that
  /// stands far out of its noise tells more than noise and a burst.
  private static func turns(_ blocks: [Block]) -> [Complex] {
    let weights = blocks.map { block in
      let root = block.rest.squareRoot()
      return 1 / (root * root.squareRoot())
    }
    return zip(blocks.indices, blocks.indices.dropFirst()).map { first, second in
      let (a, b) = (blocks[first], blocks[second])
      let weight = weights[first] * weights[second]
      return Complex(a.real, -a.imaginary) * Complex(b.real * weight, b.imaginary * weight)
    }
  }

  private static func drift(_ turns: ArraySlice<Complex>) -> Complex {
    var (real, imaginary) = (0.0, 0.0)
    for turn in turns {
      real += turn.real
      imaginary += turn.imaginary
    }
    let length = (real * real + imaginary * imaginary).squareRoot()
    return length > 0 ? Complex(real / length, imaginary / length) : Complex(1, 0)
  }

  /// A weighted mean of phasors and how well it is known.
  private struct Guess {
    var real = 0.0
    var imaginary = 0.0
    var total = 0.0
    var variance = 0.0

    @inline(__always) mutating func add(_ block: Weighed, turn: Complex) {
      real += block.real * turn.real - block.imaginary * turn.imaginary
      imaginary += block.real * turn.imaginary + block.imaginary * turn.real
      total += block.weight
      variance += block.variance
    }

    static func + (a: Guess, b: Guess) -> Guess {
      Guess(
        real: a.real + b.real, imaginary: a.imaginary + b.imaginary, total: a.total + b.total,
        variance: a.variance + b.variance)
    }

    /// Nil where it does not stand out of its error.
    var phasor: Complex? {
      guard total > 0 else { return nil }
      let (real, imaginary) = (real / total, imaginary / total)
      let error = variance / (total * total) / NarrowLine.phasorGain
      guard real * real + imaginary * imaginary > NarrowLine.significance * error else { return nil }
      return Complex(real, imaginary)
    }
  }

  /// What a guess needs of a block: the phasor times its weight.
  private struct Weighed {
    let real: Double
    let imaginary: Double
    let weight: Double
    /// What the block adds to a guess's variance.
    let variance: Double

    init(_ block: Block) {
      let rest = block.rest
      weight = 1 / (rest * rest)
      real = block.real * weight
      imaginary = block.imaginary * weight
      variance = weight * weight * rest
    }
  }

  /// The guesses from the blocks at the distances 1...`count` to one side, each turned by `turning` once more.
  @inline(__always)
  private static func gather(
    _ blocks: UnsafeBufferPointer<Weighed>, from index: Int, step: Int, count: Int, turning: Complex
  ) -> (short: Guess, long: Guess) {
    var turn = turning
    var guess = Guess()
    var short = Guess()
    var other = index
    for distance in 1..<count + 1 {
      other += step
      guess.add(blocks[other], turn: turn)
      turn = turn * turning
      if distance == shortBlocks { short = guess }
    }
    return (short, guess)
  }

  /// Both sides at once, the past in the first lane: what comes is turned the other way.
  @inline(__always)
  private static func gatherBothSides(
    _ blocks: UnsafeBufferPointer<Weighed>, around index: Int, turning: Complex
  ) -> (past: (short: Guess, long: Guess), coming: (short: Guess, long: Guess)) {
    typealias Pair = SIMD2<Double>
    var turn = turning
    var (real, imaginary, total, variance) = (Pair.zero, Pair.zero, Pair.zero, Pair.zero)
    func guess(_ lane: Int) -> Guess {
      Guess(real: real[lane], imaginary: imaginary[lane], total: total[lane], variance: variance[lane])
    }
    var short = (Guess(), Guess())
    for distance in 1..<smoothingBlocks + 1 {
      let (before, after) = (blocks[index - distance], blocks[index + distance])
      let across = Pair(turn.imaginary, -turn.imaginary)
      let (ofReal, ofImaginary) = (Pair(before.real, after.real), Pair(before.imaginary, after.imaginary))
      real += ofReal * turn.real - ofImaginary * across
      imaginary += ofReal * across + ofImaginary * turn.real
      total += Pair(before.weight, after.weight)
      variance += Pair(before.variance, after.variance)
      turn = turn * turning
      if distance == shortBlocks { short = (guess(0), guess(1)) }
    }
    return ((short.0, guess(0)), (short.1, guess(1)))
  }

  /// The line in each block; 0 where there is none to take out.
  private func follow(_ blocks: [Block]) -> [Complex] {
    let reach = NarrowLine.smoothingBlocks
    let turns = NarrowLine.turns(blocks)
    return blocks.map(Weighed.init).withUnsafeBufferPointer { weighed in
      weighed.indices.map { index in
        let before = min(index, reach)
        let after = min(weighed.count - 1 - index, reach)
        let drift = NarrowLine.drift(turns[index - before..<index + after])
        let (past, coming) =
          before == reach && after == reach
          ? NarrowLine.gatherBothSides(weighed, around: index, turning: drift)
          : (
            NarrowLine.gather(weighed, from: index, step: -1, count: before, turning: drift),
            NarrowLine.gather(weighed, from: index, step: 1, count: after, turning: drift.conjugate)
          )
        let own = Complex(blocks[index].real, blocks[index].imaginary)
        var itself = Guess()
        itself.add(weighed[index], turn: Complex(1, 0))
        var best = Complex(0, 0)
        var left = own.real * own.real + own.imaginary * own.imaginary
        func consider(_ guess: Guess) {
          guard let phasor = guess.phasor else { return }
          let rest = own - phasor
          let power = rest.real * rest.real + rest.imaginary * rest.imaginary
          if power < left {
            left = power
            best = phasor
          }
        }
        consider(past.long + itself + coming.long)
        consider(past.long)
        consider(coming.long)
        consider(past.short)
        consider(coming.short)
        return best
      }
    }
  }

  /// Subtracts the sinusoid, its amplitude running linearly from one block's centre to the next unless it steps.
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
        // Across a step nothing runs.
        let steps = (neighbour - own).magnitude > 0.3 * max(own.magnitude, neighbour.magnitude)
        return (steps ? own : neighbour) * turn
      }
      let (before, here, after) = (local(index - 1), own * turn, local(index + 1))
      let start = index * blockSamples
      var part = start..<min(end, start + half)
      ramp(from: here, to: before, samples, part, first: 0)
      part = min(end, start + half)..<min(end, start + blockSamples)
      ramp(from: here, to: after, samples, part, first: half)
      // The last block is longer: the line goes on as it is there.
      var rest = start + blockSamples
      while rest < end {
        ramp(from: here, to: after, samples, rest..<min(end, rest + blockSamples), first: 0)
        rest += blockSamples
      }
    }
  }

  /// Subtracts the sinusoid from a stretch of samples that begins at the `first` sample of a block's period.
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
          // A plain loop: the compiler checks once that the arrays are apart and takes four samples at a time.
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
