import SleepEvents

/// Denominators: time in each state inside the analysis window, gaps removed.
public struct StateTime: Sendable, Hashable {
  /// Ticks per stage, in the order of `SleepStage.allCases`.
  public private(set) var spans: [SleepStage: Span] = [:]
  /// The same with gaps.
  public private(set) var wholeSpans: [SleepStage: Span] = [:]
  /// Lights off to lights on without gaps.
  public let inBed: Span

  public init(_ input: ScoringInput) {
    let window = input.window
    inBed =
      window?.subtracting(input.gaps).reduce(Span.zero) { $0 + $1.duration } ?? .zero
    guard let window, let hypnogram = input.hypnogram else { return }
    for span in hypnogram.spans {
      guard let inside = span.range.intersection(window) else { continue }
      wholeSpans[span.stage, default: .zero] += inside.duration
      for part in inside.subtracting(input.gaps) { spans[span.stage, default: .zero] += part.duration }
    }
  }

  public func hours(_ stage: SleepStage) -> Double { (spans[stage] ?? .zero).hours }

  /// Total sleep time, hours.
  public var sleepHours: Double { total(where: \.isSleep).hours }
  public var wakeHours: Double { hours(.wake) }
  public var nremHours: Double { total(where: \.isNREM).hours }
  public var remHours: Double { hours(.rem) }

  /// Hours of the stages that fulfil a condition, those included that could not be scored.
  public func wholeHours(where condition: (SleepStage) -> Bool) -> Double {
    wholeSpans.reduce(Span.zero) { condition($1.key) ? $0 + $1.value : $0 }.hours
  }

  /// Whether so little of the stages that fulfil a condition could be scored that an index says nothing: under ten
  /// minutes, and under half.
  public func isTooLittle(where condition: (SleepStage) -> Bool) -> Bool {
    let scored = total(where: condition).hours
    return scored * 60 < 10 && scored < wholeHours(where: condition) / 2
  }

  private func total(where condition: (SleepStage) -> Bool) -> Span {
    spans.reduce(Span.zero) { condition($1.key) ? $0 + $1.value : $0 }
  }
}
