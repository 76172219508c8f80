import Foundation
import SleepEvents
import StructuredText

/// SHA-256 digests of files, for fingerprints.
package enum FileDigest {
  /// Identifies a file that may be gigabytes by its length, its first and last 64 KiB, and 1 KiB at each of
  /// 255 evenly spaced places, one page each: a change of some length is detected as often as if those whole
  /// pages were hashed. A change in between that keeps the length can escape; `batch` therefore also repeats
  /// a night if the recording's modification time has changed. For a place that the disk cannot read, its
  /// offset is hashed instead.
  ///
  /// - Throws: `TextError` for a file that is missing or cannot be opened.
  package static func sampled(path: String) throws(TextError) -> String {
    let reader = try FileBytes(path: path)
    let size = reader.size
    var hash = SHA256()
    hash.add("\(size)\n")
    func piece(_ offset: Int, _ count: Int) {
      // A disk that failed once must not change the night's fingerprint permanently.
      for _ in 1...2 {
        do throws(TextError) {
          hash.add(try reader.bytes(at: offset, count: count))
          return
        } catch { continue }
      }
      hash.add("unreadable \(offset)\n")
    }
    let edge = 65_536
    piece(0, edge)
    if size > 2 * edge {
      let pages = 256
      for page in 1..<pages { piece(size / pages * page & ~4095, 1024) }
      piece(size - edge, edge)
    } else if size > edge {
      piece(edge, size - edge)
    }
    return hash.hexadecimal
  }

  /// The digest of a whole file, read in chunks.
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
