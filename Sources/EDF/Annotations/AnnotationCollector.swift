import SleepEvents

/// Collects annotations as records are read and counts what is malformed, so that a thousand defects of one
/// kind give one warning.
struct AnnotationCollector {
  enum Oddity: Int, CaseIterable {
    case unreadable, unclosed, noClosingNUL, badDuration, negativeDuration, decimalComma, notUTF8, noSign,
      tooMany
  }

  private(set) var annotations: [EDFAnnotation] = []
  private var textBytes = 0
  private var counts = [Int](repeating: 0, count: Oddity.allCases.count)
  private var firstRecord = [Int](repeating: 0, count: Oddity.allCases.count)

  mutating func note(_ oddity: Oddity, record: Int) {
    if counts[oddity.rawValue] == 0 { firstRecord[oddity.rawValue] = record }
    counts[oddity.rawValue] += 1
  }

  mutating func add(onset: Int64, duration: Int64?, text: ArraySlice<UInt8>, record: Int) {
    textBytes += text.count
    guard annotations.count < EDFLimits.annotations, textBytes <= EDFLimits.annotationTextBytes else {
      return note(.tooMany, record: record)
    }
    let (string, isUTF8) = TextDecoding.decode(text)
    if !isUTF8 { note(.notUTF8, record: record) }
    annotations.append(
      EDFAnnotation(
        onset: Instant(ticks: onset), duration: duration.map(TimeSpan.init(ticks:)), written: string))
  }

  /// - Parameters:
  ///   - end: when the recording's last record ends; nil for an annotations-only file.
  func finish(end: Instant?) -> EDFAnnotations {
    var sorted = annotations
    if zip(sorted, sorted.dropFirst()).contains(where: { $1.onset < $0.onset }) {
      sorted = sorted.enumerated().sorted {
        ($0.element.onset, $0.offset) < ($1.element.onset, $1.offset)
      }.map(\.element)
    }
    var warnings = Oddity.allCases.filter { counts[$0.rawValue] > 0 }.map { oddity in
      Warning(
        code: oddity.code, message: oddity.message(counts[oddity.rawValue]),
        location: "record \(firstRecord[oddity.rawValue])")
    }
    if let end, let late = sorted.firstIndex(where: { $0.onset > end }) {
      warnings.append(
        Warning(
          code: "annotation_beyond_end",
          message: "annotations that begin after the end of the recording: \(sorted.count - late)"))
    }
    return EDFAnnotations(
      all: sorted, skipped: counts[Oddity.unreadable.rawValue] + counts[Oddity.tooMany.rawValue],
      warnings: warnings)
  }
}

extension AnnotationCollector.Oddity {
  var code: String {
    switch self {
    case .unreadable: "annotation_unreadable"
    case .unclosed: "annotation_unclosed"
    case .noClosingNUL: "annotation_without_nul"
    case .badDuration: "annotation_bad_duration"
    case .negativeDuration: "annotation_negative_duration"
    case .decimalComma: "annotation_decimal_comma"
    case .notUTF8: "annotation_not_utf8"
    case .noSign: "annotation_without_sign"
    case .tooMany: "too_many_annotations"
    }
  }

  func message(_ count: Int) -> String {
    let what =
      switch self {
      case .unreadable: "annotations that could not be read and were skipped"
      case .unclosed: "annotations without the closing mark 0x14, read up to the end of their bytes"
      case .noClosingNUL: "annotations without the closing NUL"
      case .badDuration: "annotations whose duration is not a number, read without it"
      case .negativeDuration: "annotations with a negative duration, read without it"
      case .decimalComma: "annotation times with a decimal comma"
      case .notUTF8: "annotations that are not UTF-8, read as Latin-1"
      case .noSign: "annotations without the sign before the onset"
      case .tooMany: "annotations beyond the limit of \(EDFLimits.annotations), which were not read"
      }
    return "\(what): \(count)"
  }
}
