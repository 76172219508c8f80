import NightResults
import SleepAnnotations
import SleepEvents

extension NightTables {
  /// What a rule set made of each movement of one leg.
  ///
  /// - Parameter rules: a name among `rules`; any other gives nothing.
  /// - Returns: by the movement without its amplitude; movements that the rule set dropped are periodic in no case.
  package func movementScores(_ rules: String) -> [LegMovement: MovementScore] {
    guard let index = self.rules.firstIndex(of: rules), let combined = combined.value(for: rules) else {
      return [:]
    }
    var scores: [LegMovement: MovementScore] = [:]
    for row in legMovements {
      var score = MovementScore(isPeriodic: false)
      if case .counted(let number)? = row.fate(index), combined.indices.contains(number - 1) {
        let movement = combined[number - 1]
        score = MovementScore(
          isPeriodic: movement.isPeriodic, series: movement.series, isRespiratory: movement.isRespiratory,
          hasArousal: movement.hasArousal)
      }
      scores[LegMovement(leg: row.leg, range: row.range)] = score
    }
    return scores
  }

  /// The rule set whose periodic movements other programs are shown unless one is named.
  package var exportedRules: String? { rules.contains("wasm2016") ? "wasm2016" : rules.first }
}
