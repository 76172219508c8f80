import StudyTables

/// The sentence that comes with a verdict (statistics.md 4).
///
/// It says what was seen, never why: "changed after", not "because of". The percent bounds come from the interval.
struct VerdictWords {
  var contrast: Contrast
  /// The drug as the user named it.
  var drug: String
  /// What cannot be separated from the drug, by its label.
  var aliased: [String]
  /// In what the nights were not scored alike, by its label.
  var unlike: [String]

  var sentence: String {
    guard contrast.outcome.isCount else { return scoreSentence }
    switch contrast.verdict {
    case .notComparable: return notComparable
    case .lower, .higher: return changed
    case .noMaterialChange: return noMaterialChange
    case .notEnoughNights: return notEnoughNights
    }
  }

  // MARK: What was seen

  static func name(of outcome: Outcome) -> String {
    switch outcome {
    case .plms: "PLMS index"
    case .plmsArousal: "PLMS-arousal index"
    case .plmw: "PLMW index"
    case .plmsWithoutRespiratory: "PLMS index without respiratory movements"
    case .plmsNREM: "PLMS index in NREM sleep"
    case .plmsN1: "PLMS index in N1"
    case .plmsN2: "PLMS index in N2"
    case .plmsN3: "PLMS index in N3"
    case .plmsREM: "PLMS index in REM sleep"
    case .periodicityIndex: "periodicity index"
    case .meanLogInterval: "mean log intermovement interval"
    }
  }

  private var nights: String { "\(contrast.before.nights) + \(contrast.after.nights) nights" }

  private var seen: String {
    let hours = "\(NumberWords.hours(contrast.before.hours)) + \(NumberWords.hours(contrast.after.hours)) h"
    let place = contrast.outcome == .plmw ? "of wake in bed" : "of sleep"
    return "\(VerdictWords.name(of: contrast.outcome)) \(NumberWords.rate(contrast.before.index)) -> "
      + "\(NumberWords.rate(contrast.after.index)) /h (\(nights), \(hours) \(place))."
  }

  private var ratio: String? {
    guard let headline = contrast.headline else { return nil }
    let interval = headline.interval(level: 0.95)
    return "Rate ratio \(NumberWords.ratio(headline.rateRatio)) (95 % CI "
      + "\(NumberWords.ratio(interval.low))-\(NumberWords.ratio(interval.high)))"
  }

  private var sides: (before: String, after: String) {
    switch contrast.kind {
    case .duringStopped: ("on \(drug)", "after it was stopped")
    case .doseStep(let i, let j): (i == 0 ? "before \(drug)" : "at dose step \(i)", "at dose step \(j)")
    case .beforeAfterAcute: ("before \(drug)", "in the first nights on \(drug)")
    case .beforeAfterSteady, .population: ("before \(drug)", "on \(drug)")
    }
  }

  // MARK: Verdicts

  private var changed: String {
    guard let headline = contrast.headline, let ratio else { return seen }
    let direction = NumberWords.direction(headline.interval(level: 0.95))
    return "\(seen) \(ratio): \(direction). \(onePerson)\(disagreement)\(otherChanges)"
  }

  private var onePerson: String {
    "This is a before/after comparison of one person; it does not by itself show that \(drug) was the cause."
  }

  private var noMaterialChange: String {
    let ratio = ratio.map { " \($0)." } ?? ""
    return "\(seen)\(ratio) No material change: the 90 % interval lies within 0.80-1.25. "
      + "\(onePerson)\(disagreement)\(otherChanges)"
  }

