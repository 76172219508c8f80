import SleepEvents

/// How a rule set treated a movement that it does not count as PLMS.
struct RuleVerdict {
  /// The deciding rule first.
  var rules: [String]
  var reason: String

  /// - Parameters:
  ///   - movement: a movement that counts under another rule set.
  ///   - other: the night under that set.
  ///   - night: the night under the set that does not count it.
  static func of(_ movement: ScoredMovement, countedBy other: ScoredNight, in night: ScoredNight)
    -> RuleVerdict
  {
    let rules = night.rules
    var drops: [DropReason] = []
    for member in movement.members {
      switch night.fates[member] {
      case .dropped(let reason): drops.append(reason)
      case .counted(let number): return ofCounted(number - 1, in: night, movement, other)
      }
    }
    guard let drop = drops.first else {
      return RuleVerdict(rules: [rules.id(.seriesLength)], reason: "no member")
    }
    return RuleVerdict(rules: [rules.id(drop)], reason: drop.rawValue)
  }

  /// A movement in the rule set's table that is not a PLMS.
  private static func ofCounted(
    _ index: Int, in night: ScoredNight, _ movement: ScoredMovement, _ other: ScoredNight
  ) -> RuleVerdict {
    let rules = night.rules
    let own = night.movements[index]
    if let reason = own.nonCandidateReason {
      let rule: RuleStep = own.memberCount > 1 ? .bilateral : .long
      return RuleVerdict(rules: [rules.id(rule)], reason: reason.rawValue)
    }
    if own.isPeriodic {
      return RuleVerdict(
        rules: [rules.id(.state)], reason: own.stage == .wake ? "periodic in wake" : "periodic, not in sleep")
    }
    var causes = boundaryRules(of: index, in: night)
    causes.append(rules.id(.seriesLength))
    var seen: Set<String> = []
    return RuleVerdict(
      rules: causes.filter { seen.insert($0).inserted },
      reason: own.isShortInterval ? "short_interval" : "not_in_series")
  }

  /// Why the run around a movement is too short: what ends it on each side.
  private static func boundaryRules(of index: Int, in night: ScoredNight) -> [String] {
    let (rules, movements) = (night.rules, night.movements)
    func linked(_ later: Int) -> Bool {
      guard later > 0, later < movements.count, let interval = movements[later].interval else { return false }
      return interval >= rules.minimumInterval && interval <= rules.maximumInterval
    }
    var first = index
    while linked(first) { first -= 1 }
    var last = index
    while linked(last + 1) { last += 1 }
    return [first, last + 1].flatMap { later -> [String] in
      guard later > 0, later < movements.count else { return [] }
      if !movements[later].isCandidate || !movements[later - 1].isCandidate {
        return rules.longMovement == .endsSeries ? [rules.id(.longEnds)] : []
      }
      guard let interval = movements[later].interval else { return [rules.id(.unmeasured)] }
      if interval < rules.minimumInterval { return [rules.id(.shortInterval)] }
      let between = TimeRange(start: movements[later - 1].range.start, end: movements[later].range.start)
      return dropped(in: between, night) + [rules.id(.longInterval)]
    }
  }

  /// Rules that removed movements inside an interval and so made it too long.
  private static func dropped(in range: TimeRange, _ night: ScoredNight) -> [String] {
    var found: [String] = []
    for (movement, fate) in zip(night.scoringInput.movements, night.fates)
    where range.contains(movement.onset) {
      guard case .dropped(let reason) = fate, reason != .tooShort else { continue }
      let id = night.rules.id(reason)
      if !found.contains(id) { found.append(id) }
    }
    return found
  }
}

/// The steps of a rule set that can decide about a movement.
enum RuleStep {
  case grouping, long, longEnds, bilateral, shortInterval, longInterval, unmeasured, seriesLength, state
}

extension RuleSet {
  /// The ids of AASM rules begin with A.
  private var isAASM: Bool { family == .aasm }

  func id(_ step: RuleStep) -> String {
    switch step {
    case .grouping: isAASM ? "A-BIL-1" : "W-BIL-1"
    case .long: isAASM ? "A-LM-2" : "W-CLM-1"
    case .longEnds: "W-SER-3"
    case .bilateral: "W-CLM-2"
    case .shortInterval: isAASM ? "A-SER-2" : "W-SER-2"
    case .longInterval: isAASM ? "A-SER-1" : "W-SER-2"
    case .unmeasured: "W-IMI-3"
    case .seriesLength: isAASM ? "A-SER-1" : "W-SER-1"
    case .state: isAASM ? "A-SLP-1" : "W-STG-1"
    }
  }

  func id(_ drop: DropReason) -> String {
    switch drop {
    case .tooShort: isAASM ? "A-LM-1" : "W-LM-3"
    case .outsideWindow: "A10"
    case .tooLong: "A-LM-2"
    case .wake: "A-SLP-1"
    case .unscored: "A11"
    case .respiratory: "A-RESP-1"
    case .withinLimitSameLeg: "A-SER-2"
    }
  }
}
