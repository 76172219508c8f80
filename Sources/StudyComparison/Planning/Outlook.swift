import Foundation

/// What more nights of a running study would add for one patient.
package struct Outlook: Sendable {
  /// One step: so many nights more on each side (or pairs more).
  package struct Step: Hashable, Sendable {
    package var added: Int
    /// Nights on each side then.
    package var nights: Int
    /// The weakest fall that would then be shown with a chance of about 80 %, as a rate ratio; nil if none would.
    package var ratio: Double?
  }

  package var patientID: String
  package var verdict: Verdict
  package var design: NightPlan.Design
  package var nightsBefore: Int
  package var nightsAfter: Int
  package var plan: NightPlan
  /// The change that was asked about, and the nights on each side that it needs.
  package var change: Double
  package var needed: Int?
  package var steps: [Step]

  /// Nil for a patient of whom no rate is known, or whose design has no formula.
  package init?(_ patient: PatientComparison, change: Double) {
    guard let primary = patient.primary, let design = NightPlan.Design(primary),
      let rate = primary.before.index ?? primary.after.index, rate > 0
    else { return nil }
    patientID = patient.patientID
    verdict = primary.verdict
    self.design = design
    nightsBefore = primary.before.nights
    nightsAfter = primary.after.nights
    plan = NightPlan(
      ratePerHour: rate,
      nightVariation: NightPlan.variation(
        own: primary.estimate?.ownNightVariation ?? EngineConstants.priorDispersion.squareRoot()))
    self.change = change
    needed = plan.nights(design, toShow: change)
    let fewest = min(nightsBefore, nightsAfter)
    let own = plan
    steps = [0, 2, 4, 8, 16].map { added in
      Step(
        added: added, nights: fewest + added,
        ratio: own.weakestShown(design, nights: fewest + added))
    }
  }
}

extension NightPlan {
  /// The weakest fall that so many nights on each side show with a chance of about 80 %; nil if not even a fall to a
  /// tenth.
  func weakestShown(_ design: Design, nights: Int) -> Double? {
    func isShown(_ ratio: Double) -> Bool { self.nights(design, toShow: ratio).map { $0 <= nights } ?? false }
    guard isShown(0.1) else { return nil }
    var shown = 0.1
    var missed = 0.99
    if isShown(missed) { return missed }
    for _ in 0..<40 {
      let middle = (shown + missed) / 2
      if isShown(middle) { shown = middle } else { missed = middle }
    }
    return shown
  }
}
