import SleepEvents

extension OtherMovementRules {
  /// The other movements of a night.
  ///
  /// Each burst belongs to at most one movement: alternating activation takes precedence over tremor, and
  /// trains over myoclonus.
  ///
  /// - Parameters:
  ///   - bursts: contractions of both legs in any order.
  ///   - hypnogram: nil if sleep was not scored; then only alternating activation can be recognized, since the
  ///     other kinds are defined by stage.
  ///   - periodic: the night's periodic movements, to count how many of them overlap a train.
  /// - Returns: in order of onset.
  package func movements(
    in bursts: [MuscleBurst], hypnogram: Hypnogram?, periodic: [TimeRange]
  ) -> [OtherMovement] {
    var left = bursts.sorted {
      ($0.range.start, $0.leg, $0.range.end) < ($1.range.start, $1.leg, $1.range.end)
    }
    var found: [OtherMovement] = []
    func add(_ kind: OtherMovementKind, _ train: [MuscleBurst], stage: SleepStage) {
      guard let first = train.first, let last = train.last else { return }
      let range = TimeRange(start: first.range.start, end: train.map(\.range.end).max() ?? last.range.end)
      let seconds = (last.range.start - first.range.start).seconds
      let legs = Set(train.map(\.leg))
      found.append(
        OtherMovement(
          kind: kind, range: range, side: legs.count > 1 ? .both : Side(first.leg), burstCount: train.count,
          rateHertz: seconds > 0 ? Double(train.count - 1) / seconds : 0, stage: stage,
          periodicOverlaps: periodic.count { $0.overlaps(range) }))
    }
    func stage(_ train: [MuscleBurst]) -> SleepStage {
      train.first.flatMap { hypnogram?.stage(at: $0.range.start) } ?? .unscored
    }
    for train in takeAlternating(from: &left) { add(.alternating, train, stage: stage(train)) }
    guard let hypnogram else { return found }
    for train in takeTremor(from: &left) {
      let stage = stage(train)
      add(stage == .wake || stage == .n1 ? .footTremor : .highFrequency, train, stage: stage)
    }
    for stretch in myoclonus(in: left, hypnogram: hypnogram) {
      add(.fragmentaryMyoclonus, stretch, stage: stage(stretch))
    }
    return found.enumerated().sorted {
      ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset)
    }.map(\.element)
  }

  /// Runs of bursts that alternate between the legs.
  private func takeAlternating(from bursts: inout [MuscleBurst]) -> [[MuscleBurst]] {
    let lengths = OtherMovementRules.lengths(alternatingSeconds)
    let intervals = OtherMovementRules.intervals(alternatingHertz)
    return take(from: &bursts, among: { lengths.contains($0.range.duration) }) { last, next in
      last.leg != next.leg && intervals.contains(next.range.start - last.range.start)
    }
  }

  /// Runs of bursts of one leg.
  private func takeTremor(from bursts: inout [MuscleBurst]) -> [[MuscleBurst]] {
    let lengths = OtherMovementRules.lengths(tremorSeconds)
    let intervals = OtherMovementRules.intervals(tremorHertz)
    return Leg.allCases.flatMap { leg in
      take(from: &bursts, among: { $0.leg == leg && lengths.contains($0.range.duration) }) { last, next in
        intervals.contains(next.range.start - last.range.start)
      }
    }
  }

  private static func lengths(_ seconds: ClosedRange<Double>) -> ClosedRange<TimeSpan> {
    TimeSpan(seconds: seconds.lowerBound)...TimeSpan(seconds: seconds.upperBound)
  }

  private static func intervals(_ hertz: ClosedRange<Double>) -> ClosedRange<TimeSpan> {
    // Scorings have microsecond resolution, in which a third of a second is slightly shorter.
    let rounding = 1e-6
    return TimeSpan(
      seconds: 1 / hertz.upperBound - rounding)...TimeSpan(seconds: 1 / hertz.lowerBound + rounding)
  }

  /// Removes and returns the runs of at least `fewestBursts` eligible bursts in which each follows the
  /// previous one.
  private func take(
    from bursts: inout [MuscleBurst], among isEligible: (MuscleBurst) -> Bool,
    follows: (MuscleBurst, MuscleBurst) -> Bool
  ) -> [[MuscleBurst]] {
    var trains: [[MuscleBurst]] = []
    var taken: Set<Int> = []
    var run: [Int] = []
    func close() {
      if run.count >= fewestBursts {
        trains.append(run.map { bursts[$0] })
        taken.formUnion(run)
      }
      run.removeAll(keepingCapacity: true)
    }
    for index in bursts.indices where isEligible(bursts[index]) {
      if let last = run.last, !follows(bursts[last], bursts[index]) { close() }
      run.append(index)
    }
    close()
    if !taken.isEmpty {
      bursts = bursts.indices.filter { !taken.contains($0) }.map { bursts[$0] }
    }
    return trains
  }
}

