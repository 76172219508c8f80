import SleepEvents
import StructuredText

/// Muscle tone of the chin, as stored in results.
package struct MuscleToneRecord: Hashable, Sendable {
  package var channel = ""
  package var noiseMicrovolts: Double?
  package var atoniaIndex = StageValues()
  package var usableMinutes = StageValues()
  package var runsPerHourOfREM: Double?
  package var meanRunSeconds: Double?
  package var tonicPercentOfREM: Double?
  package var phasicPercentOfREM: Double?
  /// Nil in results of earlier versions.
  package var rules: MiniEpochRules?
  /// What `atoniaIndexWithout` leaves out.
  package var without: [String]?
  package var atoniaIndexWithout: StageValues?

  package init() {}

  /// One value per sleep stage.
  package struct StageValues: Hashable, Sendable {
    private var values: [SleepStage: Double] = [:]
    package init() {}
    package init(_ values: [SleepStage: Double]) { self.values = values }
    package subscript(stage: SleepStage) -> Double? {
      get { values[stage] }
      set { values[stage] = newValue }
    }
    fileprivate static let stages: [SleepStage] = [.rem, .n1, .n2, .n3, .wake]
  }
}

/// Why there is no muscle tone.
package enum MuscleToneReason: String, Sendable, JSONWord {
  case noChin = "no_chin_channel"
  case noHypnogram = "no_hypnogram"
  case notAsked = "not_asked"
  case unreadable = "chin_unreadable"
  case tooSlow = "chin_too_slow"
  /// Scored events have no signal.
  case noSignal = "no_signal"
}

extension MuscleToneRecord.StageValues: JSONRecord {
  package static let fields: [JSONField<MuscleToneRecord.StageValues>] = stages.map { stage in
    JSONField(
      key: stage.rawValue, definition: "", schema: Double?.jsonSchema, write: { $0[stage].json },
      read: { all, json throws(JSONMismatch) in all[stage] = try Double?(json: json) })
  }
}

extension MuscleToneRecord: JSONRecord {
  package static let fields: [JSONField<MuscleToneRecord>] = [
    .value("channel", \.channel, "label of the chin channel, or two labels joined by a minus"),
    .value("noise_uv", \.noiseMicrovolts, "median of the noise that was subtracted"),
    .value("atonia_index", \.atoniaIndex, "0-1 by stage; null under 3 usable minutes (Ferri 2008, 2010)"),
    .value("usable_min", \.usableMinutes, "minutes on which each index is based"),
    .value("runs_per_h_rem", \.runsPerHourOfREM, "runs of seconds over 2 microvolts per hour of REM"),
    .value("mean_run_s_rem", \.meanRunSeconds, "their mean length"),
    .value("tonic_pct_rem", \.tonicPercentOfREM, "share of the 30-s mini-epochs of REM with tonic activity"),
    .value(
      "phasic_pct_rem", \.phasicPercentOfREM, "share of the 3-s mini-epochs of REM with phasic activity"),
    .optional("mini_epochs", \.rules, "when a mini-epoch counts as active"),
    .optional("without", \.without, "what atonia_index_without leaves out"),
    .optional("atonia_index_without", \.atoniaIndexWithout, "the same without those seconds"),
  ]
}
