import LimbMovementScoring
import SleepEvents
import StructuredText

/// The results of a night under one rule set: counts, indices, breakdowns, and why values are missing.
public struct RuleSetResult: Hashable, Sendable {
  /// How the index treats respiratory movements, to be printed next to it.
  public var respiratoryOption = ""
  /// `KEY=VALUE` for each difference from the published set.
  package var changes: [String] = []
  /// The published set that a user's own one is based on; nil for a published one.
  package var basis: String?
  /// Counts and indices of the night; nil for anything not scored.
  public var indices = NightIndices()
  /// Why values of `indices` are null, by their keys.
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
    states = StateBreakdown(night)
    series = SeriesFigures(night)
    if night.hasStages {
      intervals = IntervalFigures(night)
      transitions = TransitionFigures(night)
    }
    respiratoryWindows = RespiratoryWindowFigures.all(night, own: indices)
    respiratoryEvents = RespiratoryEventFigures(night)
    if recordingProtocol == .sit { immobilizationTest = ImmobilizationFigures(night) }
    if night.hasTooLittleSleep { withholdRates() }
  }

  /// Removes the rates per hour of sleep in the breakdowns, as those of the night are if too little of the sleep could be
  /// scored.
  private mutating func withholdRates() {
    hours = hours?.map { $0.withoutRate }
    thirds = thirds?.map { $0.withoutRate }
    sides?.withholdRates()
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

  /// Why there is no index per hour of sleep; nil if there is one.
  public var indexReason: NullReason? {
    indices.periodicInSleepPerHour == nil ? reasons.value(for: "plms_index") : nil
  }
}

extension NullReason {
  /// Two or three words, for use in parentheses.
  package var short: String {
    switch self {
    case .noHypnogram: "no sleep stages"
    default: sentence
    }
  }

  /// A sentence for readers of `result.json`.
  public var sentence: String {
    switch self {
    case .noHypnogram: "no sleep stages: counts and indices by sleep and wake cannot be computed"
    case .noSleep: "no sleep in the analysis window"
    case .respiratoryNotScored: "breathing was not scored"
    case .arousalsNotScored: "arousals were not scored"
    case .legsNotScored: "leg movements were not scored"
    case .tooLittleScoredTime: "too little of the night could be scored"
    case .implausibleLeg: "the signal of the legs is implausible"
    case .notInRuleSet: "the rule set does not define it"
    case .nothingToMeasure: "nothing to measure"
    }
  }
}

extension RuleSetResult: JSONRecord {
  package static let fields: [JSONField<RuleSetResult>] =
    [
      .value("respiratory_option", \.respiratoryOption, "how the index treats respiratory movements"),
      .value("changed", \.changes, "differences from the published rule set"),
      .optional("based_on", \.basis, "the published set that a user's own one is based on"),
    ]
    + NightIndices.entries.map { entry in
      switch entry.place {
      case .count(let path): field(entry, at: path)
      case .measure(let path): field(entry, at: path)
      }
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
      .value("by_side", \.sides, "PLMS of the left leg alone, the right leg alone, and both"),
      .value("intervals", \.intervals, "inter-movement intervals in sleep"),
      .value("by_state", \.states, "the figures that WASM 2016 requires by state"),
      .value("series_statistics", \.series, "statistics of the series"),
      .value("transitions", \.transitions, "transitions between periodic and other intervals"),
      .value("respiratory_windows", \.respiratoryWindows, "the night under each published window"),
      .value("respiratory_events", \.respiratoryEvents, "events with a movement in their window"),
      .optional("sit", \.immobilizationTest, "suggested immobilization test"),
    ]

  private static func field<Number: JSONRepresentable & Numeric & Comparable>(
    _ entry: NightIndices.Entry, at path: any WritableKeyPath<NightIndices, Number?> & Sendable
  ) -> JSONField<RuleSetResult> {
    JSONField(
      key: entry.key, definition: entry.definition, schema: Number?.jsonSchema,
      write: { $0.indices[keyPath: path].json },
      read: { result, json throws(JSONMismatch) in
        let number = try Number?(json: json)
        if let number, number < 0 { throw JSONMismatch(expected: "a number from 0") }
        result.indices[keyPath: path] = number
      })
  }
}
