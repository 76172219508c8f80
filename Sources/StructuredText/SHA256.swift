import Foundation

/// SHA-256 (FIPS 180-4): seals the record of a drawn order, and names the style sheet and the script of a page.
package enum SHA256 {
  /// The digest in base64, as a content security policy wants it.
  package static func base64(_ text: String) -> String {
    Data(digest(Array(text.utf8))).base64EncodedString()
  }

  package static func digest(_ message: [UInt8]) -> [UInt8] {
    var bytes = message
    bytes.append(0x80)
    while bytes.count % 64 != 56 { bytes.append(0) }
    let bits = UInt64(message.count) * 8
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
    }
    var state = fractions(power: 1.0 / 2, count: 8)
    let constants = fractions(power: 1.0 / 3, count: 64)
    for block in stride(from: 0, to: bytes.count, by: 64) {
      compress(bytes[block..<block + 64], into: &state, constants: constants)
    }
    return state.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) } }
  }

  private static func compress(_ block: ArraySlice<UInt8>, into state: inout [UInt32], constants: [UInt32]) {
    var words = [UInt32](repeating: 0, count: 64)
    for (index, byte) in block.enumerated() { words[index / 4] = words[index / 4] << 8 | UInt32(byte) }
    for index in 16..<64 {
      let a = words[index - 15]
      let b = words[index - 2]
      words[index] =
        words[index - 16] &+ (turned(a, 7) ^ turned(a, 18) ^ a >> 3) &+ words[index - 7]
        &+ (turned(b, 17) ^ turned(b, 19) ^ b >> 10)
    }
    var v = state
    for index in 0..<64 {
      let choice = v[4] & v[5] ^ ~v[4] & v[6]
      let first =
        v[7] &+ (turned(v[4], 6) ^ turned(v[4], 11) ^ turned(v[4], 25)) &+ choice &+ constants[index]
        &+ words[index]
      let majority = v[0] & v[1] ^ v[0] & v[2] ^ v[1] & v[2]
      let second = (turned(v[0], 2) ^ turned(v[0], 13) ^ turned(v[0], 22)) &+ majority
      v = [first &+ second, v[0], v[1], v[2], v[3] &+ first, v[4], v[5], v[6]]
    }
    for index in 0..<8 { state[index] &+= v[index] }
  }

  private static func turned(_ word: UInt32, _ places: UInt32) -> UInt32 {
    word >> places | word << (32 - places)
  }

  /// The first 32 bits of the fractional parts of roots of the first primes, where the standard's constants
  /// come from. A `Double` holds them: the integer part has at most five bits.
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

extension SHA256 {
  /// The digest as 64 hexadecimal digits.
  package static func hexadecimal(_ text: String) -> String {
    digest(Array(text.utf8)).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
