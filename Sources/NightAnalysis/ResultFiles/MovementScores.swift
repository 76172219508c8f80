import NightResults
import SleepAnnotations
import SleepEvents

extension NightTables {
  /// How a rule set classified each movement of one leg.
  ///
  /// - Parameter rules: a name from `rules`; any other gives an empty result.
  /// - Returns: keyed by the movement without its amplitude; movements dropped by the rule set are never
  ///   periodic.
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

  /// The default rule set whose periodic movements are exported to other programs.
  package var exportedRules: String? { rules.contains("wasm2016") ? "wasm2016" : rules.first }
}
