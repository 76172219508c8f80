import SleepEvents
import StudyTables

/// Which design a comparison asks for.
package enum DesignRequest: String, Hashable, Sendable, CaseIterable {
  case auto
  case beforeAfter = "before_after"
  case perNight = "per_night"
  case dose
}

/// The course of the drug in one patient as each design sees it, and the design that is compared.
struct DrugCourses: Sendable {
  /// As the doses are.
  let own: ExposureHistory
  private let beforeAfter: ExposureHistory
  private let interleaved: ExposureHistory
  private let dose: ExposureHistory
  let requested: DesignRequest
  /// How many times the drug was begun or stopped, missed doses left out.
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
    case .beforeAfter: beforeAfter
    case .interleaved: interleaved
    case .dose: dose
    }
  }

  /// Whether the drug leaves too slowly for single nights to be compared.
  var isTooSlow: Bool { own.rules.washoutNights > ExposureRules.slowestWashout }

  /// The design that the nights ask for, or that was asked for.
  var design: ComparisonDesign {
    switch requested {
    case .beforeAfter: .beforeAfter
    case .perNight: .interleaved
    case .dose: .dose
    case .auto:
      switch own.pattern {
      case .interleaved, .interleavedTooSlow: .interleaved
      case .dose: .dose
      case .beforeAfter, .none: .beforeAfter
      }
    }
  }

  /// Who decided about the nights, where no order was stored: the patient, if the drug is taken as needed or the
  /// stretches follow no rule that could have been written down.
  var assignment: NightAssignment {
    if own.calendar.isAsNeeded { return .chosen }
    let runs = own.interiorRunLengths
    guard changes >= 2, let shortest = runs.min(), let longest = runs.max() else { return .fixed }
    return shortest < DrugCourses.shortestPlannedRun && longest - shortest > 1 ? .chosen : .fixed
  }

  static let shortestPlannedRun = 5
}
