import Foundation
import StudyComparison
import StudyTables

/// How the nights of a simulated person vary: their spread, correlation and drift.
///
/// Rates are gamma (or log-normal, or worse) with a Gaussian copula of an autoregression by calendar day;
/// counts are Poisson; sleep is N(6.3, 1) hours.
struct NightModel: Sendable {
  public enum Shape: Sendable {
    case gamma
    case logNormal
    /// Two nights in five without a movement.
    case zeros
    /// One night in ten four times as high.
    case outliers
    /// One night in four at 2.5 times the rate, the others at half.
    case badNights
  }

  var name: String
  var variationOff: Double
  var variationOn: Double
  var shape = Shape.gamma
  /// Correlation of two consecutive evenings, or of two consecutive nights regardless of the gap.
  var likeness = 0.0
  var isLikenessPerNight = false
  var perHour = 20.0
  var widestSleep = false
  /// The factor by which the rate changes from the first night to the last.
  var drift = 1.0

  init(
    _ name: String, _ variation: Double, after: Double? = nil, shape: Shape = .gamma, likeness: Double = 0,
    perNight: Bool = false, perHour: Double = 20, widestSleep: Bool = false, drift: Double = 1
  ) {
    self.name = name
    variationOff = variation
    variationOn = after ?? variation
    self.shape = shape
    self.likeness = likeness
    isLikenessPerNight = perNight
    self.perHour = perHour
    self.widestSleep = widestSleep
    self.drift = drift
  }

  /// The nights of one person.
  ///
  /// - Parameters:
  ///   - plan: day and dose of each night, in time order.
  ///   - ratio: the factor of the rate per `unit` milligrams.
  func nights(
    _ plan: [PlannedNight], ratio: Double, unit: Double = 50, drawing: inout NightDrawing
  ) -> [DesignNight] {
    guard let first = plan.first?.day, let last = plan.last?.day else { return [] }
    var z = 0.0
    var previous: Int?
    return plan.map { night in
      let gap = isLikenessPerNight ? 1 : Double(night.day - (previous ?? night.day))
      let link = previous == nil || likeness == 0 ? 0 : pow(likeness, gap)
      z = link * z + (1 - link * link).squareRoot() * drawing.normal()
      previous = night.day
      let isOn = night.milligrams > 0
      let along = last > first ? Double(night.day - first) / Double(last - first) : 0
      let rate =
        perHour * factor(z, variation: isOn ? variationOn : variationOff, &drawing)
        * pow(drift, along) * pow(ratio, night.milligrams / unit)
      let hours =
        widestSleep ? 1.5 + 7.5 * drawing.uniform() : min(12, max(1, 6.3 + drawing.normal()))
      return DesignNight(
        count: drawing.poisson(rate * hours), hours: hours, day: night.day, isOn: isOn,
        milligrams: night.milligrams, pair: night.pair)
    }
  }

  private func factor(_ z: Double, variation: Double, _ drawing: inout NightDrawing) -> Double {
    switch shape {
    case .gamma: return GammaQuantile.of(variation).value(z)
    case .logNormal:
      let variance = log(1 + variation * variation)
      return exp(variance.squareRoot() * z - variance / 2)
    case .zeros:
      return drawing.uniform() < 0.4 ? 0 : GammaQuantile.of(variation).value(z) / 0.6
    case .outliers:
      return GammaQuantile.of(variation).value(z) * (drawing.uniform() < 0.1 ? 4 : 1)
    case .badNights: return drawing.uniform() < 0.25 ? 2.5 : 0.5
    }
  }
}

/// One evening of a plan.
struct PlannedNight: Hashable, Sendable {
  var day: Int
  var milligrams: Double
  var pair: Int?

  init(day: Int, milligrams: Double, pair: Int? = nil) {
    self.day = day
    self.milligrams = milligrams
    self.pair = pair
  }

  /// `before` and `after` nights, three evenings between them, one every `every` evenings.
  static func beforeAfter(_ before: Int, _ after: Int, every: Int = 1) -> [PlannedNight] {
    (0..<before).map { PlannedNight(day: $0 * every, milligrams: 0) }
      + (0..<after).map { PlannedNight(day: (before + $0) * every + 3, milligrams: 50) }
  }

