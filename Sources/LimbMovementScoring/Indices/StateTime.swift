import SleepEvents

/// Denominators: time in each state inside the analysis window, gaps removed.
public struct StateTime: Sendable, Hashable {
  /// Time scored in each stage, gaps removed.
  public private(set) var spans: [SleepStage: TimeSpan] = [:]
  /// The same including gaps.
  package private(set) var wholeSpans: [SleepStage: TimeSpan] = [:]
  /// Lights off to lights on, excluding gaps.
  public let inBed: TimeSpan

  package init(_ input: ScoringInput) {
    let window = input.window
    inBed =
      window?.subtracting(input.gaps).reduce(TimeSpan.zero) { $0 + $1.duration } ?? .zero
    guard let window, let hypnogram = input.hypnogram else { return }
    for span in hypnogram.spans {
      guard let inside = span.range.intersection(window) else { continue }
      wholeSpans[span.stage, default: .zero] += inside.duration
      for part in inside.subtracting(input.gaps) { spans[span.stage, default: .zero] += part.duration }
    }
  }

  /// Hours of a stage that could be scored.
  public func hours(_ stage: SleepStage) -> Double { (spans[stage] ?? .zero).hours }

  /// Total sleep time, hours.
  public var sleepHours: Double { total(where: \.isSleep).hours }
  /// Hours awake.
  public var wakeHours: Double { hours(.wake) }
  /// Hours of N1 to N3.
  public var nremHours: Double { total(where: \.isNREM).hours }
  /// Hours of REM.
  public var remHours: Double { hours(.rem) }

  /// Hours of the stages that satisfy a condition, including time that could not be scored.
  package func wholeHours(where condition: (SleepStage) -> Bool) -> Double {
    wholeSpans.reduce(TimeSpan.zero) { condition($1.key) ? $0 + $1.value : $0 }.hours
  }

  /// Whether too little of the stages that satisfy a condition could be scored for an index to be meaningful:
  /// under ten minutes, and under half.
  package func isTooLittle(where condition: (SleepStage) -> Bool) -> Bool {
    let scored = total(where: condition).hours
    return scored * 60 < 10 && scored < wholeHours(where: condition) / 2
  }

  private func total(where condition: (SleepStage) -> Bool) -> TimeSpan {
    spans.reduce(TimeSpan.zero) { condition($1.key) ? $0 + $1.value : $0 }
  }
}
