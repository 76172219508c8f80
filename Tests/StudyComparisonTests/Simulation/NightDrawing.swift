import Foundation
import StudyComparison
import StudyTables

/// Draws numbers and plain nights: hours of sleep ~ N(6.3, 1), a night's rate log-normal, counts
/// Poisson. The same seed gives the same nights on every machine.
struct NightDrawing {
  private var generator: SplitMix64
  private var spare: Double?

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// Nights on consecutive evenings from `firstDay`, with mean `rate` per hour and night log-SD `deviation`.
  mutating func nights(
    _ count: Int, rate: Double, deviation: Double, firstDay: Int
  ) -> [CountedNight] {
    (0..<count).map { index in
      let hours = min(12, max(1, 6.3 + normal()))
      let nightRate = rate * exp(deviation * normal() - deviation * deviation / 2)
      return CountedNight(count: poisson(nightRate * hours), hours: hours, day: firstDay + index)
    }
  }

  /// Uniform in (0, 1).
  mutating func uniform() -> Double { generator.uniform() }

  /// A seed for another purpose.
  mutating func bits() -> UInt64 { generator.next() }

  /// Standard normal by Box and Muller, two at a time.
  mutating func normal() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    let radius = (-2 * log(generator.uniform())).squareRoot()
    let angle = 2 * Double.pi * generator.uniform()
    spare = radius * sin(angle)
    return radius * cos(angle)
  }

  /// Exact, by inversion outward from the mode, so that the time grows with the square root of the mean.
  mutating func poisson(_ mean: Double) -> Int {
    guard mean > 0 else { return 0 }
    let mode = mean.rounded(.down)
    var up = exp(mode * log(mean) - mean - lgamma(mode + 1))
    var down = up
    var rest = generator.uniform() - up
    var high = mode
    var low = mode
    while rest > 0 {
      high += 1
      up *= mean / high
      rest -= up
      if rest <= 0 { return Int(high) }
      if low > 0 {
        down *= low / mean
        low -= 1
        rest -= down
        if rest <= 0 { return Int(low) }
      } else if up < 1e-300 {
        return Int(high)
      }
    }
    return Int(mode)
  }
}
