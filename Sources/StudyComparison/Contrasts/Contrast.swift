import SleepEvents
import StudyTables

/// Two sides of nights of one patient (or the patients of a study) for one outcome, with all that is known of the
/// difference. Numbers that cannot be computed are nil.
package struct Contrast: Sendable {
  /// `*` for a result over several patients.
  package var patientID: String
  package var kind: ContrastKind
  package var outcome: Outcome
  package var rules: String
  package var respiratoryOption: String?
  package var isPrimary: Bool

  /// How the nights follow each other; nil over several patients.
  package var design: ComparisonDesign?
  /// Who decided which nights were with the drug; nil over several patients.
  package var assignment: NightAssignment?
  /// The first side: off the drug, or, where it was stopped, on it.
  package var before = SideSummary()
  package var after = SideSummary()
  /// Every night of the patient with its side, in time order.
  package var nights: [NightOnSide] = []
  /// Between which dates the used nights lie.
  package var window: ClosedRange<CalendarDate>?

  /// Milligrams of the two sides of a dose step; nil where an amount is not known.
  package var stepDoses: (from: Double?, to: Double?)?

  package var estimate: EngineEstimate?
  /// What may be printed of the ratio; nil where it is withheld or cannot be computed.
  package var statement: RateRatioStatement?
  package var method: HeadlineMethod?
  /// True if a steady drift over the weeks was taken out.
  package var hasTrendColumn = false
  /// True where the dose rises with the day so closely that a drift in time looks the same.
  package var isDoseTiedToTime = false
  /// Nights of each side on which a movement was counted.
  var moving = (before: 0, after: 0)
  /// Log odds of "the drug alone" against "a straight drift alone".
  package var logOddsOfStep: Double?
  /// Log rate change a week before the start, where the engine looked at it.
  package var logTrendBefore: Double?
  /// Log rate ratio beside a common drift, with its 95 % limits.
  package var logRatioBesideTrend: (value: Double, limits: LogLimits)?
  package var orderTest: OrderTest?
  /// Why the order test of a drawn design is withheld; nil unless it is.
  package var orderTestWithheld: OrderRecordProblem?

  package var permutation: PermutationTest?
  package var bayesian: BayesianComparison?
  package var logRateTest: LogRateTest?
  package var overlap: NonOverlap?
  package var baselineTrend: Coefficient?
  /// The estimate without the first night in the laboratory.
  package var withoutFirstNight: RateRatioStatement?
  /// The estimate on the nights without another exposure, where that one is nearly the same as the drug.
  package var withoutOtherExposure: RateRatioStatement?
  /// Difference of means of an outcome that is no count.
  package var scoreDifference: ScoreDifference?

  package var nightsNeededForHalving: Int?
  package var nightsNeededFor30Percent: Int?
  /// Nights above 15/h (5/h for a child) by the compared index.
  package var absoluteLine: AbsoluteLine?
  package var population: PopulationResult?

  /// Holm's p among the secondary outcomes; nil for the primary.
  package var holmP: Double?
  /// Benjamini and Hochberg's q among the patients.
  package var falseDiscoveryQ: Double?

  package var verdict: Verdict = .notEnoughNights
  package var reason: VerdictReason?
  package var clauses: [VerdictClause] = []
  package var sentence = ""
  package var caveats: [Caveat] = []

  init(
    patientID: String, kind: ContrastKind, outcome: Outcome, rules: String, isPrimary: Bool
  ) {
    self.patientID = patientID
    self.kind = kind
    self.outcome = outcome
    self.rules = rules
    self.isPrimary = isPrimary
  }

  /// The codes of the caveats, each once.
  package var caveatCodes: [String] {
    var seen: Set<String> = []
    return caveats.map(\.code).filter { seen.insert($0).inserted }
  }

  func nightsWithMovement(on side: ContrastKind.Side) -> Int {
    side == .before ? moving.before : moving.after
  }

  /// How many nights stand on a side.
  func count(of side: ContrastSide) -> Int { nights.count { $0.side == side } }

  /// Two-sided p of the headline.
  package var pValue: Double? { statement?.pValue ?? scoreDifference?.pValue }
}

/// How the headline interval was made.
package enum HeadlineMethod: String, Sendable, CaseIterable {
  case engine = "mnb2"
  case pairedPatients = "paired_t"
  case scoreDifference = "mean_difference_t"
}

/// What the patients of a study say together.
package struct PopulationResult: Sendable {
  package var patients: Int
  /// Patients whose tables have a bad row.
  package var refused: Int
  package var paired: PairedEffects
  package var randomEffects: RandomEffects?
  /// Patients without a usable night on one of the sides.
  package var withoutBothSides: [String]
  /// Patients whose nights cannot be compared.
  package var notComparable: [String]
  /// Patients whose own verdict is that there were too few nights.
  package var notEnoughNights: Int
  package var lower: Int
  package var higher: Int
  package var noMaterialChange: Int
  /// How many patients have each caveat, the most frequent first.
  package var caveats: [(code: String, patients: Int)] = []

  /// Patients with a verdict of their own.
  package var withOwnVerdict: Int { lower + higher + noMaterialChange }
}
