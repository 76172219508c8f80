import SleepEvents

/// What one rule set made of a movement of one leg, for formats that can say it.
package struct MovementScore: Hashable, Sendable {
  package var isPeriodic: Bool
  /// Number of its series in the rule set's table; nil where it is in none.
  package var series: Int?
  /// Nil where nobody scored breathing, or the rule set has no such notion.
  package var isRespiratory: Bool?
  /// Nil where nobody scored arousals.
  package var hasArousal: Bool?

  package init(isPeriodic: Bool, series: Int? = nil, isRespiratory: Bool? = nil, hasArousal: Bool? = nil) {
    self.isPeriodic = isPeriodic
    self.series = series
    self.isRespiratory = isRespiratory
    self.hasArousal = hasArousal
  }
}
