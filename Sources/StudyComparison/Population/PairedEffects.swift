import Foundation

/// Many patients, each by one number: the log ratio of the mean rates with and without the drug, the same as for one
/// patient. Unweighted, since a weight would let the patient with most nights decide.
public struct PairedEffects: Hashable, Sendable {
  /// One for each patient with a night on both sides.
  public var differences: [Double]
  /// The paired t: mean difference, its error, patients - 1 degrees of freedom; nil with fewer than two patients
  /// or where all differ alike.
  public var estimate: RateRatioEstimate?
  /// Exact over all sign flips; nil with fewer than two patients or more than `largestEnumeration`.
  public var signFlipP: Double?
  /// 2 / 2^patients: below six patients, .05 is out of reach.
  public var smallestReachableP: Double

  public static let largestEnumeration = 20

  public init(differences: [Double]) {
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
