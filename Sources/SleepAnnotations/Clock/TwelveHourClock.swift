import SleepEvents

/// A clock that may lack AM and PM, read in row order: each time is less than half a day after the previous
/// one.
struct TwelveHourClock {
  static let half = TimeSpan.seconds(12 * 3600)

  private let start: TimeSpan
  private var last: TimeSpan?

  init(start: TimeSpan) { self.start = start }

  /// The time since the start.
  ///
  /// - Parameter hasHalf: whether the row says AM or PM.
  mutating func elapsed(_ clock: TimeSpan, hasHalf: Bool = false) -> TimeSpan {
    let turn = hasHalf && last == nil ? CalendarDay.length : TwelveHourClock.half
    let base = last ?? .zero
    let elapsed = base + TwelveHourClock.turned(clock - start - base, by: turn)
    last = elapsed
    return elapsed
  }

  /// `span` shifted by whole turns into `[0, turn)`.
  static func turned(_ span: TimeSpan, by turn: TimeSpan = half) -> TimeSpan {
    let rest = span.ticks % turn.ticks
    return TimeSpan(ticks: rest < 0 ? rest + turn.ticks : rest)
  }
}

/// Finds scorings whose clock counts to twelve without AM and PM: their rows are in time order, and go back
/// by twelve hours once, from 12:59 to 1:00.
struct TwelveHourRows {
  /// Time of each entry since the first row.
  let elapsed: [TimeSpan]
  /// The time of day of the first row, in the morning or the evening.
  let first: TimeSpan
  let length: TimeSpan

  private static let hour = TimeSpan.seconds(3600)
  /// Rows of one night are not further apart.
  private static let longestStep = TimeSpan.seconds(2 * 3600)
  private static let leastRows = 4

  /// - Parameter stages: the indices of the stages among the entries.
  /// - Returns: nil for any other clock.
  init?(_ entries: [ClockedScoring.Entry], stages: [Int]) {
    var clocks: [TimeSpan] = []
    for entry in entries {
      guard case .clock(let clock) = entry.onset, clock >= TwelveHourRows.hour,
        clock < TwelveHourClock.half + TwelveHourRows.hour
      else { return nil }
      clocks.append(clock)
    }
    // Rows sorted by kind go back too, so the stages alone decide.
    guard stages.count >= TwelveHourRows.leastRows, TwelveHourRows.goBackOnce(stages.map { clocks[$0] })
    else { return nil }
    let areInOrder = TwelveHourRows.goBackOnce(clocks)
    let ordered = areInOrder ? Array(clocks.indices) : stages
    guard let start = ordered.first else { return nil }
    first = clocks[start]
    var clock = TwelveHourClock(start: first)
    var times: [Int: TimeSpan] = [:]
    var last = TimeSpan.zero
    for index in ordered {
      last = clock.elapsed(clocks[index])
      times[index] = last
    }
    length = last
    // Rows out of order have one place in a night of less than eleven hours.
    guard areInOrder || length < TwelveHourClock.half - TwelveHourRows.hour else { return nil }
    let origin = first
    elapsed = clocks.indices.map { index in
      if let time = times[index] { return time }
      let time = TwelveHourClock.turned(clocks[index] - origin)
      return time > TwelveHourClock.half - TwelveHourRows.hour ? time - TwelveHourClock.half : time
    }
  }

  private static func goBackOnce(_ clocks: [TimeSpan]) -> Bool {
    var turns = 0
    for (from, to) in zip(clocks, clocks.dropFirst()) {
      let step = to - from
      guard step < .zero else {
        guard step <= longestStep else { return false }
        continue
      }
      guard step + TwelveHourClock.half >= .zero, step + TwelveHourClock.half <= longestStep else {
        return false
      }
      turns += 1
    }
    return turns == 1
  }
}
