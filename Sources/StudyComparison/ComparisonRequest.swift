import StudyTables

/// The request for a comparison.
public struct ComparisonRequest: Hashable, Sendable {
  /// A drug's name, an ATC code or a class of `drugs.csv`.
  public var drug = "trazodone"
  /// Only these patients; empty for all.
  public var patientIDs: [String] = []
  /// The declared primary outcome.
  package var outcome = Outcome.plms
  /// The rule set whose rows are compared.
  public var rules = "wasm2016"
  /// Nights set aside after a start, a dose step or a stop, in designs that do not compare single nights.
  public var transitionNights = DrugTimeline.defaultTransitionNights
  package var design = DesignRequest.auto
  /// Who decided which nights were with the drug; nil to infer it from a stored order, otherwise from the
  /// doses.
  package var assignment: NightAssignment?
  /// Half-life of the drug, hours; nil to use that of the drug table.
  package var halfLifeHours: Double?
  /// Drawn orders stored next to the nights.
  package var orders: [OrderRecord] = []
  package var estimation = EstimationOptions()
  /// The name of the table of nights in errors.
  package var nightsFile = "nights.csv"

  /// Trazodone by the rules of WASM 2016.
  public init() {}

  /// The same request with the drug's name as used in sentences.
  func calling(_ drug: String) -> ComparisonRequest {
    var request = self
    request.drug = drug
    return request
  }
}

/// The comparison for one patient.
package struct PatientComparison: Sendable {
  package var patientID: String
  /// The primary contrast first, then the other contrasts, then the secondary outcomes.
  package var contrasts: [Contrast]
  /// How the design of the primary contrast was chosen; nil for a patient whose tables have an invalid row.
  package var designChoice: DesignChoice?
  package var iron: IronStatus
  package var symptoms: [SymptomChange] = []
  /// The patient's drugs for which augmentation is known.
  package var augmentingDrugs: [String] = []
  /// Published effects of the classes of the patient's drugs, such as "sertraline: this class usually raises
  /// PLMS (Yang 2005)"; only where a source gives one direction.
  package var publishedEffects: [String] = []
  package var decomposition: Decomposition?
  package var sleep: SleepBeside?
  /// Nights above 15/h (5/h for a child), for each rule set available.
  package var absoluteLines: [AbsoluteLine] = []
  /// Rows that prevented a result for this patient; empty for a patient who was compared.
  package var problems: [RowProblem] = []

  package var primary: Contrast? { contrasts.first { $0.isPrimary } }

  /// True if daytime sleepiness is worse on the drug by a relevant amount.
  package var isSleepier: Bool { symptoms.contains { $0.isOfSleepiness && $0.isWorse } }

  /// The ratings on the mornings after the compared nights.
  package var mornings: [Contrast] { contrasts.filter { $0.outcome.isOfTheMorning } }
}

/// The design that was used, and why.
package struct DesignChoice: Hashable, Sendable {
  package var design: ComparisonDesign
  package var isRequested: Bool
  package var pattern: ExposurePattern
  /// How many times the drug was started or stopped.
  package var changes: Int
  package var assignment: NightAssignment
  package var assignmentSource: AssignmentSource
  /// The problem with the stored order; nil if there is none or no order was stored.
  package var orderProblem: OrderRecordProblem?
  /// The half-life used to count the washout nights, hours; nil if unknown.
  package var halfLifeHours: Double?
  package var isHalfLifeStated: Bool
  package var washoutNights: Int

  /// How it is known who decided about the nights.
  package enum AssignmentSource: String, Hashable, Sendable, CaseIterable {
    case storedOrder = "stored_order"
    case stated
    case doses
  }
}

/// The result of a whole comparison.
package struct DrugComparisonResult: Sendable {
  package var request: ComparisonRequest
  package var patients: [PatientComparison]
  /// Over all patients; nil with fewer than two.
  package var population: Contrast?
  /// All rows that could not be used, in file order.
  package var problems: [RowProblem]

  /// All contrasts: patient by patient, then the one over several patients.
  package var contrasts: [Contrast] { patients.flatMap(\.contrasts) + (population.map { [$0] } ?? []) }
}
