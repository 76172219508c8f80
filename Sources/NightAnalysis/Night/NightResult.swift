import LegEMG
import LimbMovementScoring
import SleepAnnotations
import SleepEvents
import StructuredText

/// What one night says, with its provenance: all that later steps read.
public struct NightResult: Sendable {
  public struct Recording: Sendable {
    /// `EDF`, `EDF+D`, ...; nil when only scorings were given.
    public var format: String?
    /// Clock time, with the date only if identifiers were asked for.
    public var start: String?
    public var durationSeconds: Double?
    /// The channels that were used, in the order left, right, ECG.
    public var signals: [Signal] = []
    public var channels: [String] { signals.map(\.label) }

    /// What a viewer must know of a channel to draw it.
    public struct Signal: Sendable {
      public var label: String
      /// Nil if it is no voltage.
      public var microvoltsPerUnit: Double?
      public var samplingRateHertz: Double?
      public var resolutionMicrovolts: Double?
    }
  }

  /// What is known of the signal of a night whose movements alone are new.
  public struct CarriedQuality: Sendable {
    /// `quality` of its `result.json`.
    public var facts: JSONValue
    /// Its `quality.tsv`; nil where it has none.
    public var table: String?

    /// Nil for a night that was scored without its signal.
    ///
    /// - Throws: `TextError` for a table that cannot be read.
    init?(of folder: ResultFolder) throws(TextError) {
      guard let facts = folder.result["quality"], facts["left"] != nil || facts["right"] != nil else {
        return nil
      }
      self.facts = facts
      do throws(TextError) {
        table = try TextFile.read(folder.path + "/quality.tsv", limit: 64 << 20)
      } catch .missing {
        table = nil
      }
    }
  }

  public struct LegTrace: Sendable {
    public var leg: Leg
    public var trace: EnvelopeTrace
  }

  public var recording: Recording
  public var parameters: JSONValue
  public var parameterHash: String
  public var sleep: SleepSummary
  public var quality: [LegQuality]
  /// Stands for `quality` where the signal was not read anew.
  public var carriedQuality: CarriedQuality?
  /// Which leg cannot be believed or was lost; empty for scored events.
  public var believability = Believability()
  /// Movements of single legs of at least 0.5 s, in order of onset; rows of `leg_movements.tsv`.
  public var movements: [LegMovement]
  public var nearMisses: [NearMiss]
  /// The night under each rule set.
  public var nights: [ScoredNight]
  public var annotations: NightAnnotations
  public var input: ScoringInput
  public var sensitivity: [SensitivityResult]
  public var heart: HeartRateResponse?
  /// Per leg, what the rules saw around the moment that was asked about.
  public var traces: [LegTrace] = []
  public var warnings: [Warning]
  public var fingerprint: String
  public var recordingProtocol = RecordingProtocol.night

  /// `events.tsv`: stages, events, and the gaps that scoring left out, so that the night can be scored again.
  var stagesAndEvents: String {
    var night = annotations
    night.events.removeAll { $0.kind == .recordingGap }
    let all = NightAnnotations(
      hypnogram: night.hypnogram,
      events: night.events + input.gaps.map { ScoredEvent(kind: .recordingGap, range: $0) })
    return all.stagesAndEvents
  }

  /// The channel label that viewers draw a leg's movement on.
  public func channel(of leg: Leg) -> String {
    quality.first { $0.leg == leg }?.channel
      ?? carriedQuality?.facts[leg == .left ? "left" : "right"]?["channel"]?.stringValue
      ?? (leg == .left ? "EMG LAT" : "EMG RAT")
  }

  /// Stage of the epoch in which a movement starts.
  public func stage(of movement: LegMovement) -> SleepStage {
    input.hypnogram?.stage(at: movement.onset) ?? .unscored
  }

  /// Codes of what a reader of the index must know (`quality_flags` of nights.csv).
  public var qualityFlags: [String] {
    var flags: [String] = []
    if let hours = sleep.totalSleepHours, hours < 2 { flags.append("short_night<2h") }
    if sleep.source == .none || sleep.totalSleepHours == nil { flags.append("no_hypnogram") }
    if oneLegHours > 0.05 || quality.count == 1 { flags.append("one_leg") }
    if quality.contains(where: { ($0.medianRestingMicrovolts ?? 0) > 5 }) { flags.append("high_noise") }
    flags += believability.codes
    if warnings.contains(where: { $0.code == "unit_assumed" }) { flags.append("scaled_units_unknown") }
    return flags
  }

  /// Hours of sleep with only one valid leg; without stages, of the whole window. 0 for scored events.
  public var oneLegHours: Double {
    guard !quality.isEmpty else { return 0 }
    return hours(of: asleepOrWindow) { range in
      if quality.count == 1 { return range.subtracting(quality[0].invalid) }
      let (left, right) = (quality[0].invalid, quality[1].invalid)
      return range.subtracting(left).flatMap { part in right.compactMap { part.intersection($0) } }
        + range.subtracting(right).flatMap { part in left.compactMap { part.intersection($0) } }
    }
  }

  /// What a reader of the index must know where a leg was lost for part of the night.
  var oneLegWarning: Warning? {
    guard quality.count == 2, oneLegHours > 0.05 else { return nil }
    return Warning(
      code: "one_leg",
      message:
        "for \(Delimited.fixed(oneLegHours, 2) ?? "") h only one leg could be scored: movements of the other are "
        + "missing there, so the index is too low by what that leg alone would have shown")
  }

  /// Share of sleep with usable EMG on at least one leg, per cent; nil without stages or for scored events.
  public var scoredPercent: Double? {
    guard !quality.isEmpty, let hypnogram = input.hypnogram, let window = input.window else { return nil }
    let asleep = hypnogram.spans.filter(\.stage.isSleep).compactMap { $0.range.intersection(window) }
    let whole = asleep.reduce(Span.zero) { $0 + $1.duration }.hours
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
    ranges.flatMap(parts).reduce(Span.zero) { $0 + $1.duration }.hours
  }
}
