/// The most that a file may demand, so that a hostile one cannot take unbounded memory or time. None of it is
/// allocated just because a header claims it.
package enum EDFLimits {
  package static let signals = 4096
  package static let recordBytes = 1 << 30
  package static let records = 50_000_000
  package static let annotations = 1_000_000
  /// Texts of all annotations together.
  package static let annotationTextBytes = 256 << 20
  /// One annotation with all its texts.
  package static let annotationBytes = 16 << 20
  /// The most that a compressed file may expand to.
  package static let inflatedBytes = 8 << 30
  /// Contiguous runs of records; beyond this the record onsets are noise.
  package static let segments = 250_000
  /// Onsets and durations, seconds: twenty years, so that sums of a few of them stay within 64-bit ticks.
  package static let seconds: Int64 = 20 * 366 * 86_400
  /// Corrections of drifting record onsets.
  package static let anchors = 1_000_000

  /// Records smaller than this are read many at a time: a call costs more than the bytes in between.
  static let smallRecordBytes = 8 << 10
}
