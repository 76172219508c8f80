/// The sentences of a plan.
package enum PlanWords {
  package static func nights(_ nights: Int, _ design: NightPlan.Design) -> String {
    switch design {
    case .beforeAfter: "about \(nights) nights before and \(nights) after"
    case .abab: "about \(nights) nights with and \(nights) without the drug, in turns"
    case .pairs: "about \(nights) pairs of nights in random order (\(2 * nights) nights)"
    }
  }

  /// The requirements of each design for a change, and which needs the fewest nights.
  package static func sentence(_ plan: NightPlan, change: Double) -> String {
    let needed = NightPlan.Design.allCases.compactMap { design in
      plan.nights(design, toShow: change).map { (design: design, nights: $0) }
    }
    guard let least = needed.min(by: { $0.nights < $1.nights }) else { return "" }
    let lines = needed.map { self.nights($0.nights, $0.design) }
    return "To show \(NumberWords.change(change)) with a chance of about 80 %, for "
      + "\(NumberWords.rate(plan.ratePerHour)) PLMS per hour, \(NumberWords.hours(plan.hoursPerNight)) h of sleep a "
      + "night and a night-to-night CV of \(NumberWords.percent(plan.nightVariation)) %: "
      + "\(lines.joined(separator: "; or ")). Fewest: \(name(least.design)). Nights that resemble the one before "
      + "need about half as many again before and after a start, and none more in random pairs."
  }

  package static func name(_ design: NightPlan.Design) -> String {
    switch design {
    case .beforeAfter: "before and after"
    case .abab: "turns with and without"
    case .pairs: "random pairs"
    }
  }
}

/// The design that was compared, and why.
package enum DesignWords {
  package static func sentence(_ choice: DesignChoice, drug: String) -> String {
    let name =
      switch choice.design {
      case .beforeAfter: "before and after"
      case .interleaved: "night by night, with and without \(drug)"
      case .dose: "by dose, per 50 mg"
      }
    let why: String
    if choice.isRequested {
      why = "as requested"
    } else if choice.pattern == .interleavedTooSlow {
      why =
        choice.design == .beforeAfter
        ? "since \(drug) leaves the body too slowly to compare single nights: only the first course counts"
        : "since the drug was begun or stopped \(choice.changes) times"
    } else {
      switch choice.design {
      case .interleaved: why = "since the drug was begun or stopped \(choice.changes) times"
      case .dose: why = "since two doses or more were taken, each on several nights"
      case .beforeAfter:
        why =
          choice.changes == 0
          ? "though the drug was neither begun nor stopped between these nights"
          : "since the drug was begun or stopped once"
      }
    }
    return "Design: \(name), \(why). \(assignment(choice))\(washout(choice))"
  }

  private static func assignment(_ choice: DesignChoice) -> String {
    let what =
      switch choice.assignment {
      case .drawn: "drawn by lot"
      case .fixed: "fixed by a rule"
      case .chosen: "chosen by the patient"
      }
    let source =
      switch choice.assignmentSource {
      case .storedOrder: "a stored order says so"
      case .stated: "as stated"
      case .doses: "judged by the doses"
      }
    return "The nights with the drug were \(what) (\(source))."
  }

  private static func washout(_ choice: DesignChoice) -> String {
    guard choice.design == .interleaved, let half = choice.halfLifeHours else { return "" }
    return " Half-life \(NumberWords.hours(half)) h\(choice.isHalfLifeStated ? " (stated)" : ""): "
      + "\(choice.washoutNights) night\(choice.washoutNights == 1 ? "" : "s") after a dose set aside."
  }
}

extension PlanWords {
  /// The requirements of one design for a change.
  package static func sentence(_ plan: NightPlan, design: NightPlan.Design, change: Double) -> String {
    guard let nights = plan.nights(design, toShow: change) else { return "" }
    let likeness =
      design == .pairs
      ? "Nights that resemble the one before need none more."
      : "Nights that resemble the one before need more."
    return
      "To show \(NumberWords.change(change)) with a chance of about 80 %, for \(NumberWords.rate(plan.ratePerHour)) "
      + "PLMS per hour, \(NumberWords.hours(plan.hoursPerNight)) h of sleep a night and a night-to-night CV of "
      + "\(NumberWords.percent(plan.nightVariation)) %: \(self.nights(nights, design)). \(likeness)"
  }

  /// What further nights of a running study would add.
  package static func sentence(_ outlook: Outlook) -> String {
    let unit = outlook.design == .pairs ? "pairs" : "nights a side"
    var text =
      "\(outlook.patientID): \(outlook.nightsBefore) + \(outlook.nightsAfter) nights, verdict "
      + "\(outlook.verdict.rawValue). "
    if let needed = outlook.needed {
      text += "\(capitalized(NumberWords.change(outlook.change))) needs \(nights(needed, outlook.design)). "
    }
    let steps = outlook.steps.map { step in
      let shown = step.ratio.map { "a fall by \(NumberWords.percent(1 - $0)) %" } ?? "no fall"
      return step.added == 0 ? "now \(shown)" : "\(step.added) \(unit) more: \(shown)"
    }
    text += "What would be shown with a chance of about 80 %: \(steps.joined(separator: "; "))."
    let (few, many) = (
      min(outlook.nightsBefore, outlook.nightsAfter), max(outlook.nightsBefore, outlook.nightsAfter)
    )
    if many >= few + 2 {
      text += " The shorter side decides: one or two more nights there help more than ten on the other."
    }
    return text
  }

  private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
