import Foundation
import SleepEvents
import Testing

@testable import LegEMG

@Suite struct ToneTests {
  /// A tone of 30 Hz whose amplitude is given second by second; mean |x| of a sine is 2/pi of it.
  private func figures(
    _ amplitudes: [Double], rate: Int = 200, stages: [SleepStage], leftOut: [TimeRange] = []
  ) throws -> MuscleToneFigures {
    let samples = amplitudes.indices.flatMap { second in
      (0..<rate).map { index -> Float in
        let t = Double(second) + Double(index) / Double(rate)
        return Float(amplitudes[second] * .pi / 2 * sin(2 * .pi * 30 * t))
      }
    }
    let scan = ToneScan(source: ArraySource(microvolts: samples, samplingRate: SamplingRate(hertz: rate)))
    while scan.upcoming != nil { try scan.advance(beats: nil) }
    return MuscleToneFigures(scan.segments, hypnogram: Hypnogram(stages: stages), leftOut: leftOut)
  }

  @Test(arguments: [128, 200, 256, 333, 512])
  func `a second's mean is that of its samples at any rate`(_ rate: Int) throws {
    let samples = (0..<rate * 20).map { Float(10 * sin(2 * .pi * 30 * Double($0) / Double(rate))) }
    let scan = ToneScan(source: ArraySource(microvolts: samples, samplingRate: SamplingRate(hertz: rate)))
    while scan.upcoming != nil { try scan.advance(beats: nil) }
    let segment = try #require(scan.segments.first)
    #expect(segment.seconds.count == 20)
    #expect(segment.tenths.count == 200)
    for second in 2..<18 {
      let own = samples[second * rate..<(second + 1) * rate].reduce(0) { $0 + abs($1) } / Float(rate)
      #expect(abs(segment.seconds[second] - own) < 0.02)
    }
  }

  @Test func `seconds between 1 and 2 microvolts belong to neither side`() throws {
    // In each minute 40 quiet seconds, 10 at 1.5 and 10 at 5 microvolts above them.
    let minute =
      [Double](repeating: 0.5, count: 40) + Array(repeating: 2, count: 10) + Array(repeating: 5.5, count: 10)
    let found = try figures((0..<5).flatMap { _ in minute }, stages: Array(repeating: .rem, count: 10))
    let index = try #require(found.atoniaIndex[.rem])
    #expect(abs(index - 0.8) < 0.02)
    #expect(found.usableMinutes[.rem] == 5)
    #expect(abs(try #require(found.noiseMicrovolts) - 0.5) < 0.05)
    let runs = try #require(found.runsPerHourOfREM)
    #expect(abs(runs - 60) < 1)
    #expect(abs(try #require(found.meanRunSeconds) - 10) <= 1)
  }

  @Test func `under three usable minutes of a stage there is no index`() throws {
    let found = try figures(
      Array(repeating: 0.5, count: 300), stages: [.rem, .rem, .rem, .rem, .rem, .n2, .n2, .n2, .n2, .n2])
    #expect(found.atoniaIndex[.rem] == nil)
    #expect(found.usableMinutes[.rem] == 2.5)
    #expect(found.runsPerHourOfREM == nil)
  }

  @Test func `a constant signal is no atonia`() throws {
    let found = try figures(Array(repeating: 0, count: 600), stages: Array(repeating: .rem, count: 20))
    #expect(found.atoniaIndex[.rem] == nil)
    #expect(found.noiseMicrovolts == nil)
  }

  @Test func `a signal that drops out every minute keeps its noise correction`() throws {
    // 1.5 microvolts of noise, three seconds of it missing each minute.
    let minute = [Double](repeating: 1.5, count: 57) + [0, 0, 0]
    let found = try figures((0..<5).flatMap { _ in minute }, stages: Array(repeating: .rem, count: 10))
    #expect(try #require(found.atoniaIndex[.rem]) > 0.99)
    #expect(abs(try #require(found.noiseMicrovolts) - 1.5) < 0.05)
    #expect(try #require(found.usableMinutes[.rem]) < 5)
    // What is left of a second beside the dropout lies below the noise.
    let fading = [Double](repeating: 1.5, count: 56) + [0.3, 0, 0, 0]
    let faded = try figures((0..<5).flatMap { _ in fading }, stages: Array(repeating: .rem, count: 10))
    #expect(faded.stretches.allSatisfy { ($0.levelMicrovolts ?? 0) >= 0 })
  }

  @Test func `what is left out counts on neither side`() throws {
    var amplitudes = [Double](repeating: 0.5, count: 300)
    for second in 100..<130 { amplitudes[second] = 20 }
    let hole = TimeRange(seconds: 99, 131)
    let whole = try figures(amplitudes, stages: Array(repeating: .rem, count: 10))
    let without = try figures(amplitudes, stages: Array(repeating: .rem, count: 10), leftOut: [hole])
    #expect(abs(try #require(whole.atoniaIndex[.rem]) - 0.9) < 0.01)
    #expect(without.atoniaIndex[.rem] == 1)
    #expect(without.usableMinutes[.rem] == (300.0 - 32) / 60)
  }

  @Test func `an epoch over ten microvolts is tonic, a short burst is phasic`() throws {
    var amplitudes = [Double](repeating: 0.5, count: 300)
    for second in 60..<90 { amplitudes[second] = 15 }
    amplitudes[200] = 6
    let found = try figures(amplitudes, stages: Array(repeating: .rem, count: 10))
    #expect(found.tonicPercentOfREM == 10)
    #expect(abs(try #require(found.phasicPercentOfREM) - 1) < 0.5)
  }
}
