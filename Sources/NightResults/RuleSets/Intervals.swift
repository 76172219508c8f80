import Foundation
import LimbMovementScoring
import SleepEvents
import StructuredText

/// Inter-movement intervals in sleep: counts by range and two histograms.
///
/// Bins are [a, b) except for the last one, which is closed: 2 s wide up to 90 s, and 0.1 wide in ln up to
/// 4.5.
package struct IntervalFigures: Hashable, Sendable {
  package var count = 0
  package var medianSeconds: Double?
  package var underTenSeconds = 0
  package var fromTenToNinetySeconds = 0
  package var overNinetySeconds = 0
  package var histogram: [Int] = []
  package var logarithmicHistogram: [Int] = []

  package init() {}

  init(_ night: ScoredNight) {
    let spans = night.intervalsInSleep.compactMap(\.self)
    histogram = [Int](repeating: 0, count: 45)
    logarithmicHistogram = histogram
    for span in spans {
      if span <= .seconds(90) { histogram[min(44, Int(span.ticks / TimeSpan.seconds(2).ticks))] += 1 }
      let value = log(span.seconds)
      if value >= 0, value <= 4.5 { logarithmicHistogram[min(44, Int(value * 10))] += 1 }
    }
    count = spans.count
    medianSeconds = median(spans.map(\.seconds))
    underTenSeconds = spans.count { $0 < .seconds(10) }
    fromTenToNinetySeconds = spans.count { $0 >= .seconds(10) && $0 <= .seconds(90) }
    overNinetySeconds = spans.count { $0 > .seconds(90) }
  }
}

/// Statistics of the series.
package struct SeriesFigures: Hashable, Sendable {
  package var count = 0
  package var meanLength: Double?
  package var medianLength: Double?
  package var longestLength: Int?
  package var meanSeconds: Double?
  package var medianSeconds: Double?
  package var longestSeconds: Double?
  package var totalSeconds = 0.0
  package var meanIntervalSeconds: Double?
  package var medianIntervalSeconds: Double?

  package init() {}

  init(_ night: ScoredNight) {
    let lists = night.series.filter { !$0.isEmpty }
    let lengths = lists.map { Double($0.count) }
    let durations = lists.compactMap { list -> Double? in
      guard let first = list.first, let last = list.last else { return nil }
      return (last.range.end - first.range.start).seconds
    }
    let intervals = lists.flatMap { $0.dropFirst().compactMap(\.interval?.seconds) }
    count = lists.count
    (meanLength, medianLength, longestLength) = (mean(lengths), median(lengths), lists.map(\.count).max())
    (meanSeconds, medianSeconds, longestSeconds) = (mean(durations), median(durations), durations.max())
    totalSeconds = durations.reduce(0, +)
    (meanIntervalSeconds, medianIntervalSeconds) = (mean(intervals), median(intervals))
  }
}

/// Transitions between periodic intervals, P (a measured interval in sleep with 10 < IMI <= 90 s), and
/// others, N. An interval that is not measured, or not in sleep, interrupts the sequence.
package struct TransitionFigures: Hashable, Sendable {
  package var periodicToPeriodic = 0
  package var periodicToOther = 0
  package var otherToPeriodic = 0
  package var otherToOther = 0

  package init() {}

  init(_ night: ScoredNight) {
    var before: Bool?
    for interval in night.intervalsInSleep {
      guard let interval else {
        before = nil
        continue
      }
      let isPeriodic = interval > .seconds(10) && interval <= .seconds(90)
      switch (before, isPeriodic) {
      case (true?, true): periodicToPeriodic += 1
      case (true?, false): periodicToOther += 1
      case (false?, true): otherToPeriodic += 1
      case (false?, false): otherToOther += 1
      case (nil, _): break
      }
      before = isPeriodic
    }
  }

  var isEmpty: Bool { periodicToPeriodic + periodicToOther + otherToPeriodic + otherToOther == 0 }

  fileprivate static func share(_ part: Int, _ rest: Int) -> JSONValue {
    part + rest > 0 ? .number(Double(part) / Double(part + rest)) : .null
  }
}

func mean(_ values: [Double]) -> Double? {
  values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}

/// The middle value, or the mean of the two middle ones.
func median(_ values: [Double]) -> Double? {
  let sorted = values.sorted()
  return sorted.isEmpty ? nil : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

// MARK: JSON

extension IntervalFigures: JSONRecord {
  package static let fields: [JSONField<IntervalFigures>] = [
    .value("n", \.count, "measured intervals in sleep"), .value("median_s", \.medianSeconds, ""),
    .value("under_10_s", \.underTenSeconds, ""), .value("from_10_to_90_s", \.fromTenToNinetySeconds, ""),
    .value("over_90_s", \.overNinetySeconds, ""),
    .derived("bins", String.jsonSchema, "") { _ in "[a, b), last one closed" },
    .value("histogram_2_s", \.histogram, "45 bins of 2 s"),
    .value("histogram_ln_0_1", \.logarithmicHistogram, "45 bins of 0.1 in ln s"),
  ]
}

extension SeriesFigures: JSONRecord {
  package static let fields: [JSONField<SeriesFigures>] = [
    .value("n", \.count, ""), .value("plm_mean", \.meanLength, ""), .value("plm_median", \.medianLength, ""),
    .value("plm_longest", \.longestLength, ""), .value("duration_mean_s", \.meanSeconds, ""),
    .value("duration_median_s", \.medianSeconds, ""), .value("duration_longest_s", \.longestSeconds, ""),
    .value("duration_total_s", \.totalSeconds, ""), .value("interval_mean_s", \.meanIntervalSeconds, ""),
    .value("interval_median_s", \.medianIntervalSeconds, ""),
    .derived("reason", String.jsonSchema, "") { $0.count == 0 ? "no series" : nil },
  ]
}

extension TransitionFigures: JSONRecord {
  private static let nullableNumber = Double?.jsonSchema

  package static let fields: [JSONField<TransitionFigures>] = [
    .value("n_pp", \.periodicToPeriodic, "periodic after periodic"),
    .value("n_pn", \.periodicToOther, "other after periodic"),
    .value("n_np", \.otherToPeriodic, "periodic after other"),
    .value("n_nn", \.otherToOther, "other after other"),
    .derived("p_to_p", nullableNumber, "") { share($0.periodicToPeriodic, $0.periodicToOther) },
    .derived("p_to_n", nullableNumber, "") { share($0.periodicToOther, $0.periodicToPeriodic) },
    .derived("n_to_n", nullableNumber, "") { share($0.otherToOther, $0.otherToPeriodic) },
    .derived("n_to_p", nullableNumber, "") { share($0.otherToPeriodic, $0.otherToOther) },
    .derived("reason", String.jsonSchema, "") {
      $0.isEmpty ? "fewer than two consecutive intervals in sleep" : nil
    },
  ]
}
