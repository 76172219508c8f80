import SleepEvents

/// The part of the header that describes the channels, stored field by field.
package struct SignalTable {
  let count: Int
  /// May be shorter than `256 * count` if the file ends within it.
  let bytes: [UInt8]

  package init(count: Int, bytes: [UInt8]) {
    self.count = count
    self.bytes = bytes
  }

  package enum Field {
    case label, transducer, unit, physicalMinimum, physicalMaximum, digitalMinimum, digitalMaximum, prefilter
    case samples, reserved

    var offset: Int {
      switch self {
      case .label: 0
      case .transducer: 16
      case .unit: 96
      case .physicalMinimum: 104
      case .physicalMaximum: 112
      case .digitalMinimum: 120
      case .digitalMaximum: 128
      case .prefilter: 136
      case .samples: 216
      case .reserved: 224
      }
    }

    var width: Int {
      switch self {
      case .label: 16
      case .transducer, .prefilter: 80
      case .unit, .physicalMinimum, .physicalMaximum, .digitalMinimum, .digitalMaximum, .samples: 8
      case .reserved: 32
      }
    }
  }

  var isWhole: Bool { bytes.count == 256 * count }

  /// Byte offset of a channel's field in the file.
  func byte(_ field: Field, _ index: Int) -> Int { 256 + field.offset * count + field.width * index }

  package func text(_ field: Field, _ index: Int) -> HeaderText {
    let start = byte(field, index) - 256
    return HeaderText(bytes[start..<start + field.width])
  }

  /// Samples of all channels in one record, or nil if the table is not consistent.
  var recordSamples: Int? {
    guard isWhole else { return nil }
    var sum = 0
    for index in 0..<count {
      guard let samples = text(.samples, index).number?.wholeNumber, samples >= 0,
        samples <= EDFLimits.recordBytes
      else { return nil }
      sum += samples
    }
    return sum
  }
}

/// Turns the table into channels. A defect of one channel is a warning and makes only that channel unusable.
struct SignalHeaderParser {
  let table: SignalTable
  let format: EDFFormat
  let recordDuration: ExactRational
  let file: String
  var warnings: [Warning] = []

  init(table: SignalTable, format: EDFFormat, recordDuration: ExactRational, file: String) {
    self.table = table
    self.format = format
    self.recordDuration = recordDuration
    self.file = file
  }

  mutating func parse() throws(EDFError) -> [EDFSignal] {
    guard table.isWhole else {
      throw .headerCutShort(file: file, bytes: 256 + table.bytes.count, expected: 256 * (table.count + 1))
    }
    var signals: [EDFSignal] = []
    signals.reserveCapacity(table.count)
    var offset = 0
    for index in 0..<table.count {
      let signal = try signal(index, at: offset)
      offset += signal.samplesPerRecord * format.bytesPerSample
      signals.append(signal)
    }
    checkDuplicates(signals)
    checkAnnotationChannels(signals)
    return signals
  }

  /// - Throws: `EDFError.overLimit` or, if no channel has samples, `.badField`.
  func checkedRecordBytes(_ signals: [EDFSignal]) throws(EDFError) -> Int {
    let samples = signals.reduce(0) { $0 + $1.samplesPerRecord }
    guard samples > 0 else {
      throw .badField(
        file: file, field: "samples per record", byte: table.byte(.samples, 0),
        expected: "samples in at least one channel", found: "none", advice: "export the recording again")
    }
    guard samples <= EDFLimits.recordBytes / format.bytesPerSample else {
      throw .overLimit(
        file: file, what: "bytes a record", byte: table.byte(.samples, 0),
        found: samples * format.bytesPerSample, limit: EDFLimits.recordBytes)
    }
    return samples * format.bytesPerSample
  }

  private mutating func warn(_ code: String, _ message: String, _ field: SignalTable.Field, _ index: Int) {
    warnings.append(
      Warning(code: code, message: message, location: "signal \(index), byte \(table.byte(field, index))"))
  }

  private mutating func signal(_ index: Int, at offset: Int) throws(EDFError) -> EDFSignal {
    let labelText = table.text(.label, index)
    let label = labelText.text
    let samples = try sampleCount(index, label)
    let isAnnotations = isAnnotationLabel(label, index)
    if !labelText.isASCII {
      warn("non_ascii_label", "the label '\(label)' has letters outside ASCII", .label, index)
    }
    let unitField = table.text(.unit, index)
    let unit = VoltageUnit(unitField)
    let rate = samplingRate(samples)
    let physical = range(.physicalMinimum, .physicalMaximum, index, isAnnotations)
    let digital = range(.digitalMinimum, .digitalMaximum, index, isAnnotations)
    var problem: EDFChannelProblem?
    if !isAnnotations {
      checkUnit(unit, unitField, label, index)
      problem = channelProblem(samples, rate, physical, digital)
      if let problem { warn(problem.code, "channel '\(label)': \(problem.text)", problem.field, index) }
      if problem == nil { checkDigital(digital, label, index) }
    }
    return EDFSignal(
      index: index, label: label, transducer: table.text(.transducer, index).text,
      prefilter: table.text(.prefilter, index).text, unit: unit.name, unitText: unitField.text,
      microvoltsPerUnit: unit.microvoltsPerUnit, physicalMinimum: physical.minimum,
      physicalMaximum: physical.maximum, digitalMinimum: digital.minimum, digitalMaximum: digital.maximum,
      samplesPerRecord: samples, samplingRate: rate, isAnnotations: isAnnotations, problem: problem,
      recordOffset: offset)
  }

