import SleepEvents
import StudyTables

/// Options for the estimation of a contrast that the command line can change.
package struct EstimationOptions: Hashable, Sendable {
  /// False omits the permutation test.
  package var permutes = true
  package var permutationSeed = PermutationTest.defaultSeed

  package init() {}
}

/// Computes the numbers of one contrast.
struct ContrastEstimation {
  var nights: ContrastNights
  /// The drawn order, if the design is drawn and the record can be trusted.
  var order: OrderRecord?
  /// Why the nights cannot be compared, whatever their values.
  var barred: VerdictReason?
  /// True if not even the ratio may be printed.
  var isWithheld: Bool
  /// False for a secondary outcome, which needs only part of the numbers.
  var isFull: Bool
  var request: ComparisonRequest

  func add(to contrast: inout Contrast) {
    if contrast.outcome.isCount { addCounts(to: &contrast) } else { addScores(to: &contrast) }
  }

  // MARK: Counts

  private func addCounts(to contrast: inout Contrast) {
    let counted = nights.counted
    contrast.before = SideSummary(counted: counted.before, excluded: nights.excluded(.before))
    contrast.after = SideSummary(counted: counted.after, excluded: nights.excluded(.after))
    contrast.moving = (counted.before.count { $0.count > 0 }, counted.after.count { $0.count > 0 })
    if contrast.kind.design == .dose { contrast.isDoseTiedToTime = isDoseTiedToTime }
    let isBeforeAfter = contrast.kind.design == .beforeAfter
    if isFull, isBeforeAfter, counted.before.count >= 5 {
      contrast.baselineTrend = QuasiPoisson.trendPerWeek(counted.before)
    }
    let compared = ContrastEstimation.compare(
      nights, kind: contrast.kind, assignment: contrast.assignment ?? .fixed, barred: barred, order: order)
    contrast.verdict = compared.verdict
    contrast.reason = compared.reason
    guard !isWithheld, let estimate = compared.estimate else { return }
    contrast.clauses = compared.clauses
    contrast.estimate = estimate
    contrast.statement = RateRatioStatement(estimate)
    contrast.method = .engine
    contrast.hasTrendColumn = compared.hasTrendColumn
    contrast.logOddsOfStep = compared.logOddsOfStep
    contrast.orderTest = compared.orderTest
    contrast.logTrendBefore = compared.trendBefore?.value
    contrast.logRatioBesideTrend = compared.besideTrend.map { ($0.value, $0.limits) }
    guard isFull else { return }
    addCompanions(counted, to: &contrast)
    addPlan(estimate, to: &contrast)
    addWithoutFirstNight(to: &contrast)
  }

  /// Runs the engine on the nights of a contrast. Its second side is the later one, so that a stop is
  /// described by what came after it.
  static func compare(
    _ nights: ContrastNights, kind: ContrastKind, assignment: NightAssignment, barred: VerdictReason?,
    order: OrderRecord?
  ) -> DesignedComparison {
    let rows = nights.inTimeOrder.compactMap { used, side -> DesignNight? in
      used.counted.map { counted in
        DesignNight(
          count: counted.count, hours: counted.hours, day: counted.day, isOn: side == .after,
          milligrams: used.night.dose.milligrams ?? 0, pair: order == nil ? nil : used.night.pair)
      }
    }
    return DesignedComparison(
      rows, design: kind.design, assignment: assignment, barred: barred, seed: order?.seed ?? 1)
  }

  /// True for a correlation of dose and day of .7 or more.
  private var isDoseTiedToTime: Bool {
    let used = nights.used
    let days = Moments(used.map { Double($0.night.date.dayNumber) })
    let doses = Moments(used.map { $0.night.dose.milligrams ?? 0 })
    let product = used.reduce(0.0) {
      $0 + (Double($1.night.date.dayNumber) - days.mean) * (($1.night.dose.milligrams ?? 0) - doses.mean)
    }
    let scale = (days.squares * doses.squares).squareRoot()
    return scale > 0 && abs(product) >= 0.7 * scale
  }

  /// The additional methods of the first edition that suit the design. They treat nights as exchangeable, so
  /// none is used where a drift is modelled or doses differ.
  private func addCompanions(_ counted: CountedNights, to contrast: inout Contrast) {
    switch contrast.kind.design {
    case .beforeAfter:
      contrast.logRateTest = LogRateTest(counted)
      if request.estimation.permutes {
        contrast.permutation = PermutationTest(counted, seed: request.estimation.permutationSeed)
      }
      contrast.bayesian = BayesianComparison(counted)
      contrast.overlap = NonOverlap(counted)
    case .interleaved: contrast.overlap = NonOverlap(counted)
    case .dose: break
    }
  }

