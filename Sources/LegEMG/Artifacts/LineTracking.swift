/// Tracks the phasor of a line from block to block: the estimates for each block, and which of them is subtracted.
extension NarrowLine {
  /// The phase advance of the line relative to `hertz` from each block to the next, weighted so that a line
  /// well above its noise counts more than noise or a burst.
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

  /// A weighted mean of phasors and its accuracy.
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

    /// Nil unless it clearly exceeds its error.
    var phasor: Complex? {
      guard total > 0 else { return nil }
      let (real, imaginary) = (real / total, imaginary / total)
      let error = variance / (total * total) / NarrowLine.phasorGain
      guard real * real + imaginary * imaginary > NarrowLine.significance * error else { return nil }
      return Complex(real, imaginary)
    }
  }

  /// What an estimate needs of a block: the phasor multiplied by its weight.
  private struct Weighed {
    let real: Double
    let imaginary: Double
    let weight: Double
    /// The block's contribution to an estimate's variance.
    let variance: Double

    init(_ block: Block) {
      let rest = block.rest
      weight = 1 / (rest * rest)
      real = block.real * weight
      imaginary = block.imaginary * weight
      variance = weight * weight * rest
    }
  }

  /// The estimates from the blocks at distances 1...`count` on one side, each rotated by one more `turning`.
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

  /// Both sides at once, the past in the first lane; the future is rotated the other way.
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

  /// The line in each block; 0 where there is none to subtract.
  func follow(_ blocks: [Block]) -> [Complex] {
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
}
