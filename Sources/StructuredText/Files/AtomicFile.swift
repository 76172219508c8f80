import Foundation
import Synchronization

/// A file that appears whole under its name or not at all: written beside it, synced, renamed.
///
/// The temporary file carries machine, process and a number in its name, so that no two writers share one; it is removed
/// when the value goes, and by the handler of signals.
package final class AtomicFile {
  package let path: String
  /// Bytes appended so far.
  package private(set) var size = 0
  /// For reading what was written so far.
  package private(set) var descriptor: Int32
  private let temporary: TemporaryFile

  /// - Throws: `TextError.cannotCreate` where the target is a folder, a device or a pipe, or nothing can be made beside
  ///   it.
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

  /// Why nothing may be written under a name; nil for a plain file and for a name that is free.
  package static func problem(ofTarget path: String) -> String? {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    switch facts.st_mode & S_IFMT {
    case S_IFREG: return nil
    case S_IFDIR: return "a folder of that name is there; name a file in it"
    default: return "a device or a pipe is no place for a result; name a file, or - for standard output"
    }
  }

  /// Appends bytes.
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

  /// Writes bytes at a place.
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
    // A file system without it says EINVAL.
    if synced != 0, errno != EINVAL { failure = errno }
    // After EINTR the descriptor is gone all the same.
    if close(opened) != 0, errno != EINTR, failure == nil { failure = errno }
    if failure == nil, rename(temporary.path, path) != 0 { failure = errno }
    if let failure {
      temporary.remove()
      throw .writeFailed(file: path, reason: String(cString: strerror(failure)))
    }
    temporary.forget()
  }

  /// Leaves what stood there before.
  package func discard() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    temporary.remove()
  }
}

/// The name of a file that is being written, and its place in the list that the handler of signals empties.
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

  /// A name of its own beside `target`.
  package init(beside target: String) {
    let cut = target.lastIndex(of: "/").map { target.index(after: $0) } ?? target.startIndex
    let (folder, name) = (target[..<cut], target[cut...])
    let number = TemporaryFile.counter.wrappingAdd(1, ordering: .relaxed).newValue
    path = "\(folder).\(name).\(TemporaryFile.machine)-\(getpid())-\(number)\(TemporaryFile.ending)"
    slot = TemporaryFiles.register(path)
  }

  package func remove() {
    unlink(path)
    forget()
  }

  /// The file has its name now, or was never made.
  package func forget() { if let slot { TemporaryFiles.forget(slot) } }

  deinit { forget() }

  /// Removes what a process of this machine that is gone left in a folder. A temporary of another machine, or of a process
  /// that works, stays.
  package static func removeOrphans(in folder: String) {
    let names: [String]
    // A folder that cannot be read is told by whatever is to be read from it.
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

/// Names of the temporary files of this process, kept where a handler of signals may look.
package enum TemporaryFiles {
  private static let count = 256
  /// C strings; a slot of 0 is free. Precondition of the handler: a slot is written whole, as one word.
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

  /// Removes all of them. Calls nothing that a handler of signals may not call.
  package static func removeAll() {
    for index in 0..<count {
      if let path = UnsafePointer<CChar>(bitPattern: slots[index].load(ordering: .acquiring)) { unlink(path) }
    }
  }

  /// Touched once before a handler is set, so that the handler never makes the list.
  package static func prepare() { _ = slots }
}
