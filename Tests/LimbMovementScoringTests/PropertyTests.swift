import LimbMovementScoring
import SleepEvents
import Testing

/// Properties of every night, checked on random ones.
@Suite struct PropertyTests {
  static let seeds: [UInt64] = Array(1...60)

  private func night(_ seed: UInt64) -> ScoringInput {
    var random = RandomNight(seed: seed)
    return random.input()
  }

  @Test(arguments: seeds) func `moving all times changes no count and no index`(_ seed: UInt64) {
    let input = night(seed)
    let moved = input.moved(by: TimeSpan(seconds: 12_345.678_906_25))
    for rules in RuleSet.published {
      #expect(NightIndices(rules.score(input)) == NightIndices(rules.score(moved)))
    }
  }

  @Test(arguments: seeds) func `swapping the legs changes only the sides`(_ seed: UInt64) {
    let input = night(seed)
    var swapped = input
    swapped.movements = input.movements.map {
      LegMovement(leg: $0.leg == .left ? .right : .left, range: $0.range)
    }
    for rules in RuleSet.published {
      let (a, b) = (rules.score(input), rules.score(swapped))
      #expect(NightIndices(a) == NightIndices(b))
      #expect(a.movements.map(\.range) == b.movements.map(\.range))
      let mirrored = b.movements.map { $0.side == .left ? Side.right : $0.side == .right ? .left : .both }
      #expect(a.movements.map(\.side) == mirrored)
    }
  }

  @Test(arguments: seeds) func `a movement under half a second changes nothing`(_ seed: UInt64) throws {
    var input = night(seed)
    let before = RuleSet.published.map { NightIndices($0.score(input)) }
    // Far enough from the movements of its leg not to lengthen them.
    let place = try #require(
      (0..<2300).map(Double.init).first { second in
        input.movements.allSatisfy {
          $0.leg != .left || $0.offset.seconds + 0.5 <= second || $0.onset.seconds >= second + 1
        }
      })
    input.movements.append(LegMovement(leg: .left, range: TimeRange(seconds: place, place + 0.49)))
    #expect(RuleSet.published.map { NightIndices($0.score(input)) } == before)
  }

  @Test(arguments: seeds) func `splitting epochs changes nothing`(_ seed: UInt64) throws {
    let input = night(seed)
    var split = input
    let hypnogram = try #require(input.hypnogram)
    split.hypnogram = Hypnogram(
      hypnogram.spans.flatMap { span in
        let middle = span.range.start + TimeSpan(seconds: 11)
        return [
          StageSpan(range: TimeRange(start: span.range.start, end: middle), stage: span.stage),
          StageSpan(range: TimeRange(start: middle, end: span.range.end), stage: span.stage),
        ]
      })
    for rules in RuleSet.published {
      #expect(NightIndices(rules.score(input)) == NightIndices(rules.score(split)))
    }
  }

  @Test(arguments: seeds) func `periodic movements are candidates, and parts sum to the whole`(_ seed: UInt64)
  {
    let input = night(seed)
    for rules in RuleSet.published {
      let scored = rules.score(input)
      #expect(scored.movements.allSatisfy { !$0.isPeriodic || $0.isCandidate })
      let periodic = scored.movements.filter(\.isPeriodic)
      #expect(
        SleepStage.allCases.reduce(0) { sum, stage in sum + periodic.count { $0.stage == stage } }
          == periodic.count)
      #expect(
        Side.allCases.reduce(0) { sum, side in sum + periodic.count { $0.side == side } } == periodic.count)
      #expect(scored.series.reduce(0) { $0 + $1.count } == periodic.count)
      #expect(scored.series.allSatisfy { $0.count >= rules.minimumSeriesLength })
      let counted = scored.fates.count { if case .counted = $0 { true } else { false } }
      #expect(scored.movements.reduce(0) { $0 + $1.members.count } == counted)
    }
  }

  @Test(arguments: seeds) func `the difference of two rule sets is the sum of its movements`(_ seed: UInt64)
    throws
  {
    let nights = RuleSet.published.map { $0.score(night(seed)) }
    for first in nights {
      for second in nights {
        let difference = RuleDifference(first, second)
        let counts = [first, second].map { NightIndices($0).periodicInSleep ?? 0 }
        #expect(difference.net == counts[0] - counts[1])
        #expect(difference.byRule.reduce(0) { $0 + $1.net } == difference.net)
        #expect(difference.rows.allSatisfy { !$0.rules.isEmpty && $0.net != 0 })
      }
    }
  }
}
