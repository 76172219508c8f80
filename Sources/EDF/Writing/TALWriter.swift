import SleepEvents

/// Writes time-stamped annotation lists (TALs).
enum TALWriter {
  /// The list that gives a record's onset.
  static func timekeeping(_ onset: Instant) -> [UInt8] {
    Array((seconds(onset.ticks, signed: true) + "\u{14}\u{14}\u{0}").utf8)
  }

  /// One annotation. Control characters in the text would end it, so they become blanks.
  static func list(_ annotation: EDFAnnotation) -> [UInt8] {
    var bytes = Array(seconds(annotation.onset.ticks, signed: true).utf8)
    if let duration = annotation.duration {
      bytes.append(0x15)
      bytes += seconds(max(0, duration.ticks), signed: false).utf8
    }
    bytes.append(0x14)
    bytes += annotation.written.utf8.map { $0 < 0x20 && $0 != 9 && $0 != 10 && $0 != 13 ? 0x20 : $0 }
    bytes += [0x14, 0]
    return bytes
  }

  /// Decimal seconds that read back as the same tick, with as few decimals as possible, at most ten.
  static func seconds(_ ticks: Int64, signed: Bool) -> String {
    let (whole, rest) = ticks.magnitude.quotientAndRemainder(dividingBy: UInt64(ticksPerSecond))
    var text = (ticks < 0 ? "-" : signed ? "+" : "") + "\(whole)"
    guard rest > 0 else { return text }
    for decimals in 1...10 {
      let scale = (0..<decimals).reduce(Int128(1)) { product, _ in product * 10 }
      let digits = dividedToNearest(Int128(rest) * scale, by: Int128(ticksPerSecond))
      guard dividedToNearest(digits * Int128(ticksPerSecond), by: scale) == Int128(rest) else { continue }
      guard digits < scale else { return (ticks < 0 ? "-" : signed ? "+" : "") + "\(whole + 1)" }
      text += "." + padded(Int(digits), decimals)
      return text
    }
    return text
  }
}
