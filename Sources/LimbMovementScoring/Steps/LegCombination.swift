import SleepEvents

/// Movements of both legs that are combined.
struct LegGroup {
  var members: [LegEvent]

  /// From the earliest onset to the latest offset (W-BIL-2).
  var range: TimeRange {
    let first = members[0].range
    return members.dropFirst().reduce(first) { union, member in
      TimeRange(start: min(union.start, member.range.start), end: max(union.end, member.range.end))
    }
  }

  var side: Side {
    let legs = Set(members.map(\.leg))
    return legs.count == 2 ? .both : Side(members[0].leg)
  }
}

/// W-BIL-1: a left and a right movement are combined if they overlap or the later onset comes strictly less
/// than `limit` after the earlier offset; linking is transitive.
///
/// - Precondition: `events` are sorted by onset and disjoint within a leg, so that a leg's offsets are in order too.
func groupByGap(_ events: [LegEvent], limit: TimeSpan) -> [LegGroup] {
  /// The group of each event, by its first member; a limit longer than a movement joins groups that lie side by side.
  var firsts = Array(events.indices)
  func root(_ index: Int) -> Int {
    var index = index
    while firsts[index] != index { index = firsts[index] }
    return index
  }
  var earlier: [Leg: [Int]] = [:]
  for (index, event) in events.enumerated() {
    for leg in Leg.allCases where leg != event.leg {
      for other in (earlier[leg] ?? []).reversed() {
        let range = events[other].range
        guard range.overlaps(event.range) || event.range.start < range.end + limit else { break }
        let (a, b) = (root(other), root(index))
        firsts[max(a, b)] = min(a, b)
      }
    }
    earlier[event.leg, default: []].append(index)
  }
  var groups: [LegGroup] = []
  var places: [Int: Int] = [:]
  for index in events.indices {
    let first = root(index)
    if let place = places[first] {
      groups[place].members.append(events[index])
    } else {
      places[first] = groups.count
      groups.append(LegGroup(members: [events[index]]))
    }
  }
  return groups
}

/// A-BIL-1: movements whose onsets come less than `limit` after the first onset count as one movement. A
/// further movement of a leg that is already in the group is not counted (A-SER-2, ambiguity A2).
func groupByOnset(_ events: [LegEvent], limit: TimeSpan) -> (groups: [LegGroup], passedOver: [LegEvent]) {
  var groups: [LegGroup] = []
  var passedOver: [LegEvent] = []
  for event in events {
    guard let group = groups.last, event.range.start - group.members[0].range.start < limit else {
      groups.append(LegGroup(members: [event]))
      continue
    }
    if group.members.contains(where: { $0.leg == event.leg }) {
      passedOver.append(event)
    } else {
      groups[groups.count - 1].members.append(event)
    }
  }
  return (groups, passedOver)
}

/// W-CLM-1 and W-CLM-2: why a group is not a candidate; nil if it is.
func nonCandidateReason(of group: LegGroup, rules: RuleSet) -> ScoredMovement.NonCandidateReason? {
  // Under the AASM rules long movements have already been dropped, and nothing limits the two legs together.
  guard rules.longMovement != .dropped else { return nil }
  let hasLongMember = group.members.contains { $0.range.duration > rules.maximumDuration }
  guard group.members.count > 1 else { return hasLongMember ? .tooLong : nil }
  if hasLongMember { return .longMember }
  if let limit = rules.bilateralMaximumMembers, group.members.count > limit { return .tooManyMembers }
  return group.range.duration > rules.bilateralMaximumDuration ? .tooLong : nil
}
