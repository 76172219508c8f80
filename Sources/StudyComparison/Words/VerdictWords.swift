import Foundation
import StudyTables

/// The sentence that accompanies a verdict.
///
/// It states what was observed, never why: "changed after", not "because of". The percentages come from the
/// interval.
struct VerdictWords {
  var contrast: Contrast
  var choice: DesignChoice
  /// The name of the drug as given by the user.
  var drug: String
  /// Labels of what cannot be separated from the drug.
  var aliased: [String]
  /// Labels of how the scoring of the nights differs.
  var unlike: [String]
  /// The distinct doses of the used nights, mg, in ascending order.
  var doses: [Double]

  var sentence: String {
    guard contrast.outcome.isCount else { return ScoreWords(words: self).sentence }
    let text =
      switch contrast.verdict {
      case .notComparable: notComparable
      case .lower, .higher: changed
      case .noMaterialChange: noMaterialChange
      case .notEnoughNights, .notEnoughPatients: notEnoughNights
      }
    return text + disagreement + otherChanges
  }

  // MARK: What was seen

  static func name(of outcome: Outcome) -> String {
    switch outcome {
    case .plms: "PLMS"
    case .plmsArousal: "PLMS with an arousal"
    case .plmw: "PLMW"
    case .plmsWithoutRespiratory: "PLMS without respiratory ones"
    case .plmsNREM: "PLMS in NREM sleep"
    case .plmsN1: "PLMS in N1"
    case .plmsN2: "PLMS in N2"
    case .plmsN3: "PLMS in N3"
    case .plmsREM: "PLMS in REM sleep"
    case .periodicityIndex: "Periodicity index"
    case .meanLogInterval: "Mean log intermovement interval"
    case .atoniaIndex: "Atonia index of the chin in REM sleep"
    case .alternatingActivation: "Trains of alternating leg activation per hour of sleep"
    case .karolinskaSleepiness: "Sleepiness of the morning (KSS)"
    case .visualAnalogueSleepiness: "Sleepiness of the morning (VAS)"
    }
  }

  /// The state to which the hours refer.
  static func hours(of outcome: Outcome) -> String {
    switch outcome {
    case .plmw: "wake in bed"
    case .plmsNREM: "NREM sleep"
    case .plmsN1: "N1"
    case .plmsN2: "N2"
    case .plmsN3: "N3"
    case .plmsREM: "REM sleep"
    default: "sleep"
    }
  }

  var nights: String { "\(contrast.before.nights) + \(contrast.after.nights) nights" }

  var seen: String {
    let place = VerdictWords.hours(of: contrast.outcome)
    let hours = "\(NumberWords.hours(contrast.before.hours)) + \(NumberWords.hours(contrast.after.hours)) h"
    return "\(VerdictWords.name(of: contrast.outcome)) per hour of \(place): "
      + "\(NumberWords.rate(contrast.before.index)) -> \(NumberWords.rate(contrast.after.index)) "
      + "(\(which)\(nights), \(hours) of \(place))."
  }

  /// Which sides are compared, if not before and on the drug.
  private var which: String {
    switch contrast.kind {
    case .doseStep, .beforeAfterAcute: "\(sides.before) and \(sides.after); "
    default: ""
    }
  }

  /// Names of the two sides in a sentence.
  var sides: (before: String, after: String) {
    switch contrast.kind {
    case .duringStopped: ("on \(drug)", "after stopping \(drug)")
    case .doseStep(let i, let j):
      (step(i, contrast.stepDoses?.from), step(j, contrast.stepDoses?.to))
    case .beforeAfterAcute: ("before \(drug)", "in the first nights on \(drug)")
    case .beforeAfterSteady, .population: ("before \(drug)", "on \(drug)")
    case .onVersusOff, .per50Milligrams: ("without \(drug)", "on \(drug)")
    }
  }

  private func step(_ number: Int, _ dose: Double?) -> String {
    if number == 0 { return "before \(drug)" }
    return dose.map { "at \(NumberWords.milligrams($0))" } ?? "at dose step \(number)"
  }

