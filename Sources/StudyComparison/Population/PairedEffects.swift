import Foundation

/// Several patients, each summarized by one number: the log ratio of the mean rates with and without the
/// drug, as for a single patient. Unweighted, since weights would let the patient with the most nights
/// decide.
package struct PairedEffects: Hashable, Sendable {
  /// One for each patient with nights on both sides.
  package var differences: [Double]
  /// The paired t test: mean difference, its standard error, patients - 1 degrees of freedom; nil with fewer
  /// than two patients or if all differences are equal.
  package var estimate: RateRatioEstimate?
  /// Exact over all sign flips; nil with fewer than two patients or more than `largestEnumeration`.
  package var signFlipP: Double?
  /// 2 / 2^patients: with fewer than six patients .05 cannot be reached.
  package var smallestReachableP: Double

  package static let largestEnumeration = 20

  /// The engine's log ratio for one patient, corrected for small samples: the log of a mean of n nights is
  /// biased low by half its variance. Nil without nights on both sides or without movements.
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

  /// The share of sign patterns whose sum is at least as far from 0, enumerated in Gray code order so that
  /// each step flips one sign.
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
