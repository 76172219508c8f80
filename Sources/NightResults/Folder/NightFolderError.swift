import SleepEvents

/// Why a night's folder cannot be read.
package enum NightFolderError: ReportableError, Hashable {
  /// The content of a file does not match its layout.
  case damaged(file: String, path: String, expected: String)
  /// A file is no longer as it was written.
  case changed(file: String, expected: String)
  case unknownSchema(file: String)
  /// The result has other ids than the night of this folder.
  case ofAnotherNight(folder: String)
  /// There is neither a result nor a failure.
  case noNight(folder: String)

  package var code: String {
    switch self {
    case .damaged: "damaged_result"
    case .changed: "changed_result"
    case .unknownSchema: "unknown_schema"
    case .ofAnotherNight: "result_of_another_night"
    case .noNight: "no_night"
    }
  }

  package var exitStatus: ExitStatus {
    if case .noNight = self { .missingInput } else { .unusableInput }
  }

  package var file: String? {
    switch self {
    case .damaged(let file, _, _), .changed(let file, _), .unknownSchema(let file): file
    case .noNight(let folder), .ofAnotherNight(let folder): folder
    }
  }

  package var location: String? {
    if case .damaged(_, let path, _) = self, !path.isEmpty { "key \(path)" } else { nil }
  }

  package var sentence: String {
    switch self {
    case .damaged(let file, let path, let expected):
      "\(file)\(path.isEmpty ? "" : ", key \(path)"): expected \(expected), found something else; analyze the night again"
    case .changed(let file, let expected):
      "\(file): expected \(expected) as listed in result.json, found something else; analyze the night again"
    case .unknownSchema(let file):
      "\(file): expected a result of this program, found another layout; was it made by a later version?"
    case .ofAnotherNight(let folder):
      "\(folder): expected the result of this night, found one with other ids; analyze the night again"
    case .noNight(let folder):
      "\(folder): expected a night's results, found none; analyze the night first"
    }
  }
}
