import SleepEvents
import StructuredText

/// The sleep figures needed to read a limb-movement report. Nil means not computable.
package struct SleepFigures: Hashable, Sendable {
  /// The source of the stages.
  package enum Source: String, Sendable, JSONWord {
    case recording
    case scoring
    case none
  }

  package var source = Source.none
  package var totalSleepHours: Double?
  package var wakeHours: Double?
  /// Lights off to lights on, gaps excluded.
  package var inBedHours: Double?
  package var stageHours: [SleepStage: Double] = [:]
  /// Sleep as a share of time in bed, per cent.
  package var efficiencyPercent: Double?
  /// Lights off to the first epoch of sleep, minutes.
  package var onsetLatencyMinutes: Double?
  /// Sleep onset to the first epoch of REM, minutes.
  package var remLatencyMinutes: Double?
  /// Wake between the first and the last epoch of sleep, minutes.
  package var wakeAfterOnsetMinutes: Double?
  /// Arousals that start in sleep, per hour of sleep; nil if arousals were not scored.
  package var arousalsPerHour: Double?
  /// Apneas and hypopneas that start in sleep, per hour of sleep; nil if breathing was not scored.
  package var apneasHypopneasPerHour: Double?
  /// RERAs, and all respiratory events, that start in sleep, per hour of sleep.
  package var respiratoryArousalsPerHour: Double?
  package var respiratoryDisturbancesPerHour: Double?

  package init() {}

  fileprivate static func key(_ stage: SleepStage) -> String {
    switch stage {
    case .wake: "w_h"
    case .unscored: "unscored_h"
    default: stage.rawValue.lowercased() + "_h"
    }
  }
}

extension JSONField where Root == SleepFigures {
  fileprivate static func hours(
    _ key: String, _ path: any JSONKeyPath<SleepFigures, Double?>, _ definition: String
  ) -> JSONField {
    JSONField(
      key: key, definition: definition, schema: Double?.jsonSchema, write: { JSONValue($0[keyPath: path]) },
      read: { sleep, json throws(JSONMismatch) in
        sleep[keyPath: path] = try SleepFigures.checkedHours(json)
      })
  }
}

extension SleepFigures {
  /// Longer than any night, hours.
  private static let longestHours = 168.0

  /// A plausible number of hours; a result with any other value has been altered.
  fileprivate static func checkedHours(_ json: JSONValue) throws(JSONMismatch) -> Double? {
    guard let hours = try Double?(json: json) else { return nil }
    guard (0...longestHours).contains(hours) else {
      throw JSONMismatch(expected: "hours from 0 to \(Int(longestHours))")
    }
    return hours
  }
}

extension SleepFigures: JSONRecord {
  package static let fields: [JSONField<SleepFigures>] =
    [
      .value("source", \.source, "source of the stages"),
      .hours("tst_h", \.totalSleepHours, "total sleep time, hours"),
      .hours("wake_h", \.wakeHours, "wake in the analysis window, hours"),
      .hours("tib_h", \.inBedHours, "lights off to lights on without gaps, hours"),
    ]
    + SleepStage.allCases.map { stage in
      JSONField(
        key: SleepFigures.key(stage), definition: "hours of \(stage.rawValue)",
        schema: Double?.jsonSchema, write: { JSONValue($0.stageHours[stage]) },
        read: { sleep, json throws(JSONMismatch) in
          sleep.stageHours[stage] = try SleepFigures.checkedHours(json)
        })
    } + [
      .value("efficiency_pct", \.efficiencyPercent, "100 tst_h/tib_h"),
      .value("onset_latency_min", \.onsetLatencyMinutes, "lights off to sleep onset"),
      .value("rem_latency_min", \.remLatencyMinutes, "sleep onset to REM"),
      .value("waso_min", \.wakeAfterOnsetMinutes, "wake between the first and the last epoch of sleep"),
      .value("arousal_index", \.arousalsPerHour, "null if arousals were not scored"),
      .value("ahi", \.apneasHypopneasPerHour, "null if breathing was not scored"),
      .value("rera_index", \.respiratoryArousalsPerHour, "null if breathing was not scored"),
      .value("rdi", \.respiratoryDisturbancesPerHour, "null if breathing was not scored"),
      .derived("stage_pct_of_sleep", OrderedMembers<Double>?.jsonSchema, "share of sleep by stage, per cent")
      {
        sleep in
        guard let total = sleep.totalSleepHours, total > 0 else { return .null }
        return .object(
          SleepStage.allCases.filter(\.isSleep).map { stage in
            .init(stage.rawValue.lowercased(), .number(100 * (sleep.stageHours[stage] ?? 0) / total))
          })
      },
      .derived("reason", ["type": "string"], "why there are no hours of sleep") {
        $0.totalSleepHours == nil ? "no sleep stages" : nil
      },
    ]
}
