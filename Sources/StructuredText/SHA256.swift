import CDigest
import Foundation

/// SHA-256 (FIPS 180-4) with incremental input.
///
/// Implemented here because the libraries that provide it would double the build time; it protects provenance
/// and a page's content policy, not secrets.
package struct SHA256: Sendable {
  private var state: [UInt32] = SHA256.start
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  /// False to do without the processor's own instructions, which affects only the speed.
  private let usesInstructions: Bool

  package init(usesInstructions: Bool = true) { self.usesInstructions = usesInstructions }

  package mutating func add(_ bytes: some Sequence<UInt8>) {
    let done: Void? = bytes.withContiguousStorageIfAvailable { add(buffer: UnsafeRawBufferPointer($0)) }
    if done == nil { Array(bytes).withUnsafeBytes { add(buffer: $0) } }
  }

  package mutating func add(_ text: String) { add(Array(text.utf8)) }

  private mutating func add(buffer: UnsafeRawBufferPointer) {
    length &+= UInt64(buffer.count)
    var offset = 0
    if !pending.isEmpty {
      let taken = min(64 - pending.count, buffer.count)
      pending.append(contentsOf: buffer[..<taken])
      offset = taken
      guard pending.count == 64 else { return }
      pending.withUnsafeBytes { SHA256.compress($0, into: &state) }
      pending.removeAll(keepingCapacity: true)
    }
    if usesInstructions, let base = buffer.baseAddress {
      offset += 64 * cdigest_sha256(&state, base + offset, (buffer.count - offset) / 64, SHA256.constants)
    }
    while offset + 64 <= buffer.count {
      SHA256.compress(UnsafeRawBufferPointer(rebasing: buffer[offset..<offset + 64]), into: &state)
      offset += 64
    }
    pending.append(contentsOf: buffer[offset...])
  }

  /// The 32-byte digest of everything added so far.
  package var digest: [UInt8] {
    var copy = self
    let bits = length &* 8
    var tail: [UInt8] = [0x80]
    while (pending.count + tail.count) % 64 != 56 { tail.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      tail.append(UInt8(truncatingIfNeeded: bits >> shift))
    }
    copy.add(tail)
    return copy.state.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) } }
  }

  /// 64 hexadecimal digits.
  package var hexadecimal: String {
    digest.map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }

  /// The digest of a text in base64, as required by a content security policy.
  package static func base64(_ text: String) -> String {
    var hash = SHA256()
    hash.add(text)
    return Data(hash.digest).base64EncodedString()
  }

  /// The digest of bytes in hexadecimal.
  package static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    var hash = SHA256()
    hash.add(bytes)
    return hash.hexadecimal
  }

  /// - Precondition: `block` has 64 bytes and `state` eight words.
  private static func compress(_ block: UnsafeRawBufferPointer, into state: inout [UInt32]) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { words in
      for index in 0..<16 {
        words[index] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
      }
      for index in 16..<64 {
        let (a, b) = (words[index - 15], words[index - 2])
        words[index] =
          words[index - 16] &+ (turned(a, 7) ^ turned(a, 18) ^ a >> 3) &+ words[index - 7]
          &+ (turned(b, 17) ^ turned(b, 19) ^ b >> 10)
      }
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      var (e, f, g, h) = (state[4], state[5], state[6], state[7])
      constants.withUnsafeBufferPointer { constants in
        // After eight rounds every variable is back in its place, so that none has to be moved.
        for index in stride(from: 0, to: 64, by: 8) {
          round(a, b, c, &d, e, f, g, &h, constants[index] &+ words[index])
          round(h, a, b, &c, d, e, f, &g, constants[index + 1] &+ words[index + 1])
          round(g, h, a, &b, c, d, e, &f, constants[index + 2] &+ words[index + 2])
          round(f, g, h, &a, b, c, d, &e, constants[index + 3] &+ words[index + 3])
          round(e, f, g, &h, a, b, c, &d, constants[index + 4] &+ words[index + 4])
          round(d, e, f, &g, h, a, b, &c, constants[index + 5] &+ words[index + 5])
          round(c, d, e, &f, g, h, a, &b, constants[index + 6] &+ words[index + 6])
          round(b, c, d, &e, f, g, h, &a, constants[index + 7] &+ words[index + 7])
        }
      }
      for (index, value) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= value }
    }
  }

  /// One round (FIPS 180-4, 6.2.2, step 3): `d` becomes the next `e`, `h` the next `a`.
  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
    _ h: inout UInt32, _ input: UInt32
  ) {
    let first =
      h &+ (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) &+ (g ^ e & (f ^ g)) &+ input
    d &+= first
    h = first &+ (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) &+ (a & b ^ c & (a ^ b))
  }

  @inline(__always)
  private static func turned(_ word: UInt32, _ places: UInt32) -> UInt32 {
    word &>> places | word &<< (32 - places)
  }

  private static let start = fractions(power: 1.0 / 2, count: 8)
  private static let constants = fractions(power: 1.0 / 3, count: 64)

  /// The first 32 bits of the fractional parts of roots of the first primes, from which the standard's
  /// constants are derived. A `Double` is precise enough: the integer part has at most five bits.
  private static func fractions(power: Double, count: Int) -> [UInt32] {
    var primes: [Int] = []
    var candidate = 2
    while primes.count < count {
      if !primes.contains(where: { candidate % $0 == 0 }) { primes.append(candidate) }
      candidate += 1
    }
    return primes.map { prime in
      let root = power == 0.5 ? Double(prime).squareRoot() : cbrt(Double(prime))
      return UInt32((root - root.rounded(.down)) * 4_294_967_296)
    }
  }
}
