import SleepEvents

/// A night scored under one rule set.
public struct ScoredNight: Sendable {
  /// The rules by which it was scored.
  public let rules: RuleSet
  /// Combined movements in order of onset.
  public let movements: [ScoredMovement]
  /// How each movement of the input was treated, in input order.
  package let fates: [MovementFate]
  /// Time in each state inside the analysis window, gaps removed.
  public let time: StateTime
  let input: ScoringInput
  /// The input that was scored.
  package var scoringInput: ScoringInput { input }

  init(rules: RuleSet, movements: [ScoredMovement], fates: [MovementFate], input: ScoringInput) {
    self.rules = rules
    self.movements = movements
    self.fates = fates
    self.input = input
    time = StateTime(input)
  }

  /// Whether sleep was scored; without stages no value per hour of sleep or wake can be given.
  public var hasStages: Bool { !(input.hypnogram?.isEmpty ?? true) }

  /// Whether so little of the sleep could be scored that there is no index.
  package var hasTooLittleSleep: Bool { hasStages && time.isTooLittle(where: \.isSleep) }

  /// Whether movements were scored; if not, no count of them can be given.
  public var knowsMovements: Bool { !input.scoredLegs.isEmpty }
  /// Whether respiratory movements can be distinguished: breathing was scored, and the rule set counts both
  /// ways.
  package var marksRespiratory: Bool { rules.respiration == .bothWays && input.respiratoryEvents != nil }

  /// The movements of each series, in order.
  public var series: [[ScoredMovement]] {
    var lists: [[ScoredMovement]] = []
    for movement in movements {
      guard let number = movement.series else { continue }
      while lists.count < number { lists.append([]) }
      lists[number - 1].append(movement)
    }
    return lists
  }

  /// The intervals between consecutive movements in sleep (D-PI-1), one for each movement: nil where either is not in
  /// sleep or the interval is not measured, which ends a run.
  package var intervalsInSleep: [TimeSpan?] {
    guard hasStages else { return [] }
    return movements.indices.map { index in
      guard isOfSleep(movements[index]), let interval = movements[index].interval else { return nil }
      // Rules that pass over a movement measure from the one before it.
      let start = movements[index].range.start - interval
      let from = movements[..<index].last { $0.range.start <= start }
      return from.map(isOfSleep) == true ? interval : nil
    }
  }

  /// Whether a movement counts as one in sleep: by its onset, or, where the rule set leaves out wake
  /// movements, by having been scored at all (ambiguity A8).
  package func isOfSleep(_ movement: ScoredMovement) -> Bool {
    rules.scoresWake ? movement.stage.isSleep : true
  }
}
