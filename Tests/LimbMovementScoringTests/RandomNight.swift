import LimbMovementScoring
import SleepEvents

/// Nights of random events on a grid that often hits the boundaries of the rules.
struct RandomNight {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func below(_ limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state >> 11) % limit
  }

  /// About 40 minutes with movements of both legs, respiratory events, arousals and occasional gaps.
  mutating func input() -> ScoringInput {
    var movements: [LegMovement] = []
    for leg in Leg.allCases {
      var time = Double(below(40))
      while time < 2300 {
        let duration = [0.4, 0.5, 1, 2.5, 5, 5.1, 10, 10.1, 7.5][below(9)]
        movements.append(
          LegMovement(
            leg: leg, range: TimeRange(start: Instant(seconds: time), duration: TimeSpan(seconds: duration))))
        time += duration + [0.3, 0.5, 3, 4.9, 8, 9.5, 15, 25, 40, 80, 90.1][below(11)]
      }
    }
    let stages = (0..<80).map { _ in SleepStage.allCases[below(SleepStage.allCases.count)] }
    let breathing = (0..<below(12)).map { _ -> TimeRange in
      let start = Double(below(2200))
      return TimeRange(seconds: start, start + 12)
    }
    let arousals = (0..<below(20)).map { _ -> TimeRange in
      let start = Double(below(23_000)) / 10
      return TimeRange(seconds: start, start + 5)
    }
    return ScoringInput(
      movements: movements, hypnogram: Hypnogram(stages: stages), respiratoryEvents: breathing,
      arousals: arousals,
      gaps: below(4) == 0 ? [TimeRange(seconds: 900, 960)] : [],
      lightsOff: below(2) == 0 ? Instant(seconds: 60) : nil)
  }
}

extension ScoringInput {
  /// All times shifted by the same span.
  func moved(by span: TimeSpan) -> ScoringInput {
    func moved(_ range: TimeRange) -> TimeRange {
      TimeRange(start: range.start + span, end: range.end + span)
    }
    var copy = self
    copy.movements = movements.map { LegMovement(leg: $0.leg, range: moved($0.range)) }
    copy.hypnogram = hypnogram.map { hypnogram in
      Hypnogram(hypnogram.spans.map { StageSpan(range: moved($0.range), stage: $0.stage) })
    }
    copy.respiratoryEvents = respiratoryEvents.map { $0.map(moved) }
    copy.arousals = arousals.map { $0.map(moved) }
    copy.gaps = gaps.map(moved)
    copy.lightsOff = lightsOff.map { $0 + span }
    copy.lightsOn = lightsOn.map { $0 + span }
    return copy
  }
}
