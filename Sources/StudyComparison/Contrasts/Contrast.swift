import SleepEvents
import StudyTables

/// Two sides of nights of one patient (or the patients of a study) for one outcome, with all that is known of the
/// difference. Numbers that cannot be computed are nil.
public struct Contrast: Sendable {
  /// `*` for a result over several patients.
  public var patientID: String
  public var kind: ContrastKind
  public var outcome: Outcome
  public var rules: String
  public var respiratoryOption: String?
  public var isPrimary: Bool

  /// How the nights follow each other; nil over several patients.
  public var design: ComparisonDesign?
  /// Who decided which nights were with the drug; nil over several patients.
  public var assignment: NightAssignment?
  /// The first side: off the drug, or, where it was stopped, on it.
  public var before = SideSummary()
  public var after = SideSummary()
  /// Every night of the patient with its side, in time order.
  public var nights: [NightOnSide] = []
  /// Between which dates the used nights lie.
  public var window: ClosedRange<CalendarDate>?

  /// Milligrams of the two sides of a dose step; nil where an amount is not known.
  public var stepDoses: (from: Double?, to: Double?)?

  public var estimate: EngineEstimate?
  /// What may be printed of the ratio; nil where it is withheld or cannot be computed.
  public var statement: RateRatioStatement?
  public var method: HeadlineMethod?
  /// True if a steady drift over the weeks was taken out.
  public var hasTrendColumn = false
  /// True where the dose rises with the day so closely that a drift in time looks the same.
  public var isDoseTiedToTime = false
  /// Nights of each side on which a movement was counted.
  var moving = (before: 0, after: 0)
  /// Log odds of "the drug alone" against "a straight drift alone".
  public var logOddsOfStep: Double?
  /// Log rate change a week before the start, where the engine looked at it.
  public var logTrendBefore: Double?
  /// Log rate ratio beside a common drift, with its 95 % limits.
  public var logRatioBesideTrend: (value: Double, limits: LogLimits)?
  public var orderTest: OrderTest?
  /// Why the order test of a drawn design is withheld; nil unless it is.
  public var orderTestWithheld: OrderRecordProblem?

  public var permutation: PermutationTest?
  public var bayesian: BayesianComparison?
  public var logRateTest: LogRateTest?
  public var overlap: NonOverlap?
  public var baselineTrend: Coefficient?
  /// The estimate without the first night in the laboratory.
  public var withoutFirstNight: RateRatioStatement?
  /// The estimate on the nights without another exposure, where that one is nearly the same as the drug.
  public var withoutOtherExposure: RateRatioStatement?
  /// Difference of means of an outcome that is no count.
  public var scoreDifference: ScoreDifference?

  public var nightsNeededForHalving: Int?
  public var nightsNeededFor30Percent: Int?
  /// Nights above 15/h (5/h for a child) by the compared index.
  public var absoluteLine: AbsoluteLine?
  public var population: PopulationResult?

  /// Holm's p among the secondary outcomes; nil for the primary.
  public var holmP: Double?
  /// Benjamini and Hochberg's q among the patients.
  public var falseDiscoveryQ: Double?

  public var verdict: Verdict = .notEnoughNights
  public var reason: VerdictReason?
  public var clauses: [VerdictClause] = []
  public var sentence = ""
  public var caveats: [Caveat] = []

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
  public var caveatCodes: [String] {
    var seen: Set<String> = []
    return caveats.map(\.code).filter { seen.insert($0).inserted }
  }

  func nightsWithMovement(on side: ContrastKind.Side) -> Int {
    side == .before ? moving.before : moving.after
  }

  /// How many nights stand on a side.
  func count(of side: ContrastSide) -> Int { nights.count { $0.side == side } }

  /// Two-sided p of the headline.
  public var pValue: Double? { statement?.pValue ?? scoreDifference?.pValue }
}

/// How the headline interval was made.
public enum HeadlineMethod: String, Sendable {
  case engine = "mnb2"
  case pairedPatients = "paired_t"
  case scoreDifference = "mean_difference_t"
}

/// What the patients of a study say together.
public struct PopulationResult: Sendable {
  public var patients: Int
  /// Patients whose tables have a bad row.
  public var refused: Int
  public var paired: PairedEffects
  public var randomEffects: RandomEffects?
  /// Patients without a usable night on one of the sides.
  public var withoutBothSides: [String]
  /// Patients whose nights cannot be compared.
  public var notComparable: [String]
  /// Patients whose own verdict is that there were too few nights.
  public var notEnoughNights: Int
  public var lower: Int
  public var higher: Int
  public var noMaterialChange: Int
  /// How many patients have each caveat, the most frequent first.
  public var caveats: [(code: String, patients: Int)] = []

  /// Patients with a verdict of their own.
  public var withOwnVerdict: Int { lower + higher + noMaterialChange }
}
