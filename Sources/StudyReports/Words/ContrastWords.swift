import NightResults
import StudyComparison
import StudyTables

/// Texts for the codes in comparison.json.
extension StudyWords {
  /// An interval, or a statement that there is none worth giving: anything from a hundredth to a hundredfold.
  static func interval(_ low: Double?, _ high: Double?) -> String {
    guard let low, let high else { return "–" }
    guard low >= 0.01, high <= 100 else { return cannotBeSaid }
    return "\(ReportWords.number(low, 2))–\(ReportWords.number(high, 2))"
  }
  static let noInterval = "no interval"
  static let cannotBeSaid = "cannot be said"

  static func flag(_ flag: NightFlag) -> String {
    switch flag {
    case .respiratoryNotScored: "breathing not scored"
    case .arousalsNotScored: "arousals not scored"
    case .legsNotScored: "legs not scored"
    case .legLost(let leg): "\(leg.name) leg lost"
    case .noHypnogram: "no stages"
    case .shortNight: "under two hours of sleep"
    case .oneLeg: "only one leg for part of the night"
    case .highNoise: "high resting level"
    case .unitAssumed: "unit assumed"
    case .countFromIndex: "count made from the index"
    case .mixedVersions: "results of different versions"
    case .overlappingStages: "two stages at once"
    case .severalScorers: "several scorers, one used"
    case .clockGoesBack: "clock goes back"
    case .coarseClock: "coarse times"
    case .epochListLength: "stages and recording differ in length"
    case .stageCodeAssumed: "code of the stages assumed"
    case .unknownStages: "unknown stage labels"
    case .unknownLabels: "unknown labels"
    case .truncatedRecording: "recording cut off"
    case .duplicateRecording: "the same recording twice"
    case .tooLittleScoredTime: "too little could be scored"
    case .implausibleLeg(let cause): implausible(cause)
    case .fadingLeg(let leg): "\(leg.name) leg fades"
    case .recordingGap: "part not recorded"
    case .ecgUnreadable: "ECG not used"
    case .firstEdition: "of the first edition"
    case .other(let code): code.replacing("_", with: " ").replacing(":", with: ": ")
    }
  }

  private static func implausible(_ cause: Implausibility) -> String {
    switch cause {
    case .quiet: "a leg quieter than any muscle"
    case .hum: "hum on a leg"
    case .saturated: "a leg at the converter's limit"
    case .same: "both legs have the same signal"
    case .unequal: "legs that differ in level"
    case .narrow: "a leg filtered too low"
    case .slow: "a leg sampled too slowly"
    case .notEMG: "bursts that are not muscle"
    case .open: "a leg that never rests"
    case .index: "index over 150/h"
    }
  }

  /// Why a night's row is left out, by the code in its table.
  static func exclusion(_ code: String) -> String {
    switch code {
    case NightRow.excludedInList: "left out in the list of nights"
    case NullReason.noHypnogram.rawValue: "no sleep stages"
    default:
      FailureWords.exclusion(code)
        ?? NightFlag.allKnown.first { $0.rawValue == code }.map(flag)
        ?? NullReason(rawValue: code)?.sentence
        ?? code.replacing("failed:", with: "failed: ").replacing("_", with: " ")
    }
  }

  static let nightsTable = "All nights, and which were used"
  static let statisticsSummary =
    "The statistics behind this: read the sentence above first; none of these numbers says more than it does."
  static func changeMark(_ verdict: Verdict) -> String? {
    switch verdict {
    case .lower: "▼"
    case .higher: "▲"
    default: nil
    }
  }

  static func word(_ verdict: Verdict) -> String { verdict.rawValue.replacing("_", with: " ") }

  static func method(_ method: HeadlineMethod?) -> String {
    switch method {
    case .engine: "the wider of a negative binomial and a log-linear estimate"
    case .pairedPatients: "paired t over patients"
    case .scoreDifference: "t of the difference of means"
    case nil: "-"
    }
  }

  static func side(_ side: ContrastSide) -> String {
    switch side {
    case .off: "without the drug"
    case .on: "with it"
    case .settling: "settling after a change"
    case .carryOver: "with some of the drug left"
    case .missed: "with a missed dose"
    case .unknown: "with an unknown dose"
    case .excluded: "left out"
    }
  }

  static func reason(_ reason: NightReason) -> String {
    switch reason {
    case .settling: "too soon after a start, a stop or a change of dose"
    case .carryOver: "some of the drug was left from the evening before"
    case .doseMissed: "the dose was missed"
    case .doseUnknown: "the dose is unknown"
    case .asNeededDoseUnknown: "taken as needed, and it is unknown whether it was"
    case .otherCourse: "a course or dose other than those compared"
    case .excluded: "marked as left out in the table of nights"
    case .missingSleepTime: "no sleep time"
    case .missingCount: "no count of movements"
    case .outcomeMissing: "this was not measured"
    case .qualifiedThePatient: "the night that led to care, which is often a bad one"
    case .sameDate: "a second night of that date"
    case .beyondLast200: "more nights than are compared at once"
    }
  }

  static func reason(_ reason: VerdictReason) -> String {
    switch reason {
    case .scoringRulesDiffer: "the scoring rules differ"
    case .respiratoryOptionDiffers: "respiratory movements were not treated alike"
    case .categoryKnownOnSomeNights: "what it depends on was scored on some nights only"
    case .softwareDiffers: "the versions of the program differ"
    case .sensorDiffers: "the sensors differ"
    case .legsDiffer: "the legs used differ"
    case .inseparableExposure: "something else changed with the drug"
    case .nightsChosen: "the nights with the drug were chosen"
    case .driftBeforeStart: "the change had begun before the drug"
    case .interleavedTooSlow: "the drug stays in the body too long to compare night by night"
    case .noContrast: "no nights on one side"
    case .notEstimable: "no ratio can be computed"
    case .noMovementOnAnyNight: "no movement on any night"
    case .fewerThanTwoNightsOnASide: "fewer than two nights on a side"
    case .fewerThanFourNights: "fewer than four nights"
    case .sideWithoutMovement: "one side has no movements"
    case .orderTest: "the test of the drawn order is inconclusive"
    case .badRow: "the tables contradict themselves"
    }
  }
}