  /// How the nights followed each other; empty for before and after.
  var order: String {
    guard contrast.kind == .onVersusOff else { return "" }
    let drawn = contrast.assignment == .drawn
    var text =
      " \(contrast.after.nights) nights with and \(contrast.before.nights) nights without \(drug), in "
      + (drawn ? "an order drawn beforehand." : "a fixed order.")
    if contrast.hasTrendColumn { text += " A steady drift over the weeks has been taken out." }
    let aside = contrast.count(of: .carryOver) + contrast.count(of: .settling)
    if aside > 0 { text += " \(aside) night\(aside == 1 ? "" : "s") after a dose were set aside." }
    if drawn, let test = contrast.orderTest, contrast.reason != .orderTest {
      text +=
        " Among all orders that could have been drawn (\(test.pairs) pairs), "
        + "\(NumberWords.share(test.pValue)) would have shown a difference this large."
    } else if !drawn {
      text += " The order was not drawn, so something that follows the same rhythm cannot be excluded."
    }
    return text
  }

  // MARK: Verdicts

  private var changed: String {
    let word = contrast.verdict == .lower ? "Lower" : "Higher"
    var text = seen
    if contrast.kind == .per50Milligrams {
      text += slope
    } else if let ratio = contrast.statement?.ratio, let interval = contrast.statement?.interval {
      text += " \(word) \(NumberWords.size(ratio, interval))."
    }
    return text + zeroSide + order + drift + " " + onePerson
  }

  private var slope: String {
    guard let ratio = contrast.statement?.ratio, let interval = contrast.statement?.interval else {
      return ""
    }
    let word = ratio < 1 ? "lower" : "higher"
    let over = doses.map { String(NumberWords.milligrams($0).dropLast(3)) }.joined(separator: "-")
    var text = " Per 50 mg the index was \(word) \(NumberWords.size(ratio, interval)), over \(over) mg."
    if isDoseTiedToTime { text += " The dose rose with time; a drift in time looks the same." }
    return text
  }

  /// True if dose and day are related, by the engine's odds or by the order of the nights.
  private var isDoseTiedToTime: Bool { contrast.isDoseTiedToTime }

  private var zeroSide: String {
    guard contrast.clauses.contains(.sideWithoutMovement), let estimate = contrast.estimate else { return "" }
    let isFirst = estimate.sideWithoutMovement == .off
    let nights = isFirst ? contrast.before.nights : contrast.after.nights
    let place = isFirst ? sides.before : sides.after
    let least =
      isFirst ? contrast.statement?.low95.map { 1 - 1 / $0 } : contrast.statement?.high95.map { 1 - $0 }
    guard let least else { return "" }
    return " No movement was counted in the \(nights) nights \(place); the rate there is at least "
      + "\(NumberWords.percentAtLeast(least)) % lower."
  }

  private var drift: String {
    guard contrast.clauses.contains(.driftExplainsAsWell) else { return "" }
    let change =
      contrast.kind == .duringStopped
      ? "stop" : contrast.kind == .per50Milligrams ? "start or with the dose" : "start"
    return " A slow drift over the whole period would explain these nights about as well as a change at the "
      + "\(change). Nights in random order would tell the two apart."
  }

  private var onePerson: String {
    let compared =
      switch contrast.kind {
      case .duringStopped: "Nights on \(drug) and after stopping it"
      case .doseStep(let from, _) where from > 0: "Nights \(sides.before) and \(sides.after)"
      default: "Nights with and without \(drug)"
      }
    return "\(compared) were compared in one person; this alone does not show why."
  }

  private var noMaterialChange: String {
    guard let interval = contrast.statement?.interval90 else { return seen }
    return
      "\(seen)\(order) No material change: the ratio lies between \(NumberWords.ratio(interval.low)) and "
      + "\(NumberWords.ratio(interval.high)) (90 % interval), inside 0.80-1.25, which we had set as too small to "
      + "matter."
  }

