import SleepEvents
import StudyTables

/// Two sides of nights of one patient (or of the patients of a study) for one outcome, with everything known
/// about the difference. Numbers that cannot be computed are nil.
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
  /// The first side: off the drug, or on it if it was stopped.
  package var before = SideSummary()
  package var after = SideSummary()
  /// Every night of the patient with its side, in time order.
  package var nights: [NightOnSide] = []
  /// The dates between which the used nights lie.
  package var window: ClosedRange<CalendarDate>?

  /// Milligrams on the two sides of a dose step; nil where a dose is unknown.
  package var stepDoses: (from: Double?, to: Double?)?

  package var estimate: EngineEstimate?
  /// The part of the ratio that may be printed; nil if it is withheld or cannot be computed.
  package var statement: RateRatioStatement?
  package var method: HeadlineMethod?
  /// True if a steady drift over the weeks was modelled.
  package var hasTrendColumn = false
  /// True if dose and day are so closely related that a drift in time would look the same.
  package var isDoseTiedToTime = false
  /// Nights on each side with at least one movement.
  var moving = (before: 0, after: 0)
  /// Log odds of "the drug alone" against "a straight drift alone".
  package var logOddsOfStep: Double?
  /// Log rate change per week before the start, if it was examined.
  package var logTrendBefore: Double?
  /// Log rate ratio adjusted for a common drift, with its 95 % limits.
  package var logRatioBesideTrend: (value: Double, limits: LogLimits)?
  package var orderTest: OrderTest?
  /// Why the order test of a drawn design is withheld; nil if it is not.
  package var orderTestWithheld: OrderRecordProblem?

  package var permutation: PermutationTest?
  package var bayesian: BayesianComparison?
  package var logRateTest: LogRateTest?
  package var overlap: NonOverlap?
  package var baselineTrend: Coefficient?
  /// The estimate without the first night in the laboratory.
  package var withoutFirstNight: RateRatioStatement?
  /// The estimate on the nights without another exposure that nearly coincides with the drug.
  package var withoutOtherExposure: RateRatioStatement?
  /// Difference of means, for an outcome that is not a count.
  package var scoreDifference: ScoreDifference?

  package var nightsNeededForHalving: Int?
  package var nightsNeededFor30Percent: Int?
  /// Nights above 15/h (5/h for a child) by the compared index.
  package var absoluteLine: AbsoluteLine?
  package var population: PopulationResult?

  /// Holm-adjusted p among the secondary outcomes; nil for the primary one.
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

  /// The caveat codes without duplicates.
  package var caveatCodes: [String] {
    var seen: Set<String> = []
    return caveats.map(\.code).filter { seen.insert($0).inserted }
  }

  func nightsWithMovement(on side: ContrastKind.Side) -> Int {
    side == .before ? moving.before : moving.after
  }

  /// Number of nights on a side.
  func count(of side: ContrastSide) -> Int { nights.count { $0.side == side } }

  /// Dispersions of the nights off and on the drug, or of the lower and the higher dose step; nil for a side without nights.
  package var dispersions: (off: Double?, on: Double?) {
    guard let estimate = kind == .duringStopped ? estimate?.reversed : estimate else { return (nil, nil) }
    return (
      estimate.nightsOff > 0 ? estimate.dispersionOff : nil,
      estimate.nightsOn > 0 ? estimate.dispersionOn : nil
    )
  }

  /// Two-sided p of the main estimate.
  package var pValue: Double? { statement?.pValue ?? scoreDifference?.pValue }
}

/// How the headline interval was obtained.
package enum HeadlineMethod: String, Sendable, CaseIterable {
  case engine = "mnb2"
  case pairedPatients = "paired_t"
  case scoreDifference = "mean_difference_t"
}

/// The result over the patients of a study.
package struct PopulationResult: Sendable {
  package var patients: Int
  /// Patients whose tables have an invalid row.
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
  /// The number of patients with each caveat, most frequent first.
  package var caveats: [(code: String, patients: Int)] = []

  /// Patients with a verdict of their own.
  package var withOwnVerdict: Int { lower + higher + noMaterialChange }
}
