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

  public var before = SideSummary()
  public var after = SideSummary()
  /// Between which dates the used nights lie.
  public var window: ClosedRange<CalendarDate>?

  public var fit: ModeratedNegativeBinomial?
  public var inflation: AutocorrelationInflation?
  /// The estimate whose interval stands in the headline.
  public var headline: RateRatioEstimate?
  public var headlineMethod: HeadlineMethod?
  public var permutation: PermutationTest?
  public var bayesian: BayesianComparison?
  public var logRateTest: LogRateTest?
  public var overlap: NonOverlap?
  public var baselineTrend: Coefficient?
  /// Log rate ratio per 50 mg over all doses, where there are at least two on the drug.
  public var dosePer50Milligrams: Coefficient?
  /// The step adjusted for a common trend, a look at drift where there are at least 7 + 7 nights.
  public var stepBesideTrend: Coefficient?
  /// The estimate without the first night in the laboratory.
  public var withoutFirstNight: RateRatioEstimate?
  /// Difference of means of an outcome that is no count.
  public var meanDifference: MeanDifference?

  public var nightsNeededForHalving: Int?
  public var nightsNeededFor30Percent: Int?
  public var absoluteLine: AbsoluteLine?
  public var population: PopulationResult?

  /// Holm's p among the secondary outcomes; nil for the primary.
  public var holmP: Double?
  /// Benjamini and Hochberg's q among the patients.
  public var falseDiscoveryQ: Double?

  public var verdict: Verdict = .notEnoughNights
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
}

/// How the headline interval was made.
public enum HeadlineMethod: String, Sendable {
  case moderated = "mnb_t"
  case moderatedWithAutocorrelation = "mnb_t_ar"
  case pairedPatients = "paired_t"
  case meanDifference = "mean_difference_t"
}

/// One side of a contrast in numbers.
public struct SideSummary: Sendable {
  public var nights = 0
  var excluded: [ContrastNights.Excluded] = []
  public var excludedNights: Int { excluded.count }
  /// The nights set aside, each with its date and a word for the reason.
  public var exclusions: [(nightID: String, date: String, reason: String)] {
    excluded.map { ($0.nightID, $0.date.description, $0.reason) }
  }
  public var hours: Double?
  public var count: Int?
  /// count / hours, or the mean score of an outcome that is no count.
  public var index: Double?
  /// Median of the nights' indices.
  public var median: Double?
  /// First and third quartile of the nights' indices.
  public var quartiles: (low: Double, high: Double)?

  init() {}

  init(counted nights: [CountedNight], excluded: [ContrastNights.Excluded]) {
    self.nights = nights.count
    self.excluded = excluded
    guard !nights.isEmpty else { return }
    hours = nights.totalHours
    count = nights.totalCount
    index = Double(nights.totalCount) / nights.totalHours
    setQuantiles(nights.map(\.ratePerHour))
  }

  init(scores: [Double], excluded: [ContrastNights.Excluded]) {
    nights = scores.count
    self.excluded = excluded
    guard !scores.isEmpty else { return }
    index = scores.reduce(0, +) / Double(scores.count)
    setQuantiles(scores)
  }

  private mutating func setQuantiles(_ values: [Double]) {
    let sorted = values.sorted()
    /// Linear between order statistics, as R's default.
    func quantile(_ share: Double) -> Double {
      let position = share * Double(sorted.count - 1)
      let low = Int(position)
      let high = min(low + 1, sorted.count - 1)
      return sorted[low] + (position - Double(low)) * (sorted[high] - sorted[low])
    }
    median = quantile(0.5)
    quartiles = (quantile(0.25), quantile(0.75))
  }
}

/// The difference of two means with a pooled t, for scores such as the periodicity index.
public struct MeanDifference: Hashable, Sendable {
  public var difference: Double
  public var standardError: Double
  public var degreesOfFreedom: Double

  public var pValue: Double {
    Distribution.twoSidedP(t: difference / standardError, degreesOfFreedom: degreesOfFreedom)
  }

  init?(before: [Double], after: [Double]) {
    guard !before.isEmpty, !after.isEmpty, before.count + after.count > 2 else { return nil }
    let left = Moments(before)
    let right = Moments(after)
    degreesOfFreedom = left.count + right.count - 2
    let variance = (left.squares + right.squares) / degreesOfFreedom
    guard variance > 1e-20 else { return nil }
    difference = right.mean - left.mean
    standardError = (variance * (1 / left.count + 1 / right.count)).squareRoot()
  }

  public func limits(level: Double) -> (low: Double, high: Double) {
    let reach = Distribution.criticalT(level: level, degreesOfFreedom: degreesOfFreedom) * standardError
    return (difference - reach, difference + reach)
  }
}

/// How many nights lie above the line of the AASM index: 15/h for an adult, 5/h for a child.
public struct AbsoluteLine: Hashable, Sendable {
  public var perHour: Double
  public var nightsBefore: Int
  public var nightsAfter: Int
  /// Nights of each side for which the AASM index is known.
  public var knownBefore: Int
  public var knownAfter: Int

  public static let adult = 15.0
  public static let child = 5.0
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
}
