import LegEMG
import LimbMovementScoring
import SleepAnnotations
import SleepEvents
import StructuredText

extension NightResult {
  /// `result.json` (contract 4). No value depends on when or where it was made.
  public var json: JSONValue {
    .object([
      .init("schema", "tibialis-night/1"),
      .init(
        "tool",
        [
          "name": .string(ToolVersion.name), "version": .string(ToolVersion.version),
          "parameter_hash": .string(parameterHash),
        ]),
      .init("note", "Not a medical device; for use with a physician."),
      .init(
        "recording",
        [
          "format": JSONValue(recording.format), "start": JSONValue(recording.start),
          "duration_s": JSONValue(recording.durationSeconds),
          "channels": .array(recording.channels.map(JSONValue.string)),
          "signals": .array(recording.signals.map(\.json)),
        ]),
      .init("parameters", parameters),
      .init("sleep", sleep.json),
      .init("quality", qualityJSON),
      .init(
        "rule_sets",
        .object(nights.map { .init($0.rules.name, NightReport($0, protocol: recordingProtocol).json) })),
      .init("sensitivity", .object(sensitivity.map { .init($0.rules, $0.json) })),
      .init("heart_rate", heart.map(\.json) ?? .null),
      .init("unknown_labels", unknownLabels),
      .init("warnings", .array(warnings.map(\.json))),
      .init("fingerprint", .string(fingerprint)),
    ])
  }

  /// How many labels were not known. Their texts can hold names, so that they are not in a result.
  private var unknownLabels: JSONValue {
    [
      "labels": .integer(annotations.unknownLabels.count),
      "events": .integer(annotations.unknownLabels.reduce(0) { $0 + $1.count }),
    ]
  }

  private var qualityJSON: JSONValue {
    if quality.isEmpty, let carriedQuality { return carriedQuality.facts }
    var members = quality.map { leg in
      JSONValue.Member(
        leg.leg == .left ? "left" : "right",
        [
          "channel": .string(leg.channel), "sampling_rate_hz": .number(leg.samplingRateHertz),
          "resolution_uv": .number(leg.resolutionMicrovolts),
          "band_hz": .array([.number(leg.band.lowerBound), .number(leg.band.upperBound)]),
          "mains_hz": .array(leg.mainsHertz.map(JSONValue.number)),
          "recorded_h": .number(leg.recordedHours), "scored_h": .number(leg.scoredHours),
          "resting_median_uv": JSONValue(leg.medianRestingMicrovolts),
          "resting_uv": .array(leg.restingByHour.map { JSONValue($0) }),
          "minutes_off": .integer(leg.minutes.count(where: \.off)),
          "minutes_flat": .integer(leg.minutes.count(where: \.flat)),
          "minutes_saturated": .integer(leg.minutes.count(where: \.saturated)),
          "minutes_invalid": .integer(leg.minutes.count { !$0.isValid }),
        ])
    }
    members.append(.init("flags", .array(qualityFlags.map(JSONValue.string))))
    members.append(.init("one_leg_h", quality.isEmpty ? .null : .number(oneLegHours)))
    members.append(.init("scored_fraction_pct", JSONValue(scoredPercent)))
    return .object(members)
  }
}

extension NightResult.Recording.Signal {
  /// As `result.json` has it; nil without a label.
  init?(_ json: JSONValue) {
    guard let label = json["label"]?.stringValue else { return nil }
    self.init(
      label: label, microvoltsPerUnit: json["microvolts_per_unit"]?.doubleValue,
      samplingRateHertz: json["sampling_rate_hz"]?.doubleValue,
      resolutionMicrovolts: json["resolution_uv"]?.doubleValue)
  }

  fileprivate var json: JSONValue {
    [
      "label": .string(label), "microvolts_per_unit": JSONValue(microvoltsPerUnit),
      "sampling_rate_hz": JSONValue(samplingRateHertz), "resolution_uv": JSONValue(resolutionMicrovolts),
    ]
  }
}

extension SleepSummary {
  private var stagePercents: JSONValue {
    guard let total = totalSleepHours, total > 0 else { return .null }
    return .object(
      SleepStage.allCases.filter(\.isSleep).map { stage in
        .init(stage.rawValue.lowercased(), .number(100 * (stageHours[stage] ?? 0) / total))
      })
  }

  var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("source", .string(source.rawValue)), .init("tst_h", JSONValue(totalSleepHours)),
      .init("wake_h", JSONValue(wakeHours)), .init("tib_h", JSONValue(inBedHours)),
    ]
    for stage in SleepStage.allCases {
      let name = stage == .unscored ? "unscored" : stage.rawValue.lowercased()
      let key = stage == .wake ? "w" : name
      members.append(.init("\(key)_h", JSONValue(stageHours[stage])))
    }
    members += [
      .init("efficiency_pct", JSONValue(efficiencyPercent)),
      .init("onset_latency_min", JSONValue(onsetLatencyMinutes)),
      .init("rem_latency_min", JSONValue(remLatencyMinutes)),
      .init("waso_min", JSONValue(wakeAfterOnsetMinutes)),
      .init("arousal_index", JSONValue(arousalsPerHour)),
      .init("ahi", JSONValue(apneasHypopneasPerHour)),
      .init("rera_index", JSONValue(respiratoryArousalsPerHour)),
      .init("rdi", JSONValue(respiratoryDisturbancesPerHour)),
      .init("stage_pct_of_sleep", stagePercents),
    ]
    if totalSleepHours == nil { members.append(.init("reason", "no sleep stages")) }
    return .object(members)
  }
}

extension SensitivityResult {
  var json: JSONValue {
    [
      "plms_index": .number(index), "low": .number(low), "high": .number(high),
      "believable": .bool(isBelievable),
      "moved_most_by": movesMost.map { ["choice": .string($0.name), "plms_index": .number($0.index)] }
        ?? .null,
      "choices": .array(choices.map { ["choice": .string($0.name), "plms_index": .number($0.index)] }),
    ]
  }
}

extension HeartRateResponse {
  var json: JSONValue {
    [
      "beats": .integer(beatCount), "usable_beats": .integer(usableBeats),
      "movements_with_response": .integer(responses.count { $0 != nil }),
      "mean_rise_bpm": JSONValue(meanRise),
    ]
  }
}
