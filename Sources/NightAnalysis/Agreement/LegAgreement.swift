import SleepEvents

/// How well two scorers agree on the movements of one leg.
package struct LegAgreement: Sendable {
  package let leg: Leg
  package let firstCount: Int
  package let secondCount: Int
  /// 2 x pairs / (movements of both), where a pair needs any overlap; nil if neither marked anything.
  package let f1Overlap: Double?
  /// The same for pairs with an intersection over union of at least 0.2 and 0.5.
  package let f1At20: Double?
  package let f1At50: Double?
  /// Cohen's kappa over the seconds of `window`; a second counts as marked if a movement covers at least half
  /// of it. Nil if chance agreement is complete.
  package let kappaPerSecond: Double?

  package init(leg: Leg, _ first: [LegMovement], _ second: [LegMovement], window: TimeRange) {
    self.leg = leg
    let a = LegAgreement.ranges(first, leg, window)
    let b = LegAgreement.ranges(second, leg, window)
    firstCount = a.count
    secondCount = b.count
    func f1(_ minimum: Double) -> Double? {
      guard !a.isEmpty || !b.isEmpty else { return nil }
      return 2 * Double(MovementMatching(a, b, minimum: minimum).pairs.count) / Double(a.count + b.count)
    }
    f1Overlap = f1(0)
    f1At20 = f1(0.2)
    f1At50 = f1(0.5)
    kappaPerSecond = LegAgreement.kappa(
      LegAgreement.marked(a, window), LegAgreement.marked(b, window))
  }

  private static func ranges(_ movements: [LegMovement], _ leg: Leg, _ window: TimeRange) -> [TimeRange] {
    movements.filter { $0.leg == leg && window.contains($0.onset) }.map(\.range)
      .sorted { $0.start < $1.start }
  }

  /// One flag per second of the window.
  private static func marked(_ ranges: [TimeRange], _ window: TimeRange) -> [Bool] {
    let count = Int(window.duration.ticks / ticksPerSecond)
    var covered = [Int64](repeating: 0, count: max(0, min(count, 1_000_000)))
    for range in ranges {
      guard let inside = range.intersection(window) else { continue }
      var from = inside.start
      while from < inside.end {
        let second = (from - window.start).ticks / ticksPerSecond
        let next = window.start + .seconds(Int(second) + 1)
        let to = min(next, inside.end)
        if second < Int64(covered.count) { covered[Int(second)] += (to - from).ticks }
        from = to
      }
    }
    return covered.map { 2 * $0 >= ticksPerSecond }
  }

  /// Cohen's kappa of two raters on the same items; nil without items or if chance agreement is complete.
  static func kappa<Label: Hashable>(_ first: [Label], _ second: [Label]) -> Double? {
    let count = min(first.count, second.count)
    guard count > 0 else { return nil }
    var (agreed, a, b) = (0, [Label: Int](), [Label: Int]())
    for index in 0..<count {
      if first[index] == second[index] { agreed += 1 }
      a[first[index], default: 0] += 1
      b[second[index], default: 0] += 1
    }
    let total = Double(count)
    let chance = a.reduce(0.0) { $0 + Double($1.value) / total * Double(b[$1.key] ?? 0) / total }
    return chance < 1 ? (Double(agreed) / total - chance) / (1 - chance) : nil
  }
}

/// Differences between two methods over nights: mean and limits of agreement (Bland and Altman).
package struct LimitsOfAgreement: Sendable {
  package let count: Int
  package let mean: Double?
  /// Mean +- 1.96 standard deviations; nil for fewer than two nights.
  package let lower: Double?
  package let upper: Double?

  package init(_ differences: [Double]) {
    count = differences.count
    guard count > 0 else {
      (mean, lower, upper) = (nil, nil, nil)
      return
    }
    let center = differences.reduce(0, +) / Double(count)
    mean = center
    guard count > 1 else {
      (lower, upper) = (nil, nil)
      return
    }
    let squares = differences.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    let deviation = (squares / Double(count - 1)).squareRoot()
    lower = center - 1.96 * deviation
    upper = center + 1.96 * deviation
  }
}