  private var notComparable: String {
    switch contrast.reason {
    case .nightsChosen:
      return
        "Not comparable: \(drug) was taken on nights of the patient's choice. Such nights differ from the others "
        + "before any tablet is taken, so no verdict is given. On \(contrast.after.nights) nights with \(drug) the "
        + "index was \(NumberWords.rate(contrast.after.index)), on \(contrast.before.nights) without "
        + "\(NumberWords.rate(contrast.before.index)). Drawing the nights beforehand would allow an answer."
    case .driftBeforeStart:
      let trend = contrast.logTrendBefore ?? 0
      let week = abs(exp(trend) - 1)
      return
        "Not comparable: cannot tell. \(seen) The index was already \(trend < 0 ? "falling" : "rising") before "
        + "the \(contrast.kind == .duringStopped ? "stop" : "first dose"), \(NumberWords.percent(week)) % a week, and "
        + "the difference afterwards is what that drift alone would give."
    case .interleavedTooSlow:
      return
        "Not comparable: \(drug) stays in the body for days; single nights with and without it cannot be "
        + "compared. Use weeks: two weeks or more without it, then with it."
    default: return cannotSeparate
    }
  }

  private var cannotSeparate: String {
    var parts: [String] = []
    if !unlike.isEmpty {
      parts.append(
        "the nights were not scored alike (they differ in \(NumberWords.list(unlike))), so their indices are "
          + "different quantities; score all nights alike, or leave the odd ones out")
    }
    if !aliased.isEmpty {
      parts.append(
        "\(NumberWords.list(aliased)) changed in the same pattern over the nights that count, so these nights "
          + "cannot separate it from \(drug)")
    }
    let cause = parts.joined(separator: "; and ")
    let numbers = contrast.before.nights > 0 && contrast.after.nights > 0 && unlike.isEmpty ? seen + " " : ""
    return "\(numbers)Not comparable: \(cause)."
  }

  // MARK: Additional remarks

  private var disagreement: String {
    guard contrast.companionsDisagree else { return "" }
    var parts: [String] = []
    if let permutation = contrast.permutation {
      let least =
        permutation.smallestReachableP >= 0.05
        ? ", and these nights cannot reach a smaller one than \(NumberWords.probability(permutation.smallestReachableP))"
        : ""
      parts.append("permutation p \(NumberWords.probability(permutation.pTwoSided))\(least)")
    }
    if let test = contrast.logRateTest {
      parts.append("log-rate t p \(NumberWords.probability(test.estimate.pValue))")
    }
    if let higher = contrast.bayesian?.probabilityHigher {
      parts.append("Bayesian probability of a rise \(NumberWords.ratio(higher))")
    }
    return
      " Methods that treat the nights as independent disagree (\(parts.joined(separator: "; "))), so more "
      + "nights are advisable."
  }

  /// Other changes first, then anything else that readers need to know.
  private var otherChanges: String {
    let others = contrast.caveats.filter { !VerdictWords.codesSaidElsewhere.contains($0.code) }
    let changes = others.filter { VerdictWords.isChange($0.code) }.map(\.sentence)
    var notes = others.filter { !VerdictWords.isChange($0.code) }.map(\.sentence)
    if contrast.rules == PatientAssembly.unstatedRules {
      notes.append("The table does not state by which rules the nights were scored.")
    }
    var text = ""
    if !changes.isEmpty { text += " Other changes in the period: " + changes.joined(separator: " ") }
    if let rest = contrast.withoutOtherExposure, let ratio = rest.ratio, let interval = rest.interval {
      text +=
        " On the nights without the other exposure alone the ratio is \(NumberWords.ratio(ratio)) (95 % interval "
        + "\(NumberWords.ratio(interval.low))-\(NumberWords.ratio(interval.high)))."
    }
    if !notes.isEmpty { text += " To keep in mind: " + notes.joined(separator: " ") }
    return text
  }

  private static let codesSaidElsewhere: Set<String> = ["methods_disagree", "one_night_phase"]

  static func isChange(_ code: String) -> Bool {
    code.hasPrefix("drug_changed:")
      || [
        "iron_changed", "ferritin_changed", "cpap_changed", "sampling_changed", "season_changed",
        "breathing_changed",
        "stages_shifted", "sleep_time_changed",
      ].contains(code)
  }
}
