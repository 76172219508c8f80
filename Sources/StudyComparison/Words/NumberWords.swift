import Foundation
import SleepEvents
import StructuredText
import StudyTables

/// Formatting of numbers in sentences.
enum NumberWords {
  /// A rate or an index with one decimal.
  static func rate(_ value: Double?) -> String { Delimited.fixed(value, 1) ?? "?" }

  static func ratio(_ value: Double) -> String {
    if value < 0.0005 { return "<0.001" }
    if value >= 100 { return value < 1e6 ? String(Int(value.rounded())) : ">1000000" }
    return Delimited.fixed(value, value < 0.095 ? 3 : 2) ?? "?"
  }

  static func hours(_ value: Double?) -> String { Delimited.fixed(value, 1) ?? "?" }

  static func probability(_ p: Double) -> String {
    p < 0.001 ? "below 0.001" : Delimited.fixed(p, p < 0.0995 ? 3 : 2) ?? "?"
  }

  static func percent(_ fraction: Double) -> String { String(Int((fraction * 100).rounded())) }

  /// Rounded down, for a bound that is said to be reached.
  static func percentAtLeast(_ fraction: Double) -> String { String(Int((fraction * 100).rounded(.down))) }

  /// "73 % lower", "36 % higher", "12-fold higher", "the same".
  static func against(_ ratio: Double) -> String {
    if ratio >= 3 { return "\(fold(ratio)) higher" }
    let percent = Int((abs(ratio - 1) * 100).rounded())
    if percent == 0 { return "the same" }
    return "\(min(percent, 999)) % \(ratio < 1 ? "lower" : "higher")"
  }

  /// The size of a change, as printed after "lower" or "higher": "by 61 % (95 % interval 25 to 80 %)" for a
  /// fall, "by 135 % (95 % interval 42 to 290 %)" or "12-fold (95 % interval 8-fold to 20-fold)" for a rise.
  static func size(_ ratio: Double, _ interval: RateRatioInterval, level: Int = 95) -> String {
    if ratio < 1 {
      let ends = [1 - interval.high, 1 - interval.low].map(percent)
      return "by \(percent(1 - ratio)) % (\(level) % interval \(ends[0]) to \(ends[1]) %)"
    }
    if interval.high < 4 {
      let ends = [interval.low - 1, interval.high - 1].map(percent)
      return "by \(percent(ratio - 1)) % (\(level) % interval \(ends[0]) to \(ends[1]) %)"
    }
    return "\(fold(ratio)) (\(level) % interval \(fold(interval.low)) to \(fold(interval.high)))"
  }

  /// A planned change: "a halving", "a doubling", otherwise in per cent such as "a fall by 50 %".
  static func change(_ ratio: Double) -> String {
    if ratio == 0.5 { return "a halving" }
    if ratio == 2 { return "a doubling" }
    return ratio < 1
      ? "a fall by \(percent(1 - ratio)) %"
      : ratio < 3 ? "a rise by \(percent(ratio - 1)) %" : "a \(fold(ratio)) rise"
  }

  static func fold(_ ratio: Double) -> String {
    guard ratio < 1000 else { return "more than 1000-fold" }
    return ratio < 10 ? "\(Delimited.fixed(ratio, 1) ?? "?")-fold" : "\(Int(ratio.rounded()))-fold"
  }

  /// Two decimals with a sign.
  static func signed(_ value: Double) -> String {
    (value > 0 ? "+" : "") + (Delimited.fixed(value, 2) ?? "?")
  }

  /// A dose in mg without trailing zeros.
  static func milligrams(_ dose: Double) -> String { "\(JSONValue.numberText(dose)) mg" }

  /// A share of orders: "1 in 2048", or in per cent.
  static func share(_ p: Double) -> String {
    if p >= 0.01 { return "\(percent(p)) %" }
    return p > 0 ? "1 in \(Int((1 / p).rounded()))" : "none"
  }

  /// At most ten items of a list.
  static func some(_ items: [String]) -> String {
    items.count <= 10
      ? items.joined(separator: ", ")
      : items.prefix(10).joined(separator: ", ") + " and \(items.count - 10) more"
  }

  static func dates(_ dates: [CalendarDate]) -> String {
    let shown = dates.prefix(4).map(\.description).joined(separator: ", ")
    return dates.count > 4 ? shown + ", ..." : shown
  }

  static func list(_ items: [String]) -> String {
    guard items.count > 1, let last = items.last else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }
}
