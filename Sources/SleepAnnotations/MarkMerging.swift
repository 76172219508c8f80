import SleepEvents

/// A file may contain both `Limb Movement` and `PLM` for one movement: they are merged by leg and overlap
/// before anything is scored (TrapsOfScorings, 3).
enum MarkMerging {
  /// - Returns: each movement once, covering all of its marks, and the number of movements marked twice.
  static func merge(
    _ movements: [ScoredEvent], periodic: [ScoredEvent]
  ) -> (movements: [ScoredEvent], twice: Int) {
    guard !movements.isEmpty, !periodic.isEmpty else { return (movements + periodic, 0) }
    var merged = movements.sorted { $0.range.start < $1.range.start }
    let longest = merged.map(\.range.duration).max() ?? .zero
    var own: [ScoredEvent] = []
    var twice = 0
    for mark in periodic {
      var index = firstIndex(in: merged, notBefore: mark.range.start - longest - .seconds(15))
      var partner: Int?
      while index < merged.count, merged[index].range.start < mark.range.end {
        let other = merged[index]
        if other.range.overlaps(mark.range), other.side == nil || mark.side == nil || other.side == mark.side
        {
          // An identical range takes precedence over an overlapping movement of the other leg.
          if other.range == mark.range {
            partner = index
            break
          }
          partner = partner ?? index
        }
        index += 1
      }
      guard let partner else {
        own.append(mark)
        continue
      }
      twice += 1
      merged[partner].range = TimeRange(
        start: min(merged[partner].range.start, mark.range.start),
        end: max(merged[partner].range.end, mark.range.end))
      merged[partner].side = merged[partner].side ?? mark.side
    }
    return (merged + own, twice)
  }

  private static func firstIndex(in events: [ScoredEvent], notBefore start: Instant) -> Int {
    var low = 0
    var high = events.count
    while low < high {
      let middle = (low + high) / 2
      if events[middle].range.start < start { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
