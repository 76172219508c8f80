import SleepEvents

/// Reads a header of any of the six formats, repairs what can be repaired and reports it.
///
/// A defect in the fixed part is an error, since nothing can be read without it; a defect in one channel
/// makes only that channel unusable.
struct HeaderParser {
  let source: ByteSource
  var warnings: [Warning] = []
  private let isBDF: Bool
  let fixed: [UInt8]

  /// - Throws: `EDFError` if the file is not EDF or BDF.
  init(source: ByteSource) throws(EDFError) {
    self.source = source
    let name = source.name
    guard source.size > 0 else { throw .empty(file: name) }
    let head = try source.bytes(at: 0, count: 512)
    switch FileKind(head: head) {
    case .edf: isBDF = false
    case .bdf: isBDF = true
    case .gzip:
      throw .otherFormat(file: name, format: "gzip inside gzip", advice: "decompress it once")
    case .other(let format, let advice): throw .otherFormat(file: name, format: format, advice: advice)
    case .unknown:
      guard head.count >= 256 else { throw .headerCutShort(file: name, bytes: head.count, expected: 256) }
      throw .otherFormat(
        file: name, format: "the bytes " + HeaderText(head[..<8]).quoted,
        advice: "name the recording itself, or export it again")
    }
    guard head.count >= 256 else { throw .headerCutShort(file: name, bytes: head.count, expected: 256) }
    fixed = Array(head[..<256])
  }

  mutating func parse() throws(EDFError) -> (EDFHeader, [EDFSignal]) {
    checkVersion()
    let duration = try recordDuration()
    let format = declaredFormat()
    var table = try signalTable()
    if let repaired = try tableByHeaderBytes(instead: table, format: format) { table = repaired }
    var signals = SignalHeaderParser(
      table: table, format: format, recordDuration: duration, file: source.name)
    let channels = try signals.parse()
    let recordBytes = try signals.checkedRecordBytes(channels)
    try checkZeroDuration(duration, channels)
    let declared = declaredCount()
    let offset = dataOffset(signals: channels.count, recordBytes: recordBytes, declared: declared)
    let count = try recordCount(
      declared: declared, offset: offset, recordBytes: recordBytes, signals: channels)
    try checkLength(duration, records: count)
    checkText()
    let startdate = format.isPlus ? Startdate(recordingField: field(88, 80).text) : .absent
    let start = StartFields.read(
      date: field(168, 8), time: field(176, 8), startdate: startdate, into: &warnings)
    checkIdentification(format, startdate)
    checkNULs(table)
    warnings += signals.warnings
    let header = EDFHeader(
      format: format, patient: field(8, 80).text, recording: field(88, 80).text,
      reserved: field(192, 44).text, start: start,
      startFields: Array(fixed[StartFields.dateByte..<StartFields.timeByte + 8]),
      dataOffset: offset, declaredRecordCount: declared,
      recordCount: count, recordDuration: duration, recordBytes: recordBytes)
    return (header, channels)
  }

  func field(_ offset: Int, _ width: Int) -> HeaderText { HeaderText(fixed[offset..<offset + width]) }

  mutating func warn(_ code: String, _ message: String, byte: Int) {
    warnings.append(Warning(code: code, message: message, location: "byte \(byte)"))
  }

  // MARK: The fixed part

  private mutating func checkVersion() {
    let standard = isBDF ? [0xFF] + Array("BIOSEMI".utf8) : Array("0       ".utf8)
    guard fixed[..<8] != standard[...] else { return }
    warn(
      "odd_version",
      "expected the version field '\(isBDF ? "\\xFFBIOSEMI" : "0")', found "
        + HeaderText(fixed[..<8]).quoted + "; the rest of the header is \(isBDF ? "BDF" : "EDF")", byte: 0)
  }

