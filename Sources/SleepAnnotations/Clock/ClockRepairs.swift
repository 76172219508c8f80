import SleepEvents

/// Detects distortions of the clock in an export's stages, taken in row order: an hour that occurs twice when
/// the clocks go back, and epochs whose times are rounded to the minute.
struct ClockRepairs {
  /// The correction to be added to the time of each entry.
  private(set) var shifts: [Int: TimeSpan] = [:]
  /// The inferred length of a stage's row.
  private(set) var lengths: [Int: TimeSpan] = [:]
  private(set) var warnings: [Warning] = []

  private static let hour = TimeSpan.seconds(3600)
  private static let minute = TimeSpan.seconds(60)
  private static let leastRows = 4

  /// - Parameters:
  ///   - entries: in file order.
  ///   - stages: indices of the entries that are stages, in the same order.
  init(_ entries: [ClockedScoring.Entry], stages: [Int]) {
    let clocked = stages.filter { entries[$0].onset.clock != nil }
    guard clocked.count >= ClockRepairs.leastRows else { return }
    findRepeatedHour(entries, clocked)
    findCoarseClock(entries, clocked)
  }

  // MARK: Repeated hour

  private mutating func findRepeatedHour(_ entries: [ClockedScoring.Entry], _ stages: [Int]) {
    var back: [Int] = []
    var earlier = 0
    for (before, after) in zip(stages, stages.dropFirst()) {
      guard let from = entries[before].onset.clock, let to = entries[after].onset.clock else { continue }
      let step = ClockCircle.difference(from, to)
      guard step < .zero else { continue }
      earlier += 1
      let length = entries[before].duration ?? .seconds(30)
      if abs((step + ClockRepairs.hour - length).ticks) <= ticksPerSecond { back.append(after) }
    }
    guard back.count == 1, earlier == 1, let first = back.first else { return }
    let isInOrder = ClockRepairs.stepsBack(entries) == 1
    if isInOrder {
      for index in entries.indices where index >= first { shifts[index] = ClockRepairs.hour }
    }
    warnings.append(
      Warning(
        code: "clock_goes_back",
        message: "an hour of the clock occurs twice, as in the night when the clocks go back: "
          + (isInOrder
            ? "the rows after it were moved by an hour"
            : "the rows are not in time order, so those within it cannot be placed"),
        quotesInput: false))
  }

  private static func stepsBack(_ entries: [ClockedScoring.Entry]) -> Int {
    let clocks = entries.compactMap(\.onset.clock)
    return zip(clocks, clocks.dropFirst()).count { ClockCircle.difference($0, $1) < .zero }
  }

  // MARK: Times rounded to the minute

  private mutating func findCoarseClock(_ entries: [ClockedScoring.Entry], _ stages: [Int]) {
    let clocks = stages.map { entries[$0].onset.clock ?? .zero }
    guard clocks.allSatisfy({ $0.ticks % ClockRepairs.minute.ticks == 0 }) else { return }
    var runs: [[Int]] = []
    for (index, clock) in zip(stages, clocks) {
      if let last = runs.last?.last, entries[last].onset.clock == clock {
        runs[runs.count - 1].append(index)
      } else {
        runs.append([index])
      }
    }
    guard runs.contains(where: { $0.count > 1 }) else { return }
    var sizes: [Int: Int] = [:]
    for run in runs { sizes[run.count, default: 0] += 1 }
    let usual = sizes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 1
    let most = runs.map(\.count).max() ?? usual
    let perMinute = max(usual, min(most, 2))
    let epoch = TimeSpan(ticks: ClockRepairs.minute.ticks / Int64(perMinute))
    let lengths = Set(stages.compactMap { entries[$0].duration })
    let canPlace =
      most <= perMinute && runs.count > 1
      && zip(runs, runs.dropFirst()).allSatisfy { before, after in
        guard let from = before.first.flatMap({ entries[$0].onset.clock }),
          let to = after.first.flatMap({ entries[$0].onset.clock })
        else { return false }
        return ClockCircle.difference(from, to) >= ClockRepairs.minute
      } && lengths.allSatisfy { $0 == epoch }
    if canPlace {
      for (number, run) in runs.enumerated() {
        // Only the first minute can lack its beginning.
        let skipped = number == 0 ? perMinute - run.count : 0
        for (place, index) in run.enumerated() {
          shifts[index] = (shifts[index] ?? .zero) + TimeSpan(ticks: epoch.ticks * Int64(skipped + place))
          self.lengths[index] = epoch
        }
      }
    }
    warnings.append(
      Warning(
        code: "coarse_clock",
        message: "the times are rounded to the minute and several stages share one: "
          + (canPlace
            ? "they were placed in row order, \(epoch.seconds) s each"
            : "they cannot be placed, and only one per minute was used"),
        quotesInput: false))
  }
}
