@testable import EDF

/// Builds small EDF and BDF files byte by byte, with any field overridden, for deviations that no other tool
/// writes.
struct CraftedEDF {
  struct Channel {
    var label = Array("Leg/L".utf8)
    var unit = Array("uV".utf8)
    var physical = ("-3276.8", "3276.7")
    var digital = ("-32768", "32767")
    var transducer = ""
    var samples = 64
    var samplesField: String?
    var isAnnotations = false

    init(_ label: String = "Leg/L", unit: String = "uV", samples: Int = 64) {
      self.label = Array(label.utf8)
      self.unit = Array(unit.utf8)
      self.samples = samples
    }

    static func annotations(bytes: Int = 60, isBDF: Bool = false) -> Channel {
      var channel = Channel(
        isBDF ? "BDF Annotations" : "EDF Annotations", unit: "", samples: bytes / (isBDF ? 3 : 2))
      channel.isAnnotations = true
      return channel
    }
  }

  var isBDF = false
  var version: [UInt8]?
  var patient = Array("X F X X".utf8)
  var recording = Array("Startdate 05-NOV-2023 X X X".utf8)
  var date = Array("05.11.23".utf8)
  var time = Array("22.30.00".utf8)
  var headerBytes: String?
  var reserved = "EDF+C"
  var recordCountField: String?
  var duration = "1"
  var signalCountField: String?
  var records = 10
  var channels = [Channel(), Channel.annotations()]
  /// Annotation bytes of a record in the first annotation channel.
  var tal: (Int) -> [UInt8] = { Array("+\($0)\u{14}\u{14}\u{0}".utf8) }

  /// Onsets of the records in seconds as text, nil for a record without timekeeping.
  static func onsets(_ onsets: [String?]) -> (Int) -> [UInt8] {
    { record in onsets[record].map { Array("\($0)\u{14}\u{14}\u{0}".utf8) } ?? [] }
  }

  /// Every record has a timekeeping annotation; record 0 also has `lists`.
  static func lists(_ lists: String) -> (Int) -> [UInt8] {
    { record in Array(("+\(record)\u{14}\u{14}\u{0}" + (record == 0 ? lists : "")).utf8) }
  }

  static func plain(_ channels: [Channel] = [Channel()]) -> CraftedEDF {
    var file = CraftedEDF()
    file.reserved = ""
    file.channels = channels
    return file
  }

  private func field(_ bytes: [UInt8], _ width: Int) -> [UInt8] {
    Array(bytes.prefix(width)) + repeatElement(0x20, count: max(0, width - bytes.count))
  }

  private func field(_ text: String, _ width: Int) -> [UInt8] { field(Array(text.utf8), width) }

  var header: [UInt8] {
    let count = channels.count
    let magic: [UInt8] = isBDF ? [0xFF] + Array("BIOSEMI".utf8) : field("0", 8)
    var bytes: [UInt8] = version.map { field($0, 8) } ?? magic
    bytes += field(patient, 80) + field(recording, 80) + field(date, 8) + field(time, 8)
    bytes += field(headerBytes ?? "\(256 * (count + 1))", 8) + field(reserved, 44)
    bytes += field(recordCountField ?? "\(records)", 8) + field(duration, 8)
    bytes += field(signalCountField ?? "\(count)", 4)
    for channel in channels { bytes += field(channel.label, 16) }
    for channel in channels { bytes += field(channel.transducer, 80) }
    for channel in channels { bytes += field(channel.unit, 8) }
    for channel in channels { bytes += field(channel.physical.0, 8) }
    for channel in channels { bytes += field(channel.physical.1, 8) }
    for channel in channels { bytes += field(channel.digital.0, 8) }
    for channel in channels { bytes += field(channel.digital.1, 8) }
    for _ in channels { bytes += field("", 80) }
    for channel in channels { bytes += field(channel.samplesField ?? "\(channel.samples)", 8) }
    for _ in channels { bytes += field("", 32) }
    return bytes
  }

  /// Sample `index` of every ordinary channel is `index` modulo 1000.
  var bytes: [UInt8] {
    var bytes = header
    let width = isBDF ? 3 : 2
    for record in 0..<records {
      var isFirst = true
      for channel in channels {
        if channel.isAnnotations {
          let block = isFirst ? tal(record) : []
          isFirst = false
          bytes += field(
            block + [UInt8](repeating: 0, count: max(0, channel.samples * width - block.count)),
            channel.samples * width)
        } else {
          for index in 0..<channel.samples {
            let value = (record * channel.samples + index) % 1000
            for byte in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
          }
        }
      }
    }
    return bytes
  }

  func opened() throws(EDFError) -> EDFFile { try EDFFile(bytes: bytes, name: "crafted.edf") }

  /// The codes of the warnings, in order.
  func warnings() throws(EDFError) -> [String] { try opened().warnings.map(\.code) }
}
