import Foundation
import StructuredText
import StudyComparison

/// The texts of the physician's page.
enum DoctorWords {
  static let secondaryHeading =
    "Secondary outcomes (declared as such: descriptive; the one primary outcome is above)"
  static let accountHeading =
    "What the difference is made up of (a breakdown of the numbers, not an explanation)"

  private static func fixed(_ value: Double?, _ decimals: Int) -> String {
    Delimited.fixed(value, decimals) ?? "-"
  }

  private static func p(_ value: Double) -> String {
    value < 0.001 ? "< 0.001" : Delimited.fixed(value, 3) ?? "-"
  }

  static func numbers(_ contrast: Contrast) -> [String] {
    var lines: [String] = []
    let before = contrast.before
    let after = contrast.after
    lines.append(
      "nights \(before.nights) + \(after.nights) (set aside \(before.excludedNights) + \(after.excludedNights)); "
        + "median of nights \(fixed(before.median, 1)) -> \(fixed(after.median, 1)) /h")
    if let estimate = contrast.estimate, let statement = contrast.statement {
      let what = contrast.kind == .per50Milligrams ? "rate ratio per 50 mg" : "rate ratio"
      lines.append(
        "\(what) \(fixed(statement.ratio, 3)) (95 % interval \(fixed(statement.low95, 3))-"
          + "\(fixed(statement.high95, 3)), 90 % \(fixed(statement.low90, 3))-\(fixed(statement.high90, 3)), "
          + "\(StudyWords.method(contrast.method)), \(fixed(estimate.degreesOfFreedom, 1)) degrees of freedom, "
          + "two-sided p \(statement.pValue.map(p) ?? "-"))")
      lines.append(
        "night-to-night CV \(fixed(100 * estimate.nightVariation, 0)) % (own nights alone "
          + "\(fixed(100 * estimate.ownNightVariation, 0)) %); smallest observed change distinguishable from chance "
          + "\(fixed(statement.smallestToldFromChance, 2))-fold (about 50 % power)")
      lines.append(
        "correlation of neighbouring nights \(fixed(estimate.likeness, 2)), variance x "
          + "\(fixed(estimate.varianceFactor, 2))")
    }
    if let odds = contrast.logOddsOfStep {
      lines.append(
        "odds of a change with the drug against a straight drift \(fixed(exp(min(odds, 20)), odds < 3 ? 1 : 0)) to 1"
      )
    }
    if let test = contrast.orderTest {
      lines.append(
        "order test p \(p(test.pValue)), smallest reachable \(p(test.smallestReachableP)) (\(test.pairs) pairs)"
      )
    }
    if let permutation = contrast.permutation {
      let how =
        permutation.sampling.map { "\($0.draws) random arrangements, seed \($0.seed)" }
        ?? "exact, \(fixed(permutation.arrangements, 0)) arrangements"
      lines.append(
        "permutation p \(p(permutation.pTwoSided)), smallest reachable \(p(permutation.smallestReachableP)) (\(how))"
      )
    }
    if let test = contrast.logRateTest { lines.append("log-rate t p \(p(test.estimate.pValue))") }
    if let bayesian = contrast.bayesian {
      lines.append(
        "Bayes: P(higher) \(fixed(bayesian.probabilityHigher, 2)), P(higher by > 25 %) "
          + "\(fixed(bayesian.probabilityHigherBy25, 2)), P(lower by > 20 %) "
          + "\(fixed(bayesian.probabilityLowerBy20, 2)), P(within 0.80-1.25) \(fixed(bayesian.probabilityWithin, 2))"
      )
    }
    if let overlap = contrast.overlap {
      lines.append(
        "NAP \(fixed(overlap.share, 2)) (\(fixed(overlap.low, 2))-\(fixed(overlap.high, 2))), a description")
    }
    if let halving = contrast.nightsNeededForHalving {
      let other = contrast.nightsNeededFor30Percent.map { "; to show a fall by 30 %: \($0)" } ?? ""
      let unit = contrast.assignment == .drawn ? "pairs of nights needed" : "nights needed on each side"
      lines.append("\(unit) to show a halving (about 80 % chance): \(halving)\(other)")
    }
    return lines + sensitivities(contrast)
  }

  private static func sensitivities(_ contrast: Contrast) -> [String] {
    var lines: [String] = []
    if let trend = contrast.baselineTrend {
      lines.append(
        "trend before: rate x \(fixed(exp(trend.estimate), 2)) a week, p \(p(trend.pValue)) (quasi-Poisson)")
    }
    if let step = contrast.logRatioBesideTrend {
      lines.append(
        "beside a common drift (sensitivity): \(fixed(exp(step.value), 2)) "
          + "(\(fixed(exp(step.limits.low), 2))-\(fixed(exp(step.limits.high), 2)))")
    }
    if let other = contrast.withoutFirstNight {
      lines.append(
        "without the first laboratory night (sensitivity): \(fixed(other.ratio, 2)) "
          + "(\(fixed(other.low95, 2))-\(fixed(other.high95, 2)))")
    }
    if let other = contrast.withoutOtherExposure {
      lines.append(
        "on the nights without the other exposure (sensitivity): \(fixed(other.ratio, 2)) "
          + "(\(fixed(other.low95, 2))-\(fixed(other.high95, 2)))")
    }
    return lines
  }

