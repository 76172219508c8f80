/// How many nights a question requires, by design.
///
/// The formulas are fitted to simulations of the engine itself: with these numbers of nights, four out of
/// five studies of a person with independent nights end in a verdict (.77-.85 over the simulated range;
/// `Scripts/calibration` repeats it). If consecutive nights resemble each other more are needed before and
/// after a start, but none more in random pairs.
package struct NightPlan: Hashable, Sendable {
  /// PLMS per hour of sleep without the drug, above 0.
  package var ratePerHour: Double
  /// Night-to-night coefficient of variation as a fraction (such as 0.47).
  package var nightVariation: Double
  /// Hours of sleep per night.
  package var hoursPerNight: Double

  package static let defaultHoursPerNight = 6.3

  package enum Design: String, Hashable, Sendable, CaseIterable {
    case beforeAfter = "before_after"
    /// Periods off, on, off, on.
    case abab
    /// Pairs of nights, in each of which the order is drawn at random.
    case pairs
  }

  package init(
    ratePerHour: Double, nightVariation: Double, hoursPerNight: Double = defaultHoursPerNight
  ) {
    self.ratePerHour = ratePerHour
    self.nightVariation = nightVariation
    self.hoursPerNight = hoursPerNight
  }

  /// The variation to plan with if nights are already known: their own, but at least 30 %.
  package static func variation(own: Double) -> Double { max(0.3, own) }

  /// Nights on each side (for pairs: pairs of nights) for a chance of about 80 % that the verdict is `lower`
  /// or `higher` if the true rate ratio is `ratio`. Nil if there is no change to detect or nothing to count.
  package func nights(_ design: Design, toShow ratio: Double) -> Int? {
    let change = abs(Log.of(ratio))
    let perNight = ratePerHour * hoursPerNight
    guard change.isFinite, change > 0, perNight > 0, nightVariation >= 0 else { return nil }
    // The normal quantiles for a two-sided 5 % level and 80 % power.
    let reach = 1.959964 + 0.841621
    let base = 2 * reach * reach * (nightVariation * nightVariation + 1 / perNight) / (change * change)
    let nights =
      switch design {
      case .beforeAfter: base + 7 - 4.5 * change
      case .abab: 1.25 * base + 7 - 5 * change
      case .pairs: 1.07 * base + 2.2 + 3.5 / ratePerHour
      }
    guard nights.isFinite, nights < 1e6 else { return nil }
    return max(2, Int((nights - 1e-9).rounded(.up)))
  }

  /// The total number of nights of a design: twice those of a side.
  package func allNights(_ design: Design, toShow ratio: Double) -> Int? {
    nights(design, toShow: ratio).map { 2 * $0 }
  }
}

extension NightPlan.Design {
  /// The design in which further nights of a contrast would be recorded; nil if there is no formula for it.
  init?(_ contrast: Contrast) {
    switch contrast.kind.design {
    case .beforeAfter: self = .beforeAfter
    case .interleaved: self = contrast.assignment == .drawn ? .pairs : .abab
    case .dose: return nil
    }
  }
}
