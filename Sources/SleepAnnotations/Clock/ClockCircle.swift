import SleepEvents

/// Times of day without a date, on a circular clock.
enum ClockCircle {
  /// A part of the clock circle that starts at a time of day.
  struct Arc: Hashable {
    var start: TimeSpan
    var length: TimeSpan
  }

  /// The time at which the night made of these arcs begins: after the longest hole between them, since a
  /// night is shorter than the rest of the day. Nil if there are no arcs.
  static func beginning(of arcs: [Arc]) -> TimeSpan? {
    let day = CalendarDay.length
    let ordered = arcs.sorted { ($0.start, $0.length) < ($1.start, $1.length) }
    guard let first = ordered.first else { return nil }
    // Continue once around the clock, so that an arc that crosses midnight covers the morning too.
    var reached = ordered.map { $0.start + min($0.length, day) - day }.max() ?? first.start
    var best = (hole: TimeSpan(ticks: -1), start: first.start)
    for arc in ordered {
      let hole = arc.start - reached
      if hole > best.hole { best = (hole, arc.start) }
      reached = max(reached, arc.start + min(arc.length, day))
    }
    return best.start
  }

  /// The shorter way from one time of day to another: more than -12 h and at most 12 h.
  static func difference(_ from: TimeSpan, _ to: TimeSpan) -> TimeSpan {
    let day = CalendarDay.length.ticks
    var ticks = (to - from).ticks % day
    if ticks > day / 2 { ticks -= day }
    if ticks <= -day / 2 { ticks += day }
    return TimeSpan(ticks: ticks)
  }
}
