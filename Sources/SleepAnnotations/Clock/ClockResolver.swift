import SleepEvents

/// Converts stated times to times since the start of the recording.
///
/// Undated times are relative to the file's own stated start, or to that of the recording, and continue
/// across midnight. Without a recording, time 0 is the first moment that the file itself states: its start
/// line, or else its earliest event.
struct ClockResolver {
  private static let longestDays = 366

  private enum DateOrder { case dayFirst, monthFirst }

  private let order: DateOrder
  /// The reference for undated clock times, and the lower bound of the 24 hours in which they lie.
  private let anchor: TimeSpan
  private let earliest: TimeSpan
  /// Time of the anchor since the start of the recording.
  private let anchorOffset: TimeSpan
  private let anchorDay: Int?
  /// The start to which later files of the same night can refer.
  let start: ClockStart?
  /// How long after the recording's stated start the file's own is; nil if either is unknown.
  let startDifference: TimeSpan?

  /// - Parameters:
  ///   - times: all times of the file, in file order.
  ///   - ends: times that only have to lie near the others.
  ///   - stated: the start that the file states, if any.
  ///   - firstClock: where the file's undated times begin if nothing else tells: after the longest hole
  ///     between them.
  ///   - recording: start of the recording, if known.
  ///   - length: length of the recording, if known.
  /// - Throws: `AnnotationError.cannotOverlap` if the dates place the scoring in a different night.
  init(
    times: [StatedTime], ends: [StatedTime] = [], stated: StatedTime?, recording: ClockStart?,
    length: TimeSpan?,
    firstClock: TimeSpan? = nil,
    file: String
  ) throws(AnnotationError) {
    let all = (stated.map { [$0] } ?? []) + times
    let order = ClockResolver.order(of: all, near: recording?.day)
    self.order = order
    let days = all.compactMap { ClockResolver.day($0, order) }
    // An end in a different century would be further away than times can represent.
    let allDays = days + ends.compactMap { ClockResolver.day($0, order) }
    if let first = allDays.min(), let last = allDays.max(), last - first > ClockResolver.longestDays {
      throw .broken(
        file: file, location: "dates", expected: "the dates of one recording",
        found: "dates \(last - first) days apart")
    }
    let own = ClockResolver.own(times: times, stated: stated, firstClock: firstClock, order: order)
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
      // Within half a day of the middle of the recording, which identifies the night.
      let middle =
        length.map { TimeSpan(ticks: min($0.ticks, CalendarDay.length.ticks) / 2) } ?? .seconds(6 * 3600)
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

  /// Converts a stated time to a time since the start of the recording.
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

  /// Where the file's own times begin: its stated start, its earliest dated time, or its first undated time.
  private static func own(
    times: [StatedTime], stated: StatedTime?, firstClock: TimeSpan?, order: DateOrder
  ) -> ClockStart? {
    if let stated, let clock = stated.clock {
      return ClockStart(day: day(stated, order), clock: clock)
    }
    var earliest: ClockStart?
    for time in times {
      guard let clock = time.clock else { continue }
      guard let day = day(time, order) else { continue }
      if let known = earliest, let knownDay = known.day, (knownDay, known.clock) <= (day, clock) { continue }
      earliest = ClockStart(day: day, clock: clock)
    }
    if let earliest { return earliest }
    let first = firstClock ?? times.lazy.compactMap(\.clock).first
    return first.map { ClockStart(day: nil, clock: $0) }
  }

  /// The order of day and month in which every date exists and the night is shorter; if both fit, the one
  /// nearer the recording's date.
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

  /// `value` shifted by whole days into `[from, from + 24 h)`.
  private static func turned(_ value: TimeSpan, from: TimeSpan) -> TimeSpan {
    let day = CalendarDay.length.ticks
    let distance = (value - from).ticks % day
    return from + TimeSpan(ticks: distance < 0 ? distance + day : distance)
  }
}
