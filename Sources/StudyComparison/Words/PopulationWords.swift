import Foundation

/// What may be said of several patients.
struct PopulationWords {
  var result: PopulationResult
  var verdict: Verdict
  var drug: String

  var sentence: String {
    let paired = result.paired
    let count = paired.differences.count
    var text = "Over \(count) of \(result.patients) patients: "
    guard let estimate = paired.estimate else {
      return "Not enough patients to tell. \(text)nothing can be pooled. \(own)"
    }
    let interval = estimate.interval(level: 0.95)
    text +=
      "rate ratio \(NumberWords.ratio(estimate.rateRatio)) (95 % CI \(NumberWords.ratio(interval.low))-"
      + "\(NumberWords.ratio(interval.high)), paired t on log rates)"
    switch verdict {
    case .lower, .higher: text += ": \(NumberWords.direction(interval)) after the start of \(drug)."
    case .noMaterialChange: text += ": no material change, the 90 % interval lies within 0.80-1.25."
    default:
      text =
        "Not enough patients to tell. \(text): compatible with anything from "
        + "\(NumberWords.change(interval.low)) to \(NumberWords.change(interval.high))."
    }
    if let p = paired.signFlipP {
      text += " Exact sign-flip p \(NumberWords.probability(p))"
      text +=
        paired.smallestReachableP >= 0.05
        ? ", the smallest that \(count) patients can reach being "
          + "\(NumberWords.probability(paired.smallestReachableP))."
        : "."
    }
    if let pooled = result.randomEffects {
      let limits = pooled.estimate.interval(level: 0.95)
      text +=
        " Random effects with Knapp-Hartung: \(NumberWords.ratio(pooled.estimate.rateRatio)) ("
        + "\(NumberWords.ratio(limits.low))-\(NumberWords.ratio(limits.high)))."
    }
    return text + " " + own
  }

  private var own: String {
    var parts = [
      "\(result.lower) lower", "\(result.higher) higher",
      "\(result.noMaterialChange) without material change",
      "\(result.notEnoughNights) with too few nights",
    ]
    if !result.notComparable.isEmpty { parts.append("\(result.notComparable.count) not comparable") }
    if result.refused > 0 { parts.append("\(result.refused) with bad rows in the tables") }
    var text = "Patient by patient: " + parts.joined(separator: ", ") + "."
    if !result.withoutBothSides.isEmpty {
      text += " Without usable nights on both sides: " + result.withoutBothSides.joined(separator: ", ") + "."
    }
    if !result.notComparable.isEmpty {
      text += " Left out as not comparable: " + result.notComparable.joined(separator: ", ") + "."
    }
    return text
  }
}
