import SleepEvents

/// Why a scoring cannot be used.
public enum AnnotationError: ReportableError, Equatable {
  case empty(file: String)
  case unknownFormat(file: String, start: String)
  case broken(file: String, location: String, expected: String, found: String)
  case badMap(String, expected: String)
  /// The dates of a scoring put it in another night than the recording.
  case cannotOverlap(file: String, days: Int)

  public var code: String {
    switch self {
    case .empty: "empty_file"
    case .unknownFormat: "unknown_scoring_format"
    case .broken: "broken_scoring"
    case .badMap: "bad_label_map"
    case .cannotOverlap: "no_overlap"
    }
  }

  public var exitStatus: ExitStatus {
    if case .badMap = self { .wrongUsage } else { .unusableInput }
  }

  public var file: String? {
    switch self {
    case .empty(let file), .unknownFormat(let file, _), .broken(let file, _, _, _),
      .cannotOverlap(let file, _):
      file
    case .badMap: nil
    }
  }

  public var location: String? {
    if case .broken(_, let location, _, _) = self { location } else { nil }
  }

  public var sentence: String {
    switch self {
    case .empty(let file): "\(file): the file is empty; expected a scoring"
    case .unknownFormat(let file, let start):
      "\(file), byte 0: expected a scoring (\(ScoringFormat.all.map(\.summary).joined(separator: ", "))), found "
        + "something that begins with '\(start.filter { $0.isASCII && !$0.isNewline })'; "
        + "name its format with --scoring-format"
    case .broken(let file, let location, let expected, let found):
      "\(file), \(location): expected \(expected), found \(found)"
    case .badMap(let text, let expected): "--map: expected \(expected), found '\(text)'"
    case .cannotOverlap(let file, let days):
      "\(file): its dates lie \(abs(days)) day(s) \(days < 0 ? "before" : "after") the start of the night; expected a "
        + "scoring that overlaps it; take the right night's file, or correct the date in the nights table"
    }
  }
}
