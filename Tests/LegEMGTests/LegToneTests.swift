import LegEMG
import SleepEvents
import Testing

/// Tonic and phasic activity of a leg in REM, on legs with known activity.
@Suite struct LegToneTests {
  private let hertz = 256

  /// Ten minutes, REM from the second to the seventh minute, with the activity given by `size` for each second.
  private func figures(_ size: (Double) -> Float, rem: ClosedRange<Int> = 4...13) throws -> LegToneFigures {
    var state: UInt64 = 3
    let samples = (0..<600 * hertz).map { index -> Float in
      var sum: Float = -6
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        sum += Float(state >> 40) / Float(1 << 24)
      }
      return sum * size(Double(index) / Double(hertz))
    }
    let source = ArraySource(microvolts: samples, samplingRate: SamplingRate(hertz: hertz))
    let record = try LegAnalyzer().analyze(source, leg: .left, channel: "EMG LAT")
    return LegToneFigures(
      record, hypnogram: Hypnogram(stages: (0..<20).map { rem.contains($0) ? .rem : .n2 }))
  }

  @Test func `a silent leg has neither`() throws {
    let figures = try figures { _ in 1.5 }
    #expect(figures.usableMinutesOfREM == 5)
    #expect(figures.tonicPercentOfREM == 0)
    #expect(figures.phasicPercentOfREM == 0)
  }

  @Test func `a twitch every fifteen seconds is phasic in a fifth of the stretches and never tonic`() throws {
    // At 1 s of every fifth mini-epoch of 3 s.
    let figures = try figures { ($0 - 1).truncatingRemainder(dividingBy: 15) < 0.4 ? 60 : 1.5 }
    #expect(figures.phasicPercentOfREM == 20)
    #expect(figures.tonicPercentOfREM == 0)
  }

  @Test func `two minutes of contraction are tonic in their half minutes`() throws {
    let figures = try figures { (180..<300).contains($0) && Int($0) % 30 < 25 ? 45 : 1.5 }
    #expect(figures.tonicPercentOfREM == 40)
  }

  @Test func `activity outside REM does not count`() throws {
    let figures = try figures { $0 < 110 && $0.truncatingRemainder(dividingBy: 15) < 0.4 ? 60 : 1.5 }
    #expect(figures.phasicPercentOfREM == 0)
  }

  @Test func `under three minutes of REM there is no share`() throws {
    let figures = try figures({ _ in 1.5 }, rem: 4...8)
    #expect(figures.usableMinutesOfREM == 2.5)
    #expect(figures.tonicPercentOfREM == nil)
    #expect(figures.phasicPercentOfREM == nil)
  }
}
