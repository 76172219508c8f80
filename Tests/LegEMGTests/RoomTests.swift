import Foundation
import LegEMG
import SleepEvents
import Testing

/// Leg EMG under realistic recording conditions: nothing deleted, nothing invented, a dead leg recognized.
@Suite struct RoomTests {
  private func record(_ probe: ProbeSignal, leg: Leg = .left) throws -> LegRecord {
    try LegAnalyzer().analyze(probe.source(), leg: leg, channel: "probe")
  }

  private func reviewed(_ probe: ProbeSignal) throws -> LegRecord {
    LegReview([try record(probe)]).records[0]
  }

  @Test(arguments: [(0.0, 60.0), (0, 120), (0, 300), (0.3, 120)])
  func `a jerk before a tonic part is where the movement begins`(_ pause: Double, _ jerk: Double) throws {
    var probe = ProbeSignal(seconds: 120)
    for start in [30.0, 60, 90] {
      probe.addBurst(at: start, seconds: 0.2, peak: jerk)
      probe.addBurst(at: start + 0.2 + pause, seconds: 1.5, peak: 25)
    }
    let found = try reviewed(probe).movements
    #expect(found.count == 3)
    for (movement, start) in zip(found, [30.0, 60, 90]) {
      #expect(abs(movement.onset.seconds - start) < 0.1)
      #expect(abs(movement.offset.seconds - start - 1.7 - pause) < 0.25)
    }
  }

  @Test func `beats beside a movement do not prolong it`() throws {
    var probe = ProbeSignal(seconds: 120)
    for start in [30.0, 60, 90] {
      probe.addBurst(at: start, seconds: 2, peak: 60)
      for beat in 0..<8 { probe.addSpike(at: start + 2.4 + 0.42 * Double(beat), microvolts: 90) }
    }
    let found = try reviewed(probe).movements
    #expect(found.count == 3)
    #expect(found.allSatisfy { $0.duration.seconds < 2.6 })
  }

  @Test(arguments: [50.0, 60, 33.3, 16.7])
  func `a line that steps, comes and goes makes no movement`(_ hertz: Double) throws {
    for shape in [
      { $0.truncatingRemainder(dividingBy: 30) < 15 ? 20.0 : 10 },
      { $0.truncatingRemainder(dividingBy: 30) < 4 ? 12 : 0 },
      { $0.truncatingRemainder(dividingBy: 30) < 15 ? 12 : 0 },
    ] as [(Double) -> Double] {
      var probe = ProbeSignal(seconds: 300)
      probe.addSine(hertz: hertz, amplitude: shape)
      #expect(try reviewed(probe).movements.isEmpty)
    }
  }

  @Test(arguments: [50.0, 60, 33.3])
  func `a burst of hum that was subtracted whole is a near miss, a step or steady hum is none`(
    _ hertz: Double
  ) throws {
    func hum(_ amplitude: @escaping (Double) -> Double) throws -> [NearMiss] {
      var probe = ProbeSignal(seconds: 300)
      probe.addSine(hertz: hertz, amplitude: amplitude)
      return try record(probe).nearMisses.filter { $0.criterion == .hum }
    }
    let bursts = try hum { $0.truncatingRemainder(dividingBy: 30) < 4 ? 20 : 0 }
    #expect(bursts.count == 9)
    for (burst, start) in zip(bursts, stride(from: 30.0, to: 300, by: 30)) {
      #expect(abs(burst.movement.onset.seconds - start) <= 0.5)
      #expect(abs(burst.movement.duration.seconds - 4) <= 1)
      #expect(burst.required == 8)
      #expect((18...22).contains(burst.found))
    }
    #expect(try hum { $0 < 100 ? 0 : 20 }.isEmpty)
    #expect(try hum { _ in 20 }.isEmpty)
  }

