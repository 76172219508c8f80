import Foundation
import SleepEvents
import StructuredText
import StudyTables

/// Numbers as sentences print them.
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

  /// "a 73 % fall", "a 36 % rise", "a 12-fold rise", "no change".
  static func change(_ ratio: Double) -> String {
    let percent = Int((min(abs(ratio - 1), 1e6) * 100).rounded())
    if percent == 0 { return "no change" }
    if ratio < 1 { return "\(article(percent)) \(percent) % fall" }
    return ratio < 10 ? "\(article(percent)) \(percent) % rise" : "a \(fold(ratio)) rise"
  }

  static func fold(_ ratio: Double) -> String {
    guard ratio < 1000 else { return "more than 1000-fold" }
    return ratio < 10 ? "\(Delimited.fixed(ratio, 1) ?? "?")-fold" : "\(Int(ratio.rounded()))-fold"
  }

  /// "lower by 25-80 %" and "higher by 30-199 %" from the interval of the rate ratio.
  static func direction(_ interval: RateRatioInterval) -> String {
    if interval.high < 1 {
      return "lower by \(percent(1 - interval.high))-\(percent(1 - interval.low)) %"
    }
    if interval.high >= 10 { return "higher \(fold(interval.low)) to \(fold(interval.high))" }
    return "higher by \(percent(interval.low - 1))-\(percent(interval.high - 1)) %"
  }

  /// Two decimals with a sign.
  static func signed(_ value: Double) -> String {
    (value > 0 ? "+" : "") + (Delimited.fixed(value, 2) ?? "?")
  }

  private static func article(_ number: Int) -> String {
    let text = String(number)
    return text.hasPrefix("8") || number == 11 || number == 18 ? "an" : "a"
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
