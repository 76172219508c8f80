import SleepEvents
import StudyTables

/// Why no comparison is possible.
package enum ComparisonError: ReportableError, Equatable {
  case study(StudyError)
  /// No medication row and no dose belongs to the requested drug.
  case drugMatchesNothing(drug: String, found: [String])
  case unknownPatient(patient: String, file: String)
  case noNights(file: String)

  package var code: String {
    switch self {
    case .study(let error): error.code
    case .drugMatchesNothing: "drug_matches_nothing"
    case .unknownPatient: "unknown_patient"
    case .noNights: "no_nights"
    }
  }

  package var exitStatus: ExitStatus {
    switch self {
    case .study(let error): error.exitStatus
    default: .unusableInput
    }
  }

  package var file: String? {
    switch self {
    case .study(let error): error.file
    case .drugMatchesNothing: nil
    case .unknownPatient(_, let file), .noNights(let file): file
    }
  }

  package var location: String? {
    switch self {
    case .study(let error): error.location
    case .drugMatchesNothing: "column drug_name"
    case .unknownPatient: "column patient_id"
    case .noNights: nil
    }
  }

  package var sentence: String {
    switch self {
    case .study(let error): return error.sentence
    case .drugMatchesNothing(let drug, let found):
      let known = found.isEmpty ? "no dose of any drug" : "only \(found.joined(separator: ", "))"
      return
        "medications, column drug_name: expected a row or a dose that belongs to '\(drug)', found \(known); "
        + "give a drug's name, its ATC code or a class of drugs.csv, or add the drug to the "
        + "medications table"
    case .unknownPatient(let patient, let file):
      return "\(file), column patient_id: expected nights of \(patient), found none"
    case .noNights(let file):
      return
        "\(file): expected at least one night, found none; analyze nights first or fill in the table"
    }
  }
}
