import Foundation
import SleepEvents

/// The counts and indices of a scored night. A value that cannot be computed is nil, never 0.
///
/// Indices are per hour of the matching state inside the window; `nil` where that time is 0 or the rule set
/// does not define the value.
public struct NightIndices: Sendable, Hashable {
  // MARK: Counts
  /// Movements of one leg or both, each counted once.
  public var movements: Int?
  /// Candidates (W-CLM); nil in a rule set that does not distinguish them.
  public var candidates: Int?
  /// Movements that are not candidates.
  public var nonCandidates: Int?
  /// Movements of periodic series, asleep or awake.
  public var periodic: Int?
  /// Periodic series.
  public var series: Int?
  /// Candidates that begin asleep.
  public var candidatesInSleep: Int?
  /// Candidates that begin awake.
  public var candidatesInWake: Int?
  /// Periodic movements in sleep (PLMS).
  public var periodicInSleep: Int?
  /// Periodic movements in wake (PLMW); nil in a rule set that does not score wake.
  public var periodicInWake: Int?
  /// Respiratory candidates; nil where breathing was not scored.
  public var respiratoryCandidates: Int?
  /// Movements of single legs that a rule set left out as respiratory (A-RESP-1).
  public var respiratoryLeftOut: Int?
  /// PLMS after respiratory movements were removed.
  public var periodicInSleepWithoutRespiratory: Int?
  /// PLMS with an arousal; nil where arousals were not scored.
  public var periodicInSleepWithArousal: Int?
  /// Candidates that follow the previous one by less than the minimum interval.
  public var shortIntervalCandidates: Int?
  /// Candidates in no series and not after a short interval.
  public var isolatedCandidates: Int?

  // MARK: Time
  /// Hours asleep inside the window.
  public var sleepHours: Double?
  /// Hours awake inside the window.
  public var wakeHours: Double?
  /// Hours of the window that could be scored.
  public var inBedHours: Double?

  // MARK: Per hour
  /// PLMS per hour of sleep.
  public var periodicInSleepPerHour: Double?
  /// PLMW per hour of wake.
  public var periodicInWakePerHour: Double?
  /// PLMS without respiratory movements per hour of sleep.
  public var periodicWithoutRespiratoryPerHour: Double?
  /// PLMS in NREM sleep per hour of N1 to N3.
  public var periodicInNREMPerHour: Double?
  /// PLMS in REM sleep per hour of REM.
  public var periodicInREMPerHour: Double?
  /// PLMS with an arousal per hour of sleep.
  public var periodicWithArousalPerHour: Double?
  /// Candidates per hour of sleep.
  public var candidatesInSleepPerHour: Double?
  /// Candidates per hour of wake.
  public var candidatesInWakePerHour: Double?
  /// Movements per hour of sleep.
  public var movementsInSleepPerHour: Double?

  /// Short-interval candidates in sleep per hour of sleep (W-SI-1).
  public var shortIntervalInSleepPerHour: Double?
  /// Isolated candidates in sleep per hour of sleep (W-ISO-1).
  public var isolatedInSleepPerHour: Double?
  /// Respiratory candidates in sleep per hour of sleep.
  public var respiratoryInSleepPerHour: Double?

  // MARK: Time structure
  /// D-PI-2: PLMS / CLMS.
  public var periodicityByCountInSleep: Double?
  /// As `periodicityByCountInSleep`, for wake.
  public var periodicityByCountInWake: Double?
  /// D-PI-1: share of measured sleep intervals, 10 < IMI <= 90 s, in runs of at least three.
  public var periodicityByInterval: Double?
  /// The same, with intervals of exactly 10 s included.
  public var periodicityByIntervalInclusive: Double?
  /// D-IMI-1: mean natural logarithm of the intervals of sleep candidates with 10 <= IMI <= 90 s.
  public var meanLogInterval: Double?
  /// Standard deviation of the natural logarithms of the same intervals in seconds.
  public var standardDeviationLogInterval: Double?
  /// Mean duration of a PLMS, seconds.
  public var meanPeriodicDuration: Double?
  /// Mean time from the first onset to the last end of a series, seconds.
  public var meanSeriesDuration: Double?
  /// Mean number of movements in a series.
  public var meanSeriesLength: Double?

  /// No values known.
  package init() {}

