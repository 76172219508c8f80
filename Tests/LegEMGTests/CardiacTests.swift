import LegEMG
import SleepEvents
import Testing

@Suite struct CardiacTests {
  @Test func `the R waves of an ECG are found to a few milliseconds`() throws {
    var ecg = ProbeSignal(seconds: 60, restingRMS: 5)
    ecg.addHeart(microvolts: 900, perMinute: 60)
    let beats = try CardiacRhythm(ecg.source()).beats
    #expect(beats.count == 59 || beats.count == 60)
    #expect(beats.enumerated().allSatisfy { abs($0.element.seconds - (0.4 + Double($0.offset))) < 0.008 })
  }

  @Test func `R-locked activity leaves the leg, the movement stays`() throws {
    var leg = ProbeSignal(seconds: 60)
    leg.addHeart(microvolts: 12, perMinute: 100)
    leg.addBurst(at: 30, seconds: 2, peak: 60)
    let beats = (0..<99).map { Instant(seconds: 0.4 + 0.6 * Double($0)) }
    let found = try leg.movements(beats: beats)
    #expect(found.count == 1)
    #expect(abs((found.first?.offset.seconds ?? 0) - 32) < 0.1)
  }

  @Test func `marks that the leg is not locked to change nothing`() throws {
    var leg = ProbeSignal(seconds: 60)
    leg.addBurst(at: 30, seconds: 2, peak: 60)
    let alone = try leg.movements()
    let beats = (0..<70).map { Instant(seconds: 0.37 + 0.83 * Double($0)) }
    #expect(try leg.movements(beats: beats) == alone)
  }

  @Test func `a pacemaker's spikes and an arrhythmia do no harm`() throws {
    var leg = ProbeSignal(seconds: 90)
    var times: [Double] = []
    var time = 0.5
    var step = 0
    while time < 88 {
      times.append(time)
      step += 1
      time += [0.5, 1.1, 0.7, 0.9, 0.62][step % 5]
    }
    for time in times { leg.samples[Int(time * Double(leg.rate))] += 200 }
    leg.addBurst(at: 40, seconds: 2, peak: 60)
    let plain = try leg.movements()
    let marked = try leg.movements(beats: times.map { Instant(seconds: $0) })
    #expect(plain.count == 1)
    #expect(marked.count == 1)
  }
}
