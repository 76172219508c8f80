import SleepEvents

/// The fixed part of a recording's header.
public struct EDFHeader: Sendable {
  /// From the first bytes and the reserved field.
  public let format: EDFFormat
  /// Who was recorded, as the file says. Identifies a patient: never print it unless asked to.
  public let patient: String
  /// How it was recorded, as the file says. May identify a patient or a member of staff.
  public let recording: String
  /// The reserved field: `EDF+C` and the like, or a manufacturer's own text.
  package let reserved: String
  /// When the recording began, as far as the header says.
  public let start: RecordingStart
  /// Bytes 168-184 verbatim: the date and time of the start, by which viewers align files.
  package let startFields: [UInt8]
  /// Where the data records begin.
  package let dataOffset: Int
  /// The number of records that the header states; nil if that is not a number. -1 means that the recording
  /// was not closed.
  public let declaredRecordCount: Int?
  /// Whole records actually in the file.
  public let recordCount: Int
  /// Seconds; zero for annotations-only files.
  public let recordDuration: ExactRational
  /// Bytes of one data record.
  package let recordBytes: Int
}