  static let absoluteHeading =
    "Lines of the index (exceeding one is a finding on the recording, not a diagnosis)"

  static func absoluteLine(_ line: AbsoluteLine) -> String {
    let who =
      line.perHour == AbsoluteLine.child
      ? "a child" : line.isAgeKnown ? "an adult" : "an adult, as the year of birth is unknown"
    let nights = [
      line.knownBefore > 0 ? "\(line.nightsBefore) of \(line.knownBefore) before" : nil,
      line.knownAfter > 0 ? "\(line.nightsAfter) of \(line.knownAfter) after" : nil,
    ]
    return
      "nights above \(fixed(line.perHour, 0))/h (the line for \(who)), index by \(ReportWords.ruleName(line.rules)): "
      + nights.compactMap(\.self).joined(separator: ", ")
  }

  /// The number of nights in each class, and the nights that are not used.
  static func nights(_ contrast: Contrast) -> [String] {
    let classes = ContrastSide.allCases.compactMap { side -> String? in
      let count = contrast.nights.count { $0.side == side }
      return count == 0 ? nil : "\(count) \(StudyWords.side(side))"
    }
    guard !classes.isEmpty else { return [] }
    let unused = contrast.nights.filter { $0.reason != nil }
    let listed = unused.prefix(40).map { "\($0.nightID) (\($0.reason.map(StudyWords.reason) ?? ""))" }
    let more = unused.count > 40 ? " and \(unused.count - 40) more" : ""
    return ["nights: " + classes.joined(separator: ", ")]
      + (unused.isEmpty ? [] : ["not used: " + listed.joined(separator: ", ") + more])
  }

  static func account(_ parts: Decomposition) -> [String] {
    var lines: [String] = []
    if let left = parts.seriesPerHourBefore, let right = parts.seriesPerHourAfter {
      lines.append("Series per hour of sleep: \(fixed(left, 2)) -> \(fixed(right, 2)).")
    }
    if let left = parts.movementsPerSeriesBefore, let right = parts.movementsPerSeriesAfter {
      lines.append("Movements per series: \(fixed(left, 1)) -> \(fixed(right, 1)).")
    }
    for part in parts.stages {
      lines.append(
        "\(part.stage == "R" ? "REM" : part.stage): \(fixed(part.rateBefore, 1)) -> \(fixed(part.rateAfter, 1)) per hour of the stage, share of "
          + "sleep \(fixed(100 * part.shareBefore, 0)) -> \(fixed(100 * part.shareAfter, 0)) %; of the change of the "
          + "index \(signed(part.fromRate)) /h by the rate and \(signed(part.fromShare)) /h by the share.")
    }
    if !parts.stages.isEmpty {
      lines.append("A fall can be a stage shift, so the shares of the sleep stages are given as well.")
    }
    if !parts.hours.isEmpty {
      let hours = parts.hours.map { "\($0.hour): \(fixed($0.before, 1)) -> \(fixed($0.after, 1))" }
      lines.append("Movements by hour after sleep onset: " + hours.joined(separator: "; ") + ".")
    }
    return lines
  }

  /// Sleep time, N3 and AHI on both sides, as far as known.
  static func sleep(_ sleep: SleepBeside) -> String {
    var parts: [String] = []
    if let hours = sleep.totalSleepHours {
      parts.append("sleep \(fixed(hours.before, 1)) -> \(fixed(hours.after, 1)) h")
    }
    if let share = sleep.n3Percent {
      parts.append("N3 \(fixed(share.before, 0)) -> \(fixed(share.after, 0)) % of sleep")
    }
    if let index = sleep.apneaHypopneaIndex {
      parts.append("AHI \(fixed(index.before, 1)) -> \(fixed(index.after, 1)) /h")
    }
    return "For comparison, means of the nights: " + parts.joined(separator: ", ") + "."
  }

  private static func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + fixed(value, 1) }

  static func symptom(_ change: SymptomChange) -> String {
    func score(_ value: Double?) -> String {
      guard let value else { return "not known" }
      let band = SymptomChange.band(value, of: change.scale).map { " (\($0))" } ?? ""
      return fixed(value, value == value.rounded() ? 0 : 1) + band
    }
    var text = "\(change.scale.name) \(score(change.before)) -> \(score(change.after))"
    if let least = change.smallestThatMatters {
      text +=
        "; smallest change that matters about \(fixed(least, 0))" + (change.source.map { " (\($0))" } ?? "")
      let points = change.points.map { " by \(fixed($0, $0 == $0.rounded() ? 0 : 1)) points" } ?? ""
      if change.isWorse { text += ": worse\(points)" } else if change.isBetter { text += ": better\(points)" }
    }
    if change.scale.isOfOneMorning {
      text +=
        "; \(change.mornings) mornings; no published criterion, reported if at least one step of the KSS or 10 mm of the VAS"
    }
    return text
  }
}
