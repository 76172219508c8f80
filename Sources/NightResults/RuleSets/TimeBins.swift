import LimbMovementScoring
import SleepEvents
import StructuredText

/// Periodic movements that start in one stage, and their rate per hour of the stage.
public struct StageFigures: Hashable, Sendable {
  /// Hours of the stage that could be scored.
  public var hours = 0.0
  /// Movements of periodic series that start in it.
  public var periodic = 0
  /// Per hour of the stage; nil if there is no time in it or too little.
  public var periodicPerHour: Double?

  package init() {}
}

/// All stages; their counts add up to all periodic movements.
public struct StageBreakdown: Hashable, Sendable {
  private var figures: [SleepStage: StageFigures] = [:]

  package init() {}

  /// Nil without stages.
  package init?(_ night: ScoredNight) {
    guard night.hasStages else { return nil }
    for stage in SleepStage.allCases {
      var value = StageFigures()
      value.hours = night.time.hours(stage)
      value.periodic = night.movements.count { $0.isPeriodic && $0.stage == stage }
      let isTooLittle = night.time.isTooLittle { $0 == stage }
      value.periodicPerHour = isTooLittle ? nil : perHour(value.periodic, value.hours)
      figures[stage] = value
    }
  }

  /// The figures of one stage; with zero hours if it did not occur.
  public subscript(stage: SleepStage) -> StageFigures {
    get { figures[stage] ?? StageFigures() }
    set { figures[stage] = newValue }
  }

}

/// PLMS in a period of the night, relative to the sleep in it.
public struct TimeBin: Hashable, Sendable {
  /// Start, since the start of the recording.
  public var start = Instant.zero
  /// Hours of sleep in the bin.
  public var sleepHours = 0.0
  /// PLMS that start in the bin.
  public var periodicInSleep = 0
  /// PLMS per hour of sleep in the bin; nil if there is no sleep or too little.
  public var periodicInSleepPerHour: Double?

  package init() {}

  init(_ range: TimeRange, sleep: [TimeRange], count: Int) {
    start = range.start
    sleepHours = sleep.compactMap { $0.intersection(range) }.reduce(TimeSpan.zero) { $0 + $1.duration }.hours
    periodicInSleep = count
    periodicInSleepPerHour = perHour(count, sleepHours)
  }

  var withoutRate: TimeBin {
    var bin = self
    bin.periodicInSleepPerHour = nil
    return bin
  }

  /// PLMS per hour since sleep onset. A movement that the AASM rules count although it starts before the
  /// first or after the last sleep belongs to the first or last hour, so that the counts add up. Nil without
  /// sleep.
  static func hours(_ night: ScoredNight) -> [TimeBin]? {
    let sleep = night.sleepRanges
    guard let onset = sleep.first?.start, let end = sleep.last?.end else { return nil }
    let hours = max(1, min(Int(((end - onset).hours).rounded(.up)), 48))
    var counts = [Int](repeating: 0, count: hours)
    for movement in night.periodicInSleep {
      let hour = Int((movement.range.start - onset).ticks / TimeSpan.seconds(3600).ticks)
      counts[max(0, min(hour, hours - 1))] += 1
    }
    return counts.enumerated().map { hour, count in
      TimeBin(
        TimeRange(start: onset + .seconds(3600 * hour), duration: .seconds(3600)), sleep: sleep, count: count)
    }
  }

  /// PLMS in each third of the analysis window; nil without stages or window.
  static func thirds(_ night: ScoredNight) -> [TimeBin]? {
    guard night.hasStages, let window = night.scoringInput.window, !window.isEmpty else { return nil }
    let third = window.duration.ticks / 3
    let sleep = night.sleepRanges
    let starts = night.periodicInSleep.map(\.range.start)
    return (0..<3).map { part in
      let start = window.start + TimeSpan(ticks: third * Int64(part))
      let range = TimeRange(start: start, end: part == 2 ? window.end : start + TimeSpan(ticks: third))
      return TimeBin(range, sleep: sleep, count: starts.count(where: range.contains))
    }
  }
}

