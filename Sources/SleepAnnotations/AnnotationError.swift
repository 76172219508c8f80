import SleepEvents

/// Why a scoring cannot be used.
package enum AnnotationError: ReportableError, Equatable {
  case empty(file: String)
  /// - Parameter looks: what it resembles and how it could be read.
  case unknownFormat(file: String, looks: String)
  case broken(file: String, location: String, expected: String, found: String)
  case badMap(String, expected: String)
  /// The dates of a scoring place it in a different night from the recording.
  case cannotOverlap(file: String, days: Int)
  /// The file does not have the requested scorer.
  case noSuchScorer(file: String, asked: Int, scorers: Int)
  /// A stage number that does not belong to the code used by such a list.
  case unknownStageNumber(file: String, line: Int, found: String, advice: String)

  package var code: String {
    switch self {
    case .empty: "empty_file"
    case .unknownFormat: "unknown_scoring_format"
    case .broken: "broken_scoring"
    case .badMap: "bad_label_map"
    case .cannotOverlap: "no_overlap"
    case .noSuchScorer: "no_such_scorer"
    case .unknownStageNumber: "unknown_stage_number"
    }
  }

  package var exitStatus: ExitStatus {
    switch self {
    case .badMap, .noSuchScorer: .wrongUsage
    case .empty, .unknownFormat, .broken, .cannotOverlap, .unknownStageNumber: .unusableInput
    }
  }

  package var file: String? {
    switch self {
    case .empty(let file), .unknownFormat(let file, _), .broken(let file, _, _, _),
      .cannotOverlap(let file, _), .noSuchScorer(let file, _, _), .unknownStageNumber(let file, _, _, _):
      file
    case .badMap: nil
    }
  }

  package var location: String? {
    switch self {
    case .broken(_, let location, _, _): location
    case .unknownStageNumber(_, let line, _, _): "line \(line)"
    case .empty, .unknownFormat, .badMap, .cannotOverlap, .noSuchScorer: nil
    }
  }

  package var sentence: String {
    switch self {
    case .empty(let file): "\(file): the file is empty; expected a scoring"
    case .unknownFormat(let file, let looks):
      "\(file), byte 0: expected a scoring (\(ScoringFormat.all.map(\.summary).joined(separator: ", "))), found "
        + looks
    case .broken(let file, let location, let expected, let found):
      "\(file), \(location): expected \(expected), found \(found)"
    case .noSuchScorer(let file, let asked, let scorers):
      "\(file): expected a scorer from 1 to \(scorers), in the order of the file, found \(asked)"
    case .unknownStageNumber(let file, let line, let found, let advice):
      "\(file), line \(line): expected 0 W, 1 N1, 2 N2, 3 N3, 4 R, -1 or -2 unscored, found '\(found)'; \(advice)"
    case .badMap(let text, let expected): "label map: expected \(expected), found '\(text)'"
    case .cannotOverlap(let file, let days):
      "\(file): its dates lie \(abs(days)) day(s) \(days < 0 ? "before" : "after") the start of the night; expected a "
        + "scoring that overlaps it; take the right night's file, or correct the date in the nights table"
    }
  }
}
