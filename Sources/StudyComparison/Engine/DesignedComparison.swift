import Foundation

/// How the nights with and without a drug follow each other.
package enum ComparisonDesign: String, Hashable, Sendable, CaseIterable {
  /// One change.
  case beforeAfter = "before_after"
  /// Two or more changes, night by night: a steady drift is modelled.
  case interleaved = "per_night"
  /// The rate as a function of dose, per 50 mg.
  case dose
}

/// Who decided which nights were with the drug.
package enum NightAssignment: String, Hashable, Sendable, CaseIterable {
  /// A rule written down beforehand: a start date, alternate nights, weeks.
  case fixed
  /// A random order drawn and stored before the first night.
  case drawn
  /// The patient, night by night.
  case chosen
}

/// One night of a design.
package struct DesignNight: Hashable, Sendable {
  /// Movements, whole and not negative.
  package var count: Int
  /// Hours in which they were counted, above 0.
  package var hours: Double
  /// The evening as a day number; at most one night per day.
  package var day: Int
  /// True on the second side.
  package var isOn: Bool
  /// Only for the dose design.
  package var milligrams: Double
  /// Number of the drawn pair; nil outside a drawn order.
  package var pair: Int?

  package init(count: Int, hours: Double, day: Int, isOn: Bool, milligrams: Double = 0, pair: Int? = nil) {
    self.count = count
    self.hours = hours
    self.day = day
    self.isOn = isOn
    self.milligrams = milligrams
    self.pair = pair
  }
}

