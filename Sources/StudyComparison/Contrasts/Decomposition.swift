import Foundation
import StudyTables

/// Which movements account for the difference between the two sides: an arithmetic decomposition, not an
/// explanation.
package struct Decomposition: Hashable, Sendable {
  /// The contribution of one stage to the change of the index.
  package struct StagePart: Hashable, Sendable {
    package var stage: String
    /// Share of sleep in the stage, 0...1.
    package var shareBefore: Double
    package var shareAfter: Double
    /// PLMS per hour of the stage.
    package var rateBefore: Double
    package var rateAfter: Double
    /// The part of the change of the index that comes from the stage's rate, at the mean of the two shares.
    package var fromRate: Double { (rateAfter - rateBefore) * (shareAfter + shareBefore) / 2 }
    /// The part that comes from more or less time in the stage, at the mean of the two rates.
    package var fromShare: Double { (shareAfter - shareBefore) * (rateAfter + rateBefore) / 2 }
  }

  package struct HourPart: Hashable, Sendable {
    /// 1 is the first hour after sleep onset.
    package var hour: Int
    /// PLMS in that hour, averaged over the nights of a side for which it is known.
    package var before: Double
    package var after: Double
  }

  /// Series per hour of sleep on each side.
  package var seriesPerHourBefore: Double?
  package var seriesPerHourAfter: Double?
  package var movementsPerSeriesBefore: Double?
  package var movementsPerSeriesAfter: Double?
  package var stages: [StagePart] = []
  package var hours: [HourPart] = []

  /// The log ratio of the indices is the sum of these two; nil if a value is 0 or unknown.
  package var logRatioFromSeries: Double? { Decomposition.logRatio(seriesPerHourBefore, seriesPerHourAfter) }
  package var logRatioFromLength: Double? {
    Decomposition.logRatio(movementsPerSeriesBefore, movementsPerSeriesAfter)
  }

  private static func logRatio(_ before: Double?, _ after: Double?) -> Double? {
    guard let before, let after, before > 0, after > 0 else { return nil }
    return Log.of(after / before)
  }

  /// Nil if the nights give no such figures.
  init?(_ nights: ContrastNights) {
    let before = nights.before.map(\.night.row)
    let after = nights.after.map(\.night.row)
    (seriesPerHourBefore, movementsPerSeriesBefore) = Decomposition.series(before)
    (seriesPerHourAfter, movementsPerSeriesAfter) = Decomposition.series(after)
    for (stage, outcome) in [
      ("N1", Outcome.plmsN1), ("N2", .plmsN2), ("N3", .plmsN3), ("R", .plmsREM),
    ] {
      guard let left = Decomposition.stage(outcome, before), let right = Decomposition.stage(outcome, after)
      else {
        continue
      }
      stages.append(
        StagePart(
          stage: stage, shareBefore: left.share, shareAfter: right.share, rateBefore: left.rate,
          rateAfter: right.rate))
    }
    let left = Decomposition.byHour(before)
    let right = Decomposition.byHour(after)
    for hour in 0..<min(left.count, right.count) {
      hours.append(HourPart(hour: hour + 1, before: left[hour], after: right[hour]))
    }
    if seriesPerHourBefore == nil || seriesPerHourAfter == nil, stages.isEmpty, hours.isEmpty { return nil }
  }

  private static func series(_ rows: [NightRow]) -> (perHour: Double?, length: Double?) {
    let known = rows.filter { $0.seriesCount != nil && $0.plmsCount != nil }
    let hours = known.reduce(0) { $0 + ($1.totalSleepHours ?? 0) }
    guard !known.isEmpty, hours > 0 else { return (nil, nil) }
    let series = known.reduce(0) { $0 + ($1.seriesCount ?? 0) }
    let movements = known.reduce(0) { $0 + ($1.plmsCount ?? 0) }
    return (Double(series) / hours, series > 0 ? Double(movements) / Double(series) : nil)
  }

  private static func stage(_ outcome: Outcome, _ rows: [NightRow]) -> (share: Double, rate: Double)? {
    let known = rows.compactMap { row in
      outcome.count(of: row).map { ($0.count, $0.hours, row.totalSleepHours ?? 0) }
    }
    let asleep = known.reduce(0) { $0 + $1.2 }
    guard !known.isEmpty, asleep > 0 else { return nil }
    let hours = known.reduce(0) { $0 + $1.1 }
    let count = known.reduce(0) { $0 + $1.0 }
    return (hours / asleep, hours > 0 ? Double(count) / hours : 0)
  }

  private static func byHour(_ rows: [NightRow]) -> [Double] {
    let known = rows.map(\.plmsByHour).filter { !$0.isEmpty }
    guard let longest = known.map(\.count).max() else { return [] }
    return (0..<longest).map { hour in
      let counts = known.filter { hour < $0.count }.map { Double($0[hour]) }
      return counts.reduce(0, +) / Double(counts.count)
    }
  }
}
