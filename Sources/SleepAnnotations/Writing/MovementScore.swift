import SleepEvents

/// What one rule set made of a movement of one leg, for formats that can say it.
public struct MovementScore: Hashable, Sendable {
  public var isPeriodic: Bool
  /// Number of its series in the rule set's table; nil where it is in none.
  public var series: Int?
  /// Nil where nobody scored breathing, or the rule set has no such notion.
  public var isRespiratory: Bool?
  /// Nil where nobody scored arousals.
  public var hasArousal: Bool?

  public init(isPeriodic: Bool, series: Int? = nil, isRespiratory: Bool? = nil, hasArousal: Bool? = nil) {
    self.isPeriodic = isPeriodic
    self.series = series
    self.isRespiratory = isRespiratory
    self.hasArousal = hasArousal
  }
}
