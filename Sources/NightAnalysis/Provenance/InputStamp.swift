import Foundation
import StructuredText

/// Distinguishes a file from another at the same path, and from its own earlier state, without reading the
/// clock: device and inode, length, and modification time, which is compared for equality only.
package struct InputStamp: Equatable, Sendable {
  private let device: UInt64
  private let node: UInt64
  private let size: Int64
  /// Modification time as the file system gives it; any time from 1970 to beyond 2038.
  package let modificationSeconds: Int
  package let modificationNanoseconds: Int

  /// Nil if there is no such file.
  package init?(path: String) {
    guard let facts = StandardInput.facts(of: path) else { return nil }
    device = UInt64(facts.st_dev)
    node = UInt64(facts.st_ino)
    size = Int64(facts.st_size)
    modificationSeconds = facts.st_mtim.tv_sec
    modificationNanoseconds = facts.st_mtim.tv_nsec
  }

  /// Checks that `path` is still the same, unmodified file as when the stamp was taken.
  ///
  /// - Throws: `NightError.inputChanged` if what was read is no longer what is there, so that no fingerprint
  ///   would fit.
  static func requireUnchanged(_ path: String, since before: InputStamp?) throws(NightError) {
    guard let now = InputStamp(path: path) else { throw .inputChanged(file: path, how: "was removed") }
    guard now == before else { throw .inputChanged(file: path, how: "was written to or replaced") }
  }
}
