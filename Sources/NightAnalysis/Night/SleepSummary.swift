import LimbMovementScoring
import NightResults
import SleepEvents

extension SleepFigures {
  /// Computes the sleep figures of a night.
  ///
  /// - Parameters:
  ///   - events: the scored events; a category that was not scored has no index, whatever events there are.
  ///   - recordedGaps: time without recording. Breathing and arousals are scored where the legs cannot be, so their
  ///     indices stand on all recorded sleep.
  init(_ input: ScoringInput, source: Source, events: [ScoredEvent], recordedGaps: [TimeRange]) {
    self.init()
    self.source = source
    let time = StateTime(input)
    inBedHours = input.window == nil ? nil : time.inBed.hours
    guard let hypnogram = input.hypnogram, let window = input.window else { return }
    totalSleepHours = time.sleepHours
    wakeHours = time.wakeHours
    for stage in SleepStage.allCases { stageHours[stage] = time.hours(stage) }
    if time.inBed > .zero { efficiencyPercent = 100 * (time.sleepHours / time.inBed.hours) }
    let inside = hypnogram.spans.compactMap { span in
      span.range.intersection(window).map { StageSpan(range: $0, stage: span.stage) }
    }
    guard let first = inside.first(where: \.stage.isSleep), let last = inside.last(where: \.stage.isSleep)
    else { return }
    let onset = first.range.start
    onsetLatencyMinutes = (onset - window.start).seconds / 60
    remLatencyMinutes = inside.first { $0.stage == .rem }.map { ($0.range.start - onset).seconds / 60 }
    let asleep = TimeRange(start: onset, end: last.range.end)
    wakeAfterOnsetMinutes =
      inside.filter { $0.stage == .wake }.compactMap { $0.range.intersection(asleep) }
      .flatMap { $0.subtracting(input.gaps) }
      .reduce(TimeSpan.zero) { $0 + $1.duration }.seconds / 60
    var recorded = input
    recorded.gaps = recordedGaps
    let known = StateTime(recorded)
    guard known.sleepHours > 0, !known.isTooLittle(where: \.isSleep) else { return }
    func perHour(_ isScored: Bool, _ condition: (EventKind) -> Bool) -> Double? {
      guard isScored else { return nil }
      let asleep = events.count { event in
        condition(event.kind) && window.contains(event.range.start)
          && hypnogram.stage(at: event.range.start).isSleep
          && !recordedGaps.contains { $0.contains(event.range.start) }
      }
      return Double(asleep) / known.sleepHours
    }
    let breathing = input.respiratoryEvents != nil
    arousalsPerHour = perHour(input.arousals != nil) { $0 == .arousal }
    apneasHypopneasPerHour = perHour(breathing) { $0.isRespiratory && $0 != .rera }
    respiratoryArousalsPerHour = perHour(breathing) { $0 == .rera }
    respiratoryDisturbancesPerHour = perHour(breathing, \.isRespiratory)
  }
}
