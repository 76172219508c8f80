/// The sentences for comparisons with too few nights to tell.
extension VerdictWords {
  var notEnoughNights: String {
    let start = "Not enough nights to tell."
    switch contrast.reason {
    case .noContrast: return "\(start) \(noContrast)"
    case .noMovementOnAnyNight: return "\(start) No movement was counted on any night (\(nights))."
    case .sideWithoutMovement: return "\(start) \(seen) \(movementOnOneSide)"
    case .orderTest: return "\(start) \(seen)\(order) \(orderTest)"
    case .fewerThanTwoNightsOnASide: return "\(start) \(seen) \(oneNight)\(needed)"
    case .notEstimable:
      return "\(start) \(seen) These nights cannot show the difference: too few of them have a movement."
    default: break
    }
    guard let interval = contrast.statement?.interval else { return "\(start) \(seen)" }
    let what = contrast.kind == .per50Milligrams ? " per 50 mg" : ""
    return
      "\(start) \(seen)\(order) These \(nights) fit anything from \(NumberWords.against(interval.low)) to "
      + "\(NumberWords.against(interval.high))\(what).\(likeness)\(twoNights)\(needed)"
  }

  var noContrast: String {
    let before = contrast.before.nights
    let after = contrast.after.nights
    if contrast.kind == .per50Milligrams, before + after > 0 {
      return "All nights that can be used have one dose; nights at two doses or more would show a slope."
    }
    let empty =
      before == 0 && after == 0
      ? "\(sides.before) and \(sides.after)" : before == 0 ? sides.before : sides.after
    let aside = contrast.nights.count { $0.reason != nil }
    let remark = aside == 0 ? "" : " (\(aside) set aside)"
    return "There is no usable night \(empty)\(remark), so nothing can be compared."
  }

  var movementOnOneSide: String {
    guard let estimate = contrast.estimate else { return "" }
    let isFirst = estimate.sideWithoutMovement == .off
    let (none, other) = isFirst ? (contrast.before, contrast.after) : (contrast.after, contrast.before)
    let moving = contrast.nightsWithMovement(on: isFirst ? .after : .before)
    return
      "No movement in \(none.nights) night\(none.nights == 1 ? "" : "s"), but only \(moving) of the other "
      + "\(other.nights) had any. That can be chance."
  }

  var orderTest: String {
    guard let test = contrast.orderTest else { return "" }
    let side = (contrast.statement?.high95 ?? 2) < 1 ? "below" : "above"
    return
      "The interval lies \(side) 1, but \(NumberWords.share(test.pValue)) of all orders that could have been "
      + "drawn would have shown a difference this large."
  }

  private var likeness: String {
    guard contrast.clauses.contains(.dependsOnLikeness), let estimate = contrast.estimate else { return "" }
    let word = estimate.limits95Unlike.high < 0 ? "lower" : "higher"
    return " If one night were no guide to the next, the same nights would count as \(word). "
      + "\(contrast.before.nights + contrast.after.nights) nights cannot show whether that is so."
  }

  var twoNights: String {
    guard contrast.kind.design != .dose, min(contrast.before.nights, contrast.after.nights) == 2,
      max(contrast.before.nights, contrast.after.nights) > 2
    else { return "" }
    return
      " Two nights cannot show how much nights on that side vary. One or two more there help more than ten on "
      + "the other side."
  }

  var oneNight: String {
    let published =
      "in published series the index of the same person on the same treatment ranges by 25/h on average across "
      + "nights."
    if contrast.before.nights == 1, contrast.after.nights == 1 {
      return "One night on each side cannot separate the drug from the night: \(published)"
    }
    let side = contrast.before.nights == 1 ? sides.before : sides.after
    return
      "There is only one night \(side), and one night cannot separate the drug from the night: \(published)"
  }

  /// How many nights would be enough; never fewer than there are.
  private var needed: String {
    guard let halving = contrast.nightsNeededForHalving, let design = NightPlan.Design(contrast) else {
      return ""
    }
    let fewest = min(contrast.before.nights, contrast.after.nights)
    let chance = "(a chance of about 80 %, if one night is no guide to the next)"
    if halving > fewest {
      return " To show a halving takes \(PlanWords.nights(halving, design)) \(chance)."
    }
    guard let third = contrast.nightsNeededFor30Percent, third > fewest else {
      return " These are as many nights as a fall by 30 % needs \(chance); a smaller change needs more."
    }
    return
      " A halving would likely have shown; to show a fall by 30 % takes \(PlanWords.nights(third, design)) "
      + "\(chance)."
  }
}
