/// What a file may ask of us at most, so that a hostile one cannot take memory or time without bound
///. None of it is allocated because a header claims it.
package enum EDFLimits {
  package static let signals = 4096
  package static let recordBytes = 1 << 30
  package static let records = 50_000_000
  package static let annotations = 1_000_000
  /// Texts of all annotations together.
  package static let annotationTextBytes = 256 << 20
  /// One annotation with all its texts.
  package static let annotationBytes = 16 << 20
  /// What a compressed file may grow to.
  package static let inflatedBytes = 8 << 30
  /// Stretches without a gap; beyond this the record onsets are noise.
  package static let segments = 250_000
  /// Onsets and durations, seconds: twenty years, so that sums of a few of them stay within 64-bit ticks.
  package static let seconds: Int64 = 20 * 366 * 86_400
  /// Corrections of drifting record onsets.
  package static let anchors = 1_000_000

  /// Records smaller than this are read many with one call: the call costs more than the bytes between.
  static let smallRecordBytes = 8 << 10
}
