/// Ticks in one second: 2^14 x 5^6 x 8, so that every microsecond and every sample of a binary or decimal
/// sampling rate falls on a whole tick.
public let ticksPerSecond: Int64 = 2_048_000_000

/// A length of time as a whole number of ticks of 1/2,048,000,000 s; may be negative.
///
/// Scoring compares bounds such as 9.9 and 10.25 s exactly, which `Double` seconds cannot.
public struct Span: Hashable, Comparable, Sendable {
  public var ticks: Int64

  public init(ticks: Int64) { self.ticks = ticks }

  /// The nearest tick to `seconds`. A value beyond +-100 years or not a number becomes the nearer limit or 0.
  public init(seconds: Double) { ticks = ticksNearest(seconds) }

  public static let zero = Span(ticks: 0)
  public static func seconds(_ whole: Int) -> Span { Span(ticks: Int64(whole) * ticksPerSecond) }

  /// Seconds as `Double`, for printing and for the edges only.
  public var seconds: Double { Double(ticks) / Double(ticksPerSecond) }
  public var hours: Double { seconds / 3600 }

  public static func < (a: Span, b: Span) -> Bool { a.ticks < b.ticks }
  public static func + (a: Span, b: Span) -> Span { Span(ticks: a.ticks + b.ticks) }
  public static func - (a: Span, b: Span) -> Span { Span(ticks: a.ticks - b.ticks) }
  public static prefix func - (a: Span) -> Span { Span(ticks: -a.ticks) }
  public static func += (a: inout Span, b: Span) { a.ticks += b.ticks }
}

/// A moment of the recording as ticks since time 0, the start that the recording's header states.
public struct Instant: Hashable, Comparable, Sendable {
  public var ticks: Int64

  public init(ticks: Int64) { self.ticks = ticks }

  /// The nearest tick to `seconds` since the start of the recording.
  public init(seconds: Double) { ticks = ticksNearest(seconds) }

  public static let zero = Instant(ticks: 0)

  /// Seconds since the start of the recording, for printing and for the edges only.
  public var seconds: Double { Double(ticks) / Double(ticksPerSecond) }

  public static func < (a: Instant, b: Instant) -> Bool { a.ticks < b.ticks }
  public static func + (a: Instant, b: Span) -> Instant { Instant(ticks: a.ticks + b.ticks) }
  public static func - (a: Instant, b: Span) -> Instant { Instant(ticks: a.ticks - b.ticks) }
  public static func - (a: Instant, b: Instant) -> Span { Span(ticks: a.ticks - b.ticks) }
}

/// A half-open stretch of time `[start, end)`. `end` is never before `start`.
public struct TimeRange: Hashable, Sendable {
  public var start: Instant
  public var end: Instant

  public init(start: Instant, end: Instant) {
    self.start = start
    self.end = max(start, end)
  }

  public init(start: Instant, duration: Span) { self.init(start: start, end: start + duration) }

  /// Edges in seconds since the start of the recording.
  public init(seconds start: Double, _ end: Double) {
    self.init(start: Instant(seconds: start), end: Instant(seconds: end))
  }

  public var duration: Span { end - start }
  public var isEmpty: Bool { end == start }

  public func contains(_ instant: Instant) -> Bool { start <= instant && instant < end }

  /// True if the two share time of positive length.
  public func overlaps(_ other: TimeRange) -> Bool { start < other.end && other.start < end }

  /// The common part, or nil if there is none of positive length.
  public func intersection(_ other: TimeRange) -> TimeRange? {
    overlaps(other) ? TimeRange(start: max(start, other.start), end: min(end, other.end)) : nil
  }

  /// This stretch without `holes`, which may overlap each other and come in any order.
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

extension Span: CustomStringConvertible {
  public var description: String { "\(seconds) s" }
}

extension Instant: CustomStringConvertible {
  public var description: String { "\(seconds) s" }
}

private func ticksNearest(_ seconds: Double) -> Int64 {
  guard seconds.isFinite else { return seconds.isNaN ? 0 : (seconds > 0 ? limit : -limit) }
  let ticks = (seconds * Double(ticksPerSecond)).rounded()
  guard abs(ticks) < Double(limit) else { return ticks > 0 ? limit : -limit }
  return Int64(ticks)
}

/// About 100 years: sums and differences of two such values cannot overflow.
private let limit: Int64 = 100 * 366 * 86_400 * ticksPerSecond / 2
