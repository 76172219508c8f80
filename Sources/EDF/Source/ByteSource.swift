import CSampleBytes
import Foundation
import StructuredText

/// The bytes of a recording, read by position: from a file, from the temporary file into which a compressed
/// one was inflated, or from memory. Never memory-mapped: a file that shrinks under a mapping kills the
/// program.
final class ByteSource: Sendable {
  /// The name the user gave, for messages.
  let name: String
  let size: Int
  private let descriptor: Int32
  private let memory: [UInt8]

  /// Opens a file for reading, or standard input for `-`.
  ///
  /// - Throws: `EDFError` if it is missing, a folder, a pipe or unreadable.
  init(path: String) throws(EDFError) {
    var opened: Int32
    if path == StandardInput.name {
      opened = try ByteSource.standardInput()
    } else {
      // Without `O_NONBLOCK`, opening a pipe that has no writer would block forever.
      repeat { opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) } while opened < 0 && errno == EINTR
      // Not for standard input, whose flags are shared with whoever opened it.
      if opened >= 0 { csamples_without_access_time(opened) }
    }
    guard opened >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw .missing(file: path) }
      throw .cannotOpen(file: path, reason: String(cString: strerror(errno)))
    }
    var facts = stat()
    guard fstat(opened, &facts) == 0 else {
      let reason = String(cString: strerror(errno))
      close(opened)
      throw .cannotOpen(file: path, reason: reason)
    }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      throw facts.st_mode & S_IFMT == S_IFDIR ? .isFolder(file: path) : .notRegular(file: path)
    }
    name = path
    size = Int(facts.st_size)
    descriptor = opened
    memory = []
  }

  private static func standardInput() throws(EDFError) -> Int32 {
    do throws(TextError) {
      return try StandardInput.open()
    } catch {
      switch error {
      case .isFolder(let file): throw .isFolder(file: file)
      case .cannotCreate(let file, let reason): throw .cannotCreate(file: file, reason: reason)
      case .writeFailed(let file, let reason): throw .writeFailed(file: file, reason: reason)
      case .readFailed(let file, let reason): throw .readFailed(file: file, byte: 0, reason: reason)
      default: throw .missing(file: StandardInput.name)
      }
    }
  }

  /// Takes ownership of an open descriptor.
  init(name: String, descriptor: Int32, size: Int) {
    self.name = name
    self.size = size
    self.descriptor = descriptor
    memory = []
  }

  init(name: String, bytes: [UInt8]) {
    self.name = name
    size = bytes.count
    descriptor = -1
    memory = bytes
  }

  /// True if the bytes are not in memory.
  var isFile: Bool { descriptor >= 0 }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Fills `buffer` starting at `offset`.
  ///
  /// - Throws: `.shrank` if the file is too short, `.readFailed` for a disk error.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(EDFError) {
    guard let base = buffer.baseAddress, buffer.count > 0 else { return }
    guard descriptor >= 0 else {
      guard offset >= 0, buffer.count <= memory.count - offset else {
        throw .shrank(file: name, byte: memory.count)
      }
      memory.withUnsafeBytes { bytes in
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + buffer.count]))
      }
      return
    }
    var done = 0
    while done < buffer.count {
      let count = pread(descriptor, base + done, buffer.count - done, off_t(offset + done))
      if count > 0 {
        done += count
      } else if count == 0 {
        throw .shrank(file: name, byte: offset + done)
      } else if errno != EINTR {
        throw .readFailed(file: name, byte: offset + done, reason: String(cString: strerror(errno)))
      }
    }
  }

  /// `count` bytes from `offset`, or fewer where the file ends.
  func bytes(at offset: Int, count: Int) throws(EDFError) -> [UInt8] {
    let wanted = min(count, max(0, size - offset))
    var bytes = [UInt8](repeating: 0, count: wanted)
    try fill(&bytes, count: wanted, at: offset)
    return bytes
  }

  /// Fills the first `count` bytes of `bytes`.
  func fill(_ bytes: inout [UInt8], count: Int, at offset: Int) throws(EDFError) {
    let failure = bytes.withUnsafeMutableBytes { buffer -> EDFError? in
      do throws(EDFError) {
        try read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }
}