  /// Computes the counts and indices of a night; a value that depends on something not scored is nil.
  public init(_ night: ScoredNight) {
    let time = night.time
    sleepHours = night.hasStages ? time.sleepHours : nil
    wakeHours = night.hasStages ? time.wakeHours : nil
    inBedHours = night.input.window == nil ? nil : time.inBed.hours
    guard night.knowsMovements else { return }
    let rules = night.rules
    let all = night.movements
    let candidateList = all.filter(\.isCandidate)
    let periodicList = all.filter(\.isPeriodic)
    let knowsCandidates = rules.distinguishesCandidates
    let knowsWake = rules.scoresWake && night.hasStages
    let staged = night.hasStages
    let inSleep = { (movement: ScoredMovement) in night.isOfSleep(movement) }
    let inWake = { (movement: ScoredMovement) in movement.stage == .wake }

    // Rules that count movements in sleep alone know of none where no stage was scored.
    let countsMovements = rules.scoresWake || staged
    movements = countsMovements ? all.count : nil
    candidates = knowsCandidates ? candidateList.count : nil
    nonCandidates = knowsCandidates ? all.count - candidateList.count : nil
    periodic = countsMovements ? periodicList.count : nil
    series = countsMovements ? periodicList.last?.series ?? 0 : nil
    let periodicSleep = periodicList.filter(inSleep)
    let candidateSleep = candidateList.filter(inSleep)
    candidatesInSleep = staged && knowsCandidates ? candidateSleep.count : nil
    candidatesInWake = knowsWake && knowsCandidates ? candidateList.count(where: inWake) : nil
    periodicInSleep = staged ? periodicSleep.count : nil
    periodicInWake = knowsWake ? periodicList.count(where: inWake) : nil
    let knowsRespiration = night.marksRespiratory
    let knowsArousals = night.input.arousals != nil
    respiratoryCandidates =
      knowsRespiration && knowsCandidates ? candidateList.count { $0.isRespiratory == true } : nil
    respiratoryLeftOut =
      rules.respiration == .excluded && night.input.respiratoryEvents != nil && countsMovements
      ? night.fates.count { $0 == .dropped(.respiratory) } : nil
    periodicInSleepWithoutRespiratory =
      knowsRespiration && staged ? all.count { $0.isPeriodicWithoutRespiratory && inSleep($0) } : nil
    periodicInSleepWithArousal =
      staged && knowsArousals ? periodicSleep.count { $0.hasArousal == true } : nil
    shortIntervalCandidates =
      knowsCandidates && rules.shortInterval == .endsSeries
      ? candidateList.count(where: \.isShortInterval) : nil
    isolatedCandidates =
      knowsCandidates ? candidateList.count { !$0.isPeriodic && !$0.isShortInterval } : nil

    func perHour(
      _ count: Int?, _ hours: Double, of state: (SleepStage) -> Bool = { $0.isSleep }
    ) -> Double? {
      guard staged, let count, hours > 0, !time.isTooLittle(where: state) else { return nil }
      return Double(count) / hours
    }
    periodicInSleepPerHour = perHour(periodicInSleep, time.sleepHours)
    periodicInWakePerHour = perHour(periodicInWake, time.wakeHours, of: { $0 == .wake })
    periodicWithoutRespiratoryPerHour = perHour(periodicInSleepWithoutRespiratory, time.sleepHours)
    periodicInNREMPerHour = perHour(
      periodicList.count(where: \.stage.isNREM), time.nremHours, of: { $0.isNREM })
    periodicInREMPerHour = perHour(
      periodicList.count { $0.stage == .rem }, time.remHours, of: { $0 == .rem })
    periodicWithArousalPerHour = perHour(periodicInSleepWithArousal, time.sleepHours)
    candidatesInSleepPerHour = perHour(candidatesInSleep, time.sleepHours)
    candidatesInWakePerHour = perHour(candidatesInWake, time.wakeHours, of: { $0 == .wake })
    movementsInSleepPerHour = perHour(all.count(where: inSleep), time.sleepHours)

    func candidatesPerHour(_ condition: (ScoredMovement) -> Bool) -> Double? {
      perHour(knowsCandidates ? candidateSleep.count(where: condition) : nil, time.sleepHours)
    }
    shortIntervalInSleepPerHour =
      rules.shortInterval == .endsSeries ? candidatesPerHour(\.isShortInterval) : nil
    isolatedInSleepPerHour = candidatesPerHour { !$0.isPeriodic && !$0.isShortInterval }
    respiratoryInSleepPerHour = knowsRespiration ? candidatesPerHour { $0.isRespiratory == true } : nil

    periodicityByCountInSleep = ratio(periodicInSleep, candidatesInSleep)
    periodicityByCountInWake = ratio(periodicInWake, candidatesInWake)
    let sleepIntervals = night.intervalsInSleep
    periodicityByInterval = periodicityIndex(sleepIntervals, includingTenSeconds: false)
    periodicityByIntervalInclusive = periodicityIndex(sleepIntervals, includingTenSeconds: true)
    let logs = candidateSleep.compactMap { staged ? $0.interval : nil }
      .filter { $0 >= .seconds(10) && $0 <= .seconds(90) }.map { log($0.seconds) }
    meanLogInterval = mean(logs)
    standardDeviationLogInterval = standardDeviation(logs)
    meanPeriodicDuration = staged ? mean(periodicSleep.map(\.range.duration.seconds)) : nil
    let lists = night.series
    meanSeriesDuration = mean(
      lists.compactMap { list in
        guard let first = list.first, let last = list.last else { return nil }
        return (last.range.end - first.range.start).seconds
      })
    meanSeriesLength = mean(lists.map { Double($0.count) })
  }
}
