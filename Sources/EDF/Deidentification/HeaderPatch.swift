import SleepEvents

/// The header of a de-identified copy: patient, recording, date and time changed together, since a file with
/// only one of its two dates changed is refused by other programs.
struct HeaderPatch {
  private(set) var bytes: [UInt8]
  private(set) var changes: [String] = []

  /// - Throws: `EDFError.badField` if a date is to be shifted that is not known or leaves what the format holds.
  init(_ file: EDFFile, shift: DateShift) throws(EDFError) {
    bytes = try file.source.bytes(at: 0, count: file.header.dataOffset)
    let start = try Self.start(file, shift)
    let identification = EDFIdentification(start: start, equipment: "X")
    set(8, 80, identification.patientField, "patient field")
    set(88, 80, identification.recordingField, "recording field")
    set(168, 8, identification.dateField, "start date")
    set(176, 8, identification.timeField, "start time")
    let reserved = file.header.reserved
    let marker = file.format.isPlus ? file.format.rawValue : reserved == "24BIT" ? reserved : ""
    set(192, 44, marker, "reserved field")
    let count = file.signals.count
    blank(256 + 224 * count..<256 * (count + 1), "reserved fields of the channels")
    blank(256 * (count + 1)..<bytes.count, "bytes behind the header")
  }

  private static func start(_ file: EDFFile, _ shift: DateShift) throws(EDFError) -> RecordingStart {
    switch shift {
    case .relative: return RecordingStart(date: nil, clock: nil)
    case .days(let days):
      func bad(_ expected: String, _ found: String) -> EDFError {
        .badField(
          file: file.name, field: "start date", byte: 168, expected: expected, found: found,
          advice: "use --relative, which needs no date")
      }
      guard let date = file.start.date else { throw bad("a date to shift", "none that can be read") }
      guard let shifted = date.adding(days: days), file.format.isPlus || (1985...2084).contains(shifted.year)
      else {
        throw bad("a date that the header can hold after the shift", "one beyond it")
      }
      return RecordingStart(date: shifted, clock: file.start.clock)
    }
  }

  private mutating func set(_ offset: Int, _ width: Int, _ text: String, _ name: String) {
    let field = Array(text.utf8) + [UInt8](repeating: 0x20, count: width - text.utf8.count)
    guard bytes[offset..<offset + width] != field[...] else { return }
    bytes.replaceSubrange(offset..<offset + width, with: field)
    changes.append(text.isEmpty ? "\(name) blanked" : "\(name) replaced by '\(text)'")
  }

  private mutating func blank(_ range: Range<Int>, _ name: String) {
    guard bytes[range].contains(where: { $0 != 0x20 && $0 != 0 }) else { return }
    for index in range { bytes[index] = 0x20 }
    changes.append("\(name) blanked")
  }
}
