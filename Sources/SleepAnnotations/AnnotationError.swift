import SleepEvents

/// Why a scoring cannot be used.
public enum AnnotationError: ReportableError, Equatable {
  case empty(file: String)
  case unknownFormat(file: String, start: String)
  case broken(file: String, location: String, expected: String, found: String)
  case badMap(String, expected: String)

  public var code: String {
    switch self {
    case .empty: "empty_file"
    case .unknownFormat: "unknown_scoring_format"
    case .broken: "broken_scoring"
    case .badMap: "bad_label_map"
    }
  }

  public var exitStatus: ExitStatus {
    if case .badMap = self { .wrongUsage } else { .unusableInput }
  }

  public var file: String? {
    switch self {
    case .empty(let file), .unknownFormat(let file, _), .broken(let file, _, _, _): file
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
    }
  }
}