  private mutating func recordDuration() throws(EDFError) -> ExactRational {
    let text = field(244, 8)
    guard let number = text.number, let seconds = number.rational else {
      throw .badField(
        file: source.name, field: "record duration", byte: 244, expected: "a number of seconds",
        found: text.quoted, advice: "without it no sampling rate is known; export the recording again")
    }
    guard seconds.numerator >= 0 else {
      throw .badField(
        file: source.name, field: "record duration", byte: 244, expected: "a positive number of seconds",
        found: text.quoted, advice: "export the recording again")
    }
    if number.hasComma {
      warn("decimal_comma", "the record duration \(text.quoted) has a decimal comma", byte: 244)
    }
    return seconds
  }

  private mutating func declaredFormat() -> EDFFormat {
    let text = field(192, 44).text
    let word = text.prefix(5).uppercased()
    let family = isBDF ? "BDF+" : "EDF+"
    guard word.hasPrefix("EDF+") || word.hasPrefix("BDF+") else { return isBDF ? .bdf : .edf }
    if !word.hasPrefix(family) || !text.hasPrefix(family) || word.count < 5 || !"CD".contains(word.suffix(1))
    {
      warn(
        "odd_reserved_field",
        "expected \(family)C or \(family)D in the reserved field, found \(HeaderText(fixed[192..<197]).quoted)",
        byte: 192)
    }
    return word.hasSuffix("D")
      ? (isBDF ? .bdfPlusDiscontinuous : .edfPlusDiscontinuous)
      : (isBDF ? .bdfPlusContinuous : .edfPlusContinuous)
  }

  private func signalTable() throws(EDFError) -> SignalTable {
    let text = field(252, 4)
    guard let count = text.number?.wholeNumber else {
      throw .badField(
        file: source.name, field: "number of signals", byte: 252, expected: "a whole number",
        found: text.quoted, advice: "the header is damaged, export the recording again")
    }
    guard count > 0 else {
      throw .badField(
        file: source.name, field: "number of signals", byte: 252, expected: "at least 1",
        found: text.quoted, advice: "the file contains no signals, export the recording again")
    }
    guard count <= EDFLimits.signals else {
      throw .overLimit(
        file: source.name, what: "signals", byte: 252, found: count, limit: EDFLimits.signals)
    }
    return SignalTable(count: count, bytes: try source.bytes(at: 256, count: 256 * count))
  }

  /// The table for the number of signals implied by the header-bytes field, if the stated number of signals
  /// is wrong and this one fits the file to the byte.
  private mutating func tableByHeaderBytes(
    instead table: SignalTable, format: EDFFormat
  ) throws(EDFError) -> SignalTable? {
    guard table.recordSamples == nil, let bytes = field(184, 8).number?.wholeNumber, bytes % 256 == 0,
      (2...EDFLimits.signals + 1).contains(bytes / 256), bytes / 256 - 1 != table.count,
      let records = field(236, 8).number?.wholeNumber, records > 0
    else { return nil }
    let other = SignalTable(count: bytes / 256 - 1, bytes: try source.bytes(at: 256, count: bytes - 256))
    guard let samples = other.recordSamples, samples <= EDFLimits.recordBytes / format.bytesPerSample else {
      return nil
    }
    let (data, overflow) = records.multipliedReportingOverflow(by: samples * format.bytesPerSample)
    guard !overflow, bytes + data == source.size else { return nil }
    warn(
      "wrong_signal_count",
      "the header says \(table.count) signals but is laid out for \(other.count), which fit the file exactly",
      byte: 252)
    return other
  }

  // MARK: How many records

  private mutating func declaredCount() -> Int? {
    let text = field(236, 8)
    guard let count = text.number?.wholeNumber else {
      warn(
        "unreadable_record_count",
        "expected the number of records, found \(text.quoted); they are counted from the file's size",
        byte: 236)
      return nil
    }
    return count
  }

  /// After the last channel's header, unless the header-bytes field names another offset that fits the file
  /// exactly where this one does not.
  private mutating func dataOffset(signals: Int, recordBytes: Int, declared: Int?) -> Int {
    let standard = 256 * (signals + 1)
    let text = field(184, 8)
    let stated = text.number?.wholeNumber
    guard stated != standard else { return standard }
    func fits(_ offset: Int) -> Bool {
      guard let declared, declared > 0 else { return false }
      let (data, overflow) = declared.multipliedReportingOverflow(by: recordBytes)
      return !overflow && data == source.size - offset
    }
    let offset = stated.flatMap { $0 > standard && fits($0) && !fits(standard) ? $0 : nil } ?? standard
    warn(
      "wrong_header_bytes",
      "expected \(standard) header bytes for \(signals) signals, found \(text.quoted); "
        + "the data are read from byte \(offset)", byte: 184)
    return offset
  }

