/// What a file may ask of us at most, so that a hostile one cannot take memory or time without bound
///. None of it is allocated because a header claims it.
public enum EDFLimits {
  public static let signals = 4096
  public static let recordBytes = 1 << 30
  public static let records = 50_000_000
  public static let annotations = 1_000_000
  /// Texts of all annotations together.
  public static let annotationTextBytes = 256 << 20
  /// One annotation with all its texts.
  public static let annotationBytes = 16 << 20
  /// What a compressed file may grow to.
  public static let inflatedBytes = 8 << 30
  /// Stretches without a gap; beyond this the record onsets are noise.
  public static let segments = 250_000
  /// Onsets and durations, seconds: twenty years, so that sums of a few of them stay within 64-bit ticks.
  public static let seconds: Int64 = 20 * 366 * 86_400
  /// Corrections of drifting record onsets.
  public static let anchors = 1_000_000

  /// Records smaller than this are read many with one call: the call costs more than the bytes between.
  static let smallRecordBytes = 8 << 10
}
