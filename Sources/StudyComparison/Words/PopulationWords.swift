import Foundation

/// The sentences about several patients.
struct PopulationWords {
  var result: PopulationResult
  var contrast: Contrast
  var drug: String

  var sentence: String {
    let count = result.paired.differences.count
    guard count > 0, let statement = contrast.statement, let ratio = statement.ratio else {
      return "Not enough patients to tell. Of \(result.patients) patients \(count) can be pooled. \(own)"
    }
    var text: String
    switch contrast.verdict {
    case .lower, .higher:
      let size = statement.interval.map { " " + NumberWords.size(ratio, $0) } ?? ""
      text =
        "In these \(count) people the index on \(drug) was on average \(contrast.verdict.rawValue)\(size) than "
        + "without."
    case .noMaterialChange:
      let limits = statement.interval90
      text =
        "In these \(count) people the index on \(drug) was on average about the same as without: the ratio lies "
        + "between \(NumberWords.ratio(limits?.low ?? 0)) and \(NumberWords.ratio(limits?.high ?? 0)) (90 % interval)."
    default:
      text = "Not enough patients to tell. "
      if let interval = statement.interval {
        text +=
          "These \(count) people fit anything from \(NumberWords.against(interval.low)) to "
          + "\(NumberWords.against(interval.high)) on average."
      } else {
        text += "\(count) people whose changes differ so much fit anything."
      }
    }
    text +=
      " There was no comparison group: time, the season, other changes and the choice of people with a bad first "
      + "night act in the same direction (regression to the mean)."
    if let p = result.paired.signFlipP {
      text += " Exact sign-flip p \(NumberWords.probability(p))"
      text +=
        result.paired.smallestReachableP >= 0.05
        ? ", the smallest that \(count) patients can reach being "
          + "\(NumberWords.probability(result.paired.smallestReachableP))."
        : "."
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
    var text =
      "\(result.withOwnVerdict) of \(result.patients) had a verdict of their own: "
      + parts.joined(separator: ", ")
      + "."
    if !result.withoutBothSides.isEmpty {
      text += " Without usable nights on both sides: \(NumberWords.some(result.withoutBothSides))."
    }
    if !result.notComparable.isEmpty {
      text += " Left out as not comparable: \(NumberWords.some(result.notComparable))."
    }
    if !result.caveats.isEmpty {
      let counts = result.caveats.prefix(8).map { "\(CaveatNames.name(of: $0.code)) (\($0.patients))" }
      text += " To keep in mind, with the number of patients: \(counts.joined(separator: ", "))."
    }
    return text
  }
}
