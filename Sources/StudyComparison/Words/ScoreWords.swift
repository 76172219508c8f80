/// The sentence for an outcome that is not a count: an index of the night's structure, or a morning rating.
struct ScoreWords {
  var words: VerdictWords

  private var contrast: Contrast { words.contrast }

  var sentence: String {
    let name = VerdictWords.name(of: contrast.outcome)
    if contrast.reason == .nightsChosen {
      return "Not comparable: the nights with \(words.drug) were chosen by the patient. \(values)"
    }
    if contrast.verdict == .notComparable { return "Not comparable, as the movements of these nights." }
    guard contrast.before.index != nil, contrast.after.index != nil else {
      return "Not enough nights to tell. \(name) is not known on both sides."
    }
    guard let difference = contrast.scoreDifference else { return "Not enough nights to tell. \(values)" }
    let limits = difference.limits(level: 0.95)
    let what = contrast.kind == .per50Milligrams ? "difference per 50 mg" : "difference of means"
    let range =
      "\(what) \(NumberWords.signed(difference.difference)) (95 % CI "
      + "\(NumberWords.signed(limits.low)) to \(NumberWords.signed(limits.high)))"
    switch contrast.verdict {
    case .lower, .higher:
      return "\(values) It was \(contrast.verdict.rawValue) \(words.sides.after): \(range)."
    default: return "Not enough nights to tell. \(values) The \(range) leaves both directions open."
    }
  }

  private var values: String {
    guard let left = contrast.before.index, let right = contrast.after.index else { return "" }
    return
      "\(VerdictWords.name(of: contrast.outcome)): \(NumberWords.ratio(left)) -> \(NumberWords.ratio(right)) "
      + "(\(words.nights))."
  }
}

/// Daytime condition, reported along with the movements of the same nights.
package enum MorningWords {
  /// Nil if no mornings were rated.
  package static func sentence(_ patient: PatientComparison) -> String? {
    guard let primary = patient.primary,
      let morning = patient.mornings.first(where: { $0.before.nights > 0 && $0.after.nights > 0 })
    else { return nil }
    let legs =
      switch primary.verdict {
      case .lower: "Fewer movements"
      case .higher: "More movements"
      case .noMaterialChange: "About as many movements"
      default: "Whether the movements changed cannot be told"
      }
    let isOpen = !primary.verdict.isDecided
    let day =
      switch morning.verdict {
      case .higher: isOpen ? "the mornings were sleepier" : "and sleepier"
      case .lower: isOpen ? "the mornings were less sleepy" : "and less sleepy"
      default:
        isOpen
          ? "nor whether the mornings were sleepier"
          : "and, as far as \(morning.before.nights + morning.after.nights) mornings can say, no difference in "
            + "sleepiness that could be shown"
      }
    return "\(legs)\(isOpen ? "; " : " ")\(day). \(morning.sentence)"
  }
}
