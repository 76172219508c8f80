import LimbMovementScoring
import SleepEvents
import StructuredText

/// One rule set's part of `result.json`: counts, indices, and why a value is missing.
struct NightReport {
  let night: ScoredNight
  let indices: NightIndices

  private let recordingProtocol: RecordingProtocol

  init(_ night: ScoredNight, protocol recordingProtocol: RecordingProtocol = .night) {
    self.night = night
    self.recordingProtocol = recordingProtocol
    indices = NightIndices(night)
  }

  var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("respiratory_option", .string(respiratoryOption)),
      .init("changed", .array(night.rules.changes.map(JSONValue.string))),
    ]
    if let basis = night.rules.basis { members.append(.init("based_on", .string(basis))) }
    for value in indices.named {
      let number: JSONValue =
        value.isCount ? JSONValue(value.value.map { Int($0) }) : JSONValue(value.value)
      members.append(.init(value.key, number))
    }
    if let reason = missingReason { members.append(.init("index_reason", .string(reason))) }
    let breakdown = NightBreakdown(night)
    members.append(.init("by_stage", breakdown.byStage))
    members.append(.init("by_hour", breakdown.byHour))
    members.append(.init("by_third", breakdown.byThird))
    members.append(.init("by_side", breakdown.bySide))
    members.append(.init("intervals", breakdown.intervals))
    members.append(.init("by_state", StateOutcomes(night: night).json))
    let structure = TimeStructure(night: night)
    members.append(.init("series_statistics", structure.series))
    members.append(.init("transitions", structure.transitions))
    let breathing = BreathingOutcomes(night: night)
    members.append(.init("respiratory_windows", breathing.windows))
    members.append(.init("respiratory_events", breathing.events))
    if recordingProtocol == .sit { members.append(.init("sit", ImmobilizationTest(night: night).json)) }
    return .object(members)
  }

  /// What the index says about breathing, to stand beside it.
  var respiratoryOption: String {
    let window =
      "\(plain(night.rules.respiratoryWindowStart))..\(plain(night.rules.respiratoryWindowEnd)) s around the "
      + (night.rules.respiratoryAnchor == .end ? "end" : "event")
    return night.rules.respiration == .excluded
      ? "without respiratory movements (\(window))"
      : "with respiratory movements; plms_nr without (\(window))"
  }

  private var missingReason: String? {
    if !night.hasStages { return "no sleep stages: counts and indices by sleep and wake are not computable" }
    if night.time.isTooLittle(where: \.isSleep) {
      return "too little of the sleep could be scored: under 10 minutes and under half of it"
    }
    if night.time.sleepHours == 0 { return "no sleep in the analysis window" }
    return nil
  }

  private func plain(_ span: Span) -> String {
    span.seconds == span.seconds.rounded() ? String(Int(span.seconds)) : span.seconds.description
  }
}
