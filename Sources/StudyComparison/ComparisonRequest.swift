import StudyTables

/// What is to be compared.
public struct ComparisonRequest: Hashable, Sendable {
  /// A drug's name, an ATC code or a class of `drugs.csv`.
  public var drug = "trazodone"
  /// Only these patients; empty for all.
  public var patientIDs: [String] = []
  /// The declared primary outcome.
  package var outcome = Outcome.plms
  /// The rule set whose rows are compared.
  public var rules = "wasm2016"
  /// Nights set aside after a start, a dose step or a stop, where nights are not compared one by one.
  public var transitionNights = DrugTimeline.defaultTransitionNights
  package var design = DesignRequest.auto
  /// Who decided which nights were with the drug; nil to tell from a stored order, else from the doses.
  package var assignment: NightAssignment?
  /// Half-life of the drug, hours; nil for that of the drug table.
  package var halfLifeHours: Double?
  /// Drawn orders that were stored beside the nights.
  package var orders: [OrderRecord] = []
  package var estimation = EstimationOptions()
  /// How errors call the table of nights.
  package var nightsFile = "nights.csv"

  /// Trazodone by the rules of WASM 2016.
  public init() {}

  /// The same with the drug under the name by which sentences call it.
  func calling(_ drug: String) -> ComparisonRequest {
    var request = self
    request.drug = drug
    return request
  }
}

/// What is known of one patient.
package struct PatientComparison: Sendable {
  package var patientID: String
  /// The primary contrast first, then the other contrasts, then the secondary outcomes.
  package var contrasts: [Contrast]
  /// How the design of the primary contrast was chosen; nil for a patient whose tables have a bad row.
  package var designChoice: DesignChoice?
  package var iron: IronStatus
  package var symptoms: [SymptomChange] = []
  /// Drugs of the patient in which augmentation is known.
  package var augmentingDrugs: [String] = []
  /// What sources say of the classes of the patient's drugs, such as "sertraline: this class usually raises PLMS
  /// (Yang 2005)"; only where a source gives one direction.
  package var publishedEffects: [String] = []
  package var decomposition: Decomposition?
  package var sleep: SleepBeside?
  /// Nights above 15/h (5/h for a child), by each rule set that the nights have.
  package var absoluteLines: [AbsoluteLine] = []
  /// Rows that cost this patient the result; empty for a patient who was compared.
  package var problems: [RowProblem] = []

  package var primary: Contrast? { contrasts.first { $0.isPrimary } }

  /// True if sleepiness by day is worse on the drug by as much as matters.
  package var isSleepier: Bool { symptoms.contains { $0.isOfSleepiness && $0.isWorse } }

  /// The ratings of the mornings after the nights that are compared.
  package var mornings: [Contrast] { contrasts.filter { $0.outcome.isOfTheMorning } }
}

/// The design that was compared, and why.
package struct DesignChoice: Hashable, Sendable {
  package var design: ComparisonDesign
  package var isRequested: Bool
  package var pattern: ExposurePattern
  /// How many times the drug was begun or stopped.
  package var changes: Int
  package var assignment: NightAssignment
  package var assignmentSource: AssignmentSource
  /// What is wrong with the order that was stored; nil if nothing, or if none was.
  package var orderProblem: OrderRecordProblem?
  /// The half-life that the washout nights were counted with, hours; nil if nobody knows it.
  package var halfLifeHours: Double?
  package var isHalfLifeStated: Bool
  package var washoutNights: Int

  /// From where it is known who decided about the nights.
  package enum AssignmentSource: String, Hashable, Sendable, CaseIterable {
    case storedOrder = "stored_order"
    case stated
    case doses
  }
}

/// A whole comparison.
package struct DrugComparisonResult: Sendable {
  package var request: ComparisonRequest
  package var patients: [PatientComparison]
  /// Over all patients; nil with fewer than two.
  package var population: Contrast?
  /// Every row that could not be used, in the order of the files.
  package var problems: [RowProblem]

  /// All contrasts: patient by patient, then the one over several patients.
  package var contrasts: [Contrast] { patients.flatMap(\.contrasts) + (population.map { [$0] } ?? []) }
}