  /// A line no louder than the rest shows in no loud window, and a harmonic beside its mains has a small share of the power.
  @Test(arguments: [[(100.0, 8.0)], [(50, 30), (100, 8)]])
  func `a weak line that comes and goes is subtracted, and the rest stays that of a muscle`(
    _ lines: [(Double, Double)]
  ) throws {
    var probe = ProbeSignal(seconds: 900, restingRMS: 2.9)
    for (hertz, amplitude) in lines {
      probe.addSine(hertz: hertz) { $0.truncatingRemainder(dividingBy: 61) < 27 ? amplitude : 0 }
    }
    let review = LegReview([try record(probe)])
    #expect(review.records[0].mainsHertz.contains(100))
    #expect(!review.doubts.contains { $0.cause == .open })
    #expect(review.records[0].invalid.isEmpty)
  }

  @Test func `a movement under a line that comes and goes is found`() throws {
    var probe = ProbeSignal(seconds: 300)
    probe.addSine(hertz: 50) { $0.truncatingRemainder(dividingBy: 30) < 15 ? 12 : 0 }
    let starts = stride(from: 20.0, to: 290, by: 27).map(\.self)
    for start in starts { probe.addBurst(at: start, seconds: 2, peak: 40) }
    let found = try reviewed(probe).movements
    #expect(found.count == starts.count)
    for (movement, start) in zip(found, starts) { #expect(abs(movement.onset.seconds - start) < 0.1) }
  }

  @Test func `bursts of a tone stand in the near misses as no EMG, with the number`() throws {
    var probe = ProbeSignal(seconds: 300)
    // Its frequency drifts, so that no line can be subtracted.
    for index in probe.samples.indices {
      let time = Double(index) / Double(probe.rate)
      guard time.truncatingRemainder(dividingBy: 20) < 3, time > 10 else { continue }
      probe.samples[index] += Float(15 * sin(2 * .pi * 35 * time + 3 * sin(2 * .pi * 1.5 * time)))
    }
    let record = try reviewed(probe)
    #expect(record.movements.isEmpty)
    let misses = record.nearMisses.filter { $0.criterion == .notEMG }
    #expect(misses.count >= 12)
    #expect(misses.allSatisfy { $0.cause != nil && $0.movement.spectrum != nil && $0.found != $0.required })
    #expect(LegReview([try self.record(probe)]).doubts.contains { $0.cause == .notEMG && $0.found > 0.9 })
  }

  @Test func `what both legs hold at one time is no EMG, what each holds by itself is`() throws {
    var left = ProbeSignal(seconds: 200, seed: 1)
    var right = ProbeSignal(seconds: 200, restingRMS: 1.5, seed: 2)
    for start in [30.0, 60, 90, 120] {
      var shared = ProbeSignal(seconds: 200, restingRMS: 0, seed: 3)
      shared.samples = shared.samples.map { _ in 0 }
      shared.addBurst(at: start, seconds: 1.5, peak: 40)
      for index in shared.samples.indices {
        left.samples[index] += shared.samples[index]
        right.samples[index] += shared.samples[index]
      }
    }
    left.addBurst(at: 160, seconds: 2, peak: 60)
    right.addBurst(at: 160, seconds: 2, peak: 60)
    let review = LegReview([try record(left), try record(right, leg: .right)])
    for leg in review.records {
      #expect(leg.movements.map { $0.onset.seconds.rounded() } == [160])
      #expect(leg.nearMisses.count { $0.cause == .commonMode } == 4)
    }
  }

  @Test func `a shorted input, a rail and an open one are invalid and named`() throws {
    let shorted = ProbeSignal(seconds: 300, restingRMS: 0.12)
    var rail = ProbeSignal(seconds: 300)
    for index in rail.samples.indices { rail.samples[index] = index % 97 == 0 ? 4960 : 5000 }
    var open = ProbeSignal(seconds: 300, restingRMS: 2)
    open.addSine(hertz: 50) { _ in 300 }
    let cases: [(ProbeSignal, ImplausibleLeg.Cause)] = [
      (shorted, .quiet), (rail, .saturated), (open, .hum),
    ]
    for (probe, cause) in cases {
      let review = LegReview([try record(probe)])
      #expect(review.records[0].movements.isEmpty)
      #expect(review.records[0].invalid.reduce(0) { $0 + $1.duration.seconds } > 290)
      #expect(review.doubts.contains { $0.cause == cause })
    }
  }

  @Test func `a leg that was filtered at half of the band says so and keeps its movements`() throws {
    var probe = ProbeSignal(seconds: 150)
    for start in stride(from: 20.0, to: 140, by: 30) { probe.addBurst(at: start, seconds: 2, peak: 120) }
    let taps = (-20...20).map { tap in
      let turn = 2 * Double.pi * 55 / Double(probe.rate) * Double(tap)
      let low = tap == 0 ? 1 : sin(turn) / turn
      return Float(2 * 55 / Double(probe.rate) * low * (0.54 + 0.46 * cos(.pi * Double(tap) / 20)))
    }
    let whole = probe.samples
    for index in 20..<whole.count - 20 {
      var sum: Float = 0
      for tap in taps.indices { sum += taps[tap] * whole[index + tap - 20] }
      probe.samples[index] = sum
    }
    let review = LegReview([try record(probe)])
    #expect(review.records[0].movements.count == 4)
    #expect(review.doubts.map(\.cause) == [.lowPass])
  }

  @Test func `a clipped movement is still one`() throws {
    var probe = ProbeSignal(seconds: 60)
    probe.addBurst(at: 30, seconds: 2, peak: 9000)
    for index in probe.samples.indices { probe.samples[index] = min(5000, max(-5000, probe.samples[index])) }
    #expect(try reviewed(probe).movements.count == 1)
  }

  @Test func `broadband noise that wanders for minutes is an open input`() throws {
    var probe = ProbeSignal(seconds: 900, restingRMS: 8)
    for index in probe.samples.indices {
      let time = Double(index) / Double(probe.rate)
      probe.samples[index] *= Float(1 + 0.5 * sin(2 * .pi * time * 0.31) * sin(2 * .pi * time * 0.17))
    }
    let review = LegReview([try record(probe)])
    #expect(review.records[0].movements.isEmpty)
    #expect(review.doubts.contains { $0.cause == .open })
  }

  @Test func `a contraction of minutes is one movement until it ends`() throws {
    var probe = ProbeSignal(seconds: 400)
    for start in stride(from: 100.0, to: 250, by: 0.5) {
      let peak = 30 + 20 * sin(start)
      probe.addBurst(at: start, seconds: 0.55, peak: peak)
    }
    let found = try reviewed(probe).movements
    #expect(found.count == 1)
    #expect(abs((found.first?.duration.seconds ?? 0) - 150) < 1.5)
  }

  @Test func `the same signal on both legs and legs of unlike size are named`() throws {
    var left = ProbeSignal(seconds: 300, seed: 5)
    left.addBurst(at: 60, seconds: 2, peak: 60)
    let same = LegReview([try record(left), try record(left, leg: .right)])
    #expect(same.doubts.contains { $0.cause == .same })
    #expect(same.records.allSatisfy { $0.movements.count == 1 })
    let right = ProbeSignal(seconds: 300, restingRMS: 4, seed: 6)
    let unlike = LegReview([try record(left), try record(right, leg: .right)])
    #expect(unlike.doubts.contains { $0.cause == .unequal && $0.found > 3 })
    #expect(!unlike.doubts.contains { $0.cause == .same })
  }

  @Test func `muscle has none of these doubts, and each movement its spectrum`() throws {
    var probe = ProbeSignal(seconds: 300)
    for start in stride(from: 20.0, to: 290, by: 25) { probe.addBurst(at: start, seconds: 2, peak: 40) }
    let review = LegReview([try record(probe)])
    #expect(review.doubts.isEmpty)
    #expect(review.records[0].movements.count == 11)
    #expect(
      review.records[0].movements.allSatisfy {
        ($0.spectrum?.lineShare ?? 1) < 0.45 && (20...80).contains($0.spectrum?.centreHertz ?? 0)
      })
  }
}
