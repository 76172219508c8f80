/// Ticks per second: 2^14 x 5^6 x 8, so that every microsecond and every sample of a binary or decimal
/// sampling rate falls on a whole tick.
package let ticksPerSecond: Int64 = 2_048_000_000

/// A length of time as a whole number of ticks of 1/2,048,000,000 s; may be negative.
///
/// Scoring compares bounds such as 9.9 and 10.25 s exactly, which `Double` seconds cannot.
public struct TimeSpan: Hashable, Comparable, Sendable {
  /// Length in ticks of 1/2,048,000,000 s.
  public var ticks: Int64

  /// A span of exactly `ticks`.
  public init(ticks: Int64) { self.ticks = ticks }

  /// The nearest tick to `seconds`. Values beyond +-50 years are clamped; not-a-number becomes 0.
  public init(seconds: Double) { ticks = ticksNearest(seconds) }

  /// No time.
  public static let zero = TimeSpan(ticks: 0)
  /// A whole number of seconds.
  public static func seconds(_ whole: Int) -> TimeSpan { TimeSpan(ticks: Int64(whole) * ticksPerSecond) }

  /// Seconds as a `Double`, for printing and interfaces only.
  public var seconds: Double { Double(ticks) / Double(ticksPerSecond) }
  /// Hours, rounded to the nearest `Double`.
  public var hours: Double { seconds / 3600 }

  /// Shorter before longer.
  public static func < (a: TimeSpan, b: TimeSpan) -> Bool { a.ticks < b.ticks }
  /// The sum, exact.
  public static func + (a: TimeSpan, b: TimeSpan) -> TimeSpan { TimeSpan(ticks: a.ticks + b.ticks) }
  /// The difference, exact; may be negative.
  public static func - (a: TimeSpan, b: TimeSpan) -> TimeSpan { TimeSpan(ticks: a.ticks - b.ticks) }
  /// The negated span.
  public static prefix func - (a: TimeSpan) -> TimeSpan { TimeSpan(ticks: -a.ticks) }
  /// Adds a span, exactly.
  public static func += (a: inout TimeSpan, b: TimeSpan) { a.ticks += b.ticks }
}

/// A moment of the recording as ticks since time 0, the start that the recording's header states.
public struct Instant: Hashable, Comparable, Sendable {
  /// Ticks of 1/2,048,000,000 s since the start of the recording.
  public var ticks: Int64

  /// The moment exactly `ticks` after the start of the recording.
  public init(ticks: Int64) { self.ticks = ticks }

  /// The nearest tick to `seconds` since the start of the recording.
  public init(seconds: Double) { ticks = ticksNearest(seconds) }

  /// The start of the recording.
  public static let zero = Instant(ticks: 0)

  /// Seconds since the start of the recording, for printing and interfaces only.
  public var seconds: Double { Double(ticks) / Double(ticksPerSecond) }

  /// Earlier before later.
  public static func < (a: Instant, b: Instant) -> Bool { a.ticks < b.ticks }
  /// The moment a span later.
  public static func + (a: Instant, b: TimeSpan) -> Instant { Instant(ticks: a.ticks + b.ticks) }
  /// The moment a span earlier.
  public static func - (a: Instant, b: TimeSpan) -> Instant { Instant(ticks: a.ticks - b.ticks) }
  /// The span from `b` to `a`.
  public static func - (a: Instant, b: Instant) -> TimeSpan { TimeSpan(ticks: a.ticks - b.ticks) }
}

/// A half-open period `[start, end)`. `end` is never before `start`.
public struct TimeRange: Hashable, Sendable {
  /// The first moment in it.
  public var start: Instant
  /// The first moment after it.
  public var end: Instant

  /// Creates a range; if `end` is before `start` the range is empty.
  public init(start: Instant, end: Instant) {
    self.start = start
    self.end = max(start, end)
  }

  /// A range by its start and length.
  public init(start: Instant, duration: TimeSpan) { self.init(start: start, end: start + duration) }

  /// Edges in seconds since the start of the recording.
  public init(seconds start: Double, _ end: Double) {
    self.init(start: Instant(seconds: start), end: Instant(seconds: end))
  }

  /// Length from start to end.
  public var duration: TimeSpan { end - start }
  /// True if the range contains no moment.
  public var isEmpty: Bool { end == start }

  /// True from `start` on and before `end`.
  public func contains(_ instant: Instant) -> Bool { start <= instant && instant < end }

  /// True if the two share a period of positive length.
  public func overlaps(_ other: TimeRange) -> Bool { start < other.end && other.start < end }

  /// The shared period, or nil if there is none of positive length.
  public func intersection(_ other: TimeRange) -> TimeRange? {
    overlaps(other) ? TimeRange(start: max(start, other.start), end: min(end, other.end)) : nil
  }

  /// This range without `holes`, which may overlap each other and come in any order.
  public func subtracting(_ holes: [TimeRange]) -> [TimeRange] {
    var rest: [TimeRange] = []
    var from = start
    for hole in holes.sorted(by: { $0.start < $1.start }) {
      guard hole.end > from else { continue }
      guard hole.start < end else { break }
      if hole.start > from { rest.append(TimeRange(start: from, end: hole.start)) }
      from = hole.end
    }
    if from < end { rest.append(TimeRange(start: from, end: end)) }
    return rest
  }
}

extension TimeSpan: CustomStringConvertible {
  /// Such as `0.5 s`.
  public var description: String { "\(seconds) s" }
}

extension Instant: CustomStringConvertible {
  /// Such as `0.5 s`.
  public var description: String { "\(seconds) s" }
}

private func ticksNearest(_ seconds: Double) -> Int64 {
  guard seconds.isFinite else { return seconds.isNaN ? 0 : (seconds > 0 ? limit : -limit) }
  let ticks = (seconds * Double(ticksPerSecond)).rounded()
  guard abs(ticks) < Double(limit) else { return ticks > 0 ? limit : -limit }
  return Int64(ticks)
}

/// About 50 years each way: sums and differences of two such values cannot overflow.
private let limit: Int64 = 100 * 366 * 86_400 * ticksPerSecond / 2
