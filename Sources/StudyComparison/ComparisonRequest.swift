import StudyTables

/// What is to be compared.
public struct ComparisonRequest: Hashable, Sendable {
  /// A drug's name, an ATC code or a class of `drugs.csv`.
  public var drug = "trazodone"
  /// Only these patients; empty for all.
  public var patientIDs: [String] = []
  /// The declared primary outcome.
  public var outcome = Outcome.plms
  /// The rule set whose rows are compared.
  public var rules = "wasm2016"
  public var transitionNights = DrugTimeline.defaultTransitionNights
  public var estimation = EstimationOptions()
  /// How errors call the table of nights.
  public var nightsFile = "nights.csv"

  public init() {}
}

/// What is known of one patient.
public struct PatientComparison: Sendable {
  public var patientID: String
  /// The primary contrast first, then the other contrasts, then the secondary outcomes.
  public var contrasts: [Contrast]
  public var iron: IronStatus
  public var symptoms: [SymptomChange] = []
  /// Drugs of the patient in which augmentation is known.
  public var augmentingDrugs: [String] = []
  public var decomposition: Decomposition?
  public var sleep: SleepBeside?
  /// Nights above the line of the AASM index, whatever rules the contrast stands on.
  public var absoluteLine: AbsoluteLine?
  /// Rows that cost this patient the result; empty for a patient who was compared.
  public var problems: [RowProblem] = []

  public var primary: Contrast? { contrasts.first { $0.isPrimary } }

  /// True if sleepiness by day is worse on the drug by as much as matters.
  public var isSleepier: Bool { symptoms.contains { $0.isOfSleepiness && $0.isWorse } }
}

/// A whole comparison.
public struct DrugComparisonResult: Sendable {
  public var request: ComparisonRequest
  public var patients: [PatientComparison]
  /// Over all patients; nil with fewer than two.
  public var population: Contrast?
  /// Every row that could not be used, in the order of the files.
  public var problems: [RowProblem]

  /// All contrasts: patient by patient, then the one over several patients.
  public var contrasts: [Contrast] { patients.flatMap(\.contrasts) + (population.map { [$0] } ?? []) }
}
