import Foundation
import Synchronization

/// A file that appears under its name complete or not at all: it is written to a temporary file next to it,
/// synced and renamed.
///
/// The temporary name contains machine, process and a number, so that no two writers share one; the file is
/// removed on deinitialization or by the signal handler.
package final class AtomicFile {
  package let path: String
  /// Bytes appended so far.
  package private(set) var size = 0
  /// For reading what has been written so far.
  package private(set) var descriptor: Int32
  private let temporary: TemporaryFile

  /// - Throws: `TextError.cannotCreate` if the target is a folder, a device or a pipe, or no file can be
  ///   created next to it.
  package init(path: String) throws(TextError) {
    self.path = path
    if let problem = AtomicFile.problem(ofTarget: path) {
      throw .cannotCreate(file: path, reason: problem)
    }
    temporary = TemporaryFile(beside: path)
    var opened: Int32
    repeat {
      opened = open(temporary.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    } while opened < 0 && errno == EINTR
    descriptor = opened
    guard opened >= 0 else {
      let reason = String(cString: strerror(errno))
      temporary.forget()
      throw .cannotCreate(file: path, reason: reason)
    }
  }

  deinit { discard() }

  /// Why nothing may be written under a name; nil for a regular file or an unused name.
  package static func problem(ofTarget path: String) -> String? {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    switch facts.st_mode & S_IFMT {
    case S_IFREG: return nil
    case S_IFDIR: return "there is a folder with that name; name a file in it"
    default: return "a result cannot be written to a device or a pipe; name a file, or - for standard output"
    }
  }

  package func append(_ bytes: some ContiguousBytes) throws(TextError) {
    var failure: TextError?
    bytes.withUnsafeBytes { buffer in
      do throws(TextError) {
        try write(buffer, at: size)
        size += buffer.count
      } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Writes bytes at a given offset.
  package func write(_ buffer: UnsafeRawBufferPointer, at offset: Int) throws(TextError) {
    guard let base = buffer.baseAddress else { return }
    var done = 0
    while done < buffer.count {
      let count = pwrite(descriptor, base + done, buffer.count - done, off_t(offset + done))
      if count < 0 {
        if errno == EINTR { continue }
        throw .writeFailed(file: path, reason: String(cString: strerror(errno)))
      }
      done += count
    }
  }

  /// Gives the file its name.
  package func commit() throws(TextError) {
    let opened = descriptor
    descriptor = -1
    var failure: Int32?
    var synced: Int32
    repeat { synced = fsync(opened) } while synced != 0 && errno == EINTR
    // File systems that do not support it return EINVAL.
    if synced != 0, errno != EINVAL { failure = errno }
    // After EINTR the descriptor is closed nevertheless.
    if close(opened) != 0, errno != EINTR, failure == nil { failure = errno }
    if failure == nil, rename(temporary.path, path) != 0 { failure = errno }
    if let failure {
      temporary.remove()
      throw .writeFailed(file: path, reason: String(cString: strerror(failure)))
    }
    temporary.forget()
  }

  /// Abandons the file, leaving any previous one in place.
  package func discard() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    temporary.remove()
  }
}

/// The name of a file being written, registered in the list that the signal handler clears.
package final class TemporaryFile: Sendable {
  package let path: String
  private let slot: Int?

  private static let counter = Atomic<Int>(0)
  private static let machine: String = {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    return String(SHA256.hexadecimal(name.map { UInt8(bitPattern: $0) }).prefix(6))
  }()
  private static let ending = ".tmp"

  /// A unique name next to `target`.
  package init(beside target: String) {
    let cut = target.lastIndex(of: "/").map { target.index(after: $0) } ?? target.startIndex
    let (folder, name) = (target[..<cut], target[cut...])
    let number = TemporaryFile.counter.wrappingAdd(1, ordering: .relaxed).newValue
    path = "\(folder).\(name).\(TemporaryFile.machine)-\(getpid())-\(number)\(TemporaryFile.ending)"
    slot = TemporaryFiles.register(path)
  }

  /// A file that exists already.
  package init(at path: String) {
    self.path = path
    slot = TemporaryFiles.register(path)
  }

  package func remove() {
    unlink(path)
    forget()
  }

  /// The file has been renamed, or was never created.
  package func forget() { if let slot { TemporaryFiles.forget(slot) } }

  deinit { forget() }

  /// Removes temporary files in a folder left by processes of this machine that no longer exist. Those of
  /// other machines or running processes are kept.
  package static func removeOrphans(in folder: String) {
    let names: [String]
    // An unreadable folder is reported by whatever needs to read from it.
    do throws(TextError) { names = try FolderWalk.names(in: folder) } catch { return }
    for name in names where name.hasPrefix(".") && name.hasSuffix(ending) {
      let mark = name.dropLast(ending.count).split(separator: ".").last ?? ""
      let parts = mark.split(separator: "-")
      guard parts.count == 3, parts[0] == machine, let process = Int32(parts[1]), process > 0 else {
        continue
      }
      if kill(process, 0) != 0, errno == ESRCH { unlink(folder + "/" + name) }
    }
  }
}

/// Names of this process's temporary files, stored where a signal handler may access them.
package enum TemporaryFiles {
  private static let count = 256
  /// C strings; a slot of 0 is free. The handler relies on each slot being written as one word.
  nonisolated(unsafe) private static let slots: UnsafeMutablePointer<Atomic<UInt>> = {
    let slots = UnsafeMutablePointer<Atomic<UInt>>.allocate(capacity: count)
    for index in 0..<count { (slots + index).initialize(to: Atomic(0)) }
    return slots
  }()

  static func register(_ path: String) -> Int? {
    guard let copy = strdup(path) else { return nil }
    let word = UInt(bitPattern: copy)
    for index in 0..<count
    where slots[index].compareExchange(expected: 0, desired: word, ordering: .acquiringAndReleasing).exchanged
    {
      return index
    }
    free(copy)
    return nil
  }

  static func forget(_ slot: Int) {
    let word = slots[slot].exchange(0, ordering: .acquiringAndReleasing)
    if let copy = UnsafeMutablePointer<CChar>(bitPattern: word) { free(copy) }
  }

  /// Removes all of them. Calls only async-signal-safe functions.
  package static func removeAll() {
    for index in 0..<count {
      if let path = UnsafePointer<CChar>(bitPattern: slots[index].load(ordering: .acquiring)) { unlink(path) }
    }
  }

  /// Called before a handler is installed, so that the handler never creates the list.
  package static func prepare() { _ = slots }
}