  /// Without this number the layout of every record is unknown, so it is the one field of a channel that
  /// makes the whole file unusable.
  private func sampleCount(_ index: Int, _ label: String) throws(EDFError) -> Int {
    let text = table.text(.samples, index)
    func bad(_ expected: String) -> EDFError {
      .badField(
        file: file, field: "samples per record of channel \(index) '\(label)'",
        byte: table.byte(.samples, index), expected: expected, found: text.quoted,
        advice: "the records cannot be taken apart, export the recording again")
    }
    guard let count = text.number?.wholeNumber else { throw bad("a whole number") }
    guard count >= 0 else { throw bad("a positive whole number") }
    guard count <= EDFLimits.recordBytes / format.bytesPerSample else {
      throw .overLimit(
        file: file, what: "samples per record of channel \(index)", byte: table.byte(.samples, index),
        found: count, limit: EDFLimits.recordBytes / format.bytesPerSample)
    }
    return count
  }

  private func samplingRate(_ samples: Int) -> ExactRational? {
    guard samples > 0, recordDuration.numerator > 0 else { return nil }
    return ExactRational(
      wide: Int128(samples) * Int128(recordDuration.denominator), Int128(recordDuration.numerator))
  }

  private mutating func isAnnotationLabel(_ label: String, _ index: Int) -> Bool {
    let letters = String(label.lowercased().filter(\.isLetter))
    let known = ["edfannotations", "bdfannotations", "edfannotation", "bdfannotation"]
    guard known.contains(letters) || (format.isPlus && letters == "annotations") else { return false }
    if label != "EDF Annotations", label != "BDF Annotations" {
      warn(
        "odd_annotation_label", "the annotation channel is labelled '\(label)', not 'EDF Annotations'",
        .label,
        index)
    }
    return true
  }

  private mutating func range(
    _ low: SignalTable.Field, _ high: SignalTable.Field, _ index: Int, _ isAnnotations: Bool
  ) -> (minimum: Double?, maximum: Double?) {
    (number(low, index, isAnnotations), number(high, index, isAnnotations))
  }

  private mutating func number(_ field: SignalTable.Field, _ index: Int, _ isAnnotations: Bool) -> Double? {
    let text = table.text(field, index)
    guard let number = text.number, number.value.isFinite else { return nil }
    if !isAnnotations, number.hasComma || number.isUnusual {
      warn("decimal_comma", "the number \(text.quoted) is read as \(number.value)", field, index)
    }
    return number.value
  }

  private mutating func checkUnit(
    _ unit: VoltageUnit, _ field: HeaderText, _ label: String, _ index: Int
  ) {
    if !unit.isStandard {
      warn("odd_unit", "channel '\(label)': the unit \(field.quoted) is read as \(unit.name)", .unit, index)
    }
  }

  private func channelProblem(
    _ samples: Int, _ rate: ExactRational?, _ physical: (minimum: Double?, maximum: Double?),
    _ digital: (minimum: Double?, maximum: Double?)
  ) -> EDFChannelProblem? {
    guard samples > 0 else { return .noSamples }
    guard rate != nil else { return .noSamplingRate }
    guard let low = physical.minimum, let high = physical.maximum else { return .unreadablePhysicalRange }
    guard low != high else { return .equalPhysicalRange }
    guard let bottom = digital.minimum, let top = digital.maximum else { return .unreadableDigitalRange }
    return bottom == top ? .equalDigitalRange : nil
  }

  private mutating func checkDigital(
    _ digital: (minimum: Double?, maximum: Double?), _ label: String, _ index: Int
  ) {
    guard let low = digital.minimum, let high = digital.maximum else { return }
    if low > high {
      warn(
        "inverted_digital_range", "channel '\(label)': digital minimum above maximum", .digitalMinimum, index)
    }
    let storage = format.storageRange
    if min(low, high) < Double(storage.lowerBound) || max(low, high) > Double(storage.upperBound) {
      warn(
        "digital_range_too_wide",
        "channel '\(label)': the digital range exceeds what \(format.bytesPerSample * 8) bits hold",
        .digitalMinimum, index)
    }
  }

  private mutating func checkDuplicates(_ signals: [EDFSignal]) {
    let named = signals.filter { !$0.isAnnotations && !$0.label.isEmpty }
    for (label, group) in Dictionary(grouping: named, by: \.label).sorted(by: { $0.key < $1.key })
    where group.count > 1 {
      let shown = group.prefix(8).map { "#\($0.index)" }.joined(separator: ", ")
      let places = group.count > 8 ? shown + ", ..." : shown
      warn(
        "duplicate_label", "\(group.count) channels are called '\(label)' (\(places)); name them by index",
        .label, group[1].index)
    }
  }

  private mutating func checkAnnotationChannels(_ signals: [EDFSignal]) {
    guard let channel = signals.first(where: \.isAnnotations) else {
      if format.isPlus {
        warnings.append(
          Warning(
            code: "no_annotation_channel",
            message: "\(format.rawValue) without an annotation channel; read as if continuous",
            location: "byte 192"))
      }
      return
    }
    if !format.isPlus {
      warn(
        "annotations_in_plain_file",
        "an annotation channel in a file that declares itself plain \(format.rawValue); it is read", .label,
        channel.index)
    }
  }
}

extension EDFChannelProblem {
  fileprivate var code: String {
    switch self {
    case .equalPhysicalRange, .unreadablePhysicalRange, .equalDigitalRange, .unreadableDigitalRange:
      "uncalibrated_channel"
    case .noSamples: "channel_without_samples"
    case .noSamplingRate: "channel_without_rate"
    }
  }

  fileprivate var field: SignalTable.Field {
    switch self {
    case .equalPhysicalRange, .unreadablePhysicalRange: .physicalMinimum
    case .equalDigitalRange, .unreadableDigitalRange: .digitalMinimum
    case .noSamples, .noSamplingRate: .samples
    }
  }
}
