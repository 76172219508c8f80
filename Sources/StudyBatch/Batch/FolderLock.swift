import Foundation
import SleepEvents
import StructuredText
import Synchronization

/// An advisory lock on a file, released when the process ends in any way.
package final class FolderLock: Sendable {
  package enum Mode: Sendable {
    /// Shared with other holders of a shared lock.
    case shared
    /// Exclusive.
    case exclusive
    /// Exclusive, and the file is removed with the lock. Only for locks that are never shared: once the file
    /// is removed and recreated, a lock on the old one protects nothing.
    case exclusiveAndRemoved
  }

  /// Negative after release.
  private let descriptor: Mutex<Int32>
  private let path: String
  private let isRemoved: Bool

  /// Blocks until the lock is acquired.
  ///
  /// - Throws: `TextError.cannotCreate` if the file cannot be created or locked.
  package init(path: String, mode: Mode) throws(TextError) {
    self.path = path
    isRemoved = mode == .exclusiveAndRemoved
    while true {
      let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      if opened < 0, errno == EINTR { continue }
      guard opened >= 0 else {
        throw .cannotCreate(file: path, reason: String(cString: strerror(errno)))
      }
      var locked: Int32
      repeat {
        locked = flock(opened, mode == .shared ? LOCK_SH : LOCK_EX)
      } while locked != 0 && errno == EINTR
      // On a file system without locks concurrent writers cannot be detected.
      guard locked == 0 || errno == ENOLCK || errno == ENOTSUP else {
        let reason = String(cString: strerror(errno))
        close(opened)
        throw .cannotCreate(file: path, reason: reason)
      }
      guard FolderLock.isStill(opened, at: path) else {
        close(opened)
        continue
      }
      descriptor = Mutex(opened)
      return
    }
  }

  /// Whether the path still refers to the locked file, which its previous holder may have removed after it
  /// was opened.
  static func isStill(_ descriptor: Int32, at path: String) -> Bool {
    var (held, named) = (stat(), stat())
    return fstat(descriptor, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino
      && held.st_dev == named.st_dev
  }

  /// Releases the lock before deinitialization. By closing: if an explicit unlock failed the process would
  /// wait for itself, whereas closing releases the lock in any case.
  package func release() {
    descriptor.withLock { held in
      guard held >= 0 else { return }
      if isRemoved { unlink(path) }
      close(held)
      held = -1
    }
  }

  deinit { release() }
}
