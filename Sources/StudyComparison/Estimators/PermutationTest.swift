import StudyTables

/// Permutes the labels of the nights: how often the difference of mean log rates is at least as large as
/// observed.
///
/// Exact over all C(N, n) arrangements up to `largestEnumeration`, and by seeded random arrangements above.
/// Not robust to correlation of consecutive nights or to drift.
package struct PermutationTest: Hashable, Sendable {
  /// Mean log rate after minus before.
  package var observed: Double
  package var pTwoSided: Double
  /// Share of arrangements with a difference of at most, or at least, the observed one.
  package var pLower: Double
  package var pUpper: Double
  /// The smallest two-sided p attainable with these nights.
  package var smallestReachableP: Double
  /// The number of arrangements.
  package var arrangements: Double
  /// Set if the arrangements were sampled at random.
  package var sampling: Sampling?

  package struct Sampling: Hashable, Sendable {
    package var seed: UInt64
    package var draws: Int
  }

  package static let largestEnumeration = 200_000.0
  package static let defaultSeed: UInt64 = 20_260_308
  package static let defaultDraws = 19_999

  /// Nil if a side has no nights or there are only two nights in all.
  package init?(_ nights: CountedNights, seed: UInt64 = defaultSeed, draws: Int = defaultDraws) {
    guard nights.hasBothSides, nights.total > 2 else { return nil }
    let values = nights.before.map(\.logRate) + nights.after.map(\.logRate)
    let afterCount = nights.after.count
    let beforeCount = nights.before.count
    let total = values.reduce(0, +)
    let observedSum = values.suffix(afterCount).reduce(0, +)
    // Ties in exact arithmetic must remain ties in rounded sums.
    let slack = 1e-10 * max(1, values.reduce(0) { max($0, abs($1)) })
    var tally = Tally(
      scale: 1 / Double(afterCount) + 1 / Double(beforeCount), shift: total / Double(beforeCount),
      slack: slack, observedSum: observedSum)
    observed = tally.observed
    arrangements = PermutationTest.combinations(values.count, afterCount)
    smallestReachableP = (afterCount == beforeCount ? 2 : 1) / arrangements
    if arrangements <= PermutationTest.largestEnumeration {
      // Choosing the smaller side gives shorter sums over the same arrangements.
      let chooseAfter = afterCount <= beforeCount
      PermutationTest.forEachSum(of: values, choosing: min(afterCount, beforeCount)) { sum in
        tally.add(chooseAfter ? sum : total - sum)
      }
      sampling = nil
    } else {
      var generator = SplitMix64(seed: seed)
      var shuffled = values
      for _ in 0..<draws {
        var sum = 0.0
        for index in 0..<afterCount {
          let other = index + generator.below(shuffled.count - index)
          shuffled.swapAt(index, other)
          sum += shuffled[index]
        }
        tally.add(sum)
      }
      // The observed arrangement is one of them, so p is never 0.
      tally.add(observedSum)
      sampling = Sampling(seed: seed, draws: draws)
    }
    pTwoSided = Double(tally.extreme) / Double(tally.all)
    pLower = Double(tally.lower) / Double(tally.all)
    pUpper = Double(tally.upper) / Double(tally.all)
  }

  /// Counts arrangements by their difference, which is an increasing function of the sum of the after side
  /// alone.
  private struct Tally {
    let scale: Double
    let shift: Double
    let slack: Double
    let observed: Double
    var extreme = 0
    var lower = 0
    var upper = 0
    var all = 0

    init(scale: Double, shift: Double, slack: Double, observedSum: Double) {
      self.scale = scale
      self.shift = shift
      self.slack = slack
      observed = observedSum * scale - shift
    }

    mutating func add(_ sum: Double) {
      let difference = sum * scale - shift
      if abs(difference) >= abs(observed) - slack { extreme += 1 }
      if difference <= observed + slack { lower += 1 }
      if difference >= observed - slack { upper += 1 }
      all += 1
    }
  }

  static func combinations(_ n: Int, _ k: Int) -> Double {
    (0..<min(k, n - k)).reduce(1.0) { ($0 * Double(n - $1) / Double($1 + 1)).rounded() }
  }

  /// Calls `body` with the sum of every choice of `k` values, reusing partial sums.
  private static func forEachSum(of values: [Double], choosing k: Int, _ body: (Double) -> Void) {
    var chosen = Array(0..<k)
    var partial = [Double](repeating: 0, count: k + 1)
    var from = 0
    while true {
      for position in from..<k { partial[position + 1] = partial[position] + values[chosen[position]] }
      body(partial[k])
      guard let movable = (0..<k).last(where: { chosen[$0] < values.count - k + $0 }) else { return }
      chosen[movable] += 1
      for position in (movable + 1)..<max(k, movable + 1) { chosen[position] = chosen[position - 1] + 1 }
      from = movable
    }
  }
}
