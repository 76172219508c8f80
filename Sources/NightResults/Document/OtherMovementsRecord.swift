import LimbMovementScoring
import SleepEvents
import StructuredText

/// Other movements in sleep, counted by kind and state. They do not affect the counts of periodic movements.
package struct OtherMovementsRecord: Hashable, Sendable {
  /// The findings for one kind.
  package struct Count: Hashable, Sendable {
    /// Trains, or periods of myoclonus, that start in sleep and in wake; nil without sleep stages.
    package var sleep: Int?
    package var wake: Int?
    /// Those that start where sleep was not scored.
    package var unscored = 0
    package var bursts = 0
    /// Those in sleep per hour of sleep; nil without sleep.
    package var perHourOfSleep: Double?
    /// Periodic movements in sleep under the first rule set that overlap one.
    package var periodicInside = 0

    /// In all states.
    package var total: Int { (sleep ?? 0) + (wake ?? 0) + unscored }

    package init() {}

    /// Such as `; 14 of the 60 PLMS lie in them`; empty if there are none or the number is unknown.
    package func overlapClause(periodic: Int?) -> String {
      guard let periodic, periodicInside > 0 else { return "" }
      return "; \(periodicInside) of the \(periodic) PLMS lie in \(total == 1 ? "it" : "them")"
    }
  }

  private var counts: [OtherMovementKind: Count] = [:]

  package init() {}

  /// Nil for a kind that cannot be recognized without sleep stages, or without the other leg.
  package subscript(kind: OtherMovementKind) -> Count? {
    get { counts[kind] }
    set { counts[kind] = newValue }
  }

  /// - Parameters:
  ///   - hasBothLegs: one leg alone cannot show movements of two in turn.
  ///   - sleepHours: nil if unknown or too little for a rate.
  ///   - periodic: the periodic movements in sleep.
  package init(
    _ movements: [OtherMovement], hasStages: Bool, hasBothLegs: Bool, sleepHours: Double?,
    periodic: [TimeRange]
  ) {
    for kind in OtherMovementKind.allCases where kind == .alternating ? hasBothLegs : hasStages {
      let found = movements.filter { $0.kind == kind }
      var count = Count()
      if hasStages {
        let sleep = found.count(where: \.stage.isSleep)
        count.sleep = sleep
        count.wake = found.count { $0.stage == .wake }
        if let hours = sleepHours, hours > 0 { count.perHourOfSleep = Double(sleep) / hours }
      }
      count.unscored = found.count { $0.stage == .unscored }
      count.bursts = found.reduce(0) { $0 + $1.burstCount }
      count.periodicInside = periodic.count { range in found.contains { $0.range.overlaps(range) } }
      counts[kind] = count
    }
  }
}

/// Why other movements are not reported.
package enum OtherMovementsReason: String, Sendable, JSONWord {
  /// Scored events without a mark shorter than half a second: short bursts were not scored.
  case noShortMarks = "short_bursts_not_scored"
  case noLegs = "legs_not_scored"
}

extension OtherMovementsRecord: JSONRecord {
  package static let fields: [JSONField<OtherMovementsRecord>] = OtherMovementKind.allCases.map { kind in
    JSONField(
      key: kind.rawValue, definition: definition(kind), schema: Count?.jsonSchema,
      write: { $0[kind].json },
      read: { record, json throws(JSONMismatch) in record[kind] = try Count?(json: json) })
  }

  private static func definition(_ kind: OtherMovementKind) -> String {
    switch kind {
    case .alternating: "alternating leg muscle activation: at least 4 bursts in turn, 0.5-3 Hz"
    case .footTremor: "hypnagogic foot tremor: at least 4 bursts of 0.25-1 s, 0.3-4 Hz, from wake or N1 on"
    case .highFrequency: "high-frequency leg movements: such trains in other stages"
    case .fragmentaryMyoclonus:
      "excessive fragmentary myoclonus: 5 potentials of up to 0.15 s a minute for 20 minutes of NREM"
    }
  }
}

extension OtherMovementsRecord.Count: JSONRecord {
  package static let fields: [JSONField<OtherMovementsRecord.Count>] = [
    .value("sleep", \.sleep, "that start in sleep; null without stages"),
    .value("wake", \.wake, "that start in wake; null without stages"),
    .value("unscored", \.unscored, "that start where sleep was not scored"),
    .value("bursts", \.bursts, "bursts in them"),
    .value("per_h_sleep", \.perHourOfSleep, "those in sleep per hour of sleep"),
    .value("plms_inside", \.periodicInside, "periodic movements in sleep that overlap one"),
  ]
}
