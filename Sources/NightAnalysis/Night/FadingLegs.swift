import Foundation
import LegEMG
import NightResults
import SleepEvents

/// Finds legs whose bursts or resting level fall by half over a night.
extension Believability {
  /// In a shorter night the bursts and the resting level must fall together, hours: either may by chance.
  private static let fewestHours = 3.0
  /// Where one falls by half, the other must fall below this share of its start.
  private static let otherShare = 0.75
  /// Too few values in a third of the night for a median.
  private static let fewest = 10
  private static let fewestOfShortNight = 5
  /// The middle third must be below this share of the first, so that it is a decline and not a single step.
  private static let middleShare = 0.85
  /// Standard deviations by which the sizes must rank lower with time (Spearman's correlation), so that it is not chance.
  private static let fewestDeviations = 3.5

  static func fadingLegs(_ quality: [LegQuality], movements: [LegMovement]) -> [FadingLeg] {
    quality.flatMap { leg -> [FadingLeg] in
      guard let start = leg.minutes.first?.range.start, let end = leg.minutes.last?.range.end else {
        return []
      }
      return fading(
        leg.leg, over: TimeRange(start: start, end: end),
        rests: leg.minutes.filter(\.isValid).compactMap { minute in
          minute.restingMicrovolts.map { (minute.range.start, $0) }
        },
        bursts: movements.filter { $0.leg == leg.leg }.compactMap { movement in
          movement.amplitude.map { (movement.onset, $0.peakMicrovolts) }
        })
    }
  }

  /// - Parameters:
  ///   - rests: resting levels in order of time, microvolts.
  ///   - bursts: peaks of movements in order of time, microvolts.
  static func fading(
    _ leg: Leg, over night: TimeRange, rests: [(time: Instant, size: Double)],
    bursts: [(time: Instant, size: Double)]
  ) -> [FadingLeg] {
    let isShort = night.duration.hours < fewestHours
    let quantities = [(FadingLeg.Quantity.bursts, bursts), (.rest, rests)].compactMap { quantity, values in
      Decline(values, over: night, fewest: isShort ? fewestOfShortNight : fewest).map { (quantity, $0) }
    }
    if isShort, quantities.count < 2 || quantities.contains(where: { $0.1.ratio > otherShare }) { return [] }
    let first = (night.start - .zero).hours
    return quantities.filter(\.1.isCertain).map { quantity, decline in
      FadingLeg(
        leg: leg, quantity: quantity, ratio: decline.ratio, hours: first...first + night.duration.hours)
    }
  }

  /// How a size changes over a night.
  private struct Decline {
    /// The size at the end of the night relative to that at its start.
    let ratio: Double
    /// Whether it falls by half or more, not in one step and not by chance.
    let isCertain: Bool

    /// - Parameter fewest: values that each third of the night must have; nil if one has fewer.
    init?(_ values: [(time: Instant, size: Double)], over night: TimeRange, fewest: Int) {
      var thirds: [[Double]] = [[], [], []]
      for value in values {
        thirds[min(2, max(0, Int(3 * (value.time - night.start).seconds / night.duration.seconds)))].append(
          value.size)
      }
      let levels = thirds.compactMap { $0.count >= fewest ? $0.sorted()[$0.count / 2] : nil }
      guard levels.count == 3, levels[0] > 0 else { return nil }
      // The middles of the outer thirds are two thirds of the night apart.
      ratio = pow(levels[2] / levels[0], 1.5)
      let deviations = -Decline.rankCorrelation(values.map(\.size)) * Double(values.count - 1).squareRoot()
      isCertain =
        ratio <= 0.5 && levels[1] <= middleShare * levels[0] && deviations >= fewestDeviations
    }

    /// Spearman's correlation of values with their order, -1 to 1; equal values rank in order.
    private static func rankCorrelation(_ values: [Double]) -> Double {
      let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
      let count = Double(values.count)
      var squares = 0.0
      for (rank, index) in order.enumerated() { squares += Double((rank - index) * (rank - index)) }
      return 1 - 6 * squares / (count * (count * count - 1))
    }
  }
}
