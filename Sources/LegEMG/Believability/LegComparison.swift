import SleepEvents

/// What the two legs say about each other.
extension LegReview {
  /// Scatter of the logarithm of the ratio of the two levels, below which the legs are one signal; two
  /// muscles have over 0.1.
  private static let sameScatter: Float = 0.03

  func sameness() -> ImplausibleLeg? {
    guard records.count == 2 else { return nil }
    let (left, right) = (records[0].timeline.entries, records[1].timeline.entries)
    guard left.count == right.count, left.count >= 20 else { return nil }
    var ratios: [Float] = []
    let step = max(1, left.count / 4096)
    for index in stride(from: 0, to: left.count, by: step)
    where left[index].mean > 0.05 && right[index].mean > 0.05 {
      ratios.append(left[index].mean / right[index].mean)
    }
    guard 2 * step * ratios.count > left.count else { return nil }
    ratios.sort()
    let middle = ratios[ratios.count / 2]
    let scatter = (ratios[ratios.count * 3 / 4] - ratios[ratios.count / 4]) / middle / 1.35
    guard scatter < LegReview.sameScatter else { return nil }
    return ImplausibleLeg(
      cause: .same, leg: nil, found: Double(scatter), limit: Double(LegReview.sameScatter))
  }

  private static let mostUnequal = 3.0
  private static let fewestMovements = 10

  func inequality() -> [ImplausibleLeg] {
    guard records.count == 2, records.allSatisfy(LegAnalyzer.hasValidTime) else { return [] }
    func ratio(_ values: [Double?]) -> Double? {
      guard let a = values[0], let b = values[1], a > 0, b > 0 else { return nil }
      return max(a / b, b / a)
    }
    let rest = ratio(records.map { $0.medianRestingMicrovolts })
    let bursts = ratio(
      records.map { record in
        record.movements.count >= LegReview.fewestMovements
          ? LegReview.median(record.movements.compactMap { $0.amplitude?.peakMicrovolts }) : nil
      })
    guard let worst = [rest, bursts].compactMap(\.self).max(), worst > LegReview.mostUnequal else {
      return []
    }
    return [ImplausibleLeg(cause: .unequal, leg: nil, found: worst, limit: LegReview.mostUnequal)]
  }
}
