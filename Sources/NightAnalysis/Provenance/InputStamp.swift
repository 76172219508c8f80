import Foundation

/// What tells a file from another at the same path, and from itself before something wrote to it, without a look at
/// the clock: its node, its length and the time of its last change, which is compared and never ordered.
package struct InputStamp: Equatable, Sendable {
  private let device: UInt64
  private let node: UInt64
  private let size: Int64
  /// Of the last change, as the file system states it; anything from 1970 to beyond 2038.
  package let modificationSeconds: Int
  package let modificationNanoseconds: Int

  /// Nil where there is no such file.
  package init?(path: String) {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    device = UInt64(facts.st_dev)
    node = UInt64(facts.st_ino)
    size = Int64(facts.st_size)
    modificationSeconds = facts.st_mtim.tv_sec
    modificationNanoseconds = facts.st_mtim.tv_nsec
  }

  /// Checks that `path` still is the file that the stamp, taken before it was opened, was taken of.
  ///
  /// - Throws: `NightError.inputChanged`: what was read is not what stands there, so that no fingerprint fits it.
  static func requireUnchanged(_ path: String, since before: InputStamp?) throws(NightError) {
    guard let now = InputStamp(path: path) else { throw .inputChanged(file: path, how: "was removed") }
    guard now == before else { throw .inputChanged(file: path, how: "was written to or replaced") }
  }
}
