import LimbMovementScoring
import SleepEvents
import StructuredText

/// What depends on breathing: both windows of WASM 2016 and the AASM's zone side by side (the choice moves an
/// index by a factor, scoring.md A.7), and the respiratory events that have a movement.
struct BreathingOutcomes {
  let night: ScoredNight

  private static let options:
    [(name: String, rules: String, anchor: RuleSet.RespiratoryAnchor, from: Double, to: Double)] = [
      ("end -2..10.25 s", "W-RESP-1", .end, -2, 10.25),
      ("end -0.5..0.5 s", "W-RESP-2", .end, -0.5, 0.5),
      ("event -0.5..0.5 s", "A-RESP-1", .event, -0.5, 0.5),
    ]

  /// The night scored with each window; everything else as its rule set has it.
  var windows: JSONValue {
    .array(
      BreathingOutcomes.options.map { window in
        var rules = night.rules
        rules.respiratoryAnchor = window.anchor
        rules.respiratoryWindowStart = Span(seconds: window.from)
        rules.respiratoryWindowEnd = Span(seconds: window.to)
        let scored = rules.score(night.scoringInput)
        let indices = NightIndices(scored)
        let isExcluded = rules.respiration == .excluded
        return [
          "window": .string(window.name), "rule": .string(window.rules),
          "is_used": .bool(rules == night.rules),
          "clmr": JSONValue(indices.respiratoryCandidates),
          "clmr_index": JSONValue(indices.respiratoryInSleepPerHour),
          "plms_nr": JSONValue(
            isExcluded ? indices.periodicInSleep : indices.periodicInSleepWithoutRespiratory),
          "plms_nr_index": JSONValue(
            isExcluded ? indices.periodicInSleepPerHour : indices.periodicWithoutRespiratoryPerHour),
        ]
      })
  }

  /// Respiratory events that have a movement in their window. Where respiratory movements are left out, these
  /// are looked for among the movements of single legs.
  var events: JSONValue {
    let input = night.scoringInput
    let all = input.respiratoryEvents
    let inWindow = input.window.map { window in all.filter { window.contains($0.start) } } ?? all
    let ranges =
      night.rules.respiration == .bothWays
      ? night.movements.filter(\.isCandidate).map(\.range)
      : zip(input.movements, night.fates).filter { $1 == .dropped(.respiratory) }.map(\.0.range)
    let sorted = ranges.sorted { $0.start < $1.start }
    let longest = sorted.map(\.duration).max() ?? .zero
    let with = inWindow.count { event in
      let anchor = night.rules.respiratoryAnchor == .end ? event.end : event.start
      let from = anchor + night.rules.respiratoryWindowStart
      let to = event.end + night.rules.respiratoryWindowEnd
      var index = sorted.partitionPoint { $0.start >= from - longest }
      while index < sorted.count, sorted[index].start <= to {
        if sorted[index].end >= from { return true }
        index += 1
      }
      return false
    }
    guard !inWindow.isEmpty else {
      return [
        "n": .integer(0), "with_movement": .integer(0), "with_movement_pct": .null,
        "reason": "no respiratory events",
      ]
    }
    return [
      "n": .integer(inWindow.count), "with_movement": .integer(with),
      "with_movement_pct": .number(100 * Double(with) / Double(inWindow.count)),
    ]
  }
}

extension Array {
  /// The first index whose element satisfies `condition`, where all behind it do too.
  fileprivate func partitionPoint(_ condition: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
