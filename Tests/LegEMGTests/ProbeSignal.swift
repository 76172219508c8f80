import Foundation
import LegEMG
import SleepEvents

/// Hand-made signals with one correct answer.
struct ProbeSignal {
  var rate: Int
  var samples: [Float]
  private var state: UInt64

  init(seconds: Double, rate: Int = 256, restingRMS: Double = 1, seed: UInt64 = 1) {
    self.rate = rate
    state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    samples = []
    samples = bandNoise(Int(seconds * Double(rate)), rms: restingRMS)
  }

  /// Uniform bits from a xorshift generator.
  private mutating func normal() -> Double {
    var sum = 0.0
    for _ in 0..<6 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      sum += Double(state >> 11) * 0x1p-53
    }
    return (sum - 3) * 1.414
  }

  /// Noise of about 15-95 Hz: white noise minus its running means.
  private mutating func bandNoise(_ count: Int, rms: Double) -> [Float] {
    var (low, high, values) = (0.0, 0.0, [Double]())
    let slow = 1 - exp(-2 * Double.pi * 15 / Double(rate))
    let fast = 1 - exp(-2 * Double.pi * 90 / Double(rate))
    for _ in 0..<count {
      high += fast * (normal() - high)
      low += slow * (high - low)
      values.append(high - low)
    }
    let power = values.reduce(0) { $0 + $1 * $1 } / Double(max(1, count))
    return values.map { Float($0 / power.squareRoot() * rms) }
  }

  /// Adds a burst with peaks of `peak` and edges of 20 ms.
  mutating func addBurst(at start: Double, seconds: Double, peak: Double) {
    let first = Int(start * Double(rate))
    let count = Int(seconds * Double(rate))
    let edge = max(1, rate / 50)
    for (index, value) in bandNoise(count, rms: peak / 3).enumerated() where first + index < samples.count {
      let ramp = min(1, Double(min(index + 1, count - index)) / Double(edge))
      samples[first + index] += value * Float(ramp)
    }
  }

  mutating func addSine(hertz: Double, amplitude: (Double) -> Double) {
    for index in samples.indices {
      let time = Double(index) / Double(rate)
      samples[index] += Float(amplitude(time) * sin(2 * .pi * hertz * time))
    }
  }

  /// A discharge of some 10 ms.
  mutating func addSpike(at seconds: Double, microvolts: Double) {
    let center = Int(seconds * Double(rate))
    for offset in -rate / 16...rate / 16 where samples.indices.contains(center + offset) {
      let x = Double(offset) / Double(rate) / 0.005
      samples[center + offset] += Float(microvolts * (1 - x * x) * exp(-x * x / 2))
    }
  }

  /// QRS complexes of 10 ms, `perMinute` per minute.
  mutating func addHeart(microvolts: Double, perMinute: Double = 62) {
    var time = 0.4
    while time < Double(samples.count) / Double(rate) - 0.1 {
      let center = Int(time * Double(rate))
      for offset in -rate / 16...rate / 16 where samples.indices.contains(center + offset) {
        let x = Double(offset) / Double(rate) / 0.010
        samples[center + offset] += Float(microvolts * (1 - x * x) * exp(-x * x / 2))
      }
      time += 60 / perMinute
    }
  }

  func source(segments: [SampleSegment]? = nil) -> ArraySource {
    ArraySource(microvolts: samples, samplingRate: SamplingRate(hertz: rate), segments: segments)
  }

  func movements(_ parameters: DetectionParameters = DetectionParameters(), beats: [Instant]? = nil) throws
    -> [LegMovement]
  {
    try LegAnalyzer(parameters: parameters).analyze(source(), leg: .left, channel: "probe", beats: beats)
      .movements
  }
}
