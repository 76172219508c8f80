import SleepEvents
import StudyTables

/// Which nights are compared with which.
package enum ContrastKind: Hashable, Sendable {
  /// Before the drug against the nights on it, after every transition.
  case beforeAfterSteady
  /// Before the drug against its first nights.
  case beforeAfterAcute
  /// One dose against another; 0 is before the drug.
  case doseStep(Int, Int)
  /// On the drug against after it was stopped.
  case duringStopped
  /// All nights without the drug against all nights with it, where they alternate.
  case onVersusOff
  /// The rate as a function of dose.
  case per50Milligrams
  /// The patients of the study, each with the contrast of the drug.
  case population

  /// The value in the column `contrast`.
  package var name: String {
    switch self {
    case .beforeAfterSteady, .population: "before_vs_after_steady"
    case .beforeAfterAcute: "before_vs_after_acute"
    case .doseStep(let i, let j): "dose_step_\(i)_vs_\(j)"
    case .duringStopped: "during_vs_after_stop"
    case .onVersusOff: "on_vs_off"
    case .per50Milligrams: "per_50mg"
    }
  }

  /// The design used to estimate it.
  package var design: ComparisonDesign {
    switch self {
    case .onVersusOff: .interleaved
    case .per50Milligrams: .dose
    default: .beforeAfter
    }
  }

  var isDoseStep: Bool { if case .doseStep = self { true } else { false } }

  package enum Side: String, Hashable, Sendable {
    case before
    case after
  }

  /// Where a night belongs.
  enum Place: Hashable {
    case side(Side)
    case aside(NightReason)
  }

  /// The place of the night dated `date`.
  func place(of date: CalendarDate, in history: ExposureHistory) -> Place {
    let side = history.side(on: date)
    let stretch = history.stretch(on: date)
    switch side {
    case .missed: return .aside(.doseMissed)
    case .unknown: return .aside(history.calendar.isAsNeeded ? .asNeededDoseUnknown : .doseUnknown)
    case .settling where self == .beforeAfterAcute: break
    case .settling: return .aside(.settling)
    case .carryOver: return .aside(.carryOver)
    case .off, .on: break
    }
    guard let stretch else { return .aside(.doseUnknown) }
    switch self {
    case .beforeAfterSteady, .population:
      return stretch.run == 0
        ? .side(.before) : stretch.run == 1 && stretch.isOn ? .side(.after) : .aside(.otherCourse)
    case .beforeAfterAcute:
      if stretch.run == 0 { return .side(.before) }
      guard let start = history.start, date - start < history.rules.settlingNights else {
        return .aside(.otherCourse)
      }
      return .side(.after)
    case .doseStep(let i, let j):
      return stretch.step == i
        ? .side(.before) : stretch.step == j ? .side(.after) : .aside(.otherCourse)
    case .duringStopped:
      return stretch.run == 1 && stretch.isOn
        ? .side(.before) : stretch.run == 2 ? .side(.after) : .aside(.otherCourse)
    case .onVersusOff: return .side(stretch.isOn ? .after : .before)
    case .per50Milligrams:
      guard stretch.milligrams != nil else { return .aside(.doseUnknown) }
      return .side(stretch.isOn ? .after : .before)
    }
  }
}

/// The position of a night in a contrast, as written to `comparison.json`.
package enum ContrastSide: String, Hashable, Sendable, CaseIterable {
  case off
  case on
  case settling
  case carryOver = "carry_over"
  case missed
  case unknown
  case excluded
}

/// Why a night is on neither side.
package enum NightReason: String, Hashable, Sendable, CaseIterable {
  case settling
  case carryOver = "carry_over"
  case doseMissed = "dose_missed"
  case doseUnknown = "dose_unknown"
  case asNeededDoseUnknown = "as_needed_dose_unknown"
  /// A course or dose other than those compared.
  case otherCourse = "other_course"
  /// Marked in the table of nights, which also gives the reason.
  case excluded
  case missingSleepTime = "missing_tst"
  case missingCount = "missing_count"
  case outcomeMissing = "outcome_missing"
  case qualifiedThePatient = "qualified_the_patient"
  /// A second night with the date of a night that is used.
  case sameDate = "same_date"
  case beyondLast200 = "beyond_last_200"

  var side: ContrastSide {
    switch self {
    case .settling: .settling
    case .carryOver: .carryOver
    case .doseMissed: .missed
    case .doseUnknown, .asNeededDoseUnknown: .unknown
    default: .excluded
    }
  }
}

/// One night of a contrast.
package struct NightOnSide: Hashable, Sendable {
  package var nightID: String
  package var date: CalendarDate
  package var side: ContrastSide
  /// The dose of the compared drug on that evening; nil if unknown.
  package var milligrams: Double?
  /// Nil for a night that is used.
  package var reason: NightReason?
  /// The side it would be on if it could be used.
  var wouldBe: ContrastKind.Side?
}
