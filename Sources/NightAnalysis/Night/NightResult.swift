import LegEMG
import LimbMovementScoring
import NightResults
import SleepAnnotations
import SleepEvents
import StructuredText

/// The analysis of a night: signals, events and scoring in memory. `document` and `tables` are the stored
/// form.
public struct NightResult: Sendable {
  package struct LegTrace: Sendable {
    package var leg: Leg
    package var trace: EnvelopeTrace
  }

  /// Signal information carried over when only the movements of a night are new.
  struct CarriedSignal: Sendable {
    var figures: QualityFigures
    var minutes: [QualityMinuteRow]?
    var nearMisses: [NearMissRow] = []
  }

  package var recording: RecordingFacts
  /// Identifies the night, so that files can be checked to belong to it.
  public var key: String
  package var scored: ScoredCategories
  package var parameters: EffectiveParameters
  package var parameterHash: String
  package var sleep: SleepFigures
  package var quality: [LegQuality]
  /// Replaces `quality` if the signal was not read again.
  var carriedSignal: CarriedSignal?
  /// Which legs are implausible or were lost; empty for scored events.
  package var believability = Believability()
  /// Movements of single legs of at least 0.5 s, in order of onset; rows of `leg_movements.tsv`.
  public var movements: [LegMovement]
  package var nearMisses: [NearMiss]
  /// The night under each rule set.
  public var scorings: [ScoredNight]
  package var annotations: NightAnnotations
  package var input: ScoringInput
  package var sensitivity: OrderedMembers<SensitivityRange>
  package var heart: HeartRateResponse?
  /// Per leg, what the rules saw around the moment to be explained.
  package var traces: [LegTrace] = []
  package var muscleTone: MuscleToneRecord?
  /// Why there is no muscle tone.
  package var muscleToneReason: MuscleToneReason? = .noSignal
  package var legTone: LegToneRecord?
  /// The chin by half minutes.
  package var tone: [ToneRow]?
  /// In order of onset; nil if short bursts were not looked for.
  package var otherMovements: [OtherMovement]?
  package var otherMovementsReason: OtherMovementsReason? = .noShortMarks
  /// What readers of the result need to know.
  public var warnings: [Warning]
  package var correction: CorrectionCounts?
  package var fingerprint: String
  package var recordingProtocol = RecordingProtocol.night
  package var identity = NightIdentity()
  /// The evening on which the night began by the recording's header, `YYYY-MM-DD`; written only to the
  /// clinician's line.
  package var evening: String?

  /// Stage of the epoch in which a movement starts.
  package func stage(of movement: LegMovement) -> SleepStage {
    input.hypnogram?.stage(at: movement.onset) ?? .unscored
  }

  /// Counts, indices and breakdowns under each rule set.
  public var ruleSets: OrderedMembers<RuleSetResult> {
    OrderedMembers(scorings.map { ($0.rules.name, RuleSetResult($0, protocol: recordingProtocol)) })
  }

  /// Codes of what readers of the index need to know (`quality_flags` of nights.csv).
  package var qualityFlags: [NightFlag] {
    var flags: [NightFlag] = []
    func add(_ flag: NightFlag) { if !flags.contains(flag) { flags.append(flag) } }
    if let hours = sleep.totalSleepHours, hours < 2 { add(.shortNight) }
    if sleep.source == .none || sleep.totalSleepHours == nil { add(.noHypnogram) }
    let isOneLegged = scored.legs == .left || scored.legs == .right
    if oneLegHours > 0.05 || quality.count == 1 || isOneLegged { add(.oneLeg) }
    if quality.contains(where: { ($0.medianRestingMicrovolts ?? 0) > 5 }) { add(.highNoise) }
    if warnings.contains(where: { $0.code == "unit_assumed" }) { add(.unitAssumed) }
    for warning in warnings { if let flag = NightFlag(warning: warning.code) { add(flag) } }
    return flags
  }

  /// Hours of sleep, or of the whole window without stages, in which only one leg is valid. 0 for scored
  /// events.
  package var oneLegHours: Double {
    guard !quality.isEmpty else { return 0 }
    return hours(of: asleepOrWindow) { range in
      if quality.count == 1 { return range.subtracting(quality[0].invalid) }
      let (left, right) = (quality[0].invalid, quality[1].invalid)
      return range.subtracting(left).flatMap { part in right.compactMap { part.intersection($0) } }
        + range.subtracting(right).flatMap { part in left.compactMap { part.intersection($0) } }
    }
  }

  /// The warning for a leg that was lost for part of the night.
  var oneLegWarning: Warning? {
    guard quality.count == 2, oneLegHours > 0.05 else { return nil }
    return Warning(
      code: NightFlag.oneLeg.rawValue,
      message:
        "for \(Delimited.fixed(oneLegHours, 2) ?? "") h only one leg could be scored: movements of the other are "
        + "missing there, so the index is too low by what that leg alone would have shown", quotesInput: false
    )
  }

  /// Share of sleep with usable EMG from at least one leg, per cent; nil without stages or for scored events.
  package var scoredPercent: Double? {
    guard !quality.isEmpty, let hypnogram = input.hypnogram, let window = input.window else { return nil }
    // Time that was not recorded has no EMG that could be missing.
    let unrecorded = annotations.recordingGaps
    let asleep = hypnogram.spans.filter(\.stage.isSleep).compactMap { $0.range.intersection(window) }
      .flatMap { $0.subtracting(unrecorded) }
    let whole = asleep.reduce(TimeSpan.zero) { $0 + $1.duration }.hours
    guard whole > 0 else { return nil }
    let usable = hours(of: asleep) { $0.subtracting(input.gaps) }
    return 100 * usable / whole
  }

  private var asleepOrWindow: [TimeRange] {
    guard let window = input.window else { return [] }
    guard let hypnogram = input.hypnogram else { return [window] }
    return hypnogram.spans.filter(\.stage.isSleep).compactMap { $0.range.intersection(window) }
  }

  private func hours(of ranges: [TimeRange], _ parts: (TimeRange) -> [TimeRange]) -> Double {
    ranges.flatMap(parts).reduce(TimeSpan.zero) { $0 + $1.duration }.hours
  }
}

/// Identification of the night as it is to be printed.
package struct NightIdentity: Hashable, Sendable {
  package var patientID: String?
  package var nightID: String?
  package var title: String?

  package init(patientID: String? = nil, nightID: String? = nil, title: String? = nil) {
    self.patientID = patientID
    self.nightID = nightID
    self.title = title
  }

  init(_ options: AnalysisOptions) {
    self.init(patientID: options.patientID, nightID: options.nightID, title: options.title)
  }
}
