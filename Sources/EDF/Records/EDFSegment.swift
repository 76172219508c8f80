import SleepEvents

/// A stretch of records without a gap between them.
public struct EDFSegment: Hashable, Sendable {
  /// When its first sample was taken.
  public let onset: Instant
  public let firstRecord: Int
  public let recordCount: Int
  public let duration: SleepEvents.Span

  public var range: TimeRange { TimeRange(start: onset, duration: duration) }
  public var records: Range<Int> { firstRecord..<firstRecord + recordCount }
}
