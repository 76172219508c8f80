import StudyComparison
import StudyReports

/// Nights before and after a drug, compared as `tibialis compare` does.
public struct Comparison: Sendable {
  /// What the nights of one patient say.
  public struct Patient: Sendable {
    /// As in the table.
    public let patientID: String
    /// `lower`, `higher`, `no_material_change`, or that nothing can be told: `not_enough_nights`, `not_comparable`.
    public let verdict: String
    /// The whole answer in one sentence: what changed after the start, never what was caused by it.
    public let sentence: String
    /// Rate after over rate before, with its 95 % limits; nil where the nights give none.
    public let ratio: (value: Double, low: Double, high: Double)?
    /// What else changed at the same time and what weakens the answer, a sentence each.
    public let caveats: [String]
  }

  /// In the order of the table.
  public let patients: [Patient]
  private let study: StoredStudy

  /// Compares the nights of `nights.csv` in a folder by the tables beside it: medications, labs and scales.
  ///
  /// - Parameter folder: of a batch, or a table of nights itself.
  /// - Throws: why nobody can be compared, in one sentence as its `description`.
  public init(folder: String, request: ComparisonRequest = ComparisonRequest()) throws {
    study = try StoredStudy(path: folder, request: request)
    patients = study.result.patients.compactMap { patient in patient.primary.map { Patient($0) } }
  }

  /// The study as a page of HTML, with the timeline of doses, the nights and what else changed.
  public var page: String { StudyPage(study).html }
}

extension Comparison.Patient {
  init(_ contrast: Contrast) {
    patientID = contrast.patientID
    verdict = contrast.verdict.rawValue
    sentence = contrast.sentence
    caveats = contrast.caveats.map(\.sentence)
    ratio = contrast.statement.flatMap { statement in
      guard let value = statement.ratio, let interval = statement.interval else { return nil }
      return (value, interval.low, interval.high)
    }
  }
}
