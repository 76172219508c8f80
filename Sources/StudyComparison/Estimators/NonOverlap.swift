import Foundation

/// Non-overlap of all pairs: the share of pairs of a night before and a night after in which the night after
/// has the lower index, ties counting half. A description, not a test.
package struct NonOverlap: Hashable, Sendable {
  /// 0...1; 0.5 is complete overlap, and 1 means that every night after is below every night before.
  package var share: Double
  /// 95 % limits by the score-type equation solved by SingleCaseES (Newcombe 2006, method 5).
  package var low: Double
  package var high: Double

  /// Nil if a side has no nights or there are only two nights in all.
  package init?(_ nights: CountedNights) {
    guard nights.hasBothSides, nights.total > 2 else { return nil }
    var wins = 0.0
    for before in nights.before {
      for after in nights.after {
        // Counts and hours are cross-multiplied, so that equal indices tie exactly.
        let left = Double(after.count) * before.hours
        let right = Double(before.count) * after.hours
        if abs(left - right) <= 1e-12 * max(left, right) { wins += 0.5 } else if left < right { wins += 1 }
      }
    }
    let pairs = Double(nights.before.count * nights.after.count)
    share = wins / pairs
    let half = Double(nights.total) / 2 - 1
    let z = Distribution.normalQuantile(0.975)
    let observed = share
    func excess(_ x: Double) -> Double {
      pairs * (observed - x) * (observed - x) * (2 - x) * (1 + x)
        - z * z * x * (1 - x) * (2 + half + (1 + 2 * half) * x * (1 - x))
    }
    // At the end points 0 and 1 the equation holds trivially; the limit is the interior root.
    low = share == 0 ? 0 : NonOverlap.root(of: excess, positiveAt: 0, negativeAt: min(share, 1 - 1e-9))
    high = share == 1 ? 1 : NonOverlap.root(of: excess, positiveAt: 1, negativeAt: max(share, 1e-9))
  }

  private static func root(
    of function: (Double) -> Double, positiveAt outer: Double, negativeAt inner: Double
  ) -> Double {
    var positive = outer
    var negative = inner
    for _ in 0..<200 {
      let middle = (positive + negative) / 2
      if function(middle) > 0 { positive = middle } else { negative = middle }
    }
    return (positive + negative) / 2
  }
}
