import SleepEvents

/// A channel of a file to be written.
package struct EDFChannelDescription: Sendable, Hashable {
  package var label: String
  package var transducer: String
  package var unit: String
  package var physicalMinimum: Double
  package var physicalMaximum: Double
  package var digitalMinimum: Int
  package var digitalMaximum: Int
  package var prefilter: String
  package var samplesPerRecord: Int

  /// - Parameters:
  ///   - unit: `uV`, `mV`, `%`, at most eight bytes.
  ///   - physicalMinimum: in `unit`; at most eight characters as a decimal.
  package init(
    label: String, transducer: String = "", unit: String, physicalMinimum: Double, physicalMaximum: Double,
    digitalMinimum: Int = -32_768, digitalMaximum: Int = 32_767, prefilter: String = "", samplesPerRecord: Int
  ) {
    self.label = label
    self.transducer = transducer
    self.unit = unit
    self.physicalMinimum = physicalMinimum
    self.physicalMaximum = physicalMaximum
    self.digitalMinimum = digitalMinimum
    self.digitalMaximum = digitalMaximum
    self.prefilter = prefilter
    self.samplesPerRecord = samplesPerRecord
  }

  /// The annotation channel, with `bytes` bytes (an even number) in each record.
  static func annotations(bytes: Int) -> EDFChannelDescription {
    EDFChannelDescription(
      label: "EDF Annotations", unit: "", physicalMinimum: -1, physicalMaximum: 1, samplesPerRecord: bytes / 2
    )
  }
}

/// Who and when, in the form EDF+ requires; anything not given is `X`.
package struct EDFIdentification: Sendable, Hashable {
  /// A code with no meaning outside the study, never a name.
  package var patientCode: String
  package var start: RecordingStart
  package var equipment: String
  /// Bytes 168-184 of another header, to be copied verbatim into this one.
  private var startFields: String?

  /// - Parameter start: without a date or time the file says 1 January 1985, midnight, as EDF+ requires for
  ///   anonymous recordings.
  package init(
    patientCode: String = "X", start: RecordingStart = RecordingStart(date: nil, clock: nil),
    equipment: String = "Tibialis"
  ) {
    self.patientCode = patientCode
    self.start = start
    self.equipment = equipment
  }

  /// The start of a recording, byte for byte as in its header where the bytes are valid: a viewer draws the
  /// annotations of two files on one time axis only if both starts are the same.
  ///
  /// - Parameter equipment: what produced the file.
  package init(startOf recording: EDFHeader, equipment: String = "Tibialis") {
    self.init(start: recording.start, equipment: equipment)
    guard recording.startFields.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return }
    startFields = String(decoding: recording.startFields, as: UTF8.self)
  }

  var patientField: String { "\(Self.word(patientCode)) X X X" }

  var recordingField: String { "Startdate \(startdate) X X \(Self.word(equipment))" }

  private var startdate: String {
    guard let date = start.date else { return "X" }
    return padded(date.day, 2) + "-" + Self.months[date.month - 1] + "-" + padded(date.year, 4)
  }

  var dateField: String {
    if let startFields { return String(startFields.prefix(8)) }
    guard let date = start.date else { return "01.01.85" }
    let year = (1985...2084).contains(date.year) ? padded(date.year % 100, 2) : "yy"
    return padded(date.day, 2) + "." + padded(date.month, 2) + "." + year
  }

  var timeField: String {
    if let startFields { return String(startFields.suffix(8)) }
    guard let clock = start.clock else { return "00.00.00" }
    return padded(clock.hour, 2) + "." + padded(clock.minute, 2) + "." + padded(clock.second, 2)
  }

  private static func word(_ text: String) -> String {
    let word = String(text.map { $0.isWhitespace ? "_" : $0 })
    return word.isEmpty ? "X" : word
  }

  private static let months = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]
}

/// Lays out an EDF+C header. Strict where reading is lenient: text that does not fit its field is an error.
struct HeaderWriter {
  let file: String
  let identification: EDFIdentification
  let channels: [EDFChannelDescription]
  let recordCount: Int
  /// Seconds, as the field is to hold them.
  let recordDuration: String

  func bytes() throws(EDFError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256 * (channels.count + 1))
    func field(_ text: String, _ width: Int, _ name: String) throws(EDFError) {
      guard text.utf8.count <= width, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
        throw .notWritable(
          file: file, field: name, expected: "at most \(width) ASCII characters", found: "'\(text)'")
      }
      bytes += text.utf8
      bytes += repeatElement(0x20, count: width - text.utf8.count)
    }
    func all(_ width: Int, _ name: String, _ text: (EDFChannelDescription) -> String) throws(EDFError) {
      for channel in channels { try field(text(channel), width, name) }
    }
    try field("0", 8, "version")
    try field(identification.patientField, 80, "patient")
    try field(identification.recordingField, 80, "recording")
    try field(identification.dateField, 8, "start date")
    try field(identification.timeField, 8, "start time")
    try field("\(256 * (channels.count + 1))", 8, "header bytes")
    try field("EDF+C", 44, "reserved")
    try field("\(recordCount)", 8, "number of records")
    try field(recordDuration, 8, "record duration")
    try field("\(channels.count)", 4, "number of signals")
    try all(16, "label") { $0.label }
    try all(80, "transducer") { $0.transducer }
    try all(8, "unit") { $0.unit }
    try all(8, "physical minimum") { Self.number($0.physicalMinimum) }
    try all(8, "physical maximum") { Self.number($0.physicalMaximum) }
    try all(8, "digital minimum") { "\($0.digitalMinimum)" }
    try all(8, "digital maximum") { "\($0.digitalMaximum)" }
    try all(80, "prefilter") { $0.prefilter }
    try all(8, "samples per record") { "\($0.samplesPerRecord)" }
    try all(32, "reserved of the signal") { _ in "" }
    return bytes
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e7 ? "\(Int(value))" : "\(value)"
  }
}
