import SleepEvents

// Formatting of numbers in messages and headers.

/// `3 records`, `1 record`.
func plural(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// Padded with leading zeros.
func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// Seconds with up to three decimals, for messages.
func secondsText(_ ticks: Int64) -> String {
  let milliseconds = dividedToNearest(Int128(ticks) * 1000, by: Int128(ticksPerSecond))
  let (whole, rest) = milliseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
  let sign = milliseconds < 0 ? "-" : ""
  guard rest > 0 else { return "\(sign)\(whole)" }
  var digits = padded(Int(rest), 3)
  while digits.hasSuffix("0") { digits.removeLast() }
  return "\(sign)\(whole).\(digits)"
}
