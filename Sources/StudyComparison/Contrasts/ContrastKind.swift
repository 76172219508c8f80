import StudyTables

/// Which nights stand against which.
public enum ContrastKind: Hashable, Sendable {
  /// Before the drug against the nights on it, past every transition.
  case beforeAfterSteady
  /// Before the drug against its first nights.
  case beforeAfterAcute
  /// One dose against another; 0 is before the drug.
  case doseStep(Int, Int)
  /// On the drug against after it was stopped.
  case duringStopped
  /// The patients of the study, each by the steady contrast.
  case population

  /// The word in the column `contrast`.
  public var name: String {
    switch self {
    case .beforeAfterSteady, .population: "before_vs_after_steady"
    case .beforeAfterAcute: "before_vs_after_acute"
    case .doseStep(let i, let j): "dose_step_\(i)_vs_\(j)"
    case .duringStopped: "during_vs_after_stop"
    }
  }

  /// The side of the contrast on which a night falls; nil for neither.
  func side(of placement: NightPlacement, timeline: DrugTimeline) -> Side? {
    let isSteady = placement.phase == .after
    switch self {
    case .beforeAfterSteady, .population:
      return placement.phase == .before ? .before : isSteady ? .after : nil
    case .beforeAfterAcute:
      if placement.phase == .before { return .before }
      guard let since = placement.daysSinceStart, since >= 0, placement.doseStepDay != nil,
        placement.phase != .other
      else { return nil }
      return since < timeline.transitionNights ? .after : nil
    case .doseStep(let i, let j):
      guard placement.phase == .before || isSteady, let step = placement.doseStep else { return nil }
      return step == i ? .before : step == j ? .after : nil
    case .duringStopped:
      return isSteady ? .before : placement.phase == .washout ? .after : nil
    }
  }

  public enum Side: String, Hashable, Sendable {
    case before
    case after
  }
}
