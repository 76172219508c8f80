import LegEMG
import SleepEvents
import Testing

/// Ten probes of the detector, one difficulty each, short enough for a debug build.
@Suite struct ProbeTests {
  private func isNear(_ a: Double, _ b: Double, _ tolerance: Double = 0.06) -> Bool {
    abs(a - b) <= tolerance
  }

  @Test func `one burst of 2 s and 60 uV is one movement from its start to its end`() throws {
    var probe = ProbeSignal(seconds: 60)
    probe.addBurst(at: 30, seconds: 2, peak: 60)
    let found = try probe.movements()
    #expect(found.count == 1)
    let movement = try #require(found.first)
    #expect(isNear(movement.onset.seconds, 30))
    #expect(isNear(movement.offset.seconds, 32))
    #expect((movement.amplitude?.peakMicrovolts ?? 0) > 40)
  }

  @Test func `movements of 15 s and 25 s stay whole`() throws {
    var probe = ProbeSignal(seconds: 150)
    probe.addBurst(at: 30, seconds: 15, peak: 60)
    probe.addBurst(at: 90, seconds: 25, peak: 60)
    let found = try probe.movements()
    #expect(found.count == 2)
    #expect(found.map { ($0.duration.seconds).rounded() } == [15, 25])
  }

  @Test func `five twitches of 0.4 s are no movement`() throws {
    var probe = ProbeSignal(seconds: 60)
    for index in 0..<5 { probe.addBurst(at: 10 + 9 * Double(index), seconds: 0.4, peak: 60) }
    #expect(try probe.movements().isEmpty)
  }

  @Test func `five bursts of 0.6 s are five movements`() throws {
    var probe = ProbeSignal(seconds: 60)
    for index in 0..<5 { probe.addBurst(at: 10 + 9 * Double(index), seconds: 0.6, peak: 60) }
    #expect(try probe.movements().count == 5)
  }

  @Test func `a gap of 0.3 s does not divide a movement`() throws {
    var probe = ProbeSignal(seconds: 60)
    probe.addBurst(at: 30, seconds: 1.5, peak: 60)
    probe.addBurst(at: 31.8, seconds: 1.5, peak: 60)
    #expect(try probe.movements().count == 1)
  }

  @Test func `a gap of 0.7 s does`() throws {
    var probe = ProbeSignal(seconds: 60)
    probe.addBurst(at: 30, seconds: 1.5, peak: 60)
    probe.addBurst(at: 32.2, seconds: 1.5, peak: 60)
    #expect(try probe.movements().count == 2)
  }

  @Test func `bursts of 18 uV peak over 1 uV of rest are all found`() throws {
    var probe = ProbeSignal(seconds: 60)
    for index in 0..<5 { probe.addBurst(at: 10 + 9 * Double(index), seconds: 2, peak: 18) }
    #expect(try probe.movements().count == 5)
  }

  @Test func `4 uV RMS of rest hide no movement and make none`() throws {
    var probe = ProbeSignal(seconds: 90, restingRMS: 4)
    probe.addBurst(at: 40, seconds: 2, peak: 80)
    let found = try probe.movements()
    #expect(found.count == 1)
    #expect(isNear(found.first?.onset.seconds ?? 0, 40))
  }

  @Test func `an ECG of 40 uV alone is no movement`() throws {
    for rate in [48.0, 62, 110] {
      var probe = ProbeSignal(seconds: 60)
      probe.addHeart(microvolts: 40, perMinute: rate)
      #expect(try probe.movements().isEmpty, "at \(rate) beats a minute")
    }
  }

  @Test func `50 Hz of 4-6 uV hides no movement and makes none`() throws {
    var probe = ProbeSignal(seconds: 90)
    probe.addSine(hertz: 50) { time in 5 + (time / 30).truncatingRemainder(dividingBy: 2) - 1 }
    probe.addBurst(at: 40, seconds: 2, peak: 60)
    let found = try probe.movements()
    #expect(found.count == 1)
    #expect(isNear(found.first?.offset.seconds ?? 0, 42))
  }
}
