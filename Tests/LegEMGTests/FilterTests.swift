import Foundation
import SleepEvents
import Testing

@testable import LegEMG

/// The lane filter against a plain reference in Double.
@Suite struct FilterTests {
  /// Forward and backward, one sample after the other, with the edge samples extended at both ends.
  static func reference(_ samples: [Float], _ design: ButterworthBandPass) -> [Double] {
    let margin = 4 * design.transientSamples(tolerance: 1e-8)
    let first = Double(samples.first ?? 0)
    let last = Double(samples.last ?? 0)
    var values = Array(repeating: first, count: margin) + samples.map(Double.init)
    values += Array(repeating: last, count: margin)
    for _ in 0..<2 {
      for section in design.sections {
        var (x1, x2, y1, y2) = (values[0], values[0], 0.0, 0.0)
        for index in values.indices {
          let x = values[index]
          let y = (x - x2) - section.a1 * y1 - section.a2 * y2
          (x2, x1, y2, y1) = (x1, x, y1, y)
          values[index] = y
        }
      }
      values.reverse()
    }
    return values[margin..<margin + samples.count].map { $0 * design.gain * design.gain }
  }

  static func lanes(_ samples: [Float], rate: Int, tileRows: Int = 256, blockRows: Int = 128) throws
    -> [Float]
  {
    let design = ButterworthBandPass(
      lowHertz: 10, highHertz: min(100, 0.45 * Double(rate)), rateHertz: Double(rate))
    var filter = ZeroPhaseFilter(design: design, tileRows: tileRows, blockRows: blockRows)
    var laneLength = (samples.count + 7) / 8
    if laneLength > tileRows { laneLength = (laneLength + tileRows - 1) / tileRows * tileRows }
    let output = UnsafeMutablePointer<Float>.allocate(capacity: 8 * laneLength)
    defer { output.deallocate() }
    let source = ArraySource(microvolts: samples, samplingRate: SamplingRate(hertz: rate))
    try filter.run(
      start: 0, laneLength: laneLength, into: output,
      read: { try EdgeReading.read($0, of: source.segments[0], from: source, into: $1) },
      observe: { _, _ in })
    return Array(UnsafeBufferPointer(start: output, count: samples.count))
  }

  @Test(arguments: [128, 256, 512, 2048])
  func `lanes and reference agree to a thousandth of a microvolt`(_ rate: Int) throws {
    var probe = ProbeSignal(seconds: rate > 1000 ? 6 : 20, rate: rate, restingRMS: 20, seed: 9)
    probe.addSine(hertz: 0.3) { _ in 200 }
    let design = ButterworthBandPass(
      lowHertz: 10, highHertz: min(100, 0.45 * Double(rate)), rateHertz: Double(rate))
    let expected = FilterTests.reference(probe.samples, design)
    let found = try FilterTests.lanes(probe.samples, rate: rate)
    let worst = zip(expected, found).map { abs($0 - Double($1)) }.max() ?? 1
    #expect(worst < (rate > 1000 ? 0.02 : 0.002), "\(worst)")
  }

  @Test(arguments: ["constant", "impulse", "extreme", "silence after a burst"])
  func `pathological input agrees too`(_ kind: String) throws {
    var samples = [Float](repeating: 0, count: 5000)
    switch kind {
    case "constant": samples = samples.map { _ in 3000 }
    case "impulse": samples[2500] = 5000
    case "extreme": samples = samples.indices.map { $0 % 7 < 3 ? 5000 : -5000 }
    default: for index in 0..<1000 { samples[index] = Float(sin(Double(index))) * 500 }
    }
    let design = ButterworthBandPass(lowHertz: 10, highHertz: 100, rateHertz: 256)
    let expected = FilterTests.reference(samples, design)
    let found = try FilterTests.lanes(samples, rate: 256)
    let worst = zip(expected, found).map { abs($0 - Double($1)) }.max() ?? 1
    #expect(worst < 0.01, "\(worst)")
    #expect(found.allSatisfy { $0.isFinite && !$0.isSubnormal })
  }

  @Test func `the tile does not change the result`() throws {
    let probe = ProbeSignal(seconds: 20, restingRMS: 10, seed: 3)
    let a = try FilterTests.lanes(probe.samples, rate: 256, tileRows: 128)
    let b = try FilterTests.lanes(probe.samples, rate: 256, tileRows: 640)
    #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-3 })
  }

  @Test func `the design passes its band and nothing else`() {
    let design = ButterworthBandPass(lowHertz: 10, highHertz: 100, rateHertz: 512)
    func gain(_ hertz: Double) -> Double {
      let samples = (0..<4096).map { Float(sin(2 * .pi * hertz * Double($0) / 512)) }
      let filtered = FilterTests.reference(samples, design)[1024..<3072]
      return (filtered.reduce(0) { $0 + $1 * $1 } / 1024).squareRoot()
    }
    #expect(abs(gain(31.6) - 1) < 0.01)
    // Twice 3 dB, since the filter runs forward and backward.
    #expect(abs(gain(10) - 0.5) < 0.02)
    #expect(abs(gain(100) - 0.5) < 0.02)
    #expect(gain(1) < 1e-5)
    #expect(gain(230) < 1e-3)
  }
}
