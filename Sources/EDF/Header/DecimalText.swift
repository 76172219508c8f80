import SleepEvents

/// A number written as text in a header field or an annotation, read exactly: `-3276.7`, `3,5`, `1.0E+00`.
///
/// Laboratories write decimal commas and exponents. Hexadecimal numbers, infinity and thousands separators do
/// not occur in practice and are refused.
struct DecimalText {
  /// The number is `mantissa x 10^exponent`, exact unless it has more than 18 digits.
  let mantissa: Int64
  let exponent: Int
  /// True if the decimal mark is a comma.
  let hasComma: Bool
  /// True for an exponent written with the Fortran letter D.
  let isUnusual: Bool

  /// - Parameter bytes: the number without surrounding blanks.
  /// - Returns: nil unless the bytes are exactly one number.
  init?<Bytes: RandomAccessCollection<UInt8>>(_ bytes: Bytes) where Bytes.Index == Int {
    var position = bytes.startIndex
    let end = bytes.endIndex
    guard position < end else { return nil }
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
    var magnitude: Int64 = 0
    var power = 0
    var digits = 0
    var significant = 0
    var mark: UInt8?
    scan: while position < end {
      switch bytes[position] {
      case let digit where digit >= 0x30 && digit <= 0x39:
        digits += 1
        if significant < 18 {
          magnitude = magnitude * 10 + Int64(digit - 0x30)
          if magnitude > 0 { significant += 1 }
          if mark != nil { power -= 1 }
        } else if mark == nil {
          power += 1
        }
      case UInt8(ascii: "."), UInt8(ascii: ","):
        guard mark == nil else { return nil }
        mark = bytes[position]
      default: break scan
      }
      position += 1
    }
    guard digits > 0 else { return nil }
    var unusual = false
    if position < end {
      let letter = bytes[position] | 0x20
      guard letter == UInt8(ascii: "e") || letter == UInt8(ascii: "d") else { return nil }
      unusual = letter == UInt8(ascii: "d")
      position += 1
      guard let written = Self.exponent(bytes[position..<end]) else { return nil }
      power += written
    }
    mantissa = isNegative ? -magnitude : magnitude
    exponent = magnitude == 0 ? 0 : power
    hasComma = mark == UInt8(ascii: ",")
    isUnusual = unusual
  }

  private static func exponent<Bytes: RandomAccessCollection<UInt8>>(_ bytes: Bytes) -> Int?
  where Bytes.Index == Int {
    var position = bytes.startIndex
    guard position < bytes.endIndex else { return nil }
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
    guard position < bytes.endIndex else { return nil }
    var value = 0
    while position < bytes.endIndex {
      guard bytes[position] >= 0x30, bytes[position] <= 0x39 else { return nil }
      value = min(value * 10 + Int(bytes[position] - 0x30), 100_000)
      position += 1
    }
    return isNegative ? -value : value
  }

  /// The nearest `Double`; infinite if the exponent is out of range.
  var value: Double {
    if mantissa.magnitude < 1 << 53, exponent >= -22, exponent <= 22 {
      let scale = Self.powersOfTen[abs(exponent)]
      return exponent < 0 ? Double(mantissa) / scale : Double(mantissa) * scale
    }
    return Double("\(mantissa)e\(exponent)") ?? .infinity
  }

  /// The number if it is an integer that fits `Int`.
  var wholeNumber: Int? {
    guard let rational, rational.denominator == 1 else { return nil }
    return Int(rational.numerator)
  }

  /// The exact fraction, or nil if it does not fit in 64 bits.
  var rational: ExactRational? {
    guard abs(exponent) <= 18 else { return nil }
    let scale = (0..<abs(exponent)).reduce(Int128(1)) { product, _ in product * 10 }
    return exponent < 0
      ? ExactRational(wide: Int128(mantissa), scale) : ExactRational(wide: Int128(mantissa) * scale, 1)
  }

  /// Seconds to the nearest tick, or nil beyond +-20 years.
  var ticks: Int64? {
    guard exponent <= 10 else { return nil }
    guard exponent >= -28 else { return 0 }
    let scale = (0..<abs(exponent)).reduce(Int128(1)) { product, _ in product * 10 }
    let scaled = Int128(mantissa) * Int128(ticksPerSecond)
    let ticks = exponent < 0 ? dividedToNearest(scaled, by: scale) : scaled * scale
    return abs(ticks) < Int128(Self.latestTicks) ? Int64(ticks) : nil
  }

  private static let latestTicks = EDFLimits.seconds * ticksPerSecond

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
  ]
}
