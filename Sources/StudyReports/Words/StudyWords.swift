import SleepEvents
import StudyComparison
import StudyTables

/// All texts of the study's page and its pictures.
enum StudyWords {
  static func title(_ drug: String) -> String { "Leg movements before and after \(drug)" }
  static func patientHeading(_ id: String) -> String { "Patient \(id)" }
  static func patientCount(_ count: Int) -> String { "\(count) patients" }
  static let allPatients = "All patients"
  static let nightsHeading = "Night by night"
  static let changeHeading = "How large the change is"
  static let otherChangesHeading = "What else changed"
  static let symptomsHeading = "Symptoms"
  static let forPatient = "For the patient"
  static let forPhysician = "For the physician"
  static let primary = "declared primary"
  static let iron = "Iron"
  static let published = "What has been published about these drugs"
  static let nextDay = "Symptoms and the next day"
  static let secondaryColumns = [
    "Outcome", "Nights", "Before", "After", "Ratio", "95 % interval", "Holm p",
  ]
  static let inAnyCase = "In any case"
  static let problemsHeading = "Rows that could not be used"
  /// In place of other changes, if there are none.
  static func nothingElse(_ contrast: Contrast) -> String {
    contrast.before.nights > 0 && contrast.after.nights > 0
      ? "Nothing else is known to have changed between the nights that were compared."
      : "No nights could be compared, so it is unknown what else changed."
  }
  static let notCompared = "This patient could not be compared."

  static func verdict(_ contrast: Contrast, drug: String) -> String {
    let event =
      switch contrast.kind {
      case .duringStopped: "after stopping \(drug)"
      case .onVersusOff: "on nights with \(drug)"
      case .per50Milligrams: "with more \(drug)"
      case .population: "with \(drug)"
      default: "after \(drug) was started"
      }
    switch contrast.verdict {
    case .lower, .higher:
      let word = contrast.verdict == .lower ? "Lower" : "Higher"
      let drift =
        contrast.clauses.contains(.driftExplainsAsWell)
        ? " — a slow drift would explain it about as well" : ""
      guard contrast.kind == .per50Milligrams, let ratio = contrast.statement?.ratio else {
        return "\(word) \(event)\(drift)"
      }
      let change = ReportWords.number(100 * abs(ratio - 1), 0)
      return "\(word) \(event): by \(change) % per 50 mg\(drift)"
    case .noMaterialChange: return "No material change \(event)"
    case .notEnoughNights: return "Not enough nights to tell"
    case .notEnoughPatients: return "Not enough patients to tell"
    case .notComparable: return "These nights cannot be compared"
    }
  }

  static func phase(_ phase: StudyPhase) -> String {
    switch phase {
    case .before: "before"
    case .transition: "transition"
    case .after: "after"
    case .washout: "after stopping"
    case .other: "not counted"
    }
  }

  static let indexAxis = "PLMS per hour of sleep"
  static func timelineTitle(_ patient: String) -> String { "Nights of patient \(patient) on a time axis" }
  static func timelineDescription(before: (Int, Double?), after: (Int, Double?), drug: String) -> String {
    "\(before.0) nights before \(drug) with \(ReportWords.number(before.1)) per hour of sleep, \(after.0) nights "
      + "after with \(ReportWords.number(after.1))."
  }
  static func timelineCaption(hasRanges: Bool) -> String {
    let bars =
      hasRanges
      ? " The thin bar shows how much a night's index changes when choices that the standard leaves open are made "
        + "differently; the dots show the spread from night to night." : ""
    return
      "Each dot is a night; open dots were not counted. The line is the index of all counted nights of that phase."
      + bars
  }
  /// What is shown only in the wide picture.
  static func timelineMarks(hasTransition: Bool, hasPressure: Bool) -> String {
    (hasTransition ? " Hatched: transition." : "") + (hasPressure ? " CPAP: filled on, open off." : "")
  }
  static func night(_ id: String, _ date: CalendarDate, _ index: Double, _ phase: StudyPhase) -> String {
    "\(id), \(date): \(ReportWords.number(index)) per hour, \(self.phase(phase))"
  }
  static let otherDrugs = "Other drugs"
  static let ferritin = "Ferritin, ng/mL"
  static let saturation = "TSAT, %"
  static let airwayPressure = "CPAP"
  static let none = "none known"
  static func dose(_ milligrams: Double?) -> String {
    milligrams.map { "\(tickText($0)) mg" } ?? "unknown dose"
  }

