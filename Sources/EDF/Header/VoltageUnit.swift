/// The unit of a channel, whatever spelling the laboratory's system uses.
struct VoltageUnit {
  /// `uV`, `mV`, `V` or `nV` for these, otherwise the text of the field.
  let name: String
  /// Nil if it is not a voltage.
  let microvoltsPerUnit: Double?
  /// True if the spelling is that of the standard.
  let isStandard: Bool

  init(_ field: HeaderText) {
    let text = field.text
    let bytes = Array(field.bytes)
    if let exact = Self.scales.first(where: { $0.name == text }) {
      (name, microvoltsPerUnit, isStandard) = (exact.name, exact.microvolts, true)
    } else if let scale = Self.recognized(bytes) {
      (name, microvoltsPerUnit, isStandard) = (scale.name, scale.microvolts, false)
    } else {
      (name, microvoltsPerUnit, isStandard) = (text, nil, true)
    }
  }

  /// A unit as typed by a user, for `--assume-unit`.
  ///
  /// - Returns: nil if it is not a voltage.
  static func microvolts(perUnit text: String) -> Double? {
    VoltageUnit(HeaderText(Array(text.utf8)[...])).microvoltsPerUnit
  }

  private struct Scale {
    let name: String
    let microvolts: Double
  }

  private static let micro = Scale(name: "uV", microvolts: 1)
  private static let scales = [
    micro, Scale(name: "mV", microvolts: 1e3), Scale(name: "V", microvolts: 1e6),
    Scale(name: "nV", microvolts: 1e-3),
  ]

  /// Recognizes `uv`, `MicroVolt`, `µV` in Latin-1, UTF-8, code page 437 or doubly encoded, `[mV]`, `?V`.
  ///
  /// A capital M is read as milli: no electrode measures megavolts.
  private static func recognized(_ bytes: [UInt8]) -> Scale? {
    var folded: [UInt8] = []
    var hasReplacedPrefix = false
    for byte in bytes {
      switch byte {
      case 0x41...0x5A: folded.append(byte | 0x20)
      case 0x61...0x7A: folded.append(byte)
      case 0x20, UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "("), UInt8(ascii: ")"): continue
      case 0x80...: hasReplacedPrefix = true
      case UInt8(ascii: "."), UInt8(ascii: "?"), UInt8(ascii: "_"), UInt8(ascii: "^"):
        // After the unit a full stop is punctuation; before it, it replaces a lost letter.
        if folded.isEmpty { hasReplacedPrefix = true }
      default: return nil
      }
    }
    guard let volt = folded.lastIndex(of: UInt8(ascii: "v")) else { return nil }
    let tail = folded[(volt + 1)...]
    let isVolt = "olts".utf8.starts(with: tail)
    guard isVolt else { return nil }
    let prefix = String(decoding: folded[..<volt], as: UTF8.self)
    if hasReplacedPrefix { return prefix.isEmpty || prefix == "u" ? micro : nil }
    switch prefix {
    case "u", "micro", "mikro", "mc", "mu", "mic": return micro
    case "m", "milli": return scales[1]
    case "": return scales[2]
    case "n", "nano": return scales[3]
    default: return nil
    }
  }
}
