import SleepEvents
import StructuredText

/// Entries of a text or XML export with stated times, which are resolved together at the end.
struct ClockedScoring {
  struct Entry {
    var label: String
    /// The meaning, if the container gives it independently of the label.
    var meaning: EventMeaning?
    var onset: StatedTime
    var duration: TimeSpan?
    /// The end, if the file gives it instead of a duration.
    var stop: StatedTime?
    var location: String?
    var side: Side?
    /// True if the container lists it among its sleep states.
    var isState = false
  }

  var start: StatedTime?
  var entries: [Entry] = []
  var warnings: [Warning] = []
  var epoch: TimeSpan?

  /// Longer than anyone stays in bed; a longer scoring has wrong times.
  private static let longestNight = TimeSpan.seconds(16 * 3600)

  /// Lights and clocks of two computers may differ from the recording by this much.
  static let mostOutside = TimeSpan.seconds(300)

  init() { entries.reserveCapacity(2048) }

  mutating func add(
    _ label: String, meaning: EventMeaning? = nil, at onset: StatedTime, duration: TimeSpan? = nil,
    stop: StatedTime? = nil, location: String? = nil, side: Side? = nil, isState: Bool = false
  ) {
    entries.append(
      Entry(
        label: label, meaning: meaning, onset: onset, duration: duration, stop: stop, location: location,
        side: side, isState: isState))
  }

  /// The result of all entries.
  ///
  /// - Throws: `AnnotationError.cannotOverlap`; `broken` if an event ends before it begins.
  func finish(_ format: String, file: String, context: ReadingContext) throws(AnnotationError)
    -> NightAnnotations
  {
    var context = context
    if let epoch { context.epoch = epoch }
    let stages = stageIndices(context.vocabulary)
    guard start != nil else {
      let reading = ClockReading(entries, stages: stages, context: context)
      var read = self
      read.entries = reading.entries
      read.warnings += reading.warnings
      return try read.resolved(format, file: file, stages: stages, context: context)
    }
    return try resolved(format, file: file, stages: stages, context: context)
  }

  private func resolved(
    _ format: String, file: String, stages: [Int], context: ReadingContext
  ) throws(AnnotationError) -> NightAnnotations {
    let repairs = ClockRepairs(entries, stages: stages)
    let resolver = try ClockResolver(
      times: entries.map(\.onset), ends: entries.compactMap(\.stop), stated: start,
      recording: context.start?.withoutPlaceholder,
      length: context.recordingLength, firstClock: firstClock, file: file)
    var builder = AnnotationBuilder(context: context)
    builder.warnings = warnings + repairs.warnings
    if let difference = resolver.startDifference, difference != .zero {
      builder.warnings.append(.startDiffers(by: difference))
    }
    let countsFromStart = entries.contains { $0.onset.clock == nil }
    let hasClock = entries.contains { $0.onset.clock != nil }
    if countsFromStart, hasClock, context.start == nil, start == nil {
      builder.warnings.append(
        Warning(
          code: "start_unknown",
          message:
            "the scoring has both clock times and seconds since the start of a recording whose start is not "
            + "known; the earliest clock time was taken as the start", quotesInput: false))
    }
    var first: Instant?
    var last: Instant?
    for (index, entry) in entries.enumerated() {
      let onset = resolver.instant(entry.onset) + (repairs.shifts[index] ?? .zero)
      var duration = repairs.lengths[index]
      if duration == nil { duration = try length(of: entry, onset: onset, resolver, file: file) }
      first = min(first ?? onset, onset)
      last = max(last ?? onset, onset + (duration ?? .zero))
      if let meaning = entry.meaning {
        builder.add(
          meaning, label: entry.label, onset: onset, duration: duration, location: entry.location,
          side: entry.side)
      } else {
        builder.add(
          label: entry.label, onset: onset, duration: duration, location: entry.location, side: entry.side,
          isState: entry.isState)
      }
    }
    if hasClock, let recorded = context.recordingLength, let first, let last,
      first < .zero - ClockedScoring.mostOutside || last > .zero + recorded + ClockedScoring.mostOutside
    {
      builder.warnings.append(.leavesRecording(from: first, to: last, recorded: recorded))
    }
    if hasClock, let first, let last, last - first > ClockedScoring.longestNight {
      builder.warnings.append(
        Warning(
          code: "over_16_hours",
          message: "from its first to its last row the scoring lasts more than 16 hours; check its times",
          quotesInput: false))
    }
    var result = builder.finish(format: format)
    result.statedStart = resolver.start?.withoutCountedDay
    return result
  }

  private func length(
    of entry: Entry, onset: Instant, _ resolver: ClockResolver, file: String
  ) throws(AnnotationError) -> TimeSpan? {
    guard entry.duration == nil, let stop = entry.stop else { return entry.duration }
    var end = resolver.instant(stop)
    if case .clock = stop, end < onset { end = end + CalendarDay.length }
    guard end >= onset else {
      throw .broken(
        file: file, location: "event '\(entry.label)'", expected: "an end that is not before the start",
        found: "one \((onset - end).seconds) s earlier")
    }
    return end - onset
  }

  private func stageIndices(_ vocabulary: EventVocabulary) -> [Int] {
    var known: [String: Bool] = [:]
    return entries.indices.filter { index in
      let entry = entries[index]
      if case .stage? = entry.meaning { return true }
      if entry.meaning != nil { return false }
      if entry.isState { return true }
      if let isStage = known[entry.label] { return isStage }
      var isStage = false
      if case .stage? = vocabulary.meaning(of: entry.label) { isStage = true }
      known[entry.label] = isStage
      return isStage
    }
  }

  /// Where undated times begin; nil if a date determines it.
  private var firstClock: TimeSpan? {
    var arcs: [ClockCircle.Arc] = []
    for entry in entries {
      guard case .clock(let clock) = entry.onset else { continue }
      var length = entry.duration ?? .zero
      if entry.duration == nil, case .clock(let stop)? = entry.stop {
        length = max(ClockCircle.difference(clock, stop), .zero)
      }
      arcs.append(ClockCircle.Arc(start: clock, length: length))
    }
    return ClockCircle.beginning(of: arcs)
  }
}

extension Warning {
  static func leavesRecording(from first: Instant, to last: Instant, recorded: TimeSpan) -> Warning {
    func text(_ seconds: Double) -> String { Delimited.fixed(seconds, 0) ?? "" }
    return Warning(
      code: "outside_recording",
      message:
        "the scoring's times of day reach from \(text(first.seconds)) s to \(text(last.seconds)) s, the recording "
        + "lasts \(text(recorded.seconds)) s; check its times", quotesInput: false)
  }

  static func startDiffers(by difference: TimeSpan) -> Warning {
    Warning(
      code: "start_differs",
      message:
        "the scoring starts \(difference.seconds) s after the recording; its times were moved accordingly",
      quotesInput: false)
  }
}
