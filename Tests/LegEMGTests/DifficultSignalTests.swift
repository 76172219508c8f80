import Foundation
import LegEMG
import SleepEvents
import Testing

@Suite struct DifficultSignalTests {
  @Test func `movements at both edges of the recording are found`() throws {
    var probe = ProbeSignal(seconds: 60)
    probe.addBurst(at: 0, seconds: 2, peak: 60)
    probe.addBurst(at: 58, seconds: 2, peak: 60)
    let found = try probe.movements()
    #expect(found.count == 2)
    #expect((found.first?.onset.seconds ?? 9) < 0.1)
    #expect((found.last?.offset.seconds ?? 0) > 59.8)
  }

  @Test func `a movement across a gap is one on each side, at the times of the segments`() throws {
    var probe = ProbeSignal(seconds: 120)
    probe.addBurst(at: 58, seconds: 4, peak: 60)
    let half = 60 * probe.rate
    let segments = [
      SampleSegment(firstSample: 0, count: half, onset: .zero),
      SampleSegment(firstSample: half, count: half, onset: Instant(seconds: 160)),
    ]
    let found = try LegAnalyzer().analyze(probe.source(segments: segments), leg: .left, channel: "probe")
      .movements
    #expect(found.count == 2)
    #expect(abs((found.first?.offset.seconds ?? 0) - 60) < 0.05)
    #expect(abs((found.last?.onset.seconds ?? 0) - 160) < 0.05)
    #expect(abs((found.last?.offset.seconds ?? 0) - 162) < 0.1)
  }

  @Test(arguments: [128, 200, 255, 333, 500, 512, 1024])
  func `odd and usual rates give the same movement`(_ rate: Int) throws {
    var probe = ProbeSignal(seconds: 40, rate: rate)
    probe.addBurst(at: 20, seconds: 2, peak: 60)
    let found = try probe.movements()
    #expect(found.count == 1)
    #expect(abs((found.first?.onset.seconds ?? 0) - 20) < 0.06)
    #expect(abs((found.first?.offset.seconds ?? 0) - 22) < 0.08)
  }

  @Test func `digital silence is invalid and makes no movement at its edges`() throws {
    var probe = ProbeSignal(seconds: 120)
    for index in probe.samples.indices where (40 * probe.rate..<80 * probe.rate).contains(index) {
      probe.samples[index] = 0
    }
    probe.addBurst(at: 20, seconds: 2, peak: 60)
    let record = try LegAnalyzer().analyze(probe.source(), leg: .left, channel: "probe")
    #expect(record.movements.count == 1)
    let invalid = record.invalid.reduce(0) { $0 + $1.duration.seconds }
    #expect(abs(invalid - 40) < 2)
  }

  @Test func `a constant that is not zero is invalid too`() throws {
    var probe = ProbeSignal(seconds: 90)
    for index in probe.samples.indices where index > 50 * probe.rate { probe.samples[index] = 312 }
    let record = try LegAnalyzer().analyze(probe.source(), leg: .left, channel: "probe")
    #expect(record.movements.isEmpty)
    #expect((record.invalid.last?.end.seconds ?? 0) > 89)
  }

  @Test func `hum of ten times the threshold hides no movement and makes none`() throws {
    var probe = ProbeSignal(seconds: 180)
    probe.addSine(hertz: 50) { (60...120).contains($0) ? 80 : 0 }
    for start in [30.0, 90, 150] { probe.addBurst(at: start, seconds: 2, peak: 60) }
    let record = try LegAnalyzer().analyze(probe.source(), leg: .left, channel: "probe")
    #expect(record.movements.map { $0.onset.seconds.rounded() } == [30, 90, 150])
    #expect(record.mainsHertz.contains(50))
  }

