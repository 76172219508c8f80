/// Damages files the way disks, programs and attackers do.
struct Mutation {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// False texts for header fields.
  private static let nasty = [
    "-1", "0", "99999999", "9999", "4096", "4097", "-32768", "32768", "2147483", "1E308", "1E-308", "1E99999",
    "-0", "nan",
    "inf", "0x7F", "1,5", "1.000", ".", "-", "+", "", "\u{0}\u{0}", "65536", "1073741", "EDF+D", "EDF+C",
    "BDF+C", "24BIT",
    "0.000001", "1e-9", "99999.99", "%s%n", "1 1",
  ]

  private static let widths = [8, 80, 80, 8, 8, 8, 44, 8, 8, 4]

  mutating func damaged(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...4, using: &generator) { damage(&bytes) }
    return bytes
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    guard bytes.count > 16 else { return }
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: bytes.removeLast(Int.random(in: 1..<bytes.count, using: &generator))
    case 1:
      bytes += (0..<Int.random(in: 1...300, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
    case 2:
      let start = Int.random(in: 0..<bytes.count, using: &generator)
      let end = min(bytes.count, start + Int.random(in: 1...64, using: &generator))
      for index in start..<end { bytes[index] = UInt8.random(in: 0...255, using: &generator) }
    case 3:
      let start = Int.random(in: 0..<bytes.count, using: &generator)
      bytes.removeSubrange(start..<min(bytes.count, start + Int.random(in: 1...300, using: &generator)))
    case 4:
      // Annotation marks where none belong.
      for _ in 0..<8 {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
          [0x14, 0x15, 0x00, 0x2B, 0x2D, 0x2E, 0x40].randomElement(using: &generator) ?? 0
      }
    case 5, 6: replaceChannelField(&bytes)
    case 7, 8: replaceFixedField(&bytes)
    default:
      for _ in 0..<3 {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^=
          1 << UInt8.random(in: 0..<8, using: &generator)
      }
    }
  }

  private mutating func replaceFixedField(_ bytes: inout [UInt8]) {
    let which = Int.random(in: 0..<Self.widths.count, using: &generator)
    put(&bytes, at: Self.widths[..<which].reduce(0, +), width: Self.widths[which])
  }

  private mutating func replaceChannelField(_ bytes: inout [UInt8]) {
    let count = max(
      1,
      bytes.count > 256 ? Int(String(decoding: bytes[252..<256], as: UTF8.self).filter(\.isNumber)) ?? 1 : 1)
    let (offset, width) =
      [(0, 16), (96, 8), (104, 8), (112, 8), (120, 8), (128, 8), (216, 8)].randomElement(using: &generator)
      ?? (0, 16)
    put(&bytes, at: 256 + offset * count + width * Int.random(in: 0..<count, using: &generator), width: width)
  }

  private mutating func put(_ bytes: inout [UInt8], at offset: Int, width: Int) {
    guard offset + width <= bytes.count else { return }
    let text = Array((Self.nasty.randomElement(using: &generator) ?? "").utf8.prefix(width))
    bytes.replaceSubrange(
      offset..<offset + width, with: text + [UInt8](repeating: 0x20, count: width - text.count))
  }
}
