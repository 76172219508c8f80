import Foundation

/// A file that appears whole under its name or not at all: written beside it, synced, renamed.
final class AtomicOutput {
  let path: String
  private let scratch: String
  private var descriptor: Int32
  private(set) var size = 0

  init(path: String) throws(EDFError) {
    let target = URL(fileURLWithPath: path)
    self.path = path
    scratch =
      "\(target.deletingLastPathComponent().path)/.\(target.lastPathComponent)."
      + "\(ProcessInfo.processInfo.processIdentifier).tmp"
    descriptor = open(scratch, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw .cannotCreate(file: path, reason: String(cString: strerror(errno)))
    }
  }

  deinit {
    if descriptor >= 0 {
      close(descriptor)
      unlink(scratch)
    }
  }

  /// Appends bytes.
  func write(_ bytes: [UInt8]) throws(EDFError) {
    try write(bytes, at: size)
    size += bytes.count
  }

  /// Writes bytes at a place.
  func write(_ bytes: [UInt8], at offset: Int) throws(EDFError) {
    let failure = bytes.withUnsafeBytes { DescriptorWriting.write($0, to: descriptor, at: offset) }
    if let failure { throw .writeFailed(file: path, reason: String(cString: strerror(failure))) }
  }

  /// What was written so far, for reading.
  func source() -> ByteSource { ByteSource(name: path, descriptor: dup(descriptor), size: size) }

  /// Gives the file its name.
  func commit() throws(EDFError) {
    let opened = descriptor
    descriptor = -1
    var failure: Int32?
    if fsync(opened) != 0, errno != EINVAL { failure = errno }
    if close(opened) != 0, failure == nil { failure = errno }
    if failure == nil, rename(scratch, path) != 0 { failure = errno }
    if let failure {
      unlink(scratch)
      throw .writeFailed(file: path, reason: String(cString: strerror(failure)))
    }
  }
}
