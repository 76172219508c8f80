import SleepEvents
import StudyTables

/// The design requested for a comparison.
package enum DesignRequest: String, Hashable, Sendable, CaseIterable {
  case auto
  case beforeAfter = "before_after"
  case perNight = "per_night"
  case dose
}

/// The course of the drug in one patient as each design sees it, and the design to be compared.
struct DrugCourses: Sendable {
  /// With the doses as they are.
  let own: ExposureHistory
  private let beforeAfter: ExposureHistory
  private let interleaved: ExposureHistory
  private let dose: ExposureHistory
  let requested: DesignRequest
  /// How many times the drug was started or stopped, not counting missed doses.
  let changes: Int

  init(_ calendar: ExposureCalendar, rules: ExposureRules, requested: DesignRequest) {
    func history(_ forced: ExposurePattern?) -> ExposureHistory {
      var rules = rules
      rules.forced = forced
      return ExposureHistory(calendar, rules: rules)
    }
    own = history(nil)
    beforeAfter = own.pattern == .beforeAfter || own.pattern == .dose ? own : history(.beforeAfter)
    let isInterleaved = own.pattern == .interleaved || own.pattern == .interleavedTooSlow
    interleaved = isInterleaved ? own : history(.interleaved)
    dose = own.pattern == .dose ? own : history(.dose)
    self.requested = requested
    let recorded = calendar.start + calendar.firstRecorded
    let runs = own.stretches.filter { $0.until >= recorded }.map(\.run)
    changes = (runs.max() ?? 0) - (runs.min() ?? 0)
  }

  func history(for kind: ContrastKind) -> ExposureHistory {
    switch kind.design {
    // After each change of dose some nights are set aside, whatever the design of the whole.
    case .beforeAfter where kind.isDoseStep: dose
    case .beforeAfter: beforeAfter
    case .interleaved: interleaved
    case .dose: dose
    }
  }

  /// Whether the drug is eliminated too slowly for single nights to be compared.
  var isTooSlow: Bool { own.rules.washoutNights > ExposureRules.slowestWashout }

  /// The requested design, or the one that the nights call for.
  var design: ComparisonDesign {
    switch requested {
    case .beforeAfter: .beforeAfter
    case .perNight: .interleaved
    case .dose: .dose
    case .auto:
      switch own.pattern {
      case .interleaved, .interleavedTooSlow: .interleaved
      // A slope per 50 mg would extrapolate far beyond the doses of a drug taken in milligrams.
      case .dose
      where own.stretches.contains { ($0.milligrams ?? 0) >= DrugCourses.smallestDoseOfASlope }: .dose
      case .dose, .beforeAfter, .none: .beforeAfter
      }
    }
  }

  private static let smallestDoseOfASlope = 25.0

  /// Who decided about the nights if no order was stored: the patient, if the drug is taken as needed or the
  /// periods follow no rule that could have been written down.
  var assignment: NightAssignment {
    if own.calendar.isAsNeeded { return .chosen }
    let runs = own.interiorRunLengths
    guard changes >= 2, let shortest = runs.min(), let longest = runs.max() else { return .fixed }
    return shortest < DrugCourses.shortestPlannedRun && longest - shortest > 1 ? .chosen : .fixed
  }

  static let shortestPlannedRun = 5
}
