/// What may be said of a contrast, the first that holds (statistics.md 3.6).
public enum Verdict: String, Sendable, CaseIterable {
  case lower
  case higher
  case noMaterialChange = "no_material_change"
  case notEnoughNights = "not_enough_nights"
  case notComparable = "not_comparable"

  /// The interval of rate ratios within which a change does not matter.
  public static let immaterial = RateRatioInterval(low: 0.8, high: 1.25)

  /// - Parameter isEnough: at least two nights on each side, or two patients.
  init(isComparable: Bool, isEnough: Bool, headline: RateRatioEstimate?) {
    guard isComparable else {
      self = .notComparable
      return
    }
    guard isEnough, let headline, headline.isFinite else {
      self = .notEnoughNights
      return
    }
    let interval = headline.interval(level: 0.95)
    let narrow = headline.interval(level: 0.90)
    if interval.high < 1 {
      self = .lower
    } else if interval.low > 1 {
      self = .higher
    } else if narrow.low >= Verdict.immaterial.low, narrow.high <= Verdict.immaterial.high {
      self = .noMaterialChange
    } else {
      self = .notEnoughNights
    }
  }
}
