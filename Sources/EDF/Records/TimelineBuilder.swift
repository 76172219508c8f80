import SleepEvents

/// Builds the timeline record by record, in memory that grows with gaps and drift rather than with records.
struct TimelineBuilder {
  private typealias Anchor = RecordTimeline.Anchor

  private let duration: ExactRational
  private let recordTicks: Int64
  /// True if a record lasts a whole number of ticks, as nearly all do.
  private let isExact: Bool
  /// Onsets that differ from the expected one by more than this are a gap or an overlap.
  private let gapTicks: Int64
  /// Deviations from the straight line up to this are rounding of the text.
  private static let driftTicks = ticksPerSecond / 1000

  private var record = 0
  private var anchors: [Anchor] = []
  private var starts: [Int] = []
  private var lastTicks: Int64 = 0
  /// A jump that is a gap if the next record confirms it, and otherwise an error in one record.
  private var pending: Int64?
  private var missing = 0
  private var firstMissing = 0
  private var outOfPlace = 0
  private var firstOutOfPlace = 0
  private var drifted = false
  private var overflowed = false

  init(recordDuration: ExactRational) {
    duration = recordDuration
    recordTicks = Self.ticks(1, recordDuration)
    isExact =
      Int128(recordDuration.numerator) * Int128(ticksPerSecond) % Int128(recordDuration.denominator) == 0
    let tolerance = min(max(ticksPerSecond / 50, recordTicks / 50), ticksPerSecond / 10)
    gapTicks = min(tolerance, max(1, recordTicks / 2))
  }

  private static func ticks(_ records: Int, _ duration: ExactRational) -> Int64 {
    Int64(
      clamping: dividedToNearest(
        Int128(records) * Int128(duration.numerator) * Int128(ticksPerSecond),
        by: Int128(duration.denominator)))
  }

  /// - Parameter onset: in ticks, or nil if the record gives none.
  mutating func add(onset: Int64?) {
    defer { record += 1 }
    guard !anchors.isEmpty else {
      if onset == nil { noteMissing() }
      anchors.append(Anchor(record: 0, ticks: onset ?? 0))
      starts.append(0)
      lastTicks = onset ?? 0
      return
    }
    if let jump = pending {
      pending = nil
      if let onset, isNear(onset, expected(record)), !isNear(onset, jump + recordTicks) {
        noteOutOfPlace(record - 1)
      } else {
        begin(record - 1, at: jump)
      }
    }
    guard let onset else {
      noteMissing()
      lastTicks = expected(record)
      return
    }
    let line = expected(record)
    if isNear(onset, lastTicks + recordTicks) || isNear(onset, line) {
      if abs(onset - line) > Self.driftTicks { drift(to: onset) }
      lastTicks = onset
    } else {
      pending = onset
      lastTicks = line
    }
  }

  /// The timeline and its irregularities.
  ///
  /// - Parameters:
  ///   - hasTimekeeper: false if no annotation channel could give onsets.
  ///   - isDiscontinuous: what the header declares.
  mutating func finish(
    recordCount: Int, hasTimekeeper: Bool, isDiscontinuous: Bool
  ) -> (RecordTimeline, [Warning]) {
    if let jump = pending { begin(record - 1, at: jump) }
    if anchors.isEmpty {
      anchors = [Anchor(record: 0, ticks: 0)]
      starts = [0]
    }
    if overflowed {
      anchors = Array(anchors.prefix(1))
      starts = [0]
    }
    let bare = RecordTimeline(segments: [], anchors: anchors, recordDuration: duration)
    var segments: [EDFSegment] = []
    for (order, start) in starts.enumerated() {
      let end = order + 1 < starts.count ? starts[order + 1] : recordCount
      let onset = bare.ticks(record: start, numerator: 0, denominator: 1)
      let finish = bare.ticks(record: end - 1, numerator: 1, denominator: 1)
      segments.append(
        EDFSegment(
          onset: Instant(ticks: onset), firstRecord: start, recordCount: end - start,
          duration: TimeSpan(ticks: max(0, finish - onset))))
    }
    let timeline = RecordTimeline(segments: segments, anchors: anchors, recordDuration: duration)
    return (timeline, hasTimekeeper ? warnings(segments, isDiscontinuous, recordCount) : [])
  }

  private func isNear(_ a: Int64, _ b: Int64) -> Bool { abs(a - b) <= gapTicks }

  private func expected(_ record: Int) -> Int64 {
    guard let anchor = anchors.last else { return 0 }
    let records = record - anchor.record
    return anchor.ticks + (isExact ? Int64(records) * recordTicks : Self.ticks(records, duration))
  }

  private mutating func begin(_ record: Int, at ticks: Int64) {
    guard starts.count < EDFLimits.segments else {
      overflowed = true
      return
    }
    starts.append(record)
    anchors.append(Anchor(record: record, ticks: ticks))
    lastTicks = ticks
  }

  private mutating func drift(to ticks: Int64) {
    drifted = true
    guard anchors.count < EDFLimits.anchors else {
      overflowed = true
      return
    }
    anchors.append(Anchor(record: record, ticks: ticks))
  }

  private mutating func noteMissing() {
    if missing == 0 { firstMissing = record }
    missing += 1
  }

  private mutating func noteOutOfPlace(_ record: Int) {
    if outOfPlace == 0 { firstOutOfPlace = record }
    outOfPlace += 1
  }
}

extension TimelineBuilder {
  private func warnings(
    _ segments: [EDFSegment], _ isDiscontinuous: Bool, _ recordCount: Int
  ) -> [Warning] {
    var warnings: [Warning] = []
    func warn(_ code: String, _ message: String, record: Int) {
      warnings.append(Warning(code: code, message: message, location: "record \(record)"))
    }
    if missing > 0 {
      warn(
        "no_timekeeping",
        "records that do not say when they began, read as following the one before: \(missing) of \(recordCount)",
        record: firstMissing)
    }
    if outOfPlace > 0 {
      warn(
        "record_onset_out_of_place",
        "records whose onset agrees with neither neighbour and is not used: \(outOfPlace)",
        record: firstOutOfPlace)
    }
    if drifted {
      warn(
        "record_onset_drift", "the records' onsets drift from the record duration; the onsets are used",
        record: 0)
    }
    if overflowed {
      warn("record_onsets_unusable", "the records' onsets jump too often to be used", record: 0)
    }
    if let first = segments.first, first.onset < .zero || first.onset >= Instant(seconds: 1) {
      warn(
        "late_first_record",
        "the first record begins \(secondsText(first.onset.ticks)) s after the start time",
        record: 0)
    }
    let gaps = zip(segments, segments.dropFirst()).filter { $1.onset > $0.range.end }
    let overlaps = zip(segments, segments.dropFirst()).filter { $1.onset < $0.range.end }
    if !isDiscontinuous, let gap = gaps.first {
      warn(
        "hidden_gap",
        "declared continuous, but the onsets leave \(plural(gaps.count, "gap")), the first of "
          + "\(secondsText((gap.1.onset - gap.0.range.end).ticks)) s", record: gap.1.firstRecord)
    }
    if let overlap = overlaps.first {
      warn(
        "overlapping_records", "stretches that begin before the previous one ends: \(overlaps.count)",
        record: overlap.1.firstRecord)
    }
    return warnings
  }
}
