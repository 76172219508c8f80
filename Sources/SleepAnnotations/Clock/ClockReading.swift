import SleepEvents

/// How the times of day of a file are to be read: some that look like times of day count from the start of
/// the recording, and some lack AM and PM. These become times since the start.
struct ClockReading {
  typealias Entry = ClockedScoring.Entry

  private(set) var entries: [Entry]
  private(set) var warnings: [Warning] = []

  /// A scoring may reach this far beyond the recording: its last epoch, and clocks of two computers.
  private static let slack = TimeSpan.seconds(60)
  /// A scoring that counts from the start begins near it.
  private static let latestFirst = TimeSpan.seconds(600)

  /// - Parameters:
  ///   - entries: in file order.
  ///   - stages: the indices of the stages among them.
  init(_ entries: [Entry], stages: [Int], context: ReadingContext) {
    self.entries = entries
    guard !entries.isEmpty else { return }
    if !readUndated(stages, context) { readUnknownDay(context) }
  }

  // MARK: 1970

  /// MNE dates its annotations from 1 January 1970, 00:00, where the day of the measurement is unknown.
  private mutating func readUnknownDay(_ context: ReadingContext) {
    var times: [Instant] = []
    for entry in entries {
      guard let time = ClockReading.sinceUnknownDay(entry.onset) else { return }
      times.append(time)
    }
    guard let first = times.min(), let last = times.max() else { return }
    let fits = context.recordingLength.map { last <= .zero + $0 + ClockReading.slack }
    guard fits ?? (first < .zero + TwelveHourClock.half) else { return }
    for index in entries.indices {
      entries[index].onset = .elapsed(times[index])
      if let stop = entries[index].stop.flatMap(ClockReading.sinceUnknownDay) {
        entries[index].stop = .elapsed(stop)
      }
    }
  }

  private static func sinceUnknownDay(_ time: StatedTime) -> Instant? {
    guard case .dated(let day, let clock) = time, let number = day.dayFirst, number == day.monthFirst,
      (0...2).contains(number)
    else { return nil }
    return .zero + .seconds(number * 86_400) + clock
  }

  // MARK: Times of day without a date

  /// - Returns: false if some times have a date or count from the start.
  private mutating func readUndated(_ stages: [Int], _ context: ReadingContext) -> Bool {
    var clocks: [TimeSpan] = []
    for entry in entries {
      guard case .clock(let clock) = entry.onset else { return false }
      clocks.append(clock)
    }
    if let rows = TwelveHourRows(entries, stages: stages) {
      readTwelveHours(rows, context)
    } else if let recording = context.start?.clock, let length = context.recordingLength {
      readElapsed(clocks, recording: recording, length: length)
    }
    return true
  }

  private mutating func readTwelveHours(_ rows: TwelveHourRows, _ context: ReadingContext) {
    var offset = TimeSpan.zero
    if let recording = context.start?.clock {
      offset =
        TwelveHourClock.turned(rows.first - recording + ClockReading.latestFirst) - ClockReading.latestFirst
    }
    for index in entries.indices {
      let onset = Instant.zero + offset + rows.elapsed[index]
      if case .clock(let stop)? = entries[index].stop, let clock = entries[index].onset.clock {
        entries[index].stop = .elapsed(onset + TwelveHourClock.turned(stop - clock))
      }
      entries[index].onset = .elapsed(onset)
    }
    var basis = "the first one as the start"
    if context.start != nil {
      basis = "from the start of the recording"
      let end = offset + rows.length
      if let recorded = context.recordingLength {
        if end + TwelveHourClock.half <= recorded { basis += ", and would fit twelve hours later too" }
        if end > recorded + ClockedScoring.mostOutside {
          warnings.append(.leavesRecording(from: .zero + offset, to: .zero + end, recorded: recorded))
        }
      }
    }
    warnings.append(
      Warning(
        code: "clock_without_am_pm",
        message:
          "the clock goes from 12:59 to 1:00 and does not say AM or PM; the rows were read in their order, "
          + basis, quotesInput: false))
  }

  /// Decides by which reading lies inside the recording.
  private mutating func readElapsed(_ clocks: [TimeSpan], recording: TimeSpan, length: TimeSpan) {
    guard let first = clocks.min(), first <= ClockReading.latestFirst else { return }
    let end = length + ClockReading.slack
    let lengths = entries.map { entry in
      if let duration = entry.duration { return duration }
      guard case .clock(let stop)? = entry.stop, let clock = entry.onset.clock else { return .zero }
      return max(ClockCircle.difference(clock, stop), .zero)
    }
    guard zip(clocks, lengths).allSatisfy({ $0 + $1 <= end }) else { return }
    let isInside = zip(clocks, lengths).allSatisfy { clock, length in
      let early = ClockedScoring.mostOutside
      let time = TwelveHourClock.turned(clock - recording + early, by: CalendarDay.length)
      return time - early + length <= end
    }
    guard !isInside else {
      if first == .zero, recording != .zero {
        warnings.append(
          Warning(
            code: "clock_or_elapsed",
            message:
              "the times begin at 0:00:00 and fit the recording as times of day and as times since its start; "
              + "they were read as times of day", quotesInput: false))
      }
      return
    }
    for (index, clock) in clocks.enumerated() {
      if case .clock(let stop)? = entries[index].stop {
        let length = max(ClockCircle.difference(clock, stop), .zero)
        entries[index].stop = .elapsed(.zero + clock + length)
      }
      entries[index].onset = .elapsed(.zero + clock)
    }
  }
}

extension StatedTime {
  /// 1 January 1970, 00:00, which MNE states where it knows no date.
  var isUnknownDay: Bool {
    if case .dated(let day, .zero) = self { return day.dayFirst == 0 && day.monthFirst == 0 }
    return false
  }
}
