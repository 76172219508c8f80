import SleepEvents

/// Why a movement of one leg does not enter a rule set's table; nil if it does.
///
/// The order is that of RulesAndTheirIds: too short, outside, too long, wake, respiratory.
func dropReason(of event: LegEvent, input: PreparedInput, rules: RuleSet) -> DropReason? {
  if event.range.duration < rules.minimumDuration { return .tooShort }
  if let start = input.windowStart, event.range.start < start { return .outsideWindow }
  if let end = input.windowEnd, event.range.start >= end { return .outsideWindow }
  if rules.longMovement == .dropped, event.range.duration > rules.maximumDuration { return .tooLong }
  switch rules.wake {
  case .scored: break
  case .onsetInSleep:
    let stage = input.stage(at: event.range.start)
    if !stage.isSleep { return stage == .wake ? .wake : .unscored }
  case .partInSleep:
    if !input.touchesSleep(event.range) {
      return input.stage(at: event.range.start) == .wake ? .wake : .unscored
    }
  }
  if rules.respiration == .excluded, input.respiratoryWindows?.touch(event.range) == true {
    return .respiratory
  }
  return nil
}

/// The input, preprocessed for fast lookup of windows and stages.
struct PreparedInput {
  let windowStart: Instant?
  let windowEnd: Instant?
  let hypnogram: Hypnogram?
  let sleep: RangeIndex
  let gaps: RangeIndex
  /// Nil if breathing was not scored.
  let respiratoryWindows: RangeIndex?
  /// Nil if arousals were not scored.
  let arousals: RangeIndex?

  init(_ input: ScoringInput, rules: RuleSet) {
    windowStart = input.windowStart
    windowEnd = input.windowEnd
    hypnogram = input.hypnogram
    sleep = RangeIndex((input.hypnogram?.spans ?? []).filter(\.stage.isSleep).map(\.range))
    gaps = RangeIndex(input.gaps)
    respiratoryWindows = input.respiratoryEvents.map { events in
      RangeIndex(
        events.map { event in
          let anchor = rules.respiratoryAnchor == .end ? event.end : event.start
          return TimeRange(
            start: anchor + rules.respiratoryWindowStart, end: event.end + rules.respiratoryWindowEnd)
        })
    }
    arousals = input.arousals.map(RangeIndex.init)
  }

  func stage(at instant: Instant) -> SleepStage { hypnogram?.stage(at: instant) ?? .unscored }

  func touchesSleep(_ range: TimeRange) -> Bool { sleep.overlap(range) }
}

/// Sorted ranges that can be queried for an overlap in O(log n).
struct RangeIndex {
  private let starts: [Instant]
  /// Latest end among the ranges up to this one, so that an early, long range is not missed.
  private let latestEnds: [Instant]

  init(_ ranges: [TimeRange]) {
    let sorted = ranges.sorted { $0.start < $1.start }
    var latest: Instant?
    starts = sorted.map(\.start)
    latestEnds = sorted.map { range in
      let end = latest.map { max($0, range.end) } ?? range.end
      latest = end
      return end
    }
  }

  /// Whether any range overlaps `range` by a positive length.
  func overlap(_ range: TimeRange) -> Bool {
    let count = starts.count(before: range.end, inclusive: false)
    return count > 0 && latestEnds[count - 1] > range.start
  }

  /// Whether any range touches `range`, both taken as closed (ambiguity A13).
  func touch(_ range: TimeRange) -> Bool {
    let count = starts.count(before: range.end, inclusive: true)
    return count > 0 && latestEnds[count - 1] >= range.start
  }

  /// Whether any range overlaps `range` or is less than `gap` away; exactly `gap` counts if `inclusive`.
  func near(_ range: TimeRange, gap: TimeSpan, inclusive: Bool) -> Bool {
    let count = starts.count(before: range.end + gap, inclusive: inclusive)
    guard count > 0 else { return false }
    let limit = range.start - gap
    return inclusive ? latestEnds[count - 1] >= limit : latestEnds[count - 1] > limit
  }
}

extension [Instant] {
  /// How many of these sorted instants lie before `limit`, or at it if `inclusive`.
  fileprivate func count(before limit: Instant, inclusive: Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < limit || (inclusive && self[middle] == limit) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
