/// A sleep stage by its AASM name; stage 4 of Rechtschaffen and Kales becomes N3.
public enum SleepStage: String, Sendable, CaseIterable {
  case wake = "W"
  case n1 = "N1"
  case n2 = "N2"
  case n3 = "N3"
  case rem = "R"
  case unscored = "?"

  /// True for N1, N2, N3 and REM.
  public var isSleep: Bool { self != .wake && self != .unscored }
  /// True for N1, N2 and N3.
  public var isNREM: Bool { self == .n1 || self == .n2 || self == .n3 }
}

/// A continuous period of one stage.
public struct StageSpan: Hashable, Sendable {
  /// When it lasts, from start to end.
  public var range: TimeRange
  /// The stage that was scored.
  public var stage: SleepStage

  /// Creates a period of one stage.
  public init(range: TimeRange, stage: SleepStage) {
    self.range = range
    self.stage = stage
  }
}

/// The stages of a night in time order, without overlap; time between two spans is unscored.
public struct Hypnogram: Hashable, Sendable {
  /// In time order, not overlapping, none empty.
  public let spans: [StageSpan]

  /// Sorts the spans. Where two overlap, the one that starts later wins from its start on, as when a scorer
  /// changes an epoch and the laboratory's system exports both.
  public init(_ spans: [StageSpan]) {
    var ordered: [StageSpan] = []
    let indexed = spans.enumerated().filter { !$0.element.range.isEmpty }
      .sorted { ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset) }
    for (_, span) in indexed {
      var tail: StageSpan?
      while let last = ordered.last, last.range.end > span.range.start {
        ordered.removeLast()
        if last.range.end > span.range.end, tail == nil {
          tail = StageSpan(range: TimeRange(start: span.range.end, end: last.range.end), stage: last.stage)
        }
        if last.range.start < span.range.start {
          ordered.append(
            StageSpan(range: TimeRange(start: last.range.start, end: span.range.start), stage: last.stage))
          break
        }
      }
      ordered.append(span)
      if let tail { ordered.append(tail) }
    }
    self.spans = ordered
  }

  /// Consecutive epochs of equal length, from `start`.
  public init(start: Instant = .zero, epoch: TimeSpan = .seconds(30), stages: [SleepStage]) {
    var from = start
    self.init(
      stages.map { stage in
        defer { from = from + epoch }
        return StageSpan(range: TimeRange(start: from, duration: epoch), stage: stage)
      })
  }

  /// True if nothing was scored: there are no epochs, or all are unscored.
  public var isEmpty: Bool { scoredRange == nil }

  /// From the first to the last scored moment, or nil if nothing was scored. Spans marked unscored do not
  /// count.
  public var scoredRange: TimeRange? {
    guard let first = spans.first(where: { $0.stage != .unscored }),
      let last = spans.last(where: { $0.stage != .unscored })
    else { return nil }
    return TimeRange(start: first.range.start, end: last.range.end)
  }

  /// The stage at a moment; `.unscored` where nothing was scored. O(log n).
  public func stage(at instant: Instant) -> SleepStage {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].range.start <= instant { low = middle + 1 } else { high = middle }
    }
    guard low > 0, spans[low - 1].range.contains(instant) else { return .unscored }
    return spans[low - 1].stage
  }
}