/// Applies the engine to the nights of one design and gives a verdict.
package struct DesignedComparison: Sendable {
  package var nightsOff: Int
  package var nightsOn: Int
  /// True if a steady drift over the weeks was modelled.
  package var hasTrendColumn = false
  /// Nil if nothing can be estimated; `reason` then says why.
  package var estimate: EngineEstimate?
  /// Nil unless the design was drawn and the nights give their pairs.
  package var orderTest: OrderTest?
  /// Log odds of "the drug alone" against "a straight drift alone".
  package var logOddsOfStep: Double?
  /// Log rate change per week before the start, with its limits; nil if it cannot be examined.
  package var trendBefore: LogChange?
  /// The contrast adjusted for a common drift.
  package var besideTrend: LogChange?
  package var verdict = Verdict.notEnoughNights
  package var reason: VerdictReason?
  package var clauses: [VerdictClause] = []

  /// A log rate change with its 95 % limits.
  package struct LogChange: Hashable, Sendable {
    package var value: Double
    package var limits: LogLimits
    var isClear: Bool { limits.excludesZero }
  }

  /// - Parameters:
  ///   - nights: in any order, at most one per day.
  ///   - barred: why the nights cannot be compared, whatever their values; nil if they can.
  ///   - seed: that of the stored order.
  package init(
    _ nights: [DesignNight], design: ComparisonDesign, assignment: NightAssignment, barred: VerdictReason?,
    seed: UInt64 = 1
  ) {
    let nights = DesignedComparison.latest(nights)
    nightsOn = nights.count(where: \.isOn)
    nightsOff = nights.count - nightsOn
    let middle = nights.isEmpty ? 0 : nights.reduce(0.0) { $0 + Double($1.day) } / Double(nights.count)
    let x = nights.map { design == .dose ? $0.milligrams / 50 : $0.isOn ? 1 : 0 }
    let weeks = nights.map { (Double($0.day) - middle) / 7 }
    var series = DesignedComparison.series(nights, columns: 2) { [1, x[$0], 0] }
    var withTrend = series
    withTrend.columns = 3
    for index in nights.indices { withTrend.rows[index].z = weeks[index] }
    if design == .interleaved, nights.count >= 8, withTrend.isEstimable {
      series = withTrend
      hasTrendColumn = true
    }
    let hasNoContrast =
      nights.count < 2 || (design == .dose ? Set(x).count < 2 : min(nightsOff, nightsOn) < 1)
    guard !hasNoContrast, series.isEstimable else {
      verdict = barred == nil ? .notEnoughNights : .notComparable
      reason = barred ?? (hasNoContrast ? .noContrast : .notEstimable)
      return
    }
    if assignment == .drawn, nights.contains(where: { $0.pair != nil }) {
      orderTest = OrderTest(
        nights.compactMap { night in
          night.pair.map { (Double(night.count) / night.hours, night.isOn, $0) }
        }, seed: seed)
    }
    let companion: CompanionRule =
      orderTest.map { $0.pairs < EngineConstants.guardedNights ? .always : .never } ?? .byNights
    guard let estimate = RateRatioEngine(series: series, companion: companion).estimate() else {
      verdict = barred == nil ? .notEnoughNights : .notComparable
      reason = barred ?? .notEstimable
      return
    }
    self.estimate = estimate
    if design != .interleaved, nights.count >= 3 {
      logOddsOfStep = DesignedComparison.logOdds(series, x: x)
      lookBefore(nights, weeks: weeks, all: withTrend)
    }
    decide(design, assignment, barred, estimate)
  }

  // MARK: The verdict: the first rule that applies

  private mutating func decide(
    _ design: ComparisonDesign, _ assignment: NightAssignment, _ barred: VerdictReason?,
    _ estimate: EngineEstimate
  ) {
    let claim: Verdict? =
      estimate.limits95.high < 0 ? .lower : estimate.limits95.low > 0 ? .higher : nil
    let isFew = design == .dose ? nightsOff + nightsOn < 4 : min(nightsOff, nightsOn) < 2
    let hasOneSideOfZeros = [.on, .off].contains(estimate.sideWithoutMovement)
    if let barred {
      (verdict, reason) = (.notComparable, barred)
    } else if estimate.sideWithoutMovement == .both {
      (verdict, reason) = (.notEnoughNights, .noMovementOnAnyNight)
    } else if isFew {
      (verdict, reason) =
        (.notEnoughNights, design == .dose ? .fewerThanFourNights : .fewerThanTwoNightsOnASide)
    } else if assignment == .chosen {
      (verdict, reason) = (.notComparable, .nightsChosen)
    } else if hasOneSideOfZeros,
      (estimate.sideWithoutMovementP ?? 1) > EngineConstants.zeroSideProbability
    {
      (verdict, reason) = (.notEnoughNights, .sideWithoutMovement)
    } else if claim != nil, driftExplains(estimate) {
      (verdict, reason) = (.notComparable, .driftBeforeStart)
    } else if claim != nil, let orderTest, orderTest.pairs >= EngineConstants.guardedNights,
      orderTest.pValue > 0.05
    {
      (verdict, reason) = (.notEnoughNights, .orderTest)
    } else if let claim {
      verdict = claim
      if let odds = logOddsOfStep, odds < Log.of(EngineConstants.driftOdds) {
        clauses.append(.driftExplainsAsWell)
      }
    } else if estimate.limits90.low >= Log.of(EngineConstants.immaterial.low),
      estimate.limits90.high <= Log.of(EngineConstants.immaterial.high)
    {
      verdict = .noMaterialChange
    } else {
      verdict = .notEnoughNights
      if estimate.limits95Unlike.excludesZero { clauses.append(.dependsOnLikeness) }
    }
    if hasOneSideOfZeros, verdict == .lower || verdict == .higher { clauses.append(.sideWithoutMovement) }
  }

  /// True if there was a clear trend before the start in the direction of the change, and adjusting for it
  /// leaves no clear change.
  private func driftExplains(_ estimate: EngineEstimate) -> Bool {
    guard let trendBefore, let besideTrend else { return false }
    return trendBefore.isClear && trendBefore.value * estimate.logRateRatio > 0 && !besideTrend.isClear
  }

  // MARK: Step against drift

  private mutating func lookBefore(
    _ nights: [DesignNight], weeks: [Double], all: EngineSeries
  ) {
    guard let start = nights.first(where: \.isOn)?.day, nightsOff > 0 else { return }
    let earlier = nights.indices.filter { nights[$0].day < start }
    let before = DesignedComparison.series(earlier.map { nights[$0] }, columns: 2) {
      [1, weeks[earlier[$0]], 0]
    }
    guard earlier.count >= 5, before.counts.reduce(0, +) > 0, before.isEstimable, all.isEstimable,
      let trend = RateRatioEngine(series: before).estimate(),
      let adjusted = RateRatioEngine(series: all).estimate()
    else { return }
    trendBefore = LogChange(value: trend.logRateRatio, limits: trend.dispersionLimits)
    besideTrend = LogChange(value: adjusted.logRateRatio, limits: adjusted.dispersionLimits)
  }

  /// Both explanations have the same number of columns, so their residual sums of squares can be compared.
  private static func logOdds(_ series: EngineSeries, x: [Double]) -> Double {
    let z = series.logRates
    let first = Double(series.days.first ?? 0)
    let floor = 2 * EngineConstants.priorNights * EngineConstants.priorDispersion
    func residualSquares(_ column: [Double]) -> Double {
      let mean = z.reduce(0, +) / Double(z.count)
      let center = column.reduce(0, +) / Double(column.count)
      var cross = 0.0
      var own = 0.0
      for index in z.indices {
        cross += (column[index] - center) * (z[index] - mean)
        own += (column[index] - center) * (column[index] - center)
      }
      let slope = own > 0 ? cross / own : 0
      return z.indices.reduce(floor) { sum, index in
        let residual = z[index] - mean - slope * (column[index] - center)
        return sum + residual * residual
      }
    }
    let freedom = Double(series.nights) - 2 + 2 * EngineConstants.priorNights
    return freedom / 2
      * Log.of(residualSquares(series.days.map { Double($0) - first }) / residualSquares(x))
  }

  // MARK: Nights

  private static func series(
    _ nights: [DesignNight], columns: Int, _ row: (Int) -> SIMD3<Double>
  ) -> EngineSeries {
    EngineSeries(
      counts: nights.map { Double($0.count) }, hours: nights.map(\.hours), days: nights.map(\.day),
      rows: nights.indices.map(row), columns: columns, isOn: nights.map(\.isOn))
  }

  /// In time order, at most the last 200 of each side: the work grows with the square of the number of
  /// nights.
  private static func latest(_ nights: [DesignNight]) -> [DesignNight] {
    let sorted = nights.sorted { $0.day < $1.day }
    var left = [EngineConstants.mostNightsOfASide, EngineConstants.mostNightsOfASide]
    return sorted.reversed().filter { night in
      left[night.isOn ? 1 : 0] -= 1
      return left[night.isOn ? 1 : 0] >= 0
    }.reversed()
  }
}
