import Foundation
import Tibialis

/// Leaves `error.json` in the folder of a night that failed, as a batch does.
enum FailedNight {
  /// Runs `work`. A folder that holds an earlier result keeps it, since nothing already computed is lost; an empty one
  /// that was made for a missing input is removed.
  static func noted<Result>(in folder: String?, rules: [RuleSet], _ work: () throws -> Result) throws
    -> Result
  {
    do { return try work() } catch let error as any ReportableError {
      if let folder,
        !FileManager.default.fileExists(atPath: NightFolder(path: folder).file(NightFolder.result))
      {
        if error.exitStatus == .missingInput {
          rmdir(folder)
        } else {
          try NightFiles.write(error, to: folder, rules: rules.map(\.name))
        }
      }
      throw error
    }
  }
}
