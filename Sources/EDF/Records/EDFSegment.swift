import SleepEvents

/// A stretch of records without a gap between them.
public struct EDFSegment: Hashable, Sendable {
  /// When its first sample was taken.
  public let onset: Instant
  /// Counted from 0 over the whole file.
  public let firstRecord: Int
  /// Records without a gap, at least 1.
  public let recordCount: Int
  /// Of all its records.
  public let duration: TimeSpan

  /// From its first sample to the end of its last record.
  public var range: TimeRange { TimeRange(start: onset, duration: duration) }
  package var records: Range<Int> { firstRecord..<firstRecord + recordCount }
}
