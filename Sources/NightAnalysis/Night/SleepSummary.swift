import LimbMovementScoring
import SleepEvents

/// The sleep figures that a limb-movement report is read with (scoring.md G). Nil is "not computable".
public struct SleepSummary: Sendable {
  /// Where the stages come from.
  public enum Source: String, Sendable {
    case recording
    case scoring
    case none
  }

  public var source: Source
  public var totalSleepHours: Double?
  public var wakeHours: Double?
  /// Lights off to lights on, gaps removed.
  public var inBedHours: Double?
  public var stageHours: [SleepStage: Double] = [:]
  /// Share of time in bed asleep, per cent.
  public var efficiencyPercent: Double?
  /// Lights off to the first epoch of sleep, minutes.
  public var onsetLatencyMinutes: Double?
  /// Sleep onset to the first epoch of REM, minutes.
  public var remLatencyMinutes: Double?
  /// Wake between the first and the last epoch of sleep, minutes.
  public var wakeAfterOnsetMinutes: Double?
  /// Arousals with their onset in sleep, per hour of sleep.
  public var arousalsPerHour: Double?
  /// Apneas and hypopneas with their onset in sleep, per hour of sleep.
  public var apneasHypopneasPerHour: Double?
  /// RERAs, and all respiratory events, with their onset in sleep, per hour of sleep.
  public var respiratoryArousalsPerHour: Double?
  public var respiratoryDisturbancesPerHour: Double?
  public var sleepOnset: Instant?

  public init(_ input: ScoringInput, source: Source, events: [ScoredEvent]) {
    self.source = source
    let time = StateTime(input)
    inBedHours = input.window == nil ? nil : time.inBed.hours
    guard let hypnogram = input.hypnogram, let window = input.window else { return }
    totalSleepHours = time.sleepHours
    wakeHours = time.wakeHours
    for stage in SleepStage.allCases { stageHours[stage] = time.hours(stage) }
    if time.inBed > .zero { efficiencyPercent = 100 * time.sleepHours / time.inBed.hours }
    let inside = hypnogram.spans.compactMap { span in
      span.range.intersection(window).map { StageSpan(range: $0, stage: span.stage) }
    }
    guard let first = inside.first(where: \.stage.isSleep), let last = inside.last(where: \.stage.isSleep)
    else {
      return
    }
    let onset = first.range.start
    sleepOnset = onset
    onsetLatencyMinutes = (onset - window.start).seconds / 60
    remLatencyMinutes = inside.first { $0.stage == .rem }.map { ($0.range.start - onset).seconds / 60 }
    let asleep = TimeRange(start: onset, end: last.range.end)
    wakeAfterOnsetMinutes =
      inside.filter { $0.stage == .wake }.compactMap { $0.range.intersection(asleep) }
      .reduce(Span.zero) { $0 + $1.duration }.seconds / 60
    guard time.sleepHours > 0 else { return }
    func perHour(_ condition: (EventKind) -> Bool) -> Double? {
      let ofKind = events.filter { condition($0.kind) }
      guard !ofKind.isEmpty else { return nil }
      let asleep = ofKind.count { event in
        window.contains(event.range.start) && hypnogram.stage(at: event.range.start).isSleep
      }
      return Double(asleep) / time.sleepHours
    }
    arousalsPerHour = perHour { $0 == .arousal }
    apneasHypopneasPerHour = perHour { $0.isRespiratory && $0 != .rera }
    respiratoryArousalsPerHour = perHour { $0 == .rera }
    respiratoryDisturbancesPerHour = perHour(\.isRespiratory)
  }
}
