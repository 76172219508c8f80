import LimbMovementScoring
import SleepEvents
import Testing

@Suite struct WorkedCaseTests {
  @Test func `all 55 cases are there`() throws {
    #expect(try WorkedCases.load().count == 55)
  }

  @Test(arguments: try WorkedCases.load())
  func `a worked case comes out event by event`(_ example: WorkedCase) throws {
    for (standard, expected) in example.expected {
      let rules = try #require(WorkedCase.rules(standard), "unknown standard \(standard)")
      check(rules.score(example.input), expected, "\(example.id) \(standard)", example.input)
    }
  }

  @Test(arguments: try WorkedCases.load().filter { !$0.alternatives.isEmpty })
  func `the alternative reading comes out by changing its parameter`(_ example: WorkedCase) throws {
    for alternative in example.alternatives {
      var rules = try #require(WorkedCase.rules(alternative.standard))
      for (key, value) in alternative.override {
        switch (key, value) {
        case ("short_can_start", .flag(let flag)):
          try rules.set("short_interval_may_start", to: flag ? "true" : "false")
        case ("resp_from_end", .numbers(let edges)):
          try rules.set("respiratory_window", to: "\(edges[0]),\(edges[1])")
        default: Issue.record("unknown override \(key)")
        }
      }
      check(rules.score(example.input), alternative.expected, "\(example.id) alternative", example.input)
    }
  }

  private func check(
    _ night: ScoredNight, _ expected: WorkedCase.Expected, _ name: String, _ input: ScoringInput
  ) {
    let indices = NightIndices(night)
    let scalars = Dictionary(uniqueKeysWithValues: NightIndices.entries.map { ($0.key, $0.value(indices)) })
    for (key, value) in expected.scalars {
      guard let ours = scalars[key] else {
        Issue.record("\(name): no key \(key)")
        continue
      }
      if let value, let ours {
        #expect(abs(ours - value) <= 5e-7 * max(1, abs(value)), "\(name): \(key) \(ours), not \(value)")
      } else {
        #expect(ours == value, "\(name): \(key)")
      }
    }
    if let series = expected.series {
      let ours = night.series.map { list in list.compactMap { night.movements.firstIndex(of: $0) } }
      #expect(ours == series, "\(name): series")
    }
    if let events = expected.events {
      #expect(night.movements.count == events.count, "\(name): number of events")
      for (movement, event) in zip(night.movements, events) {
        let place = "\(name) at \(event.onset)"
        #expect(movement.range == TimeRange(seconds: event.onset, event.offset), "\(place): edges")
        #expect(movement.side.rawValue == event.side, "\(place): side")
        #expect(movement.memberCount == event.memberCount, "\(place): members")
        #expect(movement.stage.rawValue == event.stage, "\(place): stage")
        if let candidate = event.clm { #expect(movement.isCandidate == candidate, "\(place): candidate") }
        #expect(movement.interval == event.imi.map { TimeSpan(seconds: $0) }, "\(place): interval")
        if let short = event.shortInterval {
          #expect(movement.isShortInterval == short, "\(place): short interval")
        }
        #expect(movement.isPeriodic == event.plm, "\(place): periodic")
        #expect(movement.series == event.series, "\(place): series")
        if let respiratory = event.resp {
          #expect(movement.isRespiratory == respiratory, "\(place): respiratory")
        }
        #expect(movement.hasArousal == event.arousal, "\(place): arousal")
        if event.periodicWithoutRespiratory != nil {
          #expect(
            movement.seriesWithoutRespiratory == event.seriesWithoutRespiratory,
            "\(place): series without respiratory")
        }
      }
    }
    if let dropped = expected.dropped {
      let ours = zip(input.movements, night.fates).compactMap { movement, fate -> String? in
        guard case .dropped(let reason) = fate else { return nil }
        return "\(movement.leg.rawValue) \(movement.onset.seconds) \(reason.rawValue)"
      }
      // The reference calls an unscored epoch "wake" here; the contract has the word "unscored" for it.
      let theirs = dropped.map { drop in
        let unscored =
          drop.reason == "wake" && input.hypnogram?.stage(at: Instant(seconds: drop.onset)) == .unscored
        return "\(drop.leg) \(drop.onset) \(unscored ? "unscored" : drop.reason)"
      }
      #expect(Set(ours) == Set(theirs), "\(name): dropped")
    }
  }
}
