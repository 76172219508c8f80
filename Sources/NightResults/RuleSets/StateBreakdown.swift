import LimbMovementScoring
import SleepEvents
import StructuredText

/// The figures that WASM 2016 requires by state: counts, indices and mean durations in sleep, wake, NREM and
/// REM. Undefined values are null, with the reason next to them.
package struct StateBreakdown: Hashable, Sendable {
  package var sleep: StateFigures?
  package var wake: StateFigures?
  package var nrem: StateFigures?
  package var rem: StateFigures?
  package var reason: String?

  package init() {}

  init(_ night: ScoredNight) {
    guard night.hasStages else {
      reason = "no sleep stages"
      return
    }
    let time = night.time
    sleep = StateFigures(night, hours: time.sleepHours, isScored: true, where: night.isOfSleep)
    let scoresWake = night.rules.scoresWake
    wake = StateFigures(night, hours: time.wakeHours, isScored: scoresWake) {
      scoresWake && $0.stage == .wake
    }
    nrem = StateFigures(night, hours: time.nremHours, isScored: true) { $0.stage.isNREM }
    rem = StateFigures(night, hours: time.remHours, isScored: true) { $0.stage == .rem }
    // As for the indices of the night: each rate stands on the hours of its own state.
    if time.isTooLittle(where: \.isSleep) { sleep?.withholdRates() }
    if time.isTooLittle(where: { $0 == .wake }) { wake?.withholdRates() }
    if time.isTooLittle(where: \.isNREM) { nrem?.withholdRates() }
    if time.isTooLittle(where: { $0 == .rem }) { rem?.withholdRates() }
  }
}

/// A count and its index.
package struct Rate: Hashable, Sendable {
  package var count: Int?
  package var perHour: Double?

  package init() {}
}

/// The movements of one state.
package struct StateFigures: Hashable, Sendable {
  package var hours = 0.0
  package var movements = Rate()
  package var candidates = Rate()
  package var periodic = Rate()
  package var periodicWithArousal = Rate()
  package var periodicWithoutRespiratory = Rate()
  package var periodicWithoutRespiratoryWithArousal = Rate()
  package var respiratory = Rate()
  package var shortInterval = Rate()
  package var isolated = Rate()
  package var meanPeriodicSeconds: Double?
  package var meanShortIntervalSeconds: Double?
  package var meanIsolatedSeconds: Double?
  package var reason: String?

  package init() {}

  init(
    _ night: ScoredNight, hours: Double, isScored: Bool, where holds: (ScoredMovement) -> Bool
  ) {
    self.hours = hours
    let all = night.movements.filter(holds)
    let candidateList = all.filter(\.isCandidate)
    let periodicList = all.filter(\.isPeriodic)
    let shortList = candidateList.filter(\.isShortInterval)
    let isolatedList = candidateList.filter { !$0.isPeriodic && !$0.isShortInterval }
    let withoutBreathing = all.filter(\.isPeriodicWithoutRespiratory)
    let knowsCandidates = night.rules.distinguishesCandidates && isScored
    let knowsBreathing = night.marksRespiratory && isScored
    let knowsArousals = night.scoringInput.arousals != nil && isScored
    func rate(_ list: [ScoredMovement], _ isKnown: Bool) -> Rate {
      var rate = Rate()
      guard isKnown else { return rate }
      rate.count = list.count
      rate.perHour = hours > 0 ? Double(list.count) / hours : nil
      return rate
    }
    func meanSeconds(_ list: [ScoredMovement], _ isKnown: Bool) -> Double? {
      isKnown ? mean(list.map(\.range.duration.seconds)) : nil
    }
    movements = rate(all, isScored)
    candidates = rate(candidateList, knowsCandidates)
    periodic = rate(periodicList, isScored)
    periodicWithArousal = rate(periodicList.filter { $0.hasArousal == true }, knowsArousals)
    periodicWithoutRespiratory = rate(withoutBreathing, knowsBreathing)
    periodicWithoutRespiratoryWithArousal = rate(
      withoutBreathing.filter { $0.hasArousal == true }, knowsBreathing && knowsArousals)
    respiratory = rate(candidateList.filter { $0.isRespiratory == true }, knowsBreathing)
    shortInterval = rate(shortList, knowsCandidates && night.rules.shortInterval == .endsSeries)
    isolated = rate(isolatedList, knowsCandidates)
    meanPeriodicSeconds = meanSeconds(periodicList, isScored)
    meanShortIntervalSeconds = meanSeconds(shortList, knowsCandidates)
    meanIsolatedSeconds = meanSeconds(isolatedList, knowsCandidates)
    if !isScored {
      reason = "\(night.rules.name) does not score movements in wake"
    } else if hours == 0 {
      reason = "no time in this state inside the analysis window"
    } else if !night.rules.distinguishesCandidates {
      reason = "\(night.rules.name) has no candidates: their counts are null"
    }
  }

  fileprivate mutating func withholdRates() {
    for (path, _) in StateFigures.rates { self[keyPath: path].perHour = nil }
  }

  fileprivate static let rates: [(any JSONKeyPath<StateFigures, Rate>, String)] = [
    (\.movements, "lm"), (\.candidates, "clm"), (\.periodic, "plm"), (\.periodicWithArousal, "plm_arousal"),
    (\.periodicWithoutRespiratory, "plm_nr"),
    (\.periodicWithoutRespiratoryWithArousal, "plm_nr_arousal"), (\.respiratory, "clmr"),
    (\.shortInterval, "short_imi_clm"), (\.isolated, "isolated_clm"),
  ]
}

// MARK: JSON

extension StateFigures: JSONRecord {
  package static let fields: [JSONField<StateFigures>] =
    [.value("hours", \.hours, "hours of the state inside the window")]
    + rates.flatMap { path, key in
      [
        JSONField(
          key: key, definition: "", schema: Int?.jsonSchema,
          write: { $0[keyPath: path].count.json },
          read: { figures, json throws(JSONMismatch) in
            figures[keyPath: path].count = try Int?(json: json)
          }),
        JSONField(
          key: key + "_index", definition: "per hour of the state", schema: Double?.jsonSchema,
          write: { $0[keyPath: path].perHour.json },
          read: { figures, json throws(JSONMismatch) in
            figures[keyPath: path].perHour = try Double?(json: json)
          }),
      ]
    } + [
      .value("mean_duration_plm_s", \.meanPeriodicSeconds, ""),
      .value("mean_duration_short_imi_clm_s", \.meanShortIntervalSeconds, ""),
      .value("mean_duration_isolated_clm_s", \.meanIsolatedSeconds, ""),
      .optional("reason", \.reason, "why values are null"),
    ]
}

extension StateBreakdown: JSONRecord {
  package static let fields: [JSONField<StateBreakdown>] = [
    .optional("sleep", \.sleep, ""), .optional("wake", \.wake, ""), .optional("nrem", \.nrem, ""),
    .optional("rem", \.rem, ""), .optional("reason", \.reason, ""),
  ]
}
