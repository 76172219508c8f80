import SleepEvents

/// A fraction in lowest terms with a positive denominator. Record durations and sampling rates are kept as
/// fractions, since a rate such as 256 samples per 1.0002 s has no finite decimal form.
public struct ExactRational: Hashable, Sendable, CustomStringConvertible {
  /// In lowest terms; carries the sign.
  public let numerator: Int64
  /// At least 1.
  public let denominator: Int64

  /// - Returns: nil if `denominator` is zero or the lowest terms do not fit in 64 bits.
  package init?(_ numerator: Int64, _ denominator: Int64 = 1) {
    guard denominator != 0, numerator != .min, denominator != .min else { return nil }
    let divisor = greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    let sign: Int64 = denominator < 0 ? -1 : 1
    self.numerator = sign * (numerator / Int64(divisor))
    self.denominator = sign * (denominator / Int64(divisor))
  }

  /// `numerator / denominator` of two wide integers, or nil if the lowest terms do not fit in 64 bits.
  init?(wide numerator: Int128, _ denominator: Int128) {
    guard denominator != 0 else { return nil }
    var (a, b) = (numerator.magnitude, denominator.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    let divisor = Int128(a)
    let sign: Int128 = denominator < 0 ? -1 : 1
    guard divisor != 0, let top = Int64(exactly: sign * numerator / divisor),
      let bottom = Int64(exactly: sign * denominator / divisor)
    else { return nil }
    self.init(top, bottom)
  }

  /// The nearest `Double`.
  public var doubleValue: Double { Double(numerator) / Double(denominator) }
  /// Such as `512` or `1/3`.
  public var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}

private func greatestCommonDivisor(_ first: UInt64, _ second: UInt64) -> UInt64 {
  var (a, b) = (first, second)
  while b != 0 { (a, b) = (b, a % b) }
  return max(a, 1)
}

/// `value / divisor` to the nearest integer, halves away from zero. `divisor` is positive.
func dividedToNearest(_ value: Int128, by divisor: Int128) -> Int128 {
  let half = divisor / 2
  return value >= 0 ? (value + half) / divisor : -((half - value) / divisor)
}
