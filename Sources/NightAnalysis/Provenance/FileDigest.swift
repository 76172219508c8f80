import Foundation
import SleepEvents
import StructuredText

/// SHA-256 of files, as fingerprints need it.
package enum FileDigest {
  /// What identifies a file that may be gigabytes: its length, its first and last 64 KiB and 1 KiB at 255 places spread evenly
  /// between, of a page each: a change of some length is met as often as if all of those pages were hashed. A change in between that keeps the length can escape; `batch` therefore also does a night again whose
  /// recording has another time of change than the one it was made from.
  ///
  /// - Throws: `TextError` for a file that is missing or cannot be read.
  package static func sampled(path: String) throws(TextError) -> String {
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
      for page in 1..<pages { try piece(size / pages * page & ~4095, 1024) }
      try piece(size - edge, edge)
    } else if size > edge {
      try piece(edge, size - edge)
    }
    return hash.hexadecimal
  }

  /// The digest of a whole file, read in pieces.
  package static func whole(path: String) throws(TextError) -> String {
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
