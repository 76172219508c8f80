import Foundation

/// A 128-bit hash that tells whether two runs saw the same input and the same parameters. It is not made to
/// withstand anyone who wants a collision.
public struct ContentHash: Sendable {
  private var a: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var b: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private var length: UInt64 = 0

  public init() {}

  public mutating func add(_ text: String) {
    add(Data(text.utf8))
    mix(UInt64(text.utf8.count))
  }

  public mutating func add(_ data: Data) {
    data.withUnsafeBytes { buffer in
      var offset = 0
      while offset + 8 <= buffer.count {
        mix(UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
        offset += 8
      }
      var rest: UInt64 = 0
      while offset < buffer.count {
        rest = rest << 8 | UInt64(buffer[offset])
        offset += 1
      }
      mix(rest)
    }
    length &+= UInt64(data.count)
  }

  private mutating func mix(_ word: UInt64) {
    let (high, low) = (a ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    a = high ^ low &+ b
    b = (b &+ word &* 0x9FB2_1C65_1E98_DF25).rotated(by: 29) ^ a
  }

  /// 32 hexadecimal digits.
  public var hexadecimal: String {
    var copy = self
    copy.mix(length)
    copy.mix(0xA5A5_A5A5_A5A5_A5A5)
    return [copy.a, copy.b].map { value in
      let text = String(value, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }.joined()
  }

  /// What identifies a file that may be gigabytes: its length, its first and last 64 KiB and 256 pages spread
  /// evenly between. A change in between that keeps the length can escape; `batch` therefore also redoes a
  /// night whose recording has another time of change than the one it was made from.
  ///
  /// - Returns: nil if the file cannot be read.
  public static func sampled(path: String) -> String? {
    guard let handle = FileHandle(forReadingAtPath: path), let size = try? handle.seekToEnd() else {
      return nil
    }
    defer { try? handle.close() }
    var hash = ContentHash()
    hash.add("\(size)")
    func piece(_ offset: UInt64, _ count: Int) {
      guard (try? handle.seek(toOffset: offset)) != nil, let data = try? handle.read(upToCount: count) else {
        return
      }
      hash.add(data)
    }
    let edge: UInt64 = 65_536
    piece(0, Int(edge))
    if size > 2 * edge {
      let pages: UInt64 = 256
      for page in 1..<pages { piece(size / pages * page & ~4095, 4096) }
      piece(size - edge, Int(edge))
    } else if size > edge {
      piece(edge, Int(size - edge))
    }
    return hash.hexadecimal
  }

  /// The hash of a whole file; for scorings and tables.
  public static func whole(path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    var hash = ContentHash()
    hash.add(data)
    return hash.hexadecimal
  }
}

extension UInt64 {
  fileprivate func rotated(by bits: Int) -> UInt64 { self << bits | self >> (64 - bits) }
}
