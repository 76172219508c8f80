import SleepEvents

/// A night under one rule set.
public struct ScoredNight: Sendable {
  /// The rules that it was scored by.
  public let rules: RuleSet
  /// Combined movements in order of onset.
  public let movements: [ScoredMovement]
  /// What became of each movement of the input, in its order.
  package let fates: [MovementFate]
  /// Time in each state inside the analysis window, gaps removed.
  public let time: StateTime
  let input: ScoringInput
  /// What was scored.
  package var scoringInput: ScoringInput { input }

  init(rules: RuleSet, movements: [ScoredMovement], fates: [MovementFate], input: ScoringInput) {
    self.rules = rules
    self.movements = movements
    self.fates = fates
    self.input = input
    time = StateTime(input)
  }

  /// Whether anybody scored sleep; without it nothing per hour of sleep or wake can be said.
  public var hasStages: Bool { !(input.hypnogram?.isEmpty ?? true) }

  /// Whether anybody looked for movements; without it no number of them can be said.
  public var knowsMovements: Bool { !input.scoredLegs.isEmpty }
  /// Whether movements can be told apart by breathing: somebody scored it, and the rule set counts both ways.
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

  /// Whether a movement counts as one of sleep: by its onset, or, where the rule set leaves wake movements out,
  /// by having been scored at all (ambiguity A8).
  package func isOfSleep(_ movement: ScoredMovement) -> Bool {
    rules.scoresWake ? movement.stage.isSleep : true
  }
}
