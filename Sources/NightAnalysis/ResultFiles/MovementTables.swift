import LegEMG
import LimbMovementScoring
import SleepEvents
import StructuredText

/// The TSV tables of a night (contract 4).
struct MovementTables {
  let result: NightResult

  /// `leg_movements.tsv`: movements of single legs, with what each rule set made of them.
  var legMovements: String {
    let heart = result.heart != nil
    var text = Delimited.tsvLine(
      MovementTables.legColumns + result.nights.map(\.rules.name) + MovementTables.spectrumColumns
        + (heart ? MovementTables.heartColumns : [])
    )
    for (index, movement) in result.movements.enumerated() where movement.duration >= Span(seconds: 0.5) {
      var cells = legCells(movement) + result.nights.map { $0.fates[index].text }
      cells += [movement.spectrum?.lineShare, movement.spectrum?.centreHertz, movement.spectrum?.widthHertz]
        .map { Delimited.fixed($0, 3) }
      if heart {
        let response = result.heart?.responses[index]
        cells += [response?.lowestBefore, response?.highestAfter, response?.rise, response?.slope]
          .map { Delimited.fixed($0, 2) }
      }
      text += Delimited.tsvLine(cells)
    }
    return text
  }

  /// `near_misses.tsv`: bursts and marks that are no movement, with the criterion that failed them.
  var nearMisses: String {
    var text = Delimited.tsvLine(
      MovementTables.legColumns + result.nights.map(\.rules.name) + [
        "criterion", "required", "found", "cause",
      ])
    let marks = result.movements.filter { $0.duration < Span(seconds: 0.5) }.map {
      NearMiss(movement: $0, criterion: .tooShort, required: 0.5, found: $0.duration.seconds)
    }
    let all = (result.nearMisses + marks).sorted {
      ($0.movement.onset, $0.movement.leg) < ($1.movement.onset, $1.movement.leg)
    }
    for miss in all {
      let reason = miss.criterion == .tooShort ? DropReason.tooShort.rawValue : nil
      text += Delimited.tsvLine(
        legCells(miss.movement) + result.nights.map { _ in reason } + [
          miss.criterion.rawValue, Delimited.fixed(miss.required, 3), Delimited.fixed(miss.found, 3),
          miss.cause?.rawValue,
        ])
    }
    return text
  }

  /// `movements_<rules>.tsv`: combined movements under one rule set.
  func combined(_ night: ScoredNight) -> String {
    var text = Delimited.tsvLine(MovementTables.combinedColumns)
    let knows = night.rules.distinguishesCandidates
    let knowsBreathing = night.rules.respiration == .bothWays
    for (index, movement) in night.movements.enumerated() {
      text += Delimited.tsvLine([
        String(index + 1), seconds(movement.range.start.seconds), seconds(movement.range.duration.seconds),
        movement.side.rawValue, String(movement.memberCount), movement.stage.rawValue,
        knows ? String(movement.isCandidate) : nil, movement.interval.flatMap { seconds($0.seconds) },
        night.rules.shortInterval == .endsSeries ? String(movement.isShortInterval) : nil,
        String(movement.isPeriodic), movement.series.map(String.init),
        knowsBreathing ? String(movement.isRespiratory) : nil, String(movement.hasArousal),
        knowsBreathing ? String(movement.isPeriodicWithoutRespiratory) : nil,
        knowsBreathing ? movement.seriesWithoutRespiratory.map(String.init) : nil, movement.reason,
      ])
    }
    return text
  }

  /// `quality.tsv`: one row per leg and minute.
  var quality: String {
    var text = Delimited.tsvLine(MovementTables.qualityColumns)
    for leg in result.quality {
      for minute in leg.minutes {
        text += Delimited.tsvLine([
          leg.leg.rawValue, Delimited.fixed(minute.range.start.seconds, 3),
          Delimited.fixed(minute.range.duration.seconds, 3), String(minute.isValid),
          Delimited.fixed(minute.validShare, 3), Delimited.fixed(minute.restingMicrovolts, 3),
          Delimited.fixed(minute.humMicrovolts, 3), Delimited.fixed(minute.cardiacMicrovolts, 3),
          String(minute.off), String(minute.flat), String(minute.saturated),
          Delimited.fixed(leg.resolutionMicrovolts, 5),
          Delimited.fixed(minute.envelopeMeanMicrovolts, 3),
          Delimited.fixed(minute.envelopePeakMicrovolts, 3),
        ])
      }
    }
    return text
  }

  static let legColumns = [
    "leg", "onset_s", "duration_s", "resting_uv", "peak_uv", "area_uvs", "stage",
  ]
  static let spectrumColumns = ["line_share", "centre_hz", "width_hz"]
  static let heartColumns = [
    "hr_lowest_before_bpm", "hr_highest_after_bpm", "hr_rise_bpm", "hr_slope_bpm_per_beat",
  ]
  static let combinedColumns = [
    "number", "onset_s", "duration_s", "side", "members", "stage", "candidate", "imi_s", "short_interval",
    "periodic", "series", "respiratory", "arousal", "periodic_nr", "series_nr", "reason",
  ]
  static let qualityColumns = [
    "leg", "onset_s", "duration_s", "valid", "valid_share", "resting_uv", "hum_uv", "ecg_uv", "off", "flat",
    "saturated", "resolution_uv", "envelope_mean_uv", "envelope_peak_uv",
  ]

  private func legCells(_ movement: LegMovement) -> [String?] {
    [
      movement.leg.rawValue, seconds(movement.onset.seconds), seconds(movement.duration.seconds),
      Delimited.fixed(movement.amplitude?.restingMicrovolts, 3),
      Delimited.fixed(movement.amplitude?.peakMicrovolts, 3),
      Delimited.fixed(movement.amplitude?.areaMicrovoltSeconds, 3), result.stage(of: movement).rawValue,
    ]
  }

  /// Nine decimals hold a tick of 1/2,048,000,000 s, so that what is read back is the same instant.
  private func seconds(_ value: Double) -> String? { Delimited.fixed(value, 9) }
}
