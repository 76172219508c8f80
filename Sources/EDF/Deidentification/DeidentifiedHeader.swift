import SleepEvents

/// The header of a de-identified copy, rebuilt from parsed values and blanks, so that nothing is carried over
/// except numbers, known units and the texts that the report lists.
struct DeidentifiedHeader {
  private(set) var bytes: [UInt8] = []
  private(set) var changes: [String] = []
  /// Texts that were kept, each once, in the order of the channels.
  private(set) var keptTexts: [String] = []

  /// Units that cannot identify a person.
  private static let units: Set<String> = [
    "uv", "mv", "v", "nv", "%", "bpm", "hz", "mmhg", "cmh2o", "l/min", "l/s", "ml", "degc", "c", "k", "kohm",
    "ohm",
    "lx", "lux", "db", "g", "mg", "deg", "s", "ms", "min", "sec", "no unit", "1", "",
  ]

  private let original: [UInt8]

  /// - Throws: `EDFError.badField` if the date is to be shifted but is unknown, or leaves the range the
  ///   format can hold.
  init(_ file: EDFFile, shift: DateShift) throws(EDFError) {
    original = try file.source.bytes(at: 0, count: file.header.dataOffset)
    let identification = EDFIdentification(start: try Self.start(file, shift), equipment: "X")
    let isBDF = file.format.isBDF
    if isBDF { bytes = [0xFF] }
    put(isBDF ? "BIOSEMI" : "0", isBDF ? 7 : 8, "version", at: isBDF ? 1 : 0)
    put(identification.patientField, 80, "patient field", at: 8)
    put(identification.recordingField, 80, "recording field", at: 88)
    put(identification.dateField, 8, "start date", at: 168)
    put(identification.timeField, 8, "start time", at: 176)
    put("\(file.header.dataOffset)", 8, "number of header bytes", at: 184)
    let reserved = file.header.reserved
    put(
      file.format.isPlus ? file.format.rawValue : reserved == "24BIT" ? reserved : "", 44, "reserved field",
      at: 192)
    put("\(file.recordCount)", 8, "number of records", at: 236)
    put(number(244, 8), 8, "record duration", at: 244)
    put("\(file.signals.count)", 4, "number of channels", at: 252)
    addChannels(file.signals)
    let end = 256 * (file.signals.count + 1)
    if original[end...].contains(where: { $0 != 0x20 && $0 != 0 }) {
      changes.append("bytes after the header blanked")
    }
    bytes += repeatElement(0x20, count: original.count - end)
  }

  private mutating func addChannels(_ signals: [EDFSignal]) {
    let table = SignalTable(count: signals.count, bytes: Array(original[256..<256 * (signals.count + 1)]))
    func each(_ field: SignalTable.Field, _ name: String, _ text: (EDFSignal) -> String) {
      for signal in signals {
        put(
          text(signal), field.width, "\(name) of channel \(signal.index)", at: table.byte(field, signal.index)
        )
      }
    }
    func kept(_ field: SignalTable.Field, _ name: String) {
      each(field, name) { signal in
        let text = String(
          decoding: table.text(field, signal.index).bytes.map { (0x20...0x7E).contains($0) ? $0 : 0x3F },
          as: UTF8.self)
        if !text.isEmpty, !keptTexts.contains(text) { keptTexts.append(text) }
        return text
      }
    }
    func numbers(_ field: SignalTable.Field, _ name: String) {
      each(field, name) { signal in number(table.byte(field, signal.index), field.width) }
    }
    kept(.label, "label")
    kept(.transducer, "transducer")
    each(.unit, "unit") { signal in
      guard signal.microvoltsPerUnit == nil else { return signal.unit }
      return DeidentifiedHeader.units.contains(signal.unitText.lowercased()) ? signal.unitText : ""
    }
    numbers(.physicalMinimum, "physical minimum")
    numbers(.physicalMaximum, "physical maximum")
    numbers(.digitalMinimum, "digital minimum")
    numbers(.digitalMaximum, "digital maximum")
    kept(.prefilter, "filter text")
    numbers(.samples, "samples per record")
    each(.reserved, "reserved field") { _ in "" }
  }

  /// The text of the field if it is a single number, otherwise empty.
  private func number(_ offset: Int, _ width: Int) -> String {
    let field = HeaderText(original[offset..<offset + width])
    return field.number == nil ? "" : String(decoding: field.bytes, as: UTF8.self)
  }

  private mutating func put(_ text: String, _ width: Int, _ name: String, at offset: Int) {
    var field = Array(text.utf8.prefix(width).map { (0x20...0x7E).contains($0) ? $0 : 0x3F })
    field += repeatElement(0x20, count: width - field.count)
    bytes += field
    let before = HeaderText(original[offset..<offset + width])
    guard !before.bytes.elementsEqual(HeaderText(field[...]).bytes) else { return }
    changes.append(text.isEmpty ? "\(name) blanked" : "\(name) replaced by '\(text)'")
  }

  private static func start(_ file: EDFFile, _ shift: DateShift) throws(EDFError) -> RecordingStart {
    switch shift {
    case .relative: return RecordingStart(date: nil, clock: nil)
    case .days(let days):
      func bad(_ expected: String, _ found: String) -> EDFError {
        .badField(
          file: file.name, field: "start date", byte: 168, expected: expected, found: found,
          advice: EDFError.countFromStart)
      }
      guard let date = file.start.date else { throw bad("a date to shift", "none that can be read") }
      guard let shifted = date.adding(days: days), file.format.isPlus || (1985...2084).contains(shifted.year)
      else {
        throw bad("a date that the header can hold after the shift", "one beyond it")
      }
      return RecordingStart(date: shifted, clock: file.start.clock)
    }
  }
}
