import Foundation

/// Standard input as a file that is read by position and as often as needed.
///
/// A pipe is copied once to a temporary file that has no name any more, so that nothing can be left behind; a
/// regular file is read where it is. The name `-` means it in every reader, also in its errors.
package enum StandardInput {
  package static let name = "-"

  /// The descriptor of the whole input; it stays open as long as the program runs.
  private static let whole: Result<Int32, TextError> = prepare()

  /// A new descriptor, owned by the caller. The position is shared with all others: read with `pread`.
  ///
  /// - Throws: `TextError` if the input cannot be read or there is no space for a copy.
  package static func open() throws(TextError) -> Int32 {
    let descriptor = fcntl(try whole.get(), F_DUPFD_CLOEXEC, 3)
    guard descriptor >= 0 else { throw .readFailed(file: name, reason: String(cString: strerror(errno))) }
    return descriptor
  }

  /// A path under which another library can open what `path` means.
  package static func path(of path: String) -> String {
    guard path == name, case .success(let descriptor) = whole else { return path }
    return "/dev/fd/\(descriptor)"
  }

  /// The system's facts about what `path` means; nil if there is no such file.
  package static func facts(of path: String) -> stat? {
    var facts = stat()
    guard path == name else { return stat(path, &facts) == 0 ? facts : nil }
    guard case .success(let descriptor) = whole, fstat(descriptor, &facts) == 0 else { return nil }
    return facts
  }

  private static func prepare() -> Result<Int32, TextError> {
    func failure() -> Result<Int32, TextError> {
      .failure(.readFailed(file: name, reason: String(cString: strerror(errno))))
    }
    var facts = stat()
    guard fstat(STDIN_FILENO, &facts) == 0 else { return failure() }
    if facts.st_mode & S_IFMT == S_IFDIR { return .failure(.isFolder(file: name)) }
    // Whoever started the program may have read the beginning; that part is not ours.
    if facts.st_mode & S_IFMT == S_IFREG, lseek(STDIN_FILENO, 0, SEEK_CUR) == 0 {
      return .success(STDIN_FILENO)
    }
    return copy()
  }

  private static func copy() -> Result<Int32, TextError> {
    let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    var template = Array("\(folder)/tibialis-XXXXXX".utf8CString)
    let target = mkstemp(&template)
    guard target >= 0 else {
      return .failure(
        .cannotCreate(
          file: "\(folder) (for standard input)", reason: String(cString: strerror(errno))))
    }
    unlink(template)
    // Programs that are started, such as the printer of pages, do not inherit it.
    _ = fcntl(target, F_SETFD, FD_CLOEXEC)
    if let failure = copy(to: target) {
      close(target)
      return .failure(failure)
    }
    return .success(target)
  }

  private static func copy(to target: Int32) -> TextError? {
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count < 0 { return .readFailed(file: name, reason: String(cString: strerror(errno))) }
      if count == 0 { return nil }
      var done = 0
      while done < count {
        let written = buffer[done..<count].withUnsafeBytes { write(target, $0.baseAddress, $0.count) }
        if written < 0, errno == EINTR { continue }
        if written < 0 {
          return .writeFailed(
            file: "the temporary folder (for standard input)", reason: String(cString: strerror(errno)))
        }
        done += written
      }
    }
  }
}