  private func addPlan(_ estimate: EngineEstimate, to contrast: inout Contrast) {
    guard let design = NightPlan.Design(contrast), let rate = contrast.before.index, rate > 0 else { return }
    let plan = NightPlan(
      ratePerHour: rate, nightVariation: NightPlan.variation(own: estimate.ownNightVariation))
    contrast.nightsNeededForHalving = plan.nights(design, toShow: 0.5)
    contrast.nightsNeededFor30Percent = plan.nights(design, toShow: 0.7)
  }

  private func addWithoutFirstNight(to contrast: inout Contrast) {
    var rest = nights
    rest.before.removeAll { $0.night.row.role == .firstLaboratoryNight }
    rest.after.removeAll { $0.night.row.role == .firstLaboratoryNight }
    guard rest.used.count < nights.used.count, !rest.before.isEmpty, !rest.after.isEmpty else { return }
    contrast.withoutFirstNight =
      ContrastEstimation.compare(rest, kind: contrast.kind, assignment: .fixed, barred: nil, order: nil)
      .estimate.map(RateRatioStatement.init)
  }

  // MARK: Scores

  /// Means and their difference for an outcome that is not a count, with the columns of the same design.
  private func addScores(to contrast: inout Contrast) {
    let left = nights.before.compactMap(\.score)
    let right = nights.after.compactMap(\.score)
    contrast.before = SideSummary(scores: left, excluded: nights.excluded(.before))
    contrast.after = SideSummary(scores: right, excluded: nights.excluded(.after))
    if let barred, barred != .inseparableExposure || !contrast.outcome.isOfTheMorning {
      contrast.verdict = .notComparable
      contrast.reason = barred
      if isWithheld { return }
    }
    guard !left.isEmpty, !right.isEmpty else {
      if barred == nil { (contrast.verdict, contrast.reason) = (.notEnoughNights, .noContrast) }
      return
    }
    contrast.scoreDifference = difference(
      contrast.kind.design, step: contrast.outcome.isOfTheMorning ? 1 : 0)
    contrast.method = contrast.scoreDifference == nil ? nil : .scoreDifference
    guard barred == nil else {
      (contrast.verdict, contrast.reason) = (.notComparable, barred)
      return
    }
    (contrast.verdict, contrast.reason) = scoreVerdict(contrast)
  }

  private func difference(_ design: ComparisonDesign, step: Double) -> ScoreDifference? {
    let ordered = nights.inTimeOrder
    let scores = ordered.compactMap(\.used.score)
    guard scores.count == ordered.count, !scores.isEmpty else { return nil }
    let days = ordered.map(\.used.night.date.dayNumber)
    let middle = days.reduce(0.0) { $0 + Double($1) } / Double(days.count)
    var rows = ordered.map { used, side -> SIMD3<Double> in
      [1, design == .dose ? (used.night.dose.milligrams ?? 0) / 50 : side == .after ? 1 : 0, 0]
    }
    if design == .interleaved, rows.count >= 8 {
      let plain = rows
      for index in rows.indices { rows[index].z = (Double(days[index]) - middle) / 7 }
      if let result = ScoreDifference(scores: scores, step: step, days: days, rows: rows, columns: 3) {
        return result
      }
      rows = plain
    }
    return ScoreDifference(scores: scores, step: step, days: days, rows: rows, columns: 2)
  }

  private func scoreVerdict(_ contrast: Contrast) -> (Verdict, VerdictReason?) {
    guard min(contrast.before.nights, contrast.after.nights) >= 2 || contrast.kind.design == .dose else {
      return (.notEnoughNights, .fewerThanTwoNightsOnASide)
    }
    if contrast.assignment == .chosen { return (.notComparable, .nightsChosen) }
    guard let difference = contrast.scoreDifference else { return (.notEnoughNights, .notEstimable) }
    let limits = difference.limits(level: 0.95)
    return (limits.high < 0 ? .lower : limits.low > 0 ? .higher : .notEnoughNights, nil)
  }
}

extension Contrast {
  /// Whether the headline and its companions fall on different sides of .05.
  var companionsDisagree: Bool {
    guard min(before.nights, after.nights) >= 2, let statement, verdict != .notComparable else {
      return false
    }
    let isClear = statement.excludesOne
    let companions = [permutation?.pTwoSided, logRateTest?.estimate.pValue].compactMap(\.self)
    if companions.contains(where: { ($0 < 0.05) != isClear }) { return true }
    guard let higher = bayesian?.probabilityHigher else { return false }
    return (higher < 0.025 || higher > 0.975) != isClear
  }
}
