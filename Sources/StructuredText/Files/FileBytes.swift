import Foundation

/// A regular file for reading at arbitrary offsets: devices and pipes are refused, interrupted calls are
/// repeated.
package final class FileBytes: Sendable {
  package let path: String
  /// Size when the file was opened, bytes.
  package let size: Int
  private let descriptor: Int32

  /// Opens a file, or standard input for `-`.
  ///
  /// - Throws: `TextError` for a file that is missing, a folder, a device or a pipe, or cannot be opened.
  package init(path: String) throws(TextError) {
    self.path = path
    var opened: Int32
    if path == StandardInput.name {
      opened = try StandardInput.open()
    } else {
      // Without `O_NONBLOCK`, opening a pipe that has no writer would block forever.
      repeat { opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) } while opened < 0 && errno == EINTR
    }
    guard opened >= 0 else {
      let code = errno
      throw code == ENOENT || code == ENOTDIR
        ? .missing(file: path) : .cannotOpen(file: path, reason: String(cString: strerror(code)))
    }
    descriptor = opened
    var facts = stat()
    guard fstat(opened, &facts) == 0 else {
      let reason = String(cString: strerror(errno))
      close(opened)
      throw .readFailed(file: path, reason: reason)
    }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      throw facts.st_mode & S_IFMT == S_IFDIR ? .isFolder(file: path) : .notRegular(file: path)
    }
    size = Int(facts.st_size)
  }

  deinit { close(descriptor) }

  /// Reads up to `count` bytes; fewer only at the end of the file.
  ///
  /// - Throws: `TextError.readFailed`.
  package func bytes(at offset: Int, count: Int) throws(TextError) -> [UInt8] {
    // The file's size when it was opened, and one byte to notice that it grew: requesting a megabyte for every small
    // table costs more than reading it.
    let room = min(count, max(0, size - offset) + 1)
    var bytes = try read(at: offset, count: room)
    if bytes.count == room, room < count {
      bytes += try read(at: offset + room, count: count - room)
    }
    return bytes
  }

  private func read(at offset: Int, count: Int) throws(TextError) -> [UInt8] {
    var failure: Int32?
    let bytes = [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
      while filled < count, let base = buffer.baseAddress {
        let read = pread(descriptor, base + filled, count - filled, off_t(offset + filled))
        if read < 0, errno == EINTR { continue }
        if read < 0 { failure = errno }
        if read <= 0 { return }
        filled += read
      }
    }
    if let failure { throw .readFailed(file: path, reason: String(cString: strerror(failure))) }
    return bytes
  }

  /// Reads the whole file, at most `limit` bytes.
  ///
  /// - Throws: `TextError.tooLarge` for a larger file.
  package func all(limit: Int) throws(TextError) -> Data {
    guard size <= limit else { throw .tooLarge(file: path, bytes: size, limit: limit) }
    var bytes = try self.bytes(at: 0, count: size)
    // The file may have grown, or the system may not report its size.
    while bytes.count <= limit {
      let more = try self.bytes(at: bytes.count, count: min(limit + 1 - bytes.count, 1 << 20))
      if more.isEmpty { return Data(bytes) }
      bytes += more
    }
    throw .tooLarge(file: path, bytes: bytes.count, limit: limit)
  }
}
