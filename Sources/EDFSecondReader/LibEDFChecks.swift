import CEDFLib
import EDF
import SleepEvents

extension LibEDF {
  /// Why libedf must not be given a file: it would add sizes in 32 bits, or trust a wrong size. Everything
  /// here is 64-bit arithmetic on what our own reader found.
  ///
  /// - Returns: nil if the file is safe to pass on.
  static func reasonNotToAsk(_ file: EDFFile) -> String? {
    let header = file.header
    if file.isCompressed { return "the file is compressed" }
    if !file.isOnDisk { return "the file is in memory" }
    if file.signals.count > Int(cedflib_signal_limit()) {
      return "\(file.signals.count) signals, libedf takes at most \(cedflib_signal_limit())"
    }
    let limit = Int(cedflib_record_limit(header.format.isBDF ? 1 : 0))
    if header.recordBytes > limit {
      return "records of \(header.recordBytes) bytes, libedf takes at most \(limit)"
    }
    if header.dataOffset != 256 * (file.signals.count + 1) { return "the header has an unusual length" }
    guard let declared = header.declaredRecordCount, declared > 0 else {
      return "the header does not say how many records there are"
    }
    let (data, overflow) = declared.multipliedReportingOverflow(by: header.recordBytes)
    if overflow || header.dataOffset + data != file.sizeBytes {
      return "the file's size does not agree with its header"
    }
    let bad = file.signals.first { signal in
      [signal.physicalMinimum, signal.physicalMaximum, signal.digitalMinimum, signal.digitalMaximum]
        .contains { $0 == nil || abs($0 ?? .infinity) > 1e12 }
    }
    return bad.map { "channel \($0.displayName) has a range that is not a number" }
  }

  /// What libedf probably objects to, since it does not say: the first of its rules that the file breaks.
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
    if let text = textObjection(to: file) { return text }
    if let dead = file.signals.first(where: { $0.problem != nil }), let problem = dead.problem {
      return "channel \(dead.displayName): \(problem.text)"
    }
    let objections = file.warnings.filter { libedfRules.contains($0.code) }
    if let first = objections.first {
      return first.message + (first.location.map { " (\($0))" } ?? "")
    }
    return "libedf gives no reason (code \(code))"
  }

  /// Spellings that we read without a warning but libedf refuses.
  private static func textObjection(to file: EDFFile) -> String? {
    guard let bytes = file.headerBytes else { return nil }
    let table = SignalTable(count: file.signals.count, bytes: Array(bytes[256...]))
    for signal in file.signals {
      for (field, name) in [
        (SignalTable.Field.samples, "samples per record"), (.digitalMinimum, "digital minimum"),
        (.digitalMaximum, "digital maximum"),
      ]
      where !isPlainInteger(table.text(field, signal.index).bytes) {
        return "the \(name) of channel \(signal.displayName) is not written as a plain whole number"
      }
    }
    guard file.format.isPlus else { return nil }
    if let channel = file.signals.first(where: { $0.isAnnotations && !$0.prefilter.isEmpty }) {
      return "the annotation channel \(channel.displayName) has a filter text"
    }
    if HeaderText(bytes[168..<176]).bytes.suffix(2).elementsEqual("yy".utf8) {
      return "the start date has no year"
    }
    let startdate = HeaderText(bytes[88..<168]).bytes.prefix(21)
    return startdate.dropFirst(10).contains { (0x61...0x7A).contains($0) }
      ? "the month of the Startdate is not in capitals" : nil
  }

  private static func isPlainInteger(_ bytes: ArraySlice<UInt8>) -> Bool {
    let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes
    return !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static let libedfRules: Set<String> = [
    "odd_version", "wrong_header_bytes", "odd_patient_field", "odd_recording_field", "odd_startdate",
    "date_conflict",
    "odd_start_date", "unreadable_start_date", "odd_start_time", "unreadable_start_time",
    "odd_reserved_field",
    "inverted_digital_range", "digital_range_too_wide", "decimal_comma", "no_annotation_channel",
    "no_timekeeping", "late_first_record", "odd_annotation_label", "nul_padding", "annotation_without_nul",
  ]
}

extension EDFFile {
  /// Index of the first header byte that is not printable ASCII; nil if all are.
  var firstNonASCIIHeaderByte: Int? {
    guard let bytes = headerBytes else { return nil }
    let start = format.isBDF ? 1 : 0
    return bytes[start...].firstIndex { $0 < 0x20 || $0 > 0x7E }
  }
}
