import Foundation

/// Many patients, each by one number: the log ratio of the mean rates with and without the drug, the same as for one
/// patient. Unweighted, since a weight would let the patient with most nights decide.
package struct PairedEffects: Hashable, Sendable {
  /// One for each patient with a night on both sides.
  package var differences: [Double]
  /// The paired t: mean difference, its error, patients - 1 degrees of freedom; nil with fewer than two patients
  /// or where all differ alike.
  package var estimate: RateRatioEstimate?
  /// Exact over all sign flips; nil with fewer than two patients or more than `largestEnumeration`.
  package var signFlipP: Double?
  /// 2 / 2^patients: below six patients, .05 is out of reach.
  package var smallestReachableP: Double

  package static let largestEnumeration = 20

  /// The engine's log ratio of one patient, corrected for small samples: the log of a mean of n nights is low by half
  /// its variance. Nil without a night on both sides or any movement.
  package static func logRatio(_ estimate: EngineEstimate, nights: [DesignNight]) -> Double? {
    func events(_ side: Bool) -> Int { nights.reduce(0) { $1.isOn == side ? $0 + $1.count : $0 } }
    return logRatio(estimate, eventsOff: events(false), eventsOn: events(true))
  }

  static func logRatio(_ estimate: EngineEstimate, eventsOff: Int, eventsOn: Int) -> Double? {
    guard estimate.nightsOff > 0, estimate.nightsOn > 0, eventsOff + eventsOn > 0 else { return nil }
    func half(_ events: Int, _ dispersion: Double, _ nights: Int) -> Double {
      nights > 1 ? 0.5 * (1 / max(Double(events), 0.5) + dispersion / Double(nights)) : 0
    }
    return estimate.logRateRatio + half(eventsOn, estimate.ownDispersionOn, estimate.nightsOn)
      - half(eventsOff, estimate.ownDispersionOff, estimate.nightsOff)
  }

  package init(differences: [Double]) {
    self.differences = differences
    let count = differences.count
    smallestReachableP = min(1, pow(2, 1 - Double(count)))
    estimate = nil
    signFlipP = nil
    guard count >= 2 else { return }
    let moments = Moments(differences)
    if moments.squares > 1e-20 {
      estimate = RateRatioEstimate(
        logRateRatio: moments.mean,
        standardError: moments.standardDeviation / moments.count.squareRoot(),
        degreesOfFreedom: moments.count - 1)
    }
    if count <= PairedEffects.largestEnumeration { signFlipP = PairedEffects.signFlips(differences) }
  }

  /// The share of sign patterns whose sum is at least as far from 0, walked in Gray code order so that each step
  /// flips one sign.
  private static func signFlips(_ differences: [Double]) -> Double {
    let patterns = 1 << differences.count
    let seen = abs(differences.reduce(0, +))
    let slack = 1e-10 * max(1, differences.reduce(0) { $0 + abs($1) })
    var signs = [Double](repeating: 1, count: differences.count)
    var sum = differences.reduce(0, +)
    var extreme = 0
    for pattern in 1...patterns {
      if abs(sum) >= seen - slack { extreme += 1 }
      let flip = pattern.trailingZeroBitCount
      guard flip < differences.count else { break }
      sum -= 2 * signs[flip] * differences[flip]
      signs[flip] = -signs[flip]
    }
    return Double(extreme) / Double(patterns)
  }
}
