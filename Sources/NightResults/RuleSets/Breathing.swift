import Algorithms
import LimbMovementScoring
import SleepEvents
import StructuredText

/// The night scored with one of the published respiratory windows, otherwise as in its rule set: the choice
/// can change an index severalfold.
package struct RespiratoryWindowFigures: Hashable, Sendable {
  package var window = ""
  /// Id of the rule that defines the window.
  package var rule = ""
  package var isUsed = false
  package var respiratoryCandidates: Int?
  package var respiratoryPerHour: Double?
  package var periodicWithoutRespiratory: Int?
  package var periodicWithoutRespiratoryPerHour: Double?

  package init() {}

  private static let published:
    [(name: String, rule: String, anchor: RuleSet.RespiratoryAnchor, from: Double, to: Double)] =
      [
        ("end -2..10.25 s", "W-RESP-1", .end, -2, 10.25), ("end -0.5..0.5 s", "W-RESP-2", .end, -0.5, 0.5),
        ("event -0.5..0.5 s", "A-RESP-1", .event, -0.5, 0.5),
      ]

  /// The figures for all windows; nil if breathing was not scored.
  ///
  /// - Parameter own: the indices of `night`.
  static func all(_ night: ScoredNight, own: NightIndices) -> [RespiratoryWindowFigures]? {
    guard night.scoringInput.respiratoryEvents != nil else { return nil }
    return published.map { option in
      var rules = night.rules
      rules.respiratoryAnchor = option.anchor
      rules.respiratoryWindowStart = TimeSpan(seconds: option.from)
      rules.respiratoryWindowEnd = TimeSpan(seconds: option.to)
      let indices = rules == night.rules ? own : NightIndices(rules.score(night.scoringInput))
      let isExcluded = rules.respiration == .excluded
      var figures = RespiratoryWindowFigures()
      figures.window = option.name
      figures.rule = option.rule
      figures.isUsed = rules == night.rules
      figures.respiratoryCandidates = indices.respiratoryCandidates
      figures.respiratoryPerHour = indices.respiratoryInSleepPerHour
      figures.periodicWithoutRespiratory =
        isExcluded ? indices.periodicInSleep : indices.periodicInSleepWithoutRespiratory
      figures.periodicWithoutRespiratoryPerHour =
        isExcluded ? indices.periodicInSleepPerHour : indices.periodicWithoutRespiratoryPerHour
      return figures
    }
  }

  var withoutRates: RespiratoryWindowFigures {
    var figures = self
    figures.respiratoryPerHour = nil
    figures.periodicWithoutRespiratoryPerHour = nil
    return figures
  }
}

/// Respiratory events with a movement in their window. For rule sets that leave out respiratory movements,
/// single-leg movements are considered.
package struct RespiratoryEventFigures: Hashable, Sendable {
  package var events = 0
  package var withMovement = 0
  package var withMovementPercent: Double?

  package init() {}

  /// Nil if breathing was not scored.
  init?(_ night: ScoredNight) {
    let input = night.scoringInput
    guard let all = input.respiratoryEvents else { return nil }
    let inWindow = input.window.map { window in all.filter { window.contains($0.start) } } ?? all
    let ranges =
      night.rules.respiration == .bothWays
      ? night.movements.filter(\.isCandidate).map(\.range)
      : zip(input.movements, night.fates).filter { $1 == .dropped(.respiratory) }.map(\.0.range)
    let sorted = ranges.sorted { $0.start < $1.start }
    let longest = sorted.map(\.duration).max() ?? .zero
    events = inWindow.count
    withMovement = inWindow.count { event in
      let anchor = night.rules.respiratoryAnchor == .end ? event.end : event.start
      let from = anchor + night.rules.respiratoryWindowStart
      let to = event.end + night.rules.respiratoryWindowEnd
      var index = sorted.partitioningIndex { $0.start >= from - longest }
      while index < sorted.count, sorted[index].start <= to {
        if sorted[index].end >= from { return true }
        index += 1
      }
      return false
    }
    withMovementPercent = events > 0 ? 100 * Double(withMovement) / Double(events) : nil
  }
}

// MARK: JSON

extension RespiratoryWindowFigures: JSONRecord {
  package static let fields: [JSONField<RespiratoryWindowFigures>] = [
    .value("window", \.window, ""), .value("rule", \.rule, ""), .value("is_used", \.isUsed, ""),
    .value("clmr", \.respiratoryCandidates, ""), .value("clmr_index", \.respiratoryPerHour, ""),
    .value("plms_nr", \.periodicWithoutRespiratory, ""),
    .value("plms_nr_index", \.periodicWithoutRespiratoryPerHour, ""),
  ]
}

extension RespiratoryEventFigures: JSONRecord {
  package static let fields: [JSONField<RespiratoryEventFigures>] = [
    .value("n", \.events, ""), .value("with_movement", \.withMovement, ""),
    .value("with_movement_pct", \.withMovementPercent, ""),
    .derived("reason", String.jsonSchema, "") { $0.events == 0 ? "no respiratory events" : nil },
  ]
}
