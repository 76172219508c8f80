import SleepEvents

/// A contiguous run of records.
public struct EDFSegment: Hashable, Sendable {
  /// When its first sample was taken.
  public let onset: Instant
  /// Index of its first record, counted from 0 over the whole file.
  public let firstRecord: Int
  /// Number of records, at least 1.
  public let recordCount: Int
  /// The total duration of its records.
  public let duration: TimeSpan

  /// From its first sample to the end of its last record.
  public var range: TimeRange { TimeRange(start: onset, duration: duration) }
  package var records: Range<Int> { firstRecord..<firstRecord + recordCount }
}
