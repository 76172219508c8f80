import Foundation
import StructuredText
import StudyComparison

/// The words of the page that a patient brings to the doctor: short sentences, no statistics, reading grade 8 or
/// below (measured in `WordsTests`).
enum PlainWords {
  static func intro(_ drug: String) -> String {
    "This page is about leg movements in your sleep. It sets your nights before \(drug) beside your nights on it. "
      + "Bring it to your doctor."
  }

  static func introStopped(_ drug: String) -> String {
    "This page is about leg movements in your sleep. It sets your nights on \(drug) beside your nights after you "
      + "stopped it. Bring it to your doctor."
  }

  static func seen(_ contrast: Contrast) -> String {
    let stopped = contrast.kind == .duringStopped
    return side(stopped ? "On the drug" : "Before the drug", contrast.before) + " "
      + side(stopped ? "After you stopped" : "On the drug", contrast.after)
  }

  private static func side(_ name: String, _ side: SideSummary) -> String {
    guard side.nights > 0, let index = side.index else { return "\(name): no night that we can use." }
    let nights = side.nights == 1 ? "1 night" : "\(side.nights) nights"
    let rate =
      index == 0
      ? "no leg movements"
      : index < 0.5
        ? "less than one leg movement"
        : "about \(Int(index.rounded())) leg movement\(index < 1.5 ? "" : "s")"
    return "\(name): \(nights), with \(rate) per hour of sleep."
  }

  static func meaning(_ contrast: Contrast, drug: String) -> [String] {
    let after = contrast.kind == .duringStopped ? "after you stopped \(drug)" : "after you began \(drug)"
    switch contrast.verdict {
    case .lower:
      return ["Your legs moved less \(after).", range(contrast, "drop"), notTheReason]
    case .higher:
      return ["Your legs moved more \(after).", range(contrast, "rise"), notTheReason]
    case .noMaterialChange:
      return ["Your legs moved about as much as before. Any change is small.", notTheReason]
    case .notComparable:
      return [
        "We cannot tell what changed the movements.",
        "Other things changed at the same time, or the nights were not counted in the same way.",
      ]
    case .notEnoughNights: return tooFew(contrast)
    }
  }

  static let notTheReason = "This does not show that the drug is the reason."

  private static func range(_ contrast: Contrast, _ word: String) -> String {
    guard let interval = contrast.headline?.interval(level: 0.95) else { return "" }
    let ends = [abs(interval.low - 1), abs(interval.high - 1)].map { min($0, 99) }.sorted()
    return "The true \(word) may be as small as \(Int((ends[0] * 100).rounded())) % or as large as "
      + "\(Int((ends[1] * 100).rounded())) %."
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
    if let halving = contrast.nightsNeededForHalving, halving > fewest {
      lines.append(
        "About \(halving) nights before and \(halving) nights on the drug would show a drop by half.")
    } else if let third = contrast.nightsNeededFor30Percent, third > fewest {
      lines.append(
        "About \(third) nights before and \(third) nights on the drug would show a drop by a third.")
    }
    if contrast.nightsNeededForHalving != nil {
      lines.append(
        "Take more nights on different dates. Count them in the same way. Wait three nights after each start or "
          + "change of dose.")
    }
    return lines
  }

  /// A change in the period in short words, by its code; nil for codes that the page says elsewhere.
  static func otherChange(_ code: String) -> String? {
    switch code {
    case "iron_changed": "Iron was begun, stopped or changed."
    case "cpap_changed": "The air pressure mask (CPAP) was begun, stopped or changed."
    case "drug_changed:caffeine_alcohol": "You had coffee or drink on some nights and not on others."
    case let code where code.hasPrefix("drug_changed:"): "Some other drug was begun, stopped or changed."
    case "scoring_changed": "The nights were not counted in the same way."
    case "mixed_legs": "Not all nights have both legs."
    case "first_night": "One night was your first in the sleep lab."
    case "short_night": "On some nights you slept less than two hours."
    case "season_changed": "The nights are from two seasons."
    case "rtm_selected_baseline":
      "One night was the one that led to your care. Such a night is often a bad one."
    case "missing_tst": "For some nights we do not know how long you slept. We left them out."
    case "trend_before": "Your movements had begun to change before the drug."
    case "methods_disagree": "Two ways to do the math do not agree. More nights would help."
    default: nil
    }
  }

  static func iron(_ iron: IronStatus) -> [String] {
    guard !iron.wasNotLookedAt else {
      return [
        "We have no blood test of your iron. Ask your doctor about one. It comes first for restless legs."
      ]
    }
    var lines: [String] = []
    if let ferritin = iron.ferritin {
      let value = JSONValue.numberText(ferritin.value)
      let line = JSONValue.numberText(iron.ferritinLine)
      lines.append(
        iron.isFerritinLow
          ? "Your ferritin is \(value). That is at or below \(line), the line for restless legs. It may be fine for "
            + "other people."
          : "Your ferritin is \(value). That is above \(line), the line for restless legs.")
    }
    if iron.isSaturationLow { lines.append("Your blood also holds little iron (TSAT below 20 %).") }
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

  static let whatToDo = [
    "Take this page to your doctor.", "Do not stop or change a drug because of it.",
    "Tell your doctor how you feel the next day.", "Leg movements are not the same as restless legs.",
    "This is not a medical device.",
  ]
}
