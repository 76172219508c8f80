/// How many nights a question needs, by design.
///
/// Formulas fitted to simulation of the engine itself: at the nights that they give, four of five studies of a person
/// whose nights are independent end in a verdict (.77-.85 over the range that was tried; `Scripts/calibration` repeats
/// it). Nights that resemble the one before need more before and after a start, none more in random pairs.
package struct NightPlan: Hashable, Sendable {
  /// PLMS per hour of sleep without the drug, above 0.
  package var ratePerHour: Double
  /// Night-to-night coefficient of variation as a fraction (0.47).
  package var nightVariation: Double
  /// Hours of sleep a night.
  package var hoursPerNight: Double

  package static let defaultHoursPerNight = 6.3

  package enum Design: String, Hashable, Sendable, CaseIterable {
    case beforeAfter = "before_after"
    /// Stretches off, on, off, on.
    case abab
    /// Pairs of nights, in each the order drawn by lot.
    case pairs
  }

  package init(
    ratePerHour: Double, nightVariation: Double, hoursPerNight: Double = defaultHoursPerNight
  ) {
    self.ratePerHour = ratePerHour
    self.nightVariation = nightVariation
    self.hoursPerNight = hoursPerNight
  }

  /// The variation to plan with where nights are known already: their own, never below 30 %.
  package static func variation(own: Double) -> Double { max(0.3, own) }

  /// Nights on each side (pairs: pairs of nights) for a chance of about 80 % that the verdict is `lower` or `higher`
  /// when the true rate ratio is `ratio`. Nil where there is no change to see or nothing to count.
  package func nights(_ design: Design, toShow ratio: Double) -> Int? {
    let change = abs(Log.of(ratio))
    let perNight = ratePerHour * hoursPerNight
    guard change.isFinite, change > 0, perNight > 0, nightVariation >= 0 else { return nil }
    // The normal quantiles of a two-sided 5 % and of 80 %.
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

  /// All nights of a design: twice those of a side.
  package func allNights(_ design: Design, toShow ratio: Double) -> Int? {
    nights(design, toShow: ratio).map { 2 * $0 }
  }
}

extension NightPlan.Design {
  /// The design in which more nights of a contrast would be taken; nil where no formula exists.
  init?(_ contrast: Contrast) {
    switch contrast.kind.design {
    case .beforeAfter: self = .beforeAfter
    case .interleaved: self = contrast.assignment == .drawn ? .pairs : .abab
    case .dose: return nil
    }
  }
}
