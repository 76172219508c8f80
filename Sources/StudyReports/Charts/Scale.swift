import Foundation
import StructuredText

/// Maps a value to a position in the picture.
protocol ChartScale {
  func position(_ value: Double) -> Double
  /// Round values to be marked on an axis, in order.
  var ticks: [Double] { get }
}

struct LinearScale: ChartScale {
  let domain: ClosedRange<Double>
  let start: Double
  let end: Double
  private let wanted: Int

  /// - Parameter ticks: approximate number of marks on the axis.
  init(_ domain: ClosedRange<Double>, from start: Double, to end: Double, ticks: Int = 5) {
    self.domain = domain
    self.start = start
    self.end = end
    wanted = max(1, ticks)
  }

  /// From zero to a round value not below `highest`.
  static func fromZero(to highest: Double, from start: Double, to end: Double, ticks: Int = 5) -> LinearScale
  {
    let top = highest.isFinite && highest > 0 ? highest : 1
    let step = step(for: top / Double(max(1, ticks)))
    return LinearScale(0...((top / step).rounded(.up) * step), from: start, to: end, ticks: ticks)
  }

  func position(_ value: Double) -> Double {
    let width = domain.upperBound - domain.lowerBound
    guard width > 0 else { return start }
    let share = min(max((value - domain.lowerBound) / width, 0), 1)
    return start + share * (end - start)
  }

  var ticks: [Double] {
    let width = domain.upperBound - domain.lowerBound
    guard width > 0, width.isFinite else { return [domain.lowerBound] }
    let step = LinearScale.step(for: width / Double(wanted))
    let first = (domain.lowerBound / step - 1e-9).rounded(.up)
    let last = (domain.upperBound / step + 1e-9).rounded(.down)
    guard last >= first, last - first < 1000 else { return [] }
    return (0...Int(last - first)).map { (first + Double($0)) * step }
  }

  /// 1, 2 or 5 times a power of ten, not below `least`.
  private static func step(for least: Double) -> Double {
    let power = pow(10, log10(least).rounded(.down))
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= least * (1 - 1e-9) } ?? 10 * power
  }
}

struct LogarithmicScale: ChartScale {
  let domain: ClosedRange<Double>
  let start: Double
  let end: Double
  let ticks: [Double]

  /// - Parameters:
  ///   - domain: both ends above 0.
  ///   - ticks: the values to mark; by default 1, 2 and 5 in each decade.
  init(_ domain: ClosedRange<Double>, from start: Double, to end: Double, ticks: [Double]? = nil) {
    self.domain = domain
    self.start = start
    self.end = end
    self.ticks = (ticks ?? LogarithmicScale.decades(domain)).filter {
      $0 >= domain.lowerBound * (1 - 1e-9) && $0 <= domain.upperBound * (1 + 1e-9)
    }
  }

  func position(_ value: Double) -> Double {
    let width = log(domain.upperBound / domain.lowerBound)
    guard width > 0, value > 0 else { return start }
    let share = min(max(log(value / domain.lowerBound) / width, 0), 1)
    return start + share * (end - start)
  }

  private static func decades(_ domain: ClosedRange<Double>) -> [Double] {
    let first = Int(log10(domain.lowerBound).rounded(.down))
    let last = Int(log10(domain.upperBound).rounded(.up))
    guard last >= first else { return [] }
    return (first...last).flatMap { power in [1.0, 2, 5].map { $0 * pow(10, Double(power)) } }
  }
}

/// The text of a tick, with as few decimals as possible.
func tickText(_ value: Double) -> String {
  let decimals = (0...2).first { decimals in
    let scaled = value * [1, 10, 100][decimals]
    return abs(scaled - scaled.rounded()) < 1e-6
  }
  return Delimited.fixed(value, decimals ?? 2) ?? ""
}
