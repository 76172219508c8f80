import Foundation

/// The simulator's random numbers: xoshiro256++ seeded by SplitMix64, identical on every machine.
///
/// Results of the C library's `log`, `exp` and `cos` are rounded to 40 binary digits, so that last-bit
/// differences between libraries cannot change a night.
struct SimulatorRandom {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  init(seed: UInt64) {
    var mixer = seed
    func next() -> UInt64 {
      mixer &+= 0x9E37_79B9_7F4A_7C15
      var value = mixer
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
    state = (next(), next(), next(), next())
  }

  /// An independent stream for another part of the same night.
  init(seed: UInt64, stream: UInt64) { self.init(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ stream) }

  @inline(__always) mutating func bits() -> UInt64 {
    let sum = state.0 &+ state.3
    let result = (sum << 23 | sum >> 41) &+ state.0
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = state.3 << 45 | state.3 >> 19
    return result
  }

  /// 0 <= x < 1.
  mutating func uniform() -> Double { Double(bits() >> 11) * 0x1p-53 }

  mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

  mutating func integer(_ range: Range<Int>) -> Int {
    range.lowerBound + Int(uniform() * Double(range.count))
  }

  mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

  /// Standard normal by the polar method.
  mutating func normal() -> Double {
    while true {
      let (u, v) = (2 * uniform() - 1, 2 * uniform() - 1)
      let square = u * u + v * v
      if square > 0, square < 1 { return u * stable((-2 * stable(log(square)) / square).squareRoot()) }
    }
  }

  mutating func normal(_ mean: Double, _ deviation: Double) -> Double { mean + deviation * normal() }

  mutating func logNormal(median: Double, deviation: Double) -> Double {
    median * stable(exp(deviation * normal()))
  }

  mutating func exponential(mean: Double) -> Double { -mean * stable(log(1 - uniform())) }

  mutating func poisson(_ mean: Double) -> Int {
    var count = 0
    var time = exponential(mean: 1)
    while time < mean {
      count += 1
      time += exponential(mean: 1)
    }
    return count
  }

  /// Number of trials until the first success, from 1.
  mutating func geometric(_ probability: Double) -> Int {
    1 + Int(stable(log(1 - uniform())) / stable(log(1 - probability)))
  }

  /// Nearly normal with variance 1 from one word: the sum of four 16-bit numbers. After a filter that sums
  /// many of them the difference from normal vanishes.
  @inline(__always) mutating func quickNormal() -> Double {
    let word = bits()
    let sum =
      Int32(truncatingIfNeeded: word & 0xFFFF) &+ Int32(truncatingIfNeeded: (word >> 16) & 0xFFFF)
      &+ Int32(truncatingIfNeeded: (word >> 32) & 0xFFFF) &+ Int32(truncatingIfNeeded: word >> 48)
    return Double(sum &- 131_070) * 2.642_936_5e-5
  }
}

/// Rounded to 40 significant binary digits.
func stable(_ value: Double) -> Double {
  guard value != 0, value.isFinite else { return value }
  let scale = Double(sign: .plus, exponent: 40 - Int(value.exponent), significand: 1)
  return (value * scale).rounded() / scale
}