  private mutating func recordCount(
    declared: Int?, offset: Int, recordBytes: Int, signals: [EDFSignal]
  ) throws(EDFError) -> Int {
    let available = max(0, source.size - offset)
    var whole = available / recordBytes
    guard whole > 0 else {
      if source.size < offset {
        throw .headerCutShort(file: source.name, bytes: source.size, expected: offset)
      }
      throw .noRecords(file: source.name, byte: offset, recordBytes: recordBytes, found: available)
    }
    guard whole <= EDFLimits.records else {
      throw .overLimit(
        file: source.name, what: "data records", byte: 236, found: whole, limit: EDFLimits.records)
    }
    if let declared, declared > 0, declared < whole {
      whole = try lastRealRecord(after: declared, of: whole, offset, recordBytes, signals)
    }
    let rest = available - whole * recordBytes
    if declared == -1 {
      warn("recording_not_closed", "the number of records is -1; the file contains \(whole)", byte: 236)
    } else if let declared, declared != whole, !(rest > 0 && declared == whole + 1) {
      warn(
        "wrong_record_count", "the header says \(declared) records, the file contains \(whole)", byte: 236)
    }
    if rest > 0 {
      if declared == whole {
        warn(
          "trailing_bytes", "\(rest) bytes after the last record belong to no record and are ignored",
          byte: offset + whole * recordBytes)
      } else {
        warn(
          "truncated_record",
          "the last record has \(rest) of \(recordBytes) bytes; the \(whole) whole records are read",
          byte: offset + whole * recordBytes)
      }
    }
    return whole
  }

  /// Bytes past the declared end count as records only as long as their annotation block begins like one.
  private func lastRealRecord(
    after declared: Int, of whole: Int, _ offset: Int, _ recordBytes: Int, _ signals: [EDFSignal]
  ) throws(EDFError) -> Int {
    guard let annotations = signals.first(where: { $0.isAnnotations && $0.samplesPerRecord > 0 }) else {
      return whole
    }
    let first = try source.bytes(at: offset + annotations.recordOffset, count: 1)
    guard first.first == UInt8(ascii: "+") || first.first == UInt8(ascii: "-") else { return whole }
    var count = declared
    while count < whole {
      let start = try source.bytes(at: offset + count * recordBytes + annotations.recordOffset, count: 1)
      guard start.first == UInt8(ascii: "+") || start.first == UInt8(ascii: "-") else { break }
      count += 1
    }
    return count
  }

  /// With record duration 0 only annotations make sense, possibly together with a checksum or marker channel such as
  /// CPAP devices write.
  private func checkZeroDuration(_ duration: ExactRational, _ signals: [EDFSignal]) throws(EDFError) {
    guard duration.numerator == 0 else { return }
    let hasAnnotations = signals.contains(where: \.isAnnotations)
    guard
      let ordinary = signals.first(where: {
        !$0.isAnnotations && $0.samplesPerRecord > (hasAnnotations ? 1 : 0)
      })
    else { return }
    throw .badField(
      file: source.name, field: "record duration", byte: 244, expected: "a positive number of seconds",
      found: field(244, 8).quoted,
      advice: "the sampling rate of channel \(ordinary.displayName) is unknown, export the recording again")
  }

  /// No night lasts for years, and ticks could not count them.
  private func checkLength(_ duration: ExactRational, records: Int) throws(EDFError) {
    let seconds = Int128(duration.numerator) * Int128(records) / Int128(duration.denominator)
    guard seconds > Int128(EDFLimits.seconds) else { return }
    throw .badField(
      file: source.name, field: "record duration", byte: 244,
      expected: "a duration that makes less than twenty years of \(plural(records, "record"))",
      found: field(244, 8).quoted, advice: "export the recording again")
  }
}
