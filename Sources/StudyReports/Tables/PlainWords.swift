import Foundation
import StructuredText
import StudyComparison

/// The texts of the page that a patient takes to the doctor: short sentences, no statistics, reading grade 8
/// or below (measured in `WordsTests`).
enum PlainWords {
  static func intro(_ drug: String, _ contrast: Contrast) -> String {
    let sides =
      switch contrast.kind {
      case .duringStopped: "your nights on \(drug) with your nights after you stopped it"
      case .onVersusOff, .per50Milligrams: "your nights without \(drug) with your nights on it"
      default: "your nights before \(drug) with your nights on it"
      }
    return
      "This page is about leg movements \(contrast.outcome == .plmw ? "in bed" : "in your sleep"). It compares "
      + "\(sides). Bring it to your doctor."
  }

  static func seen(_ contrast: Contrast) -> String {
    let (first, second) = sides(contrast)
    return side(first, contrast.before, contrast.outcome) + " "
      + side(second, contrast.after, contrast.outcome)
  }

  private static func sides(_ contrast: Contrast) -> (first: String, second: String) {
    switch contrast.kind {
    case .duringStopped: ("On the drug", "After you stopped")
    case .onVersusOff, .per50Milligrams: ("Without the drug", "On the drug")
    default: ("Before the drug", "On the drug")
    }
  }

  private static func side(_ name: String, _ side: SideSummary, _ outcome: Outcome) -> String {
    guard side.nights > 0, let index = side.index else { return "\(name): no night that we can use." }
    let nights = side.nights == 1 ? "1 night" : "\(side.nights) nights"
    let rate =
      index == 0
      ? "no leg movements"
      : index < 0.5
        ? "less than one leg movement"
        : "about \(Int(index.rounded())) leg movement\(index < 1.5 ? "" : "s")"
    return "\(name): \(nights), with \(rate) per hour of \(outcome == .plmw ? "lying awake" : "sleep")."
  }

  static func meaning(_ contrast: Contrast, drug: String) -> [String] {
    switch contrast.verdict {
    case .lower:
      return ["Your legs moved less \(when(contrast, drug)).", range(contrast, "drop")] + drift(contrast)
        + [notTheReason(contrast)]
    case .higher:
      return ["Your legs moved more \(when(contrast, drug)).", range(contrast, "rise")] + drift(contrast)
        + [notTheReason(contrast)]
    case .noMaterialChange:
      return ["Your legs moved about as much as before. Any change is small."]
    case .notComparable: return notComparable(contrast)
    case .notEnoughNights, .notEnoughPatients: return tooFew(contrast)
    }
  }

  private static func when(_ contrast: Contrast, _ drug: String) -> String {
    switch contrast.kind {
    case .duringStopped: "after you stopped \(drug)"
    case .onVersusOff: "on nights with \(drug)"
    case .per50Milligrams: "with more \(drug)"
    default: "after you began \(drug)"
    }
  }

  private static func notTheReason(_ contrast: Contrast) -> String {
    contrast.kind == .duringStopped
      ? "This does not show that stopping it is the reason."
      : "This does not show that the drug is the reason."
  }

  private static func drift(_ contrast: Contrast) -> [String] {
    contrast.clauses.contains(.driftExplainsAsWell)
      ? ["A slow change over all these weeks would look much the same."] : []
  }

  private static func notComparable(_ contrast: Contrast) -> [String] {
    switch contrast.reason {
    case .nightsChosen:
      return [
        "We cannot tell. You chose the nights with the drug, and such nights differ from the others from the start.",
        "If the nights are drawn by lot next time, we can tell.",
      ]
    case .driftBeforeStart:
      return ["We cannot tell. Your movements had begun to change before the first dose."]
    case .interleavedTooSlow:
      return [
        "We cannot tell. This drug stays in the body for days. Weeks with it and weeks without can be compared."
      ]
    default:
      return [
        "We cannot tell what changed the movements.",
        "Other things changed at the same time, or the nights were not counted in the same way.",
      ]
    }
  }

