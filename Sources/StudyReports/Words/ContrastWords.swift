import NightResults
import StudyComparison

/// The words for what comparison.json names by codes.
extension StudyWords {
  /// An interval, or that there is none worth the name: from a hundredth to a hundredfold fits anything.
  static func interval(_ low: Double?, _ high: Double?) -> String {
    guard let low, let high else { return "–" }
    guard low >= 0.01, high <= 100 else { return cannotBeSaid }
    return "\(ReportWords.number(low, 2))–\(ReportWords.number(high, 2))"
  }
  static let cannotBeSaid = "cannot be said"

  static func flag(_ flag: NightFlag) -> String {
    switch flag {
    case .respiratoryNotScored: "breathing not scored"
    case .arousalsNotScored: "arousals not scored"
    case .legsNotScored: "legs not scored"
    case .legLost(let leg): "\(leg.name) leg lost"
    case .noHypnogram: "no stages"
    case .shortNight: "under two hours of sleep"
    case .oneLeg: "one leg in part"
    default: flag.rawValue.replacing("_", with: " ").replacing(":", with: ": ")
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

  /// The sentence of a contrast with its caveats' codes as words: comparison.json and programs have the codes.
  static func sentence(_ contrast: Contrast) -> String {
    (contrast.population?.caveats ?? []).reduce(contrast.sentence) { sentence, caveat in
      sentence.replacing(
        caveat.code, with: caveat.code.replacing("_", with: " ").replacing(":", with: ": "))
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
    case .doseUnknown: "the dose is not known"
    case .asNeededDoseUnknown: "taken as needed, and nothing says whether it was"
    case .otherCourse: "another course or dose than those that are compared"
    case .excluded: "marked as left out in the table of nights"
    case .missingSleepTime: "no time of sleep"
    case .missingCount: "no count of movements"
    case .outcomeMissing: "this was not measured"
    case .qualifiedThePatient: "the night that led to care, which is often a bad one"
    case .sameDate: "a second night of that date"
    case .beyondLast200: "more nights than are compared at once"
    }
  }

  static func reason(_ reason: VerdictReason) -> String {
    switch reason {
    case .scoringRulesDiffer: "the rules of scoring differ"
    case .respiratoryOptionDiffers: "movements of breathing were not treated alike"
    case .categoryKnownOnSomeNights: "what it hangs on was scored on some nights alone"
    case .softwareDiffers: "the versions of the program differ"
    case .sensorDiffers: "the sensors differ"
    case .legsDiffer: "the legs that were used differ"
    case .inseparableExposure: "something else changed with the drug"
    case .nightsChosen: "the nights with the drug were chosen"
    case .driftBeforeStart: "the change had begun before the drug"
    case .interleavedTooSlow: "the drug stays for too long to compare night by night"
    case .noContrast: "no nights on one side"
    case .notEstimable: "no ratio can be computed"
    case .noMovementOnAnyNight: "no movement on any night"
    case .fewerThanTwoNightsOnASide: "fewer than two nights on a side"
    case .fewerThanFourNights: "fewer than four nights"
    case .sideWithoutMovement: "one side has no movement"
    case .orderTest: "the test of the drawn order does not tell"
    case .badRow: "the tables contradict themselves"
    }
  }
}
