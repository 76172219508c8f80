import Foundation
import SleepEvents
import StructuredText

/// Keeps a run from writing over what it was given to read.
public enum InputGuard {
  /// - Parameters:
  ///   - outputs: names that the run would write in `folder`.
  ///   - inputs: paths that it reads.
  /// - Throws: `TextError.cannotCreate` naming the first input that would be written over.
  public static func check(folder: String, outputs: [String], inputs: [String]) throws(TextError) {
    let known = inputs.compactMap(identity)
    for name in outputs {
      guard let target = identity(folder + "/" + name), known.contains(target) else { continue }
      throw .cannotCreate(file: folder + "/" + name, reason: "it is one of the inputs")
    }
  }

  /// Whether two paths are the same file.
  public static func isSame(_ a: String, _ b: String) -> Bool {
    guard let first = identity(a), let second = identity(b) else { return false }
    return first == second
  }

  private struct Identity: Equatable {
    let device: UInt64
    let node: UInt64
  }

  private static func identity(_ path: String) -> Identity? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Identity(device: UInt64(status.st_dev), node: UInt64(status.st_ino))
  }
}