  private static func range(_ contrast: Contrast, _ word: String) -> String {
    guard let interval = contrast.statement?.interval else { return "" }
    let what = contrast.kind == .per50Milligrams ? " with each 50 mg" : ""
    if word == "drop" {
      let ends = [1 - interval.high, 1 - interval.low].map { Int((100 * $0).rounded()) }
      return "The true \(word)\(what) may be as small as \(ends[0]) % or as large as \(ends[1]) %."
    }
    return
      "The true \(word)\(what) may be as small as \(rise(interval.low)) or as large as \(rise(interval.high))."
  }

  private static func rise(_ ratio: Double) -> String {
    ratio < 2
      ? "\(Int((100 * (ratio - 1)).rounded())) %"
      : ratio < 100 ? "\(Int(ratio.rounded())) times the rate" : "more than 100 times the rate"
  }

  private static func tooFew(_ contrast: Contrast) -> [String] {
    var lines = ["These nights are not enough to tell."]
    if contrast.before.nights == 1, contrast.after.nights == 1 {
      lines.append(
        "Two nights can show how much your legs moved on those two nights. They cannot show if the drug made a "
          + "change. The same person can move much more on one night than on the next.")
    } else if contrast.before.nights > 0, contrast.after.nights > 0 {
      lines.append("Leg movements change a lot from night to night.")
    }
    if contrast.before.count == 0, contrast.after.count == 0, contrast.before.nights > 0 {
      lines.append("There were no leg movements on any night.")
    }
    let fewest = min(contrast.before.nights, contrast.after.nights)
    let pairs = contrast.assignment == .drawn && contrast.kind == .onVersusOff
    func needed(_ nights: Int) -> String {
      pairs
        ? "About \(nights) pairs of nights"
        : "About \(nights) nights without and \(nights) nights on the drug"
    }
    if let halving = contrast.nightsNeededForHalving, halving > fewest {
      lines.append("\(needed(halving)) would show a drop by half.")
    } else if let third = contrast.nightsNeededFor30Percent, third > fewest {
      lines.append("\(needed(third)) would show a drop by a third.")
    }
    if contrast.nightsNeededForHalving != nil {
      lines.append("Take more nights on different dates. Count them in the same way.")
      if contrast.kind.design == .beforeAfter {
        lines.append("Wait three nights after each start or change of dose.")
      }
    }
    return lines
  }

  /// A change during the study in simple words, by its code; nil for codes covered elsewhere on the page.
  static func otherChange(_ code: String) -> String? {
    switch code {
    case "iron_changed": "Iron was begun, stopped or changed."
    case "cpap_changed": "The air pressure mask (CPAP) was begun, stopped or changed."
    case "drug_changed:caffeine_alcohol": "You had coffee or drink on some nights and not on others."
    case let code where code.hasPrefix("drug_changed:"): "Some other drug was begun, stopped or changed."
    case "scoring_changed": "The nights were not counted in the same way."
    case "mixed_legs": "Not all nights have both legs."
    case "unassigned_rows": "Some lines of the tables do not say whose they are. They may be yours."
    case let code where code.hasPrefix("unknown_on_one_side:"):
      "For one side the tables do not say how the nights were spent or counted."
    case "first_night": "One night was your first in the sleep lab."
    case "short_night": "On some nights you slept less than two hours."
    case "season_changed": "The nights are from two seasons."
    case "rtm_selected_baseline":
      "One night was the one that led to your care. Such a night is often a bad one."
    case "missing_tst": "For some nights we do not know how long you slept. We left them out."
    case "trend_before": "Your movements had begun to change before the drug."
    case "ferritin_changed": "Your iron changed in this time. That can change leg movements too."
    case "breathing_changed": "Your breathing in sleep was not the same on the two sides."
    case "stages_shifted": "Your deep sleep or your dream sleep was not the same on the two sides."
    case "sleep_time_changed": "You did not sleep for the same time on the two sides."
    case "sampling_changed": "The device was set in another way on some nights."
    case "dose_left_out": "On some nights the drug was not taken as planned. We left them out."
    case "dose_unknown": "For some nights we do not know the dose. We left them out."
    case "methods_disagree": "Two ways to do the math do not agree. More nights would help."
    default: nil
    }
  }

