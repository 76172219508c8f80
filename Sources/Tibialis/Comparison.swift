import StudyComparison
import StudyReports

/// Compares nights before and after a drug, as `tibialis compare` does.
public struct Comparison: Sendable {
  /// The comparison for one patient.
  public struct Patient: Sendable {
    /// The patient id in the table.
    public let patientID: String
    /// `lower`, `higher` or `no_material_change`; `not_enough_nights` or `not_comparable` if there is no
    /// answer.
    public let verdict: String
    /// The whole answer in one sentence: what changed after the start, never what caused it.
    public let sentence: String
    /// Rate after divided by rate before, with its 95 % limits; nil if the nights do not give one.
    public let ratio: (value: Double, low: Double, high: Double)?
    /// What else changed at the same time and what weakens the answer, one sentence each.
    public let caveats: [String]
  }

  /// In table order.
  public let patients: [Patient]
  private let study: StoredStudy

  /// Compares the nights of `nights.csv` in a folder, using the tables next to it: medications, labs and
  /// scales.
  ///
  /// - Parameter folder: the output folder of a batch, or a table of nights itself.
  /// - Throws: an error whose `description` says in one sentence why there is nothing to compare.
  public init(folder: String, request: ComparisonRequest = ComparisonRequest()) throws {
    study = try StoredStudy(path: folder, request: request)
    patients = study.result.patients.compactMap { patient in patient.primary.map { Patient($0) } }
  }

  /// The study as an HTML page, with the timeline of doses, the nights and what else changed.
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
