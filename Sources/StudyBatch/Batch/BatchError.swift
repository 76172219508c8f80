import SleepEvents

/// Why a batch cannot start or continue.
package enum BatchError: ReportableError, Equatable {
  case noNights(file: String)
  case recordingTwice(file: String, line: Int, firstLine: Int, night: String)
  case sameName(file: String, name: String, recordings: [String])
  case badShard(String)
  case anotherStudy(folder: String, found: String)
  case nothingToMerge(folder: String)
  case noRecording
  case mixedVersions(folder: String, versions: [String])
  case sameNightTwice(night: String, folder: String, firstFolder: String)

  package var code: String {
    switch self {
    case .noNights: "no_nights"
    case .recordingTwice: "recording_twice"
    case .sameName: "same_name"
    case .badShard: "bad_shard"
    case .anotherStudy: "another_study"
    case .nothingToMerge: "nothing_to_merge"
    case .noRecording: "no_recording"
    case .mixedVersions: "mixed_versions"
    case .sameNightTwice: "same_night_twice"
    }
  }

  package var exitStatus: ExitStatus {
    switch self {
    case .badShard: .wrongUsage
    case .anotherStudy: .cannotCreateOutput
    default: .unusableInput
    }
  }

  package var file: String? {
    switch self {
    case .noNights(let file), .recordingTwice(let file, _, _, _), .sameName(let file, _, _): file
    case .anotherStudy(let folder, _), .nothingToMerge(let folder),
      .mixedVersions(let folder, _), .sameNightTwice(_, let folder, _):
      folder
    case .badShard, .noRecording: nil
    }
  }

  package var location: String? {
    if case .recordingTwice(_, let line, _, _) = self { "line \(line), column edf_path" } else { nil }
  }

  package var sentence: String {
    switch self {
    case .noNights(let file):
      "\(file): expected nights (rows of a table, or EDF files in a folder), found none"
    case .recordingTwice(let file, let line, let firstLine, let night):
      "\(file), line \(line), column edf_path: the recording of \(night) is already that of line \(firstLine); "
        + "give each night its own"
    case .sameName(let file, let name, let recordings):
      "\(file): the recordings \(recordings.joined(separator: " and ")) would both be \(name); rename one or use a night list"
    case .badShard(let text):
      "shard: expected I/N with I from 1 to N, for instance 3/40, found '\(text)'"
    case .anotherStudy(let folder, let found):
      "\(folder): contains results of another study (\(found)); choose another folder"
    case .nothingToMerge(let folder): "\(folder): expected results of a batch, found none; make them first"
    case .noRecording:
      "expected edf_path or scoring_path in the night list, found neither; give one of them"
    case .mixedVersions(let folder, let versions):
      "\(folder): results of different versions or parameters (\(versions.joined(separator: ", "))) do not belong "
        + "in one table; analyze all nights with one version and one set of parameters, or request a mixed table"
    case .sameNightTwice(let night, let folder, let firstFolder):
      "\(folder): expected one result of \(night), found another recording under the same ids in \(firstFolder); give one "
        + "of the two other ids, or merge the studies apart"
    }
  }
}
