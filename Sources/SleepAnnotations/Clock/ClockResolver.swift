import SleepEvents

/// Turns stated times into times since the start of the recording (issue 6, point 5).
///
/// Undated times count from the file's own stated start, or from the recording's; across midnight they go on.
/// Without a recording, time 0 is the first moment that the file itself states: its start line, or else its
/// earliest event.
struct ClockResolver {
  private static let longestDays = 366

  private enum DateOrder { case dayFirst, monthFirst }

  private let order: DateOrder
  /// What an undated clock time counts from, and which turn of the clock it belongs to.
  private let anchor: Span
  private let earliest: Span
  /// Time of the anchor since the start of the recording.
  private let anchorOffset: Span
  private let anchorDay: Int?
  /// The start that later files of the same night may count from.
  let start: ClockStart?
  /// How far the file's stated start lies behind the recording's; nil where one of them is not known.
  let startDifference: Span?

  /// - Parameters:
  ///   - times: every time of the file, in its order.
  ///   - stated: the start that the file names, if it does.
  ///   - recording: start of the recording, if known.
  ///   - length: of the recording, if known.
  /// - Throws: `AnnotationError.cannotOverlap` if the dates put the scoring in another night.
  init(
    times: [StatedTime], stated: StatedTime?, recording: ClockStart?, length: Span?, file: String
  ) throws(AnnotationError) {
    let all = (stated.map { [$0] } ?? []) + times
    let order = ClockResolver.order(of: all, near: recording?.day)
    self.order = order
    let days = all.compactMap { ClockResolver.day($0, order) }
    if let first = days.min(), let last = days.max(), last - first > ClockResolver.longestDays {
      throw .broken(
        file: file, location: "dates", expected: "the dates of one recording",
        found: "dates \(last - first) days apart")
    }
    let own = ClockResolver.own(times: times, stated: stated, order: order)
    guard let own else {
      anchor = .zero
      earliest = .zero
      anchorOffset = .zero
      anchorDay = nil
      start = recording
      startDifference = nil
      return
    }
    guard let recording else {
      anchor = own.clock
      earliest = own.clock - (stated == nil ? .zero : .seconds(3600))
      anchorOffset = .zero
      anchorDay = own.day ?? days.min()
      start = own
      startDifference = nil
      return
    }
    var offset = own.clock - recording.clock
    if let day = own.day, let theirs = recording.day {
      guard abs(day - theirs) <= 2 else { throw .cannotOverlap(file: file, days: day - theirs) }
      offset += .seconds((day - theirs) * 86_400)
    } else {
      // Half a day before and after the middle of the recording: the night that is meant.
      let middle =
        length.map { Span(ticks: min($0.ticks, CalendarDay.length.ticks) / 2) } ?? .seconds(6 * 3600)
      offset = ClockResolver.turned(offset, from: middle - .seconds(12 * 3600))
    }
    anchor = own.clock
    anchorDay = own.day
    anchorOffset = offset
    let first = stated == nil ? min(own.clock, own.clock - offset) : own.clock
    earliest = first - .seconds(3600)
    start = recording
    startDifference = stated == nil ? nil : offset
  }

  /// The time since the start of the recording.
  func instant(_ time: StatedTime) -> Instant {
    switch time {
    case .elapsed(let instant): return instant
    case .clock(let clock):
      return .zero + anchorOffset + (ClockResolver.turned(clock, from: earliest) - anchor)
    case .dated(_, let clock):
      guard let day = ClockResolver.day(time, order), let anchorDay else {
        return .zero + anchorOffset + (ClockResolver.turned(clock, from: earliest) - anchor)
      }
      return .zero + anchorOffset + .seconds((day - anchorDay) * 86_400) + (clock - anchor)
    }
  }

  /// Where the file's own times begin: its stated start, or its first undated or earliest dated time.
  private static func own(times: [StatedTime], stated: StatedTime?, order: DateOrder) -> ClockStart? {
    if let stated, let clock = stated.clock {
      return ClockStart(day: day(stated, order), clock: clock)
    }
    var earliest: ClockStart?
    for time in times {
      guard let clock = time.clock else { continue }
      guard let day = day(time, order) else { return ClockStart(day: nil, clock: clock) }
      if let known = earliest, let knownDay = known.day, (knownDay, known.clock) <= (day, clock) { continue }
      earliest = ClockStart(day: day, clock: clock)
    }
    return earliest
  }

