import LimbMovementScoring
import SleepEvents
import Testing

struct OtherMovementSearchTests {
  private let rules = OtherMovementRules()

  /// `count` bursts from `start`, `legs` in turn.
  private func train(
    _ legs: [Leg], from start: Double, count: Int, hertz: Double, seconds: Double
  ) -> [MuscleBurst] {
    (0..<count).map { index in
      let onset = start + Double(index) / hertz
      return MuscleBurst(leg: legs[index % legs.count], range: TimeRange(seconds: onset, onset + seconds))
    }
  }

  private func hypnogram(_ stages: [(stage: SleepStage, seconds: Double)]) -> Hypnogram {
    var start = 0.0
    return Hypnogram(
      stages.map { stage, seconds in
        defer { start += seconds }
        return StageSpan(range: TimeRange(seconds: start, start + seconds), stage: stage)
      })
  }

  private func kinds(_ bursts: [MuscleBurst], _ hypnogram: Hypnogram?) -> [OtherMovementKind] {
    rules.movements(in: bursts, hypnogram: hypnogram, periodic: []).map(\.kind)
  }

  @Test(arguments: [(3, 1.0, 0), (4, 1.0, 1), (6, 0.5, 1), (6, 3.0, 1), (6, 0.45, 0), (6, 3.3, 0)])
  func `four bursts in turn at 0.5 to 3 Hz are alternating activation`(
    _ count: Int, _ hertz: Double, _ expected: Int
  ) {
    let bursts = train([.left, .right], from: 10, count: count, hertz: hertz, seconds: 0.2)
    #expect(kinds(bursts, nil) == Array(repeating: .alternating, count: expected))
  }

  @Test func `a leg that moves twice in a row ends the train`() {
    let bursts =
      train([.left, .right], from: 10, count: 3, hertz: 1, seconds: 0.2)
      + train([.left, .right], from: 12.9, count: 2, hertz: 1, seconds: 0.2)
    // L R L L R
    #expect(kinds(bursts, nil).isEmpty)
  }

  @Test(arguments: [
    (SleepStage.wake, OtherMovementKind.footTremor), (.n1, .footTremor), (.n2, .highFrequency),
    (.n3, .highFrequency), (.rem, .highFrequency),
  ])
  func `a train of one leg is a foot tremor from wake and N1, high-frequency movements else`(
    _ stage: SleepStage, _ kind: OtherMovementKind
  ) {
    let bursts = train([.right], from: 10, count: 5, hertz: 1.5, seconds: 0.3)
    let night = hypnogram([(stage, 60)])
    let found = rules.movements(in: bursts, hypnogram: night, periodic: [TimeRange(seconds: 11, 12)])
    #expect(found.map(\.kind) == [kind])
    #expect(found.first?.side == .right)
    #expect(found.first?.burstCount == 5)
    #expect(abs((found.first?.rateHertz ?? 0) - 1.5) < 1e-6)
    #expect(found.first?.periodicOverlaps == 1)
  }

  @Test(arguments: [(0.2, 0), (0.25, 1), (1.0, 1), (1.1, 0)])
  func `bursts of a tremor last a quarter of a second to one`(_ seconds: Double, _ expected: Int) {
    let bursts = train([.left], from: 10, count: 5, hertz: 0.5, seconds: seconds)
    #expect(kinds(bursts, hypnogram([(.wake, 60)])).count == expected)
  }

  @Test func `without sleep stages only alternating activation can be told`() {
    let bursts =
      train([.left, .right], from: 10, count: 4, hertz: 1, seconds: 0.3)
      + train([.left], from: 40, count: 6, hertz: 1, seconds: 0.3)
    #expect(kinds(bursts, nil) == [.alternating])
  }

  @Test func `a burst belongs to one kind, to alternating activation first`() {
    // The left bursts alone would be a tremor.
    let bursts = train([.left, .right], from: 10, count: 10, hertz: 1, seconds: 0.3)
    #expect(kinds(bursts, hypnogram([(.wake, 60)])) == [.alternating])
  }

  /// Potentials with uneven pauses, `perMinute` per minute.
  private func potentials(minutes: Int, perMinute: Int) -> [MuscleBurst] {
    (0..<minutes).flatMap { minute in
      (0..<perMinute).map { index in
        let onset = 60 * Double(minute) + 50 * Double(index * index + 1) / Double(perMinute * perMinute)
        return MuscleBurst(
          leg: index.isMultiple(of: 2) ? .left : .right, range: TimeRange(seconds: onset, onset + 0.08))
      }
    }
  }

  @Test(arguments: [(20, 5, 1), (19, 5, 0), (20, 4, 0), (40, 8, 1)])
  func `five potentials a minute for twenty minutes of NREM are fragmentary myoclonus`(
    _ minutes: Int, _ perMinute: Int, _ expected: Int
  ) {
    let found = kinds(
      potentials(minutes: minutes, perMinute: perMinute), hypnogram([(.n2, 60 * Double(minutes) + 600)]))
    #expect(found == Array(repeating: .fragmentaryMyoclonus, count: expected))
  }

  @Test func `an awakening is left out of the minutes of myoclonus, not counted as one without it`() {
    let bursts = potentials(minutes: 26, perMinute: 6)
    let night = hypnogram([(.n2, 720), (.wake, 120), (.n2, 720)])
    #expect(kinds(bursts, night) == [.fragmentaryMyoclonus])
  }

  @Test func `myoclonus in wake or REM sleep is none`() {
    #expect(kinds(potentials(minutes: 30, perMinute: 6), hypnogram([(.rem, 1800)])).isEmpty)
  }

  @Test func `what beats as the heart does is no myoclonus`() {
    let beats = (0..<1800).map { index in
      let onset = Double(index) * 0.95 + 0.03 * Double(index % 3)
      return MuscleBurst(leg: .left, range: TimeRange(seconds: onset, onset + 0.06))
    }
    #expect(kinds(beats, hypnogram([(.n2, 1800)])).isEmpty)
  }
}
