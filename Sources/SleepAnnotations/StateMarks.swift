import SleepEvents

/// The sleep states marked by a scoring, with checks for contradictions.
struct StateMarks {
  private struct Mark {
    var onset: Instant
    /// Nil for a state that lasts until the next one.
    var duration: TimeSpan?
    /// Nil for a state with an unknown label: it ends the previous state.
    var stage: SleepStage?
  }

  private let epoch: TimeSpan
  private var marks: [Mark] = []
  /// Rows with unknown labels that are not marked as states.
  private var others: [TimeRange] = []
  private var unknownStates = 0

  /// Clock times in exports are rounded: two stages contradict each other only if they overlap by more than
  /// this.
  private static let tolerance = TimeSpan.seconds(1)
  /// This many contiguous rows of equal length can only be epochs.
  private static let leastEpochs = 10
  /// Beyond this many rows (the seconds of the longest night) they are not epochs.
  private static let mostOthers = 700_000

  /// Number of state marks so far.
  var kept: Int { marks.count }

  init(epoch: TimeSpan) { self.epoch = epoch }

  mutating func add(_ stage: SleepStage, onset: Instant, duration: TimeSpan?) {
    marks.append(Mark(onset: onset, duration: duration.flatMap { $0 > .zero ? $0 : nil }, stage: stage))
  }

  mutating func addUnknown(onset: Instant, duration: TimeSpan?, isState: Bool) {
    if isState {
      unknownStates += 1
      marks.append(Mark(onset: onset, duration: duration.flatMap { $0 > .zero ? $0 : nil }, stage: nil))
    } else if let duration, duration > .zero, others.count < StateMarks.mostOthers {
      others.append(TimeRange(start: onset, duration: duration))
    }
  }

  /// The stages, and warnings with the codes `overlapping_stages` and `unknown_stages`.
  func finish() -> (Hypnogram?, [Warning]) {
    let ordered = marks.enumerated().sorted { ($0.element.onset, $0.offset) < ($1.element.onset, $1.offset) }
      .map(\.element)
    var spans: [StageSpan] = []
    for (index, mark) in ordered.enumerated() {
      guard let stage = mark.stage else { continue }
      let next = index + 1 < ordered.count ? ordered[index + 1].onset : mark.onset + epoch
      let length = mark.duration ?? max(next - mark.onset, .zero)
      spans.append(StageSpan(range: TimeRange(start: mark.onset, duration: length), stage: stage))
    }
    let hypnogram = spans.isEmpty ? nil : Hypnogram(spans)
    return (hypnogram, overlapWarnings(ordered) + unknownWarnings(hypnogram))
  }

  /// Two stages at once; the one that starts later, or comes later in the file, is used.
  private func overlapWarnings(_ ordered: [Mark]) -> [Warning] {
    var ends: [SleepStage: Instant] = [:]
    var count = 0
    for (index, mark) in ordered.enumerated() {
      guard let stage = mark.stage, stage != .unscored else { continue }
      let isOver = ends.contains { $0.key != stage && $0.value > mark.onset + StateMarks.tolerance }
      let before = index > 0 ? ordered[index - 1] : nil
      let isTwice =
        before.map {
          $0.onset == mark.onset && $0.duration == nil && mark.duration == nil && $0.stage != nil
            && $0.stage != .unscored && $0.stage != stage
        } ?? false
      if isOver || isTwice { count += 1 }
      if let duration = mark.duration {
        ends[stage] = max(ends[stage] ?? mark.onset, mark.onset + duration)
      }
    }
    guard count > 0 else { return [] }
    return [
      Warning(
        code: "overlapping_stages",
        message:
          "\(count) stage(s) overlap another stage; the one that starts later was used from its start on",
        quotesInput: false)
    ]
  }

  private func unknownWarnings(_ hypnogram: Hypnogram?) -> [Warning] {
    let count = unknownStates + rowsLikeEpochs(hypnogram)
    guard count > 0 else { return [] }
    return [
      Warning(
        code: "unknown_stages",
        message: "\(count) epoch(s) or state(s) have labels that are not known: their time is "
          + "unscored", quotesInput: false)
    ]
  }

  /// Unknown rows that fill holes of the hypnogram: as long as its epochs, or reaching from one stage to the
  /// next.
  private func rowsLikeEpochs(_ hypnogram: Hypnogram?) -> Int {
    guard !others.isEmpty else { return 0 }
    guard let hypnogram else { return rowsEndToEnd }
    var lengths: [TimeSpan: Int] = [:]
    for mark in marks {
      if let duration = mark.duration, mark.stage != nil { lengths[duration, default: 0] += 1 }
    }
    let usual = lengths.max { ($0.value, $1.key.ticks) < ($1.value, $0.key.ticks) }?.key
    let starts = Set(hypnogram.spans.map(\.range.start))
    let ends = Set(hypnogram.spans.map(\.range.end))
    return others.count { row in
      let touches = ends.contains(row.start) || starts.contains(row.end)
      guard row.duration == usual || (touches && row.duration >= epoch) else { return false }
      return !hypnogram.covers(row)
    }
  }

  /// Contiguous rows of equal length, if no stage is known at all.
  private var rowsEndToEnd: Int {
    let ordered = others.sorted { $0.start < $1.start }
    var longest = 0
    var run = 1
    for (before, after) in zip(ordered, ordered.dropFirst()) {
      run = after.start == before.end && after.duration == before.duration ? run + 1 : 1
      longest = max(longest, run)
    }
    return longest >= StateMarks.leastEpochs ? longest : 0
  }
}

extension Hypnogram {
  /// Whether any stage lies in the range.
  fileprivate func covers(_ range: TimeRange) -> Bool {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].range.end <= range.start { low = middle + 1 } else { high = middle }
    }
    return low < spans.count && spans[low].range.start < range.end
  }
}
