import SleepEvents

/// How one rule set classified a movement of one leg, for formats that can express it.
package struct MovementScore: Hashable, Sendable {
  package var isPeriodic: Bool
  /// Number of its series in the rule set's table; nil if it is in none.
  package var series: Int?
  /// Nil if breathing was not scored or the rule set does not define it.
  package var isRespiratory: Bool?
  /// Nil if arousals were not scored.
  package var hasArousal: Bool?

  package init(isPeriodic: Bool, series: Int? = nil, isRespiratory: Bool? = nil, hasArousal: Bool? = nil) {
    self.isPeriodic = isPeriodic
    self.series = series
    self.isRespiratory = isRespiratory
    self.hasArousal = hasArousal
  }
}
