/// Summary of one side of a contrast.
package struct SideSummary: Sendable {
  /// Nights used.
  package var nights = 0
  /// Nights that belong to this side but cannot be used.
  package var excludedNights = 0
  package var hours: Double?
  package var count: Int?
  /// count / hours, or the mean score for an outcome that is not a count.
  package var index: Double?
  /// Median of the nights' indices.
  package var median: Double?
  /// First and third quartile of the nights' indices.
  package var quartiles: (low: Double, high: Double)?

  init() {}

  init(counted nights: [CountedNight], excluded: Int) {
    self.nights = nights.count
    excludedNights = excluded
    guard !nights.isEmpty else { return }
    hours = nights.totalHours
    count = nights.totalCount
    index = Double(nights.totalCount) / nights.totalHours
    setQuantiles(nights.map(\.ratePerHour))
  }

  init(scores: [Double], excluded: Int) {
    nights = scores.count
    excludedNights = excluded
    guard !scores.isEmpty else { return }
    index = scores.reduce(0, +) / Double(scores.count)
    setQuantiles(scores)
  }

  private mutating func setQuantiles(_ values: [Double]) {
    let sorted = values.sorted()
    /// Linear interpolation between order statistics, R's default.
    func quantile(_ share: Double) -> Double {
      let position = share * Double(sorted.count - 1)
      let low = Int(position)
      let high = min(low + 1, sorted.count - 1)
      return sorted[low] + (position - Double(low)) * (sorted[high] - sorted[low])
    }
    median = quantile(0.5)
    quartiles = (quantile(0.25), quantile(0.75))
  }
}

/// The number of nights with an index above the 15/h line for adults or the 5/h line for children.
package struct AbsoluteLine: Hashable, Sendable {
  /// The rule set of the index.
  package var rules: String
  package var perHour: Double
  /// False if the year of birth is unknown, so that the adult line was used.
  package var isAgeKnown: Bool
  package var nightsBefore: Int
  package var nightsAfter: Int
  /// Nights on each side for which that index is known.
  package var knownBefore: Int
  package var knownAfter: Int

  package static let adult = 15.0
  package static let child = 5.0
}
