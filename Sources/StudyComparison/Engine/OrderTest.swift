import StudyTables

/// The randomisation test over the orders that could have been drawn: within each pair of nights the drug
/// could equally have been on the other night.
///
/// It needs no model of the nights. Square roots rather than logs: equal power for regular nights, and twice
/// the power where there are nights without movements.
package struct OrderTest: Hashable, Sendable {
  /// Pairs with a night on each side.
  package var pairs: Int
  package var pValue: Double
  /// The smallest p attainable with this number of pairs, 2^(1 - pairs).
  package var smallestReachableP: Double

  static let largestEnumeration = 16
  static let draws = 65_536

  /// - Parameters:
  ///   - nights: index per hour, side and pair number of each night.
  ///   - seed: that of the stored order; used above 16 pairs, where orders are sampled rather than enumerated.
  init(_ nights: [(perHour: Double, isOn: Bool, pair: Int)], seed: UInt64) {
    let byPair = Dictionary(grouping: nights, by: \.pair)
    let differences = byPair.keys.sorted().compactMap { pair -> Double? in
      func mean(_ side: Bool) -> Double? {
        let values = (byPair[pair] ?? []).filter { $0.isOn == side }.map { $0.perHour.squareRoot() }
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
      }
      guard let on = mean(true), let off = mean(false) else { return nil }
      return on - off
    }
    pairs = differences.count
    smallestReachableP = min(1, (0..<max(0, pairs - 1)).reduce(1.0) { p, _ in p / 2 })
    let observed = abs(differences.reduce(0, +)) - 1e-9
    if pairs <= OrderTest.largestEnumeration {
      let orders = 1 << pairs
      var extreme = 0
      for order in 0..<orders {
        var sum = 0.0
        for (index, value) in differences.enumerated() { sum += order >> index & 1 == 1 ? value : -value }
        if abs(sum) >= observed { extreme += 1 }
      }
      pValue = Double(extreme) / Double(orders)
    } else {
      var generator = SplitMix64(seed: seed)
      var extreme = 0
      for _ in 0..<OrderTest.draws {
        let sum = differences.reduce(0.0) { generator.next() >> 63 == 1 ? $0 + $1 : $0 - $1 }
        if abs(sum) >= observed { extreme += 1 }
      }
      pValue = Double(extreme + 1) / Double(OrderTest.draws + 1)
    }
  }
}
