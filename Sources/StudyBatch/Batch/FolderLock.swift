import Foundation
import SleepEvents
import StructuredText
import Synchronization

/// An advisory lock on a file; gone with the process, however that ends.
package final class FolderLock: Sendable {
  package enum Mode: Sendable {
    /// Together with others that share it.
    case shared
    /// Alone.
    case exclusive
    /// Alone, and the file goes with the lock. Only where nobody shares it: who holds a file that another made anew holds
    /// nothing.
    case exclusiveAndRemoved
  }

  /// Negative once it was let go.
  private let descriptor: Mutex<Int32>
  private let path: String
  private let isRemoved: Bool

  /// Waits for its turn.
  ///
  /// - Throws: `TextError.cannotCreate` where the file cannot be made or locked.
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
      // A file system without locks has no two writers that we could tell apart.
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

  /// Whoever opened the file just before its holder removed it holds a lock that nobody sees.
  static func isStill(_ descriptor: Int32, at path: String) -> Bool {
    var (held, named) = (stat(), stat())
    return fstat(descriptor, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino
      && held.st_dev == named.st_dev
  }

  /// Lets others go on before the lock goes. By closing: an unlocking that fails would let its own process wait for itself,
  /// and what is closed is let go whatever the answer.
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
