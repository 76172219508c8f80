import SleepEvents

/// Finds periods with an open input: broadband noise behind a notch filter, loud and never at rest.
enum OpenInput {
  /// Relative spread of the lower half of a minute's half-second means above which the resting level wanders.
  /// That of resting muscle or of an amplifier is 0.06-0.16.
  static let wanderLimit: Float = 0.18
  /// Only a wandering resting level that is also this high, microvolts of mean |x|, indicates an open input.
  private static let wanderMicrovolts: Float = 2.2
  /// Minutes on each side, most of which must be open too.
  private static let reach = 4
  private static let fewestAround = 5

  private struct Minute {
    var range: TimeRange
    /// Half seconds in it, and which of the valid ones are its own.
    var entries = 1
    var levels: Range<Int>
    var isOpen = false
  }

  /// Periods of at least five minutes in most of which the resting level is high and wanders, and by how much it does.
  static func stretches(_ timeline: LevelTimeline) -> [(range: TimeRange, wander: Float)] {
    var (minutes, levels) = minutes(timeline)
    return levels.withUnsafeMutableBufferPointer { levels in
      minutes.removeAll { !LowerSpread.exists(in: levels[$0.levels]) }
      for index in minutes.indices {
        // Counting is faster than selecting, and most nights have no such minute.
        guard LowerSpread.level(of: levels[minutes[index].levels], exceeds: wanderMicrovolts) else {
          continue
        }
        let spread = LowerSpread(UnsafeMutableBufferPointer(rebasing: levels[minutes[index].levels]))
        minutes[index].isOpen = spread.map { $0.wander > wanderLimit } ?? false
      }
      var stretches: [(range: TimeRange, wander: Float)] = []
      for index in minutes.indices {
        let around = minutes[max(0, index - reach)...min(minutes.count - 1, index + reach)]
        guard around.count >= fewestAround, 10 * around.count(where: \.isOpen) >= 7 * around.count else {
          continue
        }
        let range = minutes[index].range
        let own = UnsafeMutableBufferPointer(rebasing: levels[minutes[index].levels])
        let wander = LowerSpread(own)?.wander ?? 0
        if let last = stretches.last, last.range.end == range.start {
          stretches[stretches.count - 1].range.end = range.end
          stretches[stretches.count - 1].wander = max(last.wander, wander)
        } else {
          stretches.append((range, wander))
        }
      }
      return stretches
    }
  }

  private static let halfSecondsPerMinute = 120

  /// The minutes of a night, and the means of all valid half seconds.
  private static func minutes(_ timeline: LevelTimeline) -> ([Minute], [Float]) {
    var minutes: [Minute] = []
    var levels: [Float] = []
    levels.reserveCapacity(timeline.entries.count)
    var minute: Minute?
    timeline.forEach { range, _, entry in
      if let last = minute, last.range.end == range.start, last.entries < halfSecondsPerMinute {
        minute?.range.end = range.end
        minute?.entries += 1
      } else {
        if let minute { minutes.append(minute) }
        minute = Minute(range: range, levels: levels.count..<levels.count)
      }
      guard !entry.flags.contains(.invalid) else { return }
      levels.append(entry.mean)
      if let first = minute?.levels.lowerBound { minute?.levels = first..<levels.count }
    }
    if let minute { minutes.append(minute) }
    return (minutes, levels)
  }
}

/// How widely the lower half of some levels spreads.
struct LowerSpread {
  /// Distance of the lowest tenth from the 40 % quantile, relative to the latter.
  let wander: Float
  /// Lower quartile.
  let level: Float

  private static let fewest = 20
  private static let upperShare = 0.4
  private static let levelShare = 0.25

  private static func rank(_ share: Double, of count: Int) -> Int { Int(share * Double(count - 1)) }

  /// Nil for fewer than 20 levels, or if most are 0. The levels are reordered.
  init?(_ levels: UnsafeMutableBufferPointer<Float>) {
    guard levels.count >= LowerSpread.fewest else { return nil }
    let upperRank = LowerSpread.rank(LowerSpread.upperShare, of: levels.count)
    let levelRank = LowerSpread.rank(LowerSpread.levelShare, of: levels.count)
    let upper = Selection.value(at: upperRank, of: levels)
    guard upper > 0 else { return nil }
    // Each selection leaves everything below it in front.
    level = Selection.value(at: levelRank, of: UnsafeMutableBufferPointer(rebasing: levels[...upperRank]))
    let tenth = Selection.value(
      at: LowerSpread.rank(0.1, of: levels.count),
      of: UnsafeMutableBufferPointer(rebasing: levels[...levelRank]))
    wander = (upper - tenth) / upper
  }

  /// Whether these levels have a spread.
  static func exists(in levels: Slice<UnsafeMutableBufferPointer<Float>>) -> Bool {
    levels.count >= fewest && quantile(upperShare, of: levels, exceeds: 0)
  }

  /// Whether the lower quartile exceeds `limit`.
  static func level(of levels: Slice<UnsafeMutableBufferPointer<Float>>, exceeds limit: Float) -> Bool {
    quantile(levelShare, of: levels, exceeds: limit)
  }

  private static func quantile(
    _ share: Double, of levels: Slice<UnsafeMutableBufferPointer<Float>>, exceeds limit: Float
  ) -> Bool {
    levels.count { $0 <= limit } <= rank(share, of: levels.count)
  }
}