  private var notComparable: String {
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

  private var notEnoughNights: String {
    let before = contrast.before
    let after = contrast.after
    if before.nights == 0 || after.nights == 0 {
      let empty = before.nights == 0 ? sides.before : sides.after
      let both = before.nights == 0 && after.nights == 0
      let place = both ? "\(sides.before) and \(sides.after)" : empty
      return
        "Not enough nights to tell. There is no usable night \(place)\(excludedRemark), so nothing can be "
        + "compared.\(otherChanges)"
    }
    if before.count == 0, after.count == 0 {
      return "Not enough nights to tell. There were no movements on any night (\(nights)).\(otherChanges)"
    }
    if before.nights == 1 || after.nights == 1 {
      return "Not enough nights to tell. \(seen) \(oneNight)\(needed)\(otherChanges)"
    }
    guard let headline = contrast.headline, let fit = contrast.fit else {
      return "Not enough nights to tell."
    }
    let interval = headline.interval(level: 0.95)
    return "Not enough nights to tell. \(seen) These \(nights) are compatible with anything from "
      + "\(NumberWords.change(interval.low)) to \(NumberWords.change(interval.high)). With this night-to-night "
      + "variability (CV \(NumberWords.percent(fit.nightVariation)) %), an observed change of less than "
      + "\(NumberWords.fold(headline.smallestToldFromChance)) in either direction could not be told from "
      + "chance.\(needed)\(disagreement)\(otherChanges)"
  }

  private var oneNight: String {
    if contrast.before.nights == 1, contrast.after.nights == 1 {
      return
        "One night on each side cannot separate the drug from the night: in published series the index of "
        + "the same person on the same treatment ranges by 25/h on average across nights."
    }
    let side = contrast.before.nights == 1 ? sides.before : sides.after
    return
      "There is only one night \(side), and one night cannot separate the drug from the night: in published "
      + "series the index of the same person on the same treatment ranges by 25/h on average across nights."
  }

  /// How many nights would settle it; never fewer than there are.
  private var needed: String {
    guard let halving = contrast.nightsNeededForHalving else { return "" }
    let fewest = min(contrast.before.nights, contrast.after.nights)
    if halving > fewest {
      return
        " About \(halving) nights before and \(halving) after would be needed to show a halving (80 % chance)."
    }
    guard let third = contrast.nightsNeededFor30Percent, third > fewest else {
      return " These are as many nights as a fall by 30 % needs (80 % chance); a smaller change needs more."
    }
    return
      " A halving would likely have shown; about \(third) nights before and \(third) after would be needed to "
      + "show a fall by 30 % (80 % chance)."
  }

  private var excludedRemark: String {
    let count = contrast.before.excludedNights + contrast.after.excludedNights
    return count == 0 ? "" : " (\(count) set aside)"
  }

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
    return " The methods disagree (\(parts.joined(separator: "; "))), so more nights are worth having."
  }

  /// What else changed, then what else a reader must know.
  private var otherChanges: String {
    let others = contrast.caveats.filter { !VerdictWords.codesSaidElsewhere.contains($0.code) }
    let changes = others.filter { VerdictWords.isChange($0.code) }.map(\.sentence)
    var notes = others.filter { !VerdictWords.isChange($0.code) }.map(\.sentence)
    if contrast.rules == PatientAssembly.unstatedRules {
      notes.append("The table does not state by which rules the nights were scored.")
    }
    var text = ""
    if !changes.isEmpty { text += " Other changes in the period: " + changes.joined(separator: " ") }
    if !notes.isEmpty { text += " To keep in mind: " + notes.joined(separator: " ") }
    return text
  }

  private static let codesSaidElsewhere: Set<String> = ["methods_disagree", "one_night_phase"]

  private static func isChange(_ code: String) -> Bool {
    code.hasPrefix("drug_changed:")
      || ["iron_changed", "cpap_changed", "sampling_changed", "season_changed"].contains(code)
  }

  // MARK: Outcomes that are no counts

  private var scoreSentence: String {
    let name = VerdictWords.name(of: contrast.outcome)
    if contrast.verdict == .notComparable { return notComparable }
    guard let left = contrast.before.index, let right = contrast.after.index else {
      return "Not enough nights to tell. There is no \(name) on one of the sides."
    }
    let values = "\(name) \(NumberWords.ratio(left)) -> \(NumberWords.ratio(right)) (\(nights))."
    guard let difference = contrast.meanDifference else { return "Not enough nights to tell. \(values)" }
    let limits = difference.limits(level: 0.95)
    let range =
      "difference of means \(NumberWords.signed(difference.difference)) (95 % CI "
      + "\(NumberWords.signed(limits.low)) to \(NumberWords.signed(limits.high)))"
    switch contrast.verdict {
    case .lower, .higher: return "\(values) It was \(contrast.verdict.rawValue) after: \(range)."
    default: return "Not enough nights to tell. \(values) The \(range) leaves both directions open."
    }
  }
}
