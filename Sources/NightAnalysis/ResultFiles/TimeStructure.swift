import LimbMovementScoring
import SleepEvents
import StructuredText

/// How movements follow one another: series (D-SEQ-1) and the transitions between periodic and other intervals
/// (D-MRK-1).
struct TimeStructure {
  let night: ScoredNight

  var series: JSONValue {
    let lists = night.series.filter { !$0.isEmpty }
    let lengths = lists.map { Double($0.count) }
    let durations = lists.compactMap { list -> Double? in
      guard let first = list.first, let last = list.last else { return nil }
      return (last.range.end - first.range.start).seconds
    }
    let intervals = lists.flatMap { $0.dropFirst().compactMap(\.interval?.seconds) }
    var members: [JSONValue.Member] = [
      .init("n", .integer(lists.count)),
      .init("plm_mean", JSONValue(mean(lengths))), .init("plm_median", JSONValue(median(lengths))),
      .init("plm_longest", JSONValue(lengths.max().map { Int($0) })),
      .init("duration_mean_s", JSONValue(mean(durations))),
      .init("duration_median_s", JSONValue(median(durations))),
      .init("duration_longest_s", JSONValue(durations.max())),
      .init("duration_total_s", .number(durations.reduce(0, +))),
      .init("interval_mean_s", JSONValue(mean(intervals))),
      .init("interval_median_s", JSONValue(median(intervals))),
    ]
    if lists.isEmpty { members.append(.init("reason", "no series")) }
    return .object(members)
  }

  /// P is a measured interval of sleep with 10 < IMI <= 90 s, N any other; an interval that is not measured, or
  /// not of sleep, breaks the sequence.
  var transitions: JSONValue {
    var counts: [String: Int] = ["pp": 0, "pn": 0, "np": 0, "nn": 0]
    var before: Character?
    for movement in night.movements {
      guard night.hasStages, night.isOfSleep(movement), let interval = movement.interval else {
        before = nil
        continue
      }
      let current: Character = interval > .seconds(10) && interval <= .seconds(90) ? "p" : "n"
      if let before { counts["\(before)\(current)", default: 0] += 1 }
      before = current
    }
    func count(_ key: String) -> Int { counts[key] ?? 0 }
    func share(_ part: String, _ rest: String) -> JSONValue {
      let whole = count(part) + count(rest)
      return whole > 0 ? .number(Double(count(part)) / Double(whole)) : .null
    }
    var members: [JSONValue.Member] = ["pp", "pn", "np", "nn"].map { .init("n_\($0)", .integer(count($0))) }
    members += [
      .init("p_to_p", share("pp", "pn")), .init("p_to_n", share("pn", "pp")),
      .init("n_to_n", share("nn", "np")),
      .init("n_to_p", share("np", "nn")),
    ]
    if counts.values.allSatisfy({ $0 == 0 }) {
      members.append(.init("reason", "fewer than two intervals of sleep in a row"))
    }
    return .object(members)
  }

  private func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  private func median(_ values: [Double]) -> Double? {
    let sorted = values.sorted()
    return sorted.isEmpty ? nil : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
