import SleepEvents
import Testing

@testable import NightAnalysis

@Suite struct FadingLegTests {
  /// Movements every 40 s and minutes of rest, of sizes that vary by chance, times a factor of the share of the night gone.
  private func fading(
    hours: Double, bursts: (Double) -> Double = { _ in 1 }, rest: (Double) -> Double = { _ in 1 }
  ) -> [Believability.FadingLeg] {
    let night = TimeRange(start: .zero, duration: TimeSpan(seconds: 3600 * hours))
    var state: UInt32 = 7
    func chance(_ range: ClosedRange<Double>) -> Double {
      state = state &* 1_664_525 &+ 1_013_904_223
      return range.lowerBound + (range.upperBound - range.lowerBound) * Double(state >> 8) / Double(1 << 24)
    }
    func sizes(every step: Double, _ size: (Double) -> Double) -> [(time: Instant, size: Double)] {
      stride(from: 0, to: 3600 * hours, by: step).map { (Instant(seconds: $0), size($0 / (3600 * hours))) }
    }
    return Believability.fading(
      .left, over: night, rests: sizes(every: 60) { 1.5 * rest($0) * chance(0.9...1.1) },
      bursts: sizes(every: 40) { 60 * bursts($0) * chance(0.5...2) })
  }

  @Test
  func `bursts or rest that fall steadily to less than half are a fading leg, with the share that is left`() {
    let ramp: (Double) -> Double = { 1 - 0.6 * $0 }
    #expect(fading(hours: 8, bursts: ramp).map(\.quantity) == [.bursts])
    #expect(fading(hours: 8, rest: ramp).map(\.quantity) == [.rest])
    for leg in fading(hours: 8, bursts: ramp, rest: ramp) {
      #expect((0.3...0.5).contains(leg.ratio))
      #expect(leg.hours == 0...8)
    }
  }

  @Test func `what stays, rises, falls by a third or falls in one step is none`() {
    for change: (Double) -> Double in [{ _ in 1 }, { 1 + $0 }, { 1 - $0 / 3 }, { $0 < 0.7 ? 1 : 0.3 }] {
      #expect(fading(hours: 8, bursts: change, rest: change).isEmpty)
    }
  }

  @Test func `in a short night bursts and rest must fall together`() {
    let ramp: (Double) -> Double = { 1 - 0.7 * $0 }
    #expect(fading(hours: 0.4, rest: ramp).isEmpty)
    #expect(fading(hours: 0.4, bursts: ramp).isEmpty)
    #expect(!fading(hours: 0.4, bursts: ramp, rest: ramp).isEmpty)
  }
}
