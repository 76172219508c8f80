import LimbMovementScoring
import NightResults
import SleepEvents
import StructuredText

/// All texts of the night's page, its pictures and its viewer: a translation replaces this file and
/// `StudyWords`.
package enum ReportWords {
  static let language = "en"

  // MARK: Names

  package static func ruleName(_ rules: String) -> String {
    rules == "unstated" ? "rules not stated" : RuleSet.named(rules)?.title ?? rules
  }

  /// Whether the rule set's text gives a cut-off, which is then mentioned.
  static func hasLine(_ rules: String) -> Bool { RuleSet.named(rules)?.linePerHour != nil }

  static func stage(_ stage: SleepStage) -> String {
    switch stage {
    case .wake: "Wake"
    case .rem: "REM"
    case .unscored: "Unscored"
    case .n1, .n2, .n3: stage.rawValue
    }
  }

  package static func leg(_ leg: Leg) -> String { leg == .left ? "Left leg" : "Right leg" }
  static func level(_ leg: Leg) -> String { leg == .left ? "EMG left" : "EMG right" }
  static func quality(_ leg: Leg) -> String { leg == .left ? "Usable, left" : "Usable, right" }
  static func usable(_ leg: Leg) -> String { leg == .left ? "Left usable" : "Right usable" }
  static func seriesRow(_ rules: String) -> String { "Series " + ruleName(rules) }

  static func number(_ value: Double?, _ decimals: Int = 1) -> String {
    Delimited.fixed(value, decimals) ?? "–"
  }

  // MARK: The night's page

  static let nightTitle = "Leg movements of one night"
  static let answerHeading = "The answer"
  static let timelineHeading = "The night at a glance"
  static let hoursHeading = "When the movements came"
  static let intervalsHeadingPage = "How regular they were"
  static let tableHeading = "Indices by rule set"
  static let sleepHeading = "Sleep"
  static let measureColumn = "Measure"
  static let valueColumn = "Value"
  static let unitColumn = "Unit"
  static let qualityHeading = "Signal quality"
  static let warningsHeading = "Warnings"
  static let provenanceHeading = "How this was made"
  static let noWarnings = "No warnings."
  package static let viewerHeading = "Movement by movement"

  static func identity(_ patient: String, _ night: String) -> String { "Patient \(patient), night \(night)" }
  static let interpretation = "Interpretation"
  static let signature = "Date, name and signature"
  static let pageWord = "page"
  static let ofWord = "of"

  /// The recorded period, by the clock if the recording has one.
  static func recorded(from clock: Int?, seconds: Double?) -> String {
    guard let seconds else { return "" }
    let length = "\(number(seconds / 3600, 1)) h"
    guard let clock else { return "recorded \(length)" }
    let end = clock + Int(seconds.rounded())
    return "recorded \(clockText(clock)) to \(clockText(end)), \(length)"
  }

  static func clockText(_ seconds: Int) -> String {
    func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(padded(seconds / 3600 % 24)):\(padded(seconds / 60 % 60))"
  }

  static func headline(_ index: Double?) -> String { number(index) }
  static func headlineUnit(_ rules: String) -> String {
    "periodic leg movements per hour of sleep, \(ruleName(rules))"
  }

  static func countSentence(_ count: Int?, hours: Double?) -> String {
    "\(count.map(String.init) ?? "–") periodic movements in \(number(hours)) h of sleep."
  }

  static let noRange = "The uncertainty of the index is unknown, since a leg was lost or is implausible."

  static func rangeSentence(low: Double, high: Double, choice: String?) -> String {
    let moved = choice.map { "; what changes it most: \(ParameterWords.choice($0))" } ?? ""
    return
      "Between \(number(low)) and \(number(high)) when the choices that the standard leaves open are made "
      + "otherwise\(moved)."
  }

  static func lineSentence(_ index: Double) -> String {
    let place = index > 15 ? "Exceeds" : "Does not exceed"
    return
      "\(place) the 15/h line for adults, which belongs to this index. It is a finding on the recording alone, not a "
      + "diagnosis."
  }

  static func withoutRespiratory(_ index: Double) -> String {
    "\(number(index)) per hour with respiratory movements left out."
  }
  /// Why there is no index per hour of sleep.
  static func noIndex(_ reason: NullReason?) -> String {
    "There is no index per hour of sleep: \(reason?.sentence ?? "reason unknown")."
  }

  /// The rows of the table of indices.
  static let indexRows: [(entry: NightIndices.Entry?, name: String, decimals: Int)] = [
    (NightIndices.entry("plms_index"), "PLMS per hour of sleep", 1), (NightIndices.entry("plms"), "PLMS", 0),
    (NightIndices.entry("plms_nr_index"), "PLMS per hour, respiratory ones left out", 1),
    (NightIndices.entry("plms_nrem_index"), "PLMS per hour of non-REM sleep", 1),
    (NightIndices.entry("plms_rem_index"), "PLMS per hour of REM sleep", 1),
    (NightIndices.entry("plms_arousal_index"), "PLMS with an arousal, per hour", 1),
    (NightIndices.entry("plms_arousal"), "PLMS with an arousal", 0),
    (NightIndices.entry("plmw_index"), "PLMW per hour awake", 1), (NightIndices.entry("plmw"), "PLMW", 0),
    (NightIndices.entry("lm_index"), "All movements per hour of sleep", 1),
    (NightIndices.entry("n_lm"), "Movements (both legs combined)", 0),
    (NightIndices.entry("n_clm"), "Candidate movements", 0), (NightIndices.entry("n_series"), "Series", 0),
    (NightIndices.entry("mean_series_len"), "Movements in a series, mean", 1),
    (NightIndices.entry("mean_series_dur"), "Length of a series, mean, s", 1),
    (NightIndices.entry("mean_dur_plms"), "Length of a movement, mean, s", 2),
    (NightIndices.entry("pi_interval_sleep"), "Periodicity index (by intervals)", 2),
    (NightIndices.entry("pi_count_sleep"), "Periodicity index (by counts)", 2),
    (NightIndices.entry("short_imi_clms_index"), "Short-interval movements per hour", 1),
    (NightIndices.entry("isolated_clms_index"), "Isolated movements per hour", 1),
    (NightIndices.entry("clmr_index"), "Respiratory-related movements per hour", 1),
  ]
  static let indexColumn = "Index"
  static let notInRules = "Not part of this rule set, or not computable"

  static let sleepRows: [Figure<SleepFigures>] = [
    Figure("Sleep", "h", 2) { $0.totalSleepHours }, Figure("In bed", "h", 2) { $0.inBedHours },
    Figure("Efficiency", "%", 1) { $0.efficiencyPercent },
    Figure("Time to fall asleep", "min", 1) { $0.onsetLatencyMinutes },
    Figure("Time to REM", "min", 1) { $0.remLatencyMinutes },
    Figure("Awake after falling asleep", "min", 1) { $0.wakeAfterOnsetMinutes },
    Figure("N1", "h", 2) { $0.stageHours[.n1] }, Figure("N2", "h", 2) { $0.stageHours[.n2] },
    Figure("N3", "h", 2) { $0.stageHours[.n3] }, Figure("REM", "h", 2) { $0.stageHours[.rem] },
    Figure("Arousals per hour", "/h", 1) { $0.arousalsPerHour },
    Figure("Apneas and hypopneas per hour", "/h", 1) { $0.apneasHypopneasPerHour },
  ]

  static let qualityColumns: [Figure<LegFigures>] = [
    Figure("Rate, Hz", "", 0) { $0.samplingRateHertz }, Figure("Usable, h", "", 2) { $0.scoredHours },
    Figure("Recorded, h", "", 2) { $0.recordedHours },
    Figure("Resting level, µV", "", 2) { $0.restingMedianMicrovolts },
    Figure("Minutes not usable", "", 0) { Double($0.minutesInvalid) },
    Figure("Electrode off, min", "", 0) { Double($0.minutesOff) },
    Figure("Constant, min", "", 0) { Double($0.minutesFlat) },
    Figure("At the converter's limit, min", "", 0) { Double($0.minutesSaturated) },
  ]

  /// A number on a page: its name, unit and decimals, and its source.
  struct Figure<Source>: Sendable {
    let name: String
    let unit: String
    let decimals: Int
    let value: @Sendable (Source) -> Double?

    init(_ name: String, _ unit: String, _ decimals: Int, value: @escaping @Sendable (Source) -> Double?) {
      self.name = name
      self.unit = unit
      self.decimals = decimals
      self.value = value
    }
  }

  static let channelColumn = "Channel"

  static func legs(_ legs: LegsUsed) -> String {
    switch legs {
    case .left: ", left leg only"
    case .right: ", right leg only"
    case .both, .none: ""
    }
  }

  /// One sentence for each category that was not scored, and for each leg that was lost.
  static func notLookedAt(_ document: NightDocument) -> [String] {
    let scored = document.scored
    var sentences: [String] = []
    if scored.legsCannotBeBelieved {
      sentences.append("No leg was usable in this night: the number of movements is unknown.")
    } else if !scored.knowsMovements {
      sentences.append("Leg movements were not scored in this night: their number is unknown.")
    }
    if !scored[.respiratory].isKnown {
      sentences.append("Breathing was not scored: movements of breathing could not be left out.")
    }
    if !scored[.arousals].isKnown {
      sentences.append("Arousals were not scored: movements with an arousal are not known.")
    }
    for (leg, category) in [(Leg.left, ScoredCategory.leftLeg), (.right, .rightLeg)]
    where scored[category] == CategoryState(.no, by: .signal) {
      sentences.append("The \(leg.name) leg was recorded but could not be used.")
    }
    return sentences
  }

  /// The technician's changes.
  static func corrected(_ counts: CorrectionCounts?) -> String? {
    counts.map { "Corrected by hand: \($0.added) added, \($0.removed) removed, \($0.moved) moved." }
  }

  static let notADevice = "Not a medical device; for use with a physician."
  static let numbersNote =
    "Numbers as in result.json, rounded; the unrounded number is in the value of each cell. "
    + "A dash means not computable."
  static let provenance = [
    "Program", "Parameters", "Fingerprint of input and parameters", "Recording", "Start",
    "Sleep stages from", "Changed from the standard", "Key of the night",
  ]
  static func source(_ source: SleepFigures.Source) -> String {
    switch source {
    case .recording: "the recording"
    case .scoring: "a scoring"
    case .none: "nowhere"
    }
  }
  static let noMovements = "No leg movement of at least half a second was found in this night."
  static let nothingChanged = "nothing"
  static let unknown = "unknown"
}
