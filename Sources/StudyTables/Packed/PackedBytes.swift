/// The first byte of a field, which tells what follows.
private enum Mark {
  /// `0x00...0x98`: the number of decimals in the high half, of bytes of the scaled integer in the low half.
  static let mostDecimals = 9
  /// The eight bytes of a number that is not a short decimal.
  static let exact: UInt8 = 0xA0
  /// The number of missing fields, minus one, in the low half.
  static let missing: UInt8 = 0xB0
  /// A length and that many bytes of UTF-8.
  static let text: UInt8 = 0xC0
  /// A shared string by its number: 0-14 in the low half, or 15 there and the number after it.
  static let word: UInt8 = 0xD0
  static let longestRun = 16
}

/// Writes fields one after another, so that a row takes less memory than its text.
struct PackedWriter: PackedFields, Sendable {
  private(set) var bytes: [UInt8] = []
  /// Strings that rows share, by number.
  private(set) var words: [String] = []
  /// By their bytes: equal strings may be typed with different ones (an accent as a letter of its own).
  private var numbers: [[UInt8]: Int] = [:]
  private var missing = 0

  /// With more distinct strings than this, few rows share one.
  private static let mostWords = 1024

  mutating func pass(_ value: inout Double?) {
    guard let value else { return passMissing() }
    endMissing()
    guard let (whole, decimals) = PackedWriter.decimal(value) else {
      bytes.append(Mark.exact)
      return append(value.bitPattern, bytes: 8)
    }
    put(whole, decimals: decimals)
  }

  mutating func pass(_ value: inout Int?) {
    guard let value else { return passMissing() }
    endMissing()
    put(value, decimals: 0)
  }

  mutating func pass(own value: inout String?) {
    guard let value else { return passMissing() }
    endMissing()
    put(text: value)
  }

  mutating func pass(shared value: inout String?) {
    guard let value else { return passMissing() }
    endMissing()
    let key = Array(value.utf8)
    if let number = numbers[key] { return put(word: number) }
    guard words.count < PackedWriter.mostWords else { return put(text: value) }
    numbers[key] = words.count
    words.append(value)
    put(word: words.count - 1)
  }

  /// Ends a row and passes its bytes to `body`.
  mutating func endRow(_ body: ([UInt8]) -> Void) {
    endMissing()
    body(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  // MARK: Bytes

  private mutating func passMissing() {
    missing += 1
    if missing == Mark.longestRun { endMissing() }
  }

  private mutating func endMissing() {
    guard missing > 0 else { return }
    bytes.append(Mark.missing | UInt8(missing - 1))
    missing = 0
  }

  private mutating func put(_ whole: Int, decimals: Int) {
    // Zigzag: the sign goes into the lowest bit, so that small negative numbers are short too.
    let bits = UInt64(bitPattern: Int64(whole << 1 ^ whole >> (Int.bitWidth - 1)))
    let count = (UInt64.bitWidth - bits.leadingZeroBitCount + 7) / 8
    bytes.append(UInt8(decimals << 4 | count))
    append(bits, bytes: count)
  }

  private mutating func put(text: String) {
    bytes.append(Mark.text)
    put(text.utf8.count, decimals: 0)
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func put(word number: Int) {
    bytes.append(Mark.word | UInt8(min(number, 15)))
    if number >= 15 { put(number, decimals: 0) }
  }

  private mutating func append(_ bits: UInt64, bytes count: Int) {
    var rest = bits
    for _ in 0..<count {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  /// The integer and number of decimals whose quotient is exactly `value`; nil if there is no short one.
  private static func decimal(_ value: Double) -> (whole: Int, decimals: Int)? {
    for decimals in 0...Mark.mostDecimals {
      let scaled = (value * PackedBytes.powers[decimals]).rounded()
      guard abs(scaled) < 9e15 else { return nil }
      let whole = Int(scaled)
      if (Double(whole) / PackedBytes.powers[decimals]).bitPattern == value.bitPattern {
        return (whole, decimals)
      }
    }
    return nil
  }
}

/// Reads the fields of a row in the order they were written in.
struct PackedReader: PackedFields {
  private let bytes: [UInt8]
  private let words: [String]
  private var position: Int
  private var missing = 0

  init(bytes: [UInt8], at position: Int, words: [String]) {
    self.bytes = bytes
    self.position = position
    self.words = words
  }

  mutating func pass(_ value: inout Double?) {
    guard let mark = next() else { return value = nil }
    if mark == Mark.exact { return value = Double(bitPattern: bits(8)) }
    value = Double(whole(mark)) / PackedBytes.powers[Int(mark >> 4)]
  }

  mutating func pass(_ value: inout Int?) { value = next().map { whole($0) } }

  mutating func pass(own value: inout String?) { value = next().map { text($0) } }

  mutating func pass(shared value: inout String?) { value = next().map { text($0) } }

  /// The mark of the next field; nil if the field is missing.
  private mutating func next() -> UInt8? {
    if missing > 0 {
      missing -= 1
      return nil
    }
    let mark = bytes[position]
    position += 1
    guard mark & 0xF0 == Mark.missing else { return mark }
    missing = Int(mark & 0x0F)
    return nil
  }

  private mutating func whole(_ mark: UInt8) -> Int {
    let bits = bits(Int(mark & 0x0F))
    return Int(bits >> 1) ^ -Int(bits & 1)
  }

  private mutating func bits(_ count: Int) -> UInt64 {
    var bits: UInt64 = 0
    for place in 0..<count { bits |= UInt64(bytes[position + place]) << UInt64(8 * place) }
    position += count
    return bits
  }

  private mutating func number() -> Int {
    let mark = bytes[position]
    position += 1
    return whole(mark)
  }

  private mutating func text(_ mark: UInt8) -> String {
    if mark & 0xF0 == Mark.word {
      let short = Int(mark & 0x0F)
      return words[short < 15 ? short : number()]
    }
    let count = number()
    defer { position += count }
    return String(decoding: bytes[position..<position + count], as: UTF8.self)
  }
}

private enum PackedBytes {
  static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]
}
