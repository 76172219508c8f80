import Foundation

/// What further nights of a running study would add for one patient.
package struct Outlook: Sendable {
  /// One step: a number of further nights on each side (or of pairs).
  package struct Step: Hashable, Sendable {
    package var added: Int
    /// The resulting number of nights on each side.
    package var nights: Int
    /// The smallest fall that would then be shown with a chance of about 80 %, as a rate ratio; nil if there
    /// is none.
    package var ratio: Double?
  }

  package var patientID: String
  package var verdict: Verdict
  package var design: NightPlan.Design
  package var nightsBefore: Int
  package var nightsAfter: Int
  package var plan: NightPlan
  /// The change in question, and the nights on each side that it needs.
  package var change: Double
  package var needed: Int?
  package var steps: [Step]

  /// Nil for a patient without a known rate, or whose design has no formula.
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
  /// The smallest fall that this number of nights on each side shows with a chance of about 80 %; nil if even
  /// a fall to one tenth is not enough.
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
