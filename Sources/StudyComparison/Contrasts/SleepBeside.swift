import StudyTables

/// Sleep on the two sides of a contrast: a fall of the index may reflect a shift of stages or a change of
/// breathing.
package struct SleepBeside: Hashable, Sendable {
  /// A mean over the nights of each side for which the value is known.
  package struct Pair: Hashable, Sendable {
    package var before: Double
    package var after: Double
  }

  /// Hours of sleep.
  package var totalSleepHours: Pair?
  /// Share of sleep in N3, percent.
  package var n3Percent: Pair?
  /// Apneas and hypopneas per hour of sleep.
  package var apneaHypopneaIndex: Pair?

  /// Nil if no values are known.
  init?(_ nights: ContrastNights) {
    func pair(_ value: (NightRow) -> Double?) -> Pair? {
      let before = nights.before.compactMap { value($0.night.row) }
      let after = nights.after.compactMap { value($0.night.row) }
      guard !before.isEmpty, !after.isEmpty else { return nil }
      return Pair(before: Moments(before).mean, after: Moments(after).mean)
    }
    totalSleepHours = pair(\.totalSleepHours)
    n3Percent = pair(\.n3Percent)
    apneaHypopneaIndex = pair(\.apneaHypopneaIndex)
    if totalSleepHours == nil, n3Percent == nil, apneaHypopneaIndex == nil { return nil }
  }
}