  static let ratioAxis = "rate ratio, with / without the drug (logarithmic)"
  static func ratioTitle(_ patient: String) -> String { "Rate ratios of patient \(patient)" }
  static let ratioCaption =
    "Dot and bar: rate ratio and its 95 % interval. 1 is no change; the grey band from 0.80 to 1.25 is a change "
    + "that does not matter. Blue: lower, orange: higher, by the declared outcome; dark grey: others, descriptive; open: nothing can be concluded. "
    + "Left of 1 is fewer movements after, right is more."
  static func nights(_ before: Int, _ after: Int) -> String { "\(before) + \(after) nights" }
  static let noRatio = "no ratio"
  static let noRatioSentence = "There is no ratio: too little is known about one side."
  static let noneInTheseNights = "none over these nights"
  static func contrast(_ contrast: Contrast) -> String {
    switch contrast.kind {
    case .beforeAfterSteady, .population: "before / after"
    case .beforeAfterAcute: "before / first nights"
    case .doseStep(let low, let high):
      "\(step(low, contrast.stepDoses?.from)) / \(step(high, contrast.stepDoses?.to))"
    case .duringStopped: "on / after stop"
    case .onVersusOff: "without / with"
    case .per50Milligrams: "per 50 mg"
    }
  }
  private static func step(_ number: Int, _ milligrams: Double?) -> String {
    number == 0 ? "before" : milligrams.map { dose($0) } ?? "dose step \(number)"
  }
  static func outcomeName(_ outcome: Outcome) -> String {
    switch outcome {
    case .plms: "PLMS"
    case .plmsArousal: "PLMS with an arousal"
    case .plmw: "PLMW"
    case .plmsWithoutRespiratory: "PLMS, not respiratory"
    case .plmsNREM: "PLMS, non-REM"
    case .plmsN1: "PLMS, N1"
    case .plmsN2: "PLMS, N2"
    case .plmsN3: "PLMS, N3"
    case .plmsREM: "PLMS, REM"
    case .periodicityIndex: "Periodicity index"
    case .meanLogInterval: "Mean ln interval"
    case .atoniaIndex: "Atonia index (REM)"
    case .alternatingActivation: "Alternating trains/h"
    case .karolinskaSleepiness: "KSS in the morning"
    case .visualAnalogueSleepiness: "VAS in the morning"
    }
  }
  static func ratioDescription(_ rows: [(label: String, ratio: Double?, low: Double?, high: Double?)])
    -> String
  {
    rows.prefix(40).map { row in
      row.ratio == nil
        ? "\(row.label): \(noRatio)."
        : "\(row.label): \(ReportWords.number(row.ratio, 2)) (\(ReportWords.number(row.low, 2)) to "
          + "\(ReportWords.number(row.high, 2)))."
    }.joined(separator: " ")
  }

  static let cohortTitle = "Every patient's rate ratio, sorted"
  static let cohortCaption =
    "One row per patient, the largest fall first. Grey, open: too few nights to tell, or nights that cannot be compared. "
    + "The last row is all patients together. " + ratioCaption
  static func cohortLimit(_ shown: Int, of all: Int) -> String {
    "The pages of \(shown) of \(all) patients follow; others can be requested by name."
  }

  static func symptomsTitle(_ patient: String) -> String { "Symptom scales of patient \(patient)" }
  static let symptomsCaption =
    "IRLS: severity of restless legs, 0–40. ESS: sleepiness over weeks, 0–24. KSS: sleepiness on one morning, 1–9. "
    + "Higher is worse. The dashed line is the start of the drug."
}
