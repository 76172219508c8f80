import SleepEvents

/// The fixed part of a recording's header.
public struct EDFHeader: Sendable {
  /// What kind of file it is, by its first bytes and the reserved field.
  public let format: EDFFormat
  /// Who was recorded, as the file says. Identifies a patient: never print it unasked.
  public let patient: String
  /// How it was recorded, as the file says. May identify a patient or a person on the staff.
  public let recording: String
  /// The reserved field: `EDF+C` and the like, or a maker's own text.
  package let reserved: String
  /// When the recording began, as far as the header tells.
  public let start: RecordingStart
  /// Bytes 168-184 as they stand in the file: date and time of the start, by which viewers line files up.
  package let startFields: [UInt8]
  /// Where the data records begin.
  package let dataOffset: Int
  /// What the header says of the number of records; nil if that is no number. -1 means: not closed.
  public let declaredRecordCount: Int?
  /// Records that are really there and whole.
  public let recordCount: Int
  /// Seconds; zero for files of annotations only.
  public let recordDuration: ExactRational
  /// Bytes of one data record.
  package let recordBytes: Int
}