  /// Stretches of `length` nights off, on, off, on.
  static func turns(_ length: Int, times: Int) -> [PlannedNight] {
    (0..<length * times).map { PlannedNight(day: $0, milligrams: $0 / length % 2 == 0 ? 0 : 50) }
  }

  /// `nights` off and as many on, in four stretches; if the number is odd the first ones are longer.
  static func abab(_ nights: Int) -> [PlannedNight] {
    let lengths = [(nights + 1) / 2, (nights + 1) / 2, nights / 2, nights / 2]
    var plan: [PlannedNight] = []
    for (stretch, length) in lengths.enumerated() {
      for _ in 0..<length {
        plan.append(PlannedNight(day: plan.count, milligrams: stretch % 2 == 0 ? 0 : 50))
      }
    }
    return plan
  }

  /// Pairs of nights in a random order from `seed`.
  static func pairs(_ pairs: Int, seed: UInt64) -> [PlannedNight] {
    OrderRecord.draw(seed: seed, pairs: pairs, blockNights: 1).utf8.enumerated().map { day, letter in
      PlannedNight(day: day, milligrams: letter == UInt8(ascii: "1") ? 50 : 0, pair: day / 2)
    }
  }

  /// Doses in turn, the given number of nights each; the first three of each dose are omitted as transition.
  static func steps(_ doses: [Double], nights: Int) -> [PlannedNight] {
    doses.enumerated().flatMap { step, dose in
      (0..<nights).map { PlannedNight(day: step * (nights + 3) + $0, milligrams: dose) }
    }
  }
}

/// The quantile of a gamma variable of mean 1 as a function of a standard normal, from a table.
struct GammaQuantile: Sendable {
  private let logs: [Double]
  private static let reach = 5.0
  private static let step = 0.01

  private static let tables: [Double: GammaQuantile] = Dictionary(
    uniqueKeysWithValues: [0.3, 0.35, 0.47, 0.5, 0.55, 0.6, 0.7, 0.8, 1.2].map { ($0, GammaQuantile($0)) })

  /// By coefficient of variation.
  static func of(_ variation: Double) -> GammaQuantile { tables[variation] ?? GammaQuantile(variation) }

  private init(_ variation: Double) {
    let shape = 1 / (variation * variation)
    var logs: [Double] = []
    let count = Int(2 * GammaQuantile.reach / GammaQuantile.step) + 1
    for index in 0..<count {
      let z = -GammaQuantile.reach + Double(index) * GammaQuantile.step
      let p = 0.5 * erfc(-z / 2.0.squareRoot())
      var low = -60.0
      var high = log(shape + 60 * shape.squareRoot() + 60)
      for _ in 0..<60 {
        let middle = (low + high) / 2
        if GammaQuantile.lowerShare(shape, exp(middle)) < p { low = middle } else { high = middle }
      }
      logs.append((low + high) / 2 - log(shape))
    }
    self.logs = logs
  }

  func value(_ z: Double) -> Double {
    let position = min(max(0, (z + GammaQuantile.reach) / GammaQuantile.step), Double(logs.count) - 1.001)
    let index = Int(position)
    return exp(logs[index] + (position - Double(index)) * (logs[index + 1] - logs[index]))
  }

  /// The regularized lower incomplete gamma function: series below the mean, continued fraction above.
  private static func lowerShare(_ shape: Double, _ x: Double) -> Double {
    guard x > 0 else { return 0 }
    let front = exp(shape * log(x) - x - lgamma(shape))
    if x < shape + 1 {
      var term = 1 / shape
      var sum = term
      var n = shape
      for _ in 0..<2000 {
        n += 1
        term *= x / n
        sum += term
        if term < sum * 1e-15 { break }
      }
      return min(1, sum * front)
    }
    var b = x + 1 - shape
    var c = 1e300
    var d = 1 / b
    var h = d
    for i in 1..<2000 {
      let a = -Double(i) * (Double(i) - shape)
      b += 2
      d = 1 / (a * d + b)
      c = b + a / c
      h *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return max(0, 1 - front * h)
  }
}