// MARK: Fragmentary myoclonus

extension OtherMovementRules {
  /// Minimum share of intervals near the median, and the median intervals in seconds, that are typical of a
  /// heartbeat but not of twitching muscle.
  private static let pulseShare = 0.6
  private static let pulseTolerance = 0.15
  private static let pulseSeconds = 0.35...1.7

  /// The potentials of each run of at least `fewestMinutes` minutes of NREM sleep with enough of them. The
  /// minutes are counted over NREM sleep only, skipping other stages in between.
  private func myoclonus(in bursts: [MuscleBurst], hypnogram: Hypnogram) -> [[MuscleBurst]] {
    let longest = TimeSpan(seconds: longestPotentialSeconds)
    var minutes: [[MuscleBurst]] = [[]]
    var filled = TimeSpan.zero
    let potentials = OtherMovementRules.once(bursts.filter { $0.range.duration <= longest })
    var next = potentials.startIndex
    for span in hypnogram.spans where span.stage.isNREM {
      var start = span.range.start
      while start < span.range.end {
        let end = min(span.range.end, start + (.seconds(60) - filled))
        while next < potentials.endIndex, potentials[next].range.start < start { next += 1 }
        while next < potentials.endIndex, potentials[next].range.start < end {
          minutes[minutes.count - 1].append(potentials[next])
          next += 1
        }
        filled = filled + (end - start)
        if filled >= .seconds(60) {
          minutes.append([])
          filled = .zero
        }
        start = end
      }
    }
    // The last minute is incomplete.
    minutes.removeLast()
    return minutes.split { !isMyoclonic($0) }.filter { $0.count >= fewestMinutes }.map { $0.flatMap(\.self) }
  }

  private func isMyoclonic(_ minute: [MuscleBurst]) -> Bool {
    minute.count >= fewestPotentialsPerMinute && !OtherMovementRules.isPulse(minute)
  }

  /// Cardiac activity in a leg's EMG is regular; myoclonus is not.
  private static func isPulse(_ potentials: [MuscleBurst]) -> Bool {
    let intervals = zip(potentials, potentials.dropFirst()).map { ($1.range.start - $0.range.start).seconds }
    guard !intervals.isEmpty else { return false }
    let median = intervals.sorted()[intervals.count / 2]
    let near = intervals.count { abs($0 - median) <= pulseTolerance * median }
    return pulseSeconds.contains(median) && Double(near) >= pulseShare * Double(intervals.count)
  }

  /// A potential that appears in both legs at once counts once.
  private static func once(_ bursts: [MuscleBurst]) -> [MuscleBurst] {
    var kept: [MuscleBurst] = []
    for burst in bursts {
      if let last = kept.last, last.leg != burst.leg, last.range.overlaps(burst.range) { continue }
      kept.append(burst)
    }
    return kept
  }
}
