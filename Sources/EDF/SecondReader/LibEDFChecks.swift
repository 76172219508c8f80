import CEDFLib
import SleepEvents

extension LibEDF {
  /// Why libedf must not see a file: it would add sizes in 32 bits, or trust a size that is not so. All of it in
  /// 64-bit arithmetic on what our own reader found.
  ///
  /// - Returns: nil if the file is safe to hand over.
  static func reasonNotToAsk(_ file: EDFFile) -> String? {
    let header = file.header
    if file.isCompressed { return "the file is compressed" }
    if !file.isOnDisk { return "the file is in memory" }
    if file.signals.count > Int(cedflib_signal_limit()) {
      return "\(file.signals.count) signals, libedf takes \(cedflib_signal_limit())"
    }
    let limit = Int(cedflib_record_limit(header.format.isBDF ? 1 : 0))
    if header.recordBytes > limit { return "records of \(header.recordBytes) bytes, libedf takes \(limit)" }
    if header.dataOffset != 256 * (file.signals.count + 1) { return "the header has an unusual length" }
    guard let declared = header.declaredRecordCount, declared > 0 else {
      return "the header does not say how many records there are"
    }
    let (data, overflow) = declared.multipliedReportingOverflow(by: header.recordBytes)
    if overflow || header.dataOffset + data != file.source.size {
      return "the file's size does not agree with its header"
    }
    let bad = file.signals.first { signal in
      [signal.physicalMinimum, signal.physicalMaximum, signal.digitalMinimum, signal.digitalMaximum]
        .contains { $0 == nil || abs($0 ?? .infinity) > 1e12 }
    }
    return bad.map { "channel \($0.displayName) has a range that is no number" }
  }

  /// What libedf probably objects to, since it does not say: the first rule of its own that the file breaks.
  static func objection(to file: EDFFile, code: Int) -> String {
    switch code {
    case -10: return "the file is discontinuous (\(file.format.rawValue)), which libedf does not read"
    case -4: return "too many files are open in libedf"
    case -6: return "the file is open in libedf already"
    case -1: return "out of memory"
    default: break
    }
    if let byte = file.firstNonASCIIHeaderByte {
      return "a byte outside printable ASCII in the header, byte \(byte)"
    }
    if let dead = file.signals.first(where: { $0.problem != nil }), let problem = dead.problem {
      return "channel \(dead.displayName): \(problem.text)"
    }
    let objections = file.warnings.filter { libedfRules.contains($0.code) }
    if let first = objections.first {
      return first.message + (first.location.map { " (\($0))" } ?? "")
    }
    return "libedf gives no reason (code \(code))"
  }

  private static let libedfRules: Set<String> = [
    "odd_version", "odd_patient_field", "odd_recording_field", "odd_startdate", "date_conflict",
    "odd_start_date", "unreadable_start_date", "odd_start_time", "unreadable_start_time",
    "odd_reserved_field",
    "inverted_digital_range", "digital_range_too_wide", "decimal_comma", "no_annotation_channel",
    "no_timekeeping", "late_first_record", "odd_annotation_label", "nul_padding", "annotation_without_nul",
  ]
}

extension EDFFile {
  var isOnDisk: Bool { source.isFile }

  /// Place of the first header byte that is no printable ASCII; nil if all are.
  var firstNonASCIIHeaderByte: Int? {
    guard let bytes = try? source.bytes(at: 0, count: header.dataOffset) else { return nil }
    let start = format.isBDF ? 1 : 0
    return bytes[start...].firstIndex { $0 < 0x20 || $0 > 0x7E }
  }
}
