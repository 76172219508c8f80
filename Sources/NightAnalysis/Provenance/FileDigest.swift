import Foundation
import SleepEvents
import StructuredText

/// SHA-256 of files, as fingerprints need it.
public enum FileDigest {
  /// What identifies a file that may be gigabytes: its length, its first and last 64 KiB and 256 pages spread evenly
  /// between. A change in between that keeps the length can escape; `batch` therefore also does a night again whose
  /// recording has another time of change than the one it was made from.
  ///
  /// - Throws: `TextError` for a file that is missing or cannot be read.
  public static func sampled(path: String) throws(TextError) -> String {
    let reader = try FileBytes(path: path)
    let size = reader.size
    var hash = SHA256()
    hash.add("\(size)\n")
    func piece(_ offset: Int, _ count: Int) throws(TextError) {
      hash.add(try reader.bytes(at: offset, count: count))
    }
    let edge = 65_536
    try piece(0, edge)
    if size > 2 * edge {
      let pages = 256
      for page in 1..<pages { try piece(size / pages * page & ~4095, 4096) }
      try piece(size - edge, edge)
    } else if size > edge {
      try piece(edge, size - edge)
    }
    return hash.hexadecimal
  }

  /// The digest of a whole file, read in pieces.
  public static func whole(path: String) throws(TextError) -> String {
    let reader = try FileBytes(path: path)
    var hash = SHA256()
    var offset = 0
    while true {
      let piece = try reader.bytes(at: offset, count: 1 << 20)
      if piece.isEmpty { return hash.hexadecimal }
      hash.add(piece)
      offset += piece.count
    }
  }
}

/// A file that is read at places.
private final class FileBytes {
  private let descriptor: Int32
  private let path: String
  let size: Int

  init(path: String) throws(TextError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT
        ? .missing(file: path) : .cannotOpen(file: path, reason: String(cString: strerror(errno)))
    }
    var facts = stat()
    size = fstat(descriptor, &facts) == 0 ? Int(facts.st_size) : 0
  }

  deinit { close(descriptor) }

  /// Up to `count` bytes; fewer only at the end of the file.
  func bytes(at offset: Int, count: Int) throws(TextError) -> [UInt8] {
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
}
