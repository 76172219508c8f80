import LimbMovementScoring
import SleepEvents
import StructuredText

/// One rule set's part of a night: counts, indices, breakdowns, and why a value is missing.
public struct RuleSetResult: Hashable, Sendable {
  /// What the index says about breathing, to stand beside it.
  public var respiratoryOption = ""
  /// `KEY=VALUE` of what differs from the published set.
  package var changes: [String] = []
  /// The published set that a user's own one is built on.
  package var basis: String?
  /// Counts and indices of the night; nil for what was not looked at.
  public var indices = NightIndices()
  /// Why a value of `indices` is null, by its key.
  package var reasons = OrderedMembers<NullReason>()
  /// By sleep stage; nil without movements to count.
  public var stages: StageBreakdown?
  /// By hour of the night; nil without movements to count.
  public var hours: [TimeBin]?
  /// By thirds of the night; nil without movements to count.
  public var thirds: [TimeBin]?
  /// By leg; nil without movements to count.
  public var sides: SideBreakdown?
  package var intervals: IntervalFigures?
  package var states: StateBreakdown?
  package var series: SeriesFigures?
  package var transitions: TransitionFigures?
  package var respiratoryWindows: [RespiratoryWindowFigures]?
  package var respiratoryEvents: RespiratoryEventFigures?
  package var immobilizationTest: ImmobilizationFigures?

  package init() {}

  /// - Parameter recordingProtocol: `.sit` adds the figures of an immobilization test.
  package init(_ night: ScoredNight, protocol recordingProtocol: RecordingProtocol = .night) {
    respiratoryOption = RuleSetResult.respiratoryOption(night)
    changes = night.rules.changes
    basis = night.rules.basis
    indices = NightIndices(night)
    reasons = OrderedMembers(
      NightIndices.entries.filter { $0.value(indices) == nil }
        .map { (key: $0.key, value: NullReason($0, in: night)) })
    guard night.knowsMovements else { return }
    stages = StageBreakdown(night)
    hours = TimeBin.hours(night)
    thirds = TimeBin.thirds(night)
    sides = SideBreakdown(night)
    intervals = IntervalFigures(night)
    states = StateBreakdown(night)
    series = SeriesFigures(night)
    transitions = TransitionFigures(night)
    respiratoryWindows = RespiratoryWindowFigures.all(night)
    respiratoryEvents = RespiratoryEventFigures(night)
    if recordingProtocol == .sit { immobilizationTest = ImmobilizationFigures(night) }
    if night.hasStages, night.time.isTooLittle(where: \.isSleep) { withholdRates() }
  }

  /// Takes the rates of the breakdowns away, as those of the night are where too little of it could be scored.
  private mutating func withholdRates() {
    stages?.withholdRates()
    hours = hours?.map { $0.withoutRate }
    thirds = thirds?.map { $0.withoutRate }
    sides?.withholdRates()
    states?.withholdRates()
    respiratoryWindows = respiratoryWindows?.map { $0.withoutRates }
  }

  private static func respiratoryOption(_ night: ScoredNight) -> String {
    let rules = night.rules
    let window =
      "\(plain(rules.respiratoryWindowStart))..\(plain(rules.respiratoryWindowEnd)) s around the "
      + (rules.respiratoryAnchor == .end ? "end" : "event")
    if night.scoringInput.respiratoryEvents == nil {
      return rules.respiration == .excluded
        ? "respiratory events not scored: movements of breathing could not be left out"
        : "respiratory events not scored: movements of breathing could not be told apart"
    }
    return rules.respiration == .excluded
      ? "without respiratory movements (\(window))"
      : "with respiratory movements; plms_nr without (\(window))"
  }

  private static func plain(_ span: TimeSpan) -> String {
    span.seconds == span.seconds.rounded() ? String(Int(span.seconds)) : span.seconds.description
  }

  /// Why there is no index per hour of sleep; nil where there is one.
  public var indexReason: NullReason? {
    indices.periodicInSleepPerHour == nil ? reasons.value(for: "plms_index") : nil
  }
}

extension NullReason {
  /// In two or three words, to stand in brackets.
  package var short: String {
    switch self {
    case .noHypnogram: "no sleep stages"
    default: sentence
    }
  }

  /// For a reader of `result.json`.
  public var sentence: String {
    switch self {
    case .noHypnogram: "no sleep stages: counts and indices by sleep and wake are not computable"
    case .noSleep: "no sleep in the analysis window"
    case .respiratoryNotScored: "nobody scored breathing"
    case .arousalsNotScored: "nobody scored arousals"
    case .legsNotScored: "nobody looked for leg movements"
    case .tooLittleScoredTime: "too little of the night could be scored"
    case .implausibleLeg: "the signal of the legs cannot be believed"
    case .notInRuleSet: "the rule set has no such notion"
    case .nothingToMeasure: "nothing to measure"
    }
  }
}

extension RuleSetResult: JSONRecord {
  package static let fields: [JSONField<RuleSetResult>] =
    [
      .value("respiratory_option", \.respiratoryOption, "what the index says about breathing"),
      .value("changed", \.changes, "what differs from the published rule set"),
      .optional("based_on", \.basis, "the published set that a user's own one is built on"),
    ]
    + NightIndices.entries.map { entry in
      JSONField(
        key: entry.key, definition: entry.definition,
        schema: entry.isCount ? Int?.jsonSchema : Double?.jsonSchema,
        write: { result in
          let value = entry.value(result.indices)
          return entry.isCount ? JSONValue(value.map { Int($0) }) : JSONValue(value)
        },
        read: { result, json throws(JSONMismatch) in
          entry.set(&result.indices, try Double?(json: json))
        })
    } + [
      .derived("index_reason", String.jsonSchema, "why there is no index per hour of sleep") {
        $0.indexReason.map { .string($0.sentence) }
      },
      JSONField(
        key: "null_reasons", definition: "why a value is null, by its key",
        schema: OrderedMembers<NullReason>.jsonSchema, isRequired: false, write: { $0.reasons.json },
        read: { result, json throws(JSONMismatch) in
          result.reasons = json == .null ? .init() : try OrderedMembers<NullReason>(json: json)
        }),
      .value("by_stage", \.stages, "periodic movements by the stage of their onset"),
      .value("by_hour", \.hours, "PLMS per hour since sleep onset"),
      .value("by_third", \.thirds, "PLMS in each third of the analysis window"),
      .value("by_side", \.sides, "PLMS of the left leg alone, the right alone, and both"),
      .value("intervals", \.intervals, "inter-movement intervals of sleep"),
      .value("by_state", \.states, "what WASM 2016 asks to be reported by state"),
      .value("series_statistics", \.series, "how movements follow one another"),
      .value("transitions", \.transitions, "between periodic and other intervals"),
      .value("respiratory_windows", \.respiratoryWindows, "the night under each published window"),
      .value("respiratory_events", \.respiratoryEvents, "events that have a movement in their window"),
      .optional("sit", \.immobilizationTest, "suggested immobilization test"),
    ]
}
