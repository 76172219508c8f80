import SleepEvents
import StructuredText

extension ScoringExport {
  /// A BIDS events table: our own, extended by the rule set's classification of each movement.
  var bidsText: String {
    guard !scores.isEmpty else { return night.eventsTable }
    var rows: [(Instant, String)] = []
    func add(_ range: TimeRange, _ hasDuration: Bool, _ type: String, _ leg: Leg?, _ score: MovementScore?) {
      rows.append(
        (
          range.start,
          Delimited.tsvLine(
            [
              seconds(range.start.seconds), hasDuration ? seconds(range.duration.seconds) : nil, type,
              leg?.name,
              truth(score?.isPeriodic), score?.series.map(String.init), truth(score?.isRespiratory),
              truth(score?.hasArousal),
            ] + hed(score, leg))
        ))
    }
    for span in night.hypnogram?.spans ?? [] {
      add(span.range, true, ScoringExport.word(span.stage), nil, nil)
    }
    for event in night.events where event.kind != .legMovement {
      add(event.range, event.hasDuration, event.kind.rawValue, nil, nil)
    }
    for movement in night.legMovements {
      add(movement.range, true, EventKind.legMovement.rawValue, movement.leg, scores[movement])
    }
    let sorted = rows.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
    return Delimited.tsvLine(
      [
        "onset", "duration", "trial_type", "leg", "periodic", "series", "respiratory", "arousal",
      ] + (tagsHED ? ["HED"] : [])) + sorted.map(\.element.1).joined()
  }

  /// The cell of the column `HED`. As a tag in the sidecar it would occur twice if both legs start at the
  /// same moment, which HED refuses.
  private func hed(_ score: MovementScore?, _ leg: Leg?) -> [String?] {
    guard tagsHED else { return [] }
    guard score?.isPeriodic == true, let leg else { return [nil] }
    return ["(Sleep-periodic-limb-movement, Label/\(leg.name))"]
  }

  private func truth(_ value: Bool?) -> String? { value.map { $0 ? "true" : "false" } }

  private static func word(_ stage: SleepStage) -> String {
    "sleep_stage_" + (stage == .unscored ? "unscored" : stage.rawValue)
  }

  /// Descriptions of the columns of a BIDS events table.
  var bidsSidecar: String {
    let kinds = EventKind.allCases.map { JSONValue.Member($0.rawValue, .string(EDFPlusText.event($0))) }
    let stages = SleepStage.allCases.map { stage in
      JSONValue.Member(ScoringExport.word(stage), .string(EDFPlusText.stage(stage)))
    }
    var columns: [JSONValue.Member] = [
      .init("onset", ["Description": "Seconds since the start of the recording", "Units": "s"]),
      .init("duration", ["Description": "Duration; n/a for a point in time", "Units": "s"]),
      column(
        "trial_type", "Kind of event", .object(stages + kinds),
        hed: [
          "sleep_stage_N1": "Sleep-stage-N1", "sleep_stage_N2": "Sleep-stage-N2",
          "sleep_stage_N3": "Sleep-stage-N3", "sleep_stage_R": "Sleep-stage-REM",
          "arousal": "Sleep-related-arousal",
        ]),
      column(
        "leg", "Leg of a movement", ["left": "Left leg", "right": "Right leg", "both": "Both legs"]),
    ]
    if !scores.isEmpty {
      let yesOrNo: JSONValue = ["true": "Yes", "false": "No"]
      columns += [
        column("periodic", "The movement belongs to a series of periodic movements", yesOrNo),
        .init("series", ["Description": "Number of the series"]),
        column(
          "respiratory", "The movement is associated with a respiratory event; n/a if these were not scored",
          yesOrNo),
        column(
          "arousal", "The movement is associated with an arousal; n/a if these were not scored", yesOrNo),
      ]
    }
    return JSONValue.object(columns).text() + "\n"
  }

  private func column(
    _ name: String, _ description: String, _ levels: JSONValue, hed: JSONValue? = nil
  ) -> JSONValue.Member {
    var members: [JSONValue.Member] = [
      .init("Description", .string(description)), .init("Levels", levels),
    ]
    if tagsHED, let hed { members.append(.init("HED", hed)) }
    return .init(name, .object(members))
  }

  /// The path of the sidecar: `sub-01_events.json` for `sub-01_events.tsv`.
  func sidecar(of path: String) -> String {
    (path.hasSuffix(".tsv") ? String(path.dropLast(4)) : path) + ".json"
  }
}
