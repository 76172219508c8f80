import SleepEvents

extension RuleSet {
  /// Scores a night by this rule set.
  ///
  /// A pure function: the same input gives the same night. Takes O(n log n) time in the number of events.
  public func score(_ input: ScoringInput) -> ScoredNight {
    let prepared = PreparedInput(input, rules: self)
    var fates = [MovementFate](repeating: .dropped(.tooShort), count: input.movements.count)
    func drop(_ event: LegEvent, _ reason: DropReason) {
      for source in event.sources { fates[source] = .dropped(reason) }
    }

    var admitted: [LegEvent] = []
    for event in joinSameLeg(input.movements, gap: sameLegJoinGap) {
      if let reason = dropReason(of: event, input: prepared, rules: self) {
        drop(event, reason)
      } else {
        admitted.append(event)
      }
    }

    let groups: [LegGroup]
    switch legGrouping {
    case .gap: groups = groupByGap(admitted, limit: legGroupingLimit)
    case .onset:
      let grouped = groupByOnset(admitted, limit: legGroupingLimit)
      groups = grouped.groups
      for event in grouped.passedOver { drop(event, .withinLimitSameLeg) }
    }

    var movements = groups.map { group in
      let reason = nonCandidateReason(of: group, rules: self)
      return ScoredMovement(
        range: group.range, side: group.side, memberCount: group.members.count,
        members: group.members.flatMap(\.sources), stage: prepared.stage(at: group.range.start),
        isCandidate: reason == nil, nonCandidateReason: reason)
    }
    for (index, movement) in movements.enumerated() {
      for member in movement.members { fates[member] = .counted(number: index + 1) }
    }

    let found = findSeries(movements, gaps: prepared.gaps, rules: self)
    for index in movements.indices {
      movements[index].interval = found.intervals[index]
      movements[index].isShortInterval = found.isShort[index]
      movements[index].series = found.series[index]
      movements[index].hasArousal = prepared.arousals?.near(
        movements[index].range, gap: arousalGap, inclusive: arousalGapInclusive)
    }
    if respiration == .bothWays, let windows = prepared.respiratoryWindows {
      markRespiratory(&movements, windows, prepared)
    }
    return ScoredNight(rules: self, movements: movements, fates: fates, input: input)
  }

  /// W-RESP-1, W-NR-1, W-NR-2: marks respiratory movements and finds the series that remain without them.
  private func markRespiratory(
    _ movements: inout [ScoredMovement], _ windows: RangeIndex, _ prepared: PreparedInput
  ) {
    var kept: [Int] = []
    for index in movements.indices {
      let inWindow = windows.touch(movements[index].range)
      let isCandidate = movements[index].isCandidate
      movements[index].isRespiratory = inWindow
      if !(inWindow && (isCandidate || respiratoryNonCandidateRemoved)) { kept.append(index) }
    }
    let without = findSeries(kept.map { movements[$0] }, gaps: prepared.gaps, rules: self)
    for (position, index) in kept.enumerated() {
      movements[index].seriesWithoutRespiratory = without.series[position]
    }
  }
}