/// PLMS of the left leg alone, the right leg alone, and both.
public struct SideBreakdown: Hashable, Sendable {
  /// The figures of one side.
  public struct Figures: Hashable, Sendable {
    /// PLMS on this side; nil where a leg that it needs was not scored.
    public var periodicInSleep: Int?
    /// PLMS per hour of sleep.
    public var periodicInSleepPerHour: Double?
    package init() {}
  }

  /// The left leg alone.
  public var left = Figures()
  /// The right leg alone.
  public var right = Figures()
  /// Both legs together.
  public var bilateral = Figures()

  package init() {}

  /// Nil without stages.
  init?(_ night: ScoredNight) {
    guard night.hasStages else { return nil }
    func figures(_ side: Side) -> Figures {
      var value = Figures()
      guard side.legs.allSatisfy(night.scoringInput.scoredLegs.contains) else { return value }
      let count = night.periodicInSleep.count { $0.side == side }
      value.periodicInSleep = count
      value.periodicInSleepPerHour = perHour(count, night.time.sleepHours)
      return value
    }
    (left, right, bilateral) = (figures(.left), figures(.right), figures(.both))
  }

  mutating func withholdRates() {
    left.periodicInSleepPerHour = nil
    right.periodicInSleepPerHour = nil
    bilateral.periodicInSleepPerHour = nil
  }
}

func perHour(_ count: Int, _ hours: Double) -> Double? { hours > 0 ? Double(count) / hours : nil }

extension ScoredNight {
  /// Periodic movements in sleep, in order.
  var periodicInSleep: [ScoredMovement] { movements.filter { $0.isPeriodic && isOfSleep($0) } }

  /// Sleep inside the window, gaps excluded, in order.
  var sleepRanges: [TimeRange] {
    guard hasStages, let hypnogram = scoringInput.hypnogram, let window = scoringInput.window else {
      return []
    }
    return hypnogram.spans.filter(\.stage.isSleep).compactMap { $0.range.intersection(window) }
      .flatMap { $0.subtracting(scoringInput.gaps) }
  }
}

// MARK: JSON

extension StageFigures: JSONRecord {
  package static let fields: [JSONField<StageFigures>] = [
    .value("hours", \.hours, ""), .value("plm", \.periodic, ""),
    .value("plm_index", \.periodicPerHour, "per hour of the stage"),
  ]
}

extension StageBreakdown: JSONRecord {
  package static let fields: [JSONField<StageBreakdown>] = SleepStage.allCases.map { stage in
    JSONField(
      key: stage.rawValue, definition: "", schema: StageFigures.jsonSchema, write: { $0[stage].json },
      read: { all, json throws(JSONMismatch) in all[stage] = try StageFigures(json: json) })
  }
}

extension TimeBin: JSONRecord {
  package static let fields: [JSONField<TimeBin>] = [
    JSONField(
      key: "start_s", definition: "seconds since the start of the recording", schema: Double.jsonSchema,
      write: { .number($0.start.seconds) },
      read: { bin, json throws(JSONMismatch) in bin.start = Instant(seconds: try Double(json: json)) }),
    .value("sleep_h", \.sleepHours, ""), .value("plms", \.periodicInSleep, ""),
    .value("plms_index", \.periodicInSleepPerHour, "per hour of sleep in the bin"),
  ]
}

extension SideBreakdown.Figures: JSONRecord {
  package static let fields: [JSONField<SideBreakdown.Figures>] = [
    .value("plms", \.periodicInSleep, ""), .value("plms_index", \.periodicInSleepPerHour, ""),
  ]
}

extension SideBreakdown: JSONRecord {
  package static let fields: [JSONField<SideBreakdown>] = [
    .value("left", \.left, ""), .value("right", \.right, ""), .value("bilateral", \.bilateral, ""),
  ]
}