  @Test func `an open input, hum with its noise, cannot be scored and makes no movement at its edges`() throws
  {
    var probe = ProbeSignal(seconds: 180)
    let noise = ProbeSignal(seconds: 180, restingRMS: 6, seed: 4)
    for index in probe.samples.indices where (60 * probe.rate..<120 * probe.rate).contains(index) {
      probe.samples[index] = noise.samples[index]
    }
    probe.addSine(hertz: 50) { (60...120).contains($0) ? 60 : 0 }
    let record = try LegAnalyzer().analyze(probe.source(), leg: .left, channel: "probe")
    #expect(record.movements.isEmpty)
    #expect(abs(record.invalid.reduce(0) { $0 + $1.duration.seconds } - 60) < 8)
  }

  @Test func `tonic activity for a minute raises the resting level and is no movement`() throws {
    var probe = ProbeSignal(seconds: 240)
    let tonic = ProbeSignal(seconds: 240, restingRMS: 6, seed: 5)
    for index in probe.samples.indices where (80 * probe.rate..<170 * probe.rate).contains(index) {
      probe.samples[index] += tonic.samples[index]
    }
    let record = try LegAnalyzer().analyze(probe.source(), leg: .left, channel: "probe")
    #expect(record.movements.allSatisfy { $0.duration < .seconds(2) })
    #expect(record.movements.count <= 1)
  }

  @Test func `cable pops are no movement and do not prolong one`() throws {
    var probe = ProbeSignal(seconds: 90)
    probe.addBurst(at: 40, seconds: 2, peak: 60)
    for start in [20.0, 42.9, 70] {
      for index in 0..<probe.rate {
        let sample = Int(start * Double(probe.rate)) + index
        probe.samples[sample] += Float(500 * exp(-Double(index) / (0.1 * Double(probe.rate))))
      }
    }
    let found = try probe.movements()
    #expect(found.count == 1)
    #expect(abs((found.first?.duration.seconds ?? 0) - 2) < 0.25)
  }

  @Test func `hum that wanders in frequency and amplitude is taken out`() throws {
    var probe = ProbeSignal(seconds: 90)
    var phase = 0.0
    for index in probe.samples.indices {
      let time = Double(index) / Double(probe.rate)
      phase += 2 * .pi * (50 + 0.15 * sin(2 * .pi * time / 40)) / Double(probe.rate)
      probe.samples[index] += Float((6 + 3 * sin(2 * .pi * time / 25)) * sin(phase))
    }
    probe.addBurst(at: 40, seconds: 2, peak: 40)
    let record = try LegAnalyzer().analyze(probe.source(), leg: .left, channel: "probe")
    #expect(record.movements.count == 1)
    let resting = record.timeline.entries.compactMap(\.resting).sorted()
    #expect((resting.isEmpty ? 9 : resting[resting.count / 2]) < 1.6)
  }

  @Test func `where there is no line nothing is taken out`() throws {
    let record = try LegAnalyzer().analyze(ProbeSignal(seconds: 60).source(), leg: .left, channel: "probe")
    #expect(record.mainsHertz.isEmpty)
  }

  @Test func `a leg that cannot carry the thresholds is refused with the number that says why`() {
    let coarse = ArraySource(
      microvolts: [0, 1], samplingRate: SamplingRate(hertz: 200), resolutionMicrovolts: 31.25)
    #expect(throws: LegEMGError.resolutionTooCoarse(channel: "LAT", microvoltsPerCount: 31.25, limit: 2)) {
      try LegAnalyzer.check(coarse, channel: "LAT")
    }
    let slow = ArraySource(microvolts: [0, 1], samplingRate: SamplingRate(hertz: 64))
    #expect(throws: LegEMGError.rateTooLow(channel: "LAT", hertz: 64, minimum: 100)) {
      try LegAnalyzer.check(slow, channel: "LAT")
    }
  }

  @Test(arguments: [1, 2, 7, 100, 1000])
  func `a recording shorter than a lane does not crash`(_ count: Int) throws {
    let samples = (0..<count).map { Float(sin(Double($0))) }
    let source = ArraySource(microvolts: samples, samplingRate: SamplingRate(hertz: 256))
    #expect(try LegAnalyzer().analyze(source, leg: .left, channel: "probe").movements.isEmpty)
  }
}
