import Foundation

/// How many nights before and as many after would show a change (statistics.md 3.5, contract 8).
public struct NightsNeeded: Hashable, Sendable {
  /// PLMS per hour before the drug, above 0.
  public var ratePerHour: Double
  /// Night-to-night coefficient of variation as a fraction (0.47).
  public var nightVariation: Double
  /// Hours of sleep a night.
  public var hoursPerNight: Double
  /// Factor of the variance for nights that resemble the one before; 1 if they do not.
  public var varianceInflation: Double

  public static let defaultHoursPerNight = 6.5

  public init(
    ratePerHour: Double, nightVariation: Double, hoursPerNight: Double = defaultHoursPerNight,
    varianceInflation: Double = 1
  ) {
    self.ratePerHour = ratePerHour
    self.nightVariation = nightVariation
    self.hoursPerNight = hoursPerNight
    self.varianceInflation = varianceInflation
  }

  /// Nights on each side for an 80 % chance that the 95 % interval leaves out 1 when the true rate ratio is
  /// `ratio`. Nil where there is no change to see or nothing to count.
  public func perSide(toShow ratio: Double) -> Int? {
    let change = Log.of(ratio)
    let movementsPerNight = ratePerHour * hoursPerNight
    guard change.isFinite, change != 0, movementsPerNight > 0, nightVariation >= 0 else { return nil }
    // 1.96 + 0.84: the normal quantiles of a two-sided 5 % and of 80 %.
    let reach = (1.96 + 0.84) * (1.96 + 0.84)
    let variance = log1p(nightVariation * nightVariation) + 1 / movementsPerNight
    let nights = 2 * reach * variance / (change * change) * varianceInflation + 2
    guard nights.isFinite, nights < 1e6 else { return nil }
    return Int((nights - 1e-9).rounded(.up))
  }
}