  /// The order of day and month under which every date exists and the night is shorter; near the recording's
  /// date where that leaves both.
  private static func order(of times: [StatedTime], near recorded: Int?) -> DateOrder {
    func extent(_ order: DateOrder) -> Int? {
      var days: [Int] = []
      for case .dated(let stated, _) in times {
        guard let day = order == .dayFirst ? stated.dayFirst : stated.monthFirst else { return nil }
        days.append(day)
      }
      guard let first = days.min(), let last = days.max() else { return 0 }
      return last - first + (recorded.map { min(abs(first - $0), 1000) } ?? 0)
    }
    guard let dayFirst = extent(.dayFirst) else { return .monthFirst }
    guard let monthFirst = extent(.monthFirst) else { return .dayFirst }
    return monthFirst < dayFirst ? .monthFirst : .dayFirst
  }

  private static func day(_ time: StatedTime, _ order: DateOrder) -> Int? {
    guard case .dated(let stated, _) = time else { return nil }
    return order == .dayFirst ? stated.dayFirst : stated.monthFirst
  }

  /// The value a whole number of days away that lies in `[from, from + 24 h)`.
  private static func turned(_ value: Span, from: Span) -> Span {
    let day = CalendarDay.length.ticks
    let distance = (value - from).ticks % day
    return from + Span(ticks: distance < 0 ? distance + day : distance)
  }
}

/// Entries of a text or XML export with stated times, resolved together at the end.
struct ClockedScoring {
  struct Entry {
    var label: String
    /// Where the container says what a label means.
    var meaning: EventMeaning?
    var onset: StatedTime
    var duration: Span?
    /// The end, where the file gives that instead of a duration.
    var stop: StatedTime?
    var location: String?
    var side: Side?
  }

  var start: StatedTime?
  var entries: [Entry] = []
  var warnings: [Warning] = []
  var epoch: Span?

  init() { entries.reserveCapacity(2048) }

  mutating func add(
    _ label: String, meaning: EventMeaning? = nil, at onset: StatedTime, duration: Span? = nil,
    stop: StatedTime? = nil, location: String? = nil, side: Side? = nil
  ) {
    entries.append(
      Entry(
        label: label, meaning: meaning, onset: onset, duration: duration, stop: stop, location: location,
        side: side))
  }

  /// Everything as a night.
  ///
  /// - Throws: `AnnotationError.cannotOverlap`; `broken` where an event ends before it begins.
  func finish(_ format: String, file: String, context: ReadingContext) throws(AnnotationError)
    -> NightAnnotations
  {
    var context = context
    if let epoch { context.epoch = epoch }
    let resolver = try ClockResolver(
      times: entries.map(\.onset), stated: start, recording: context.start?.withoutPlaceholder,
      length: context.recordingLength,
      file: file)
    var builder = AnnotationBuilder(context: context)
    builder.warnings = warnings
    if let difference = resolver.startDifference, difference != .zero {
      builder.warnings.append(.startDiffers(by: difference))
    }
    let countsFromStart = entries.contains { $0.onset.clock == nil }
    if countsFromStart, context.start == nil, start == nil, entries.contains(where: { $0.onset.clock != nil })
    {
      builder.warnings.append(
        Warning(
          code: "start_unknown",
          message:
            "the scoring holds clock times and seconds since the start of a recording whose start is not "
            + "known; the earliest clock time was taken as the start"))
    }
    for entry in entries {
      let onset = resolver.instant(entry.onset)
      var duration = entry.duration
      if duration == nil, let stop = entry.stop {
        var end = resolver.instant(stop)
        if case .clock = stop, end < onset { end = end + CalendarDay.length }
        guard end >= onset else {
          throw .broken(
            file: file, location: "event '\(entry.label)'",
            expected: "an end that is not before the beginning",
            found: "one \((onset - end).seconds) s earlier")
        }
        duration = end - onset
      }
      if let meaning = entry.meaning {
        builder.add(
          meaning, label: entry.label, onset: onset, duration: duration, location: entry.location,
          side: entry.side)
      } else {
        builder.add(
          label: entry.label, onset: onset, duration: duration, location: entry.location, side: entry.side)
      }
    }
    var result = builder.finish(format: format)
    result.statedStart = resolver.start
    return result
  }
}

extension Warning {
  static func startDiffers(by difference: Span) -> Warning {
    Warning(
      code: "start_differs",
      message:
        "the scoring starts \(difference.seconds) s after the recording; its times were moved accordingly")
  }
}