  static func iron(_ iron: IronStatus) -> [String] {
    guard !iron.wasNotLookedAt else {
      if let other = iron.otherFerritin {
        return [
          "Your blood test of iron is not from the time of these nights, but of \(other.date). Ask your doctor about a new "
            + "one. It comes first for restless legs."
        ]
      }
      return [
        "We have no ferritin of yours. That is a blood test of iron. Ask your doctor about it. It comes first for restless "
          + "legs."
      ]
    }
    var lines: [String] = []
    if let ferritin = iron.ferritin {
      let value = JSONValue.numberText(ferritin.value)
      let line = JSONValue.numberText(iron.ferritinLine)
      switch iron.band {
      case .low:
        lines.append(
          "Your ferritin is \(value). That is \(iron.isChild ? "below" : "at or below") \(line), the line for restless "
            + "legs. It may be fine for other people.")
      case .intravenousOnly:
        lines.append(
          "Your ferritin is \(value). That is above \(line), the line for restless legs. Up to 100 a doctor may think of "
            + "iron as a drip, not as pills.")
      case .above, nil:
        lines.append(
          "Your ferritin is \(value). That is \(iron.isChild ? "not below" : "above") \(line), the line for restless "
            + "legs.")
      }
      if !iron.isAgeKnown {
        lines.append("We do not know your year of birth, so we used the line for adults.")
      }
    }
    if let change = iron.ferritinChange {
      lines.append(
        "Your ferritin was \(JSONValue.numberText(change.from.value)) on \(change.from.date). So your iron changed in this "
          + "time.")
    }
    if iron.ferritin == nil {
      lines.append("We have no ferritin of yours. Ask your doctor about this blood test.")
    }
    if iron.isSaturationLow { lines.append("Your blood also contains little iron (TSAT below 20 %).") }
    if iron.isInflamed { lines.append("Your CRP is high. Then ferritin can look better than it is.") }
    lines.append("Take iron only with your doctor.")
    return lines
  }

  static let sleepier =
    "You were more sleepy by day on the drug. Do not drive or use machines when you are sleepy. Tell your doctor soon."
  static let sleepierThoughFewer =
    "Your legs moved less, but you were more sleepy by day. Do not drive or use machines when you are sleepy. Tell "
    + "your doctor soon."

  static func augmentation(_ drugs: [String]) -> String {
    "You take or took \(drugs.joined(separator: " and ")). With this kind of drug, restless legs can come back "
      + "earlier in the day and feel worse after a long time. Ask your doctor about it."
  }

  /// Symptom scales that are worse or better by a relevant amount.
  static func symptoms(_ changes: [SymptomChange]) -> [String] {
    changes.compactMap { change in
      guard change.isWorse || change.isBetter, let before = change.before, let after = change.after,
        !change.isOfSleepiness
      else { return nil }
      let name =
        change.scale == .irls ? "Your score of restless legs (IRLS)" : "Your score of \(change.scale.name)"
      return "\(name) went from \(number(before)) to \(number(after)). That is "
        + (change.isWorse ? "worse" : "better") + (change.points.map { " by \(number($0)) points." } ?? ".")
        + (change.isWorse ? " Tell your doctor." : "")
    }
  }

  private static func number(_ value: Double) -> String { tickText((10 * value).rounded() / 10) }

  /// The line that doctors use for the index.
  static func line(_ line: AbsoluteLine, of contrast: Contrast) -> String {
    let (first, second) = sides(contrast)
    let who = line.perHour == AbsoluteLine.child ? "a child" : "an adult"
    let nights = [
      line.knownBefore > 0
        ? "\(first), \(line.nightsBefore) of \(line.knownBefore) nights were above it." : nil,
      line.knownAfter > 0
        ? "\(second), \(line.nightsAfter) of \(line.knownAfter) nights were above it." : nil,
    ]
    return (["Doctors use a line of \(number(line.perHour))/h for \(who)."] + nights.compactMap(\.self))
      .joined(separator: " ")
  }

  static let whatToDo = [
    "Take this page to your doctor.", "Do not stop or change a drug because of it.",
    "Tell your doctor how you feel the next day.", "Leg movements are not the same as restless legs.",
    "This is not a medical device.",
  ]
}
