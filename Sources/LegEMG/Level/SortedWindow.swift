/// Values in ascending order, of which one may go as another comes.
package struct SortedWindow {
  package private(set) var count = 0
  /// Whole numbers in the order of the values, filled up with the largest, so that one can count over all of them.
  private var keys: [Int32]

  /// - Parameter capacity: the most values that it may hold at a time.
  package init(capacity: Int) {
    keys = [Int32](repeating: .max, count: (capacity + Lanes.count) / Lanes.count * Lanes.count)
  }

  package subscript(index: Int) -> Float { SortedWindow.value(keys[index]) }

  /// The middle value, the higher one of two; nil where there is none.
  package var median: Float? { count == 0 ? nil : self[count / 2] }

  /// Takes one value out and another in, either of which may be nil.
  ///
  /// - Precondition: with `new` no more than the capacity; `old` is one of the values; neither is NaN.
  package mutating func replace(_ old: Float?, by new: Float?) {
    let filled = count
    // A recording of many tiny segments has more values in a minute than any rate would give.
    if filled == keys.count { keys.append(contentsOf: repeatElement(.max, count: keys.count)) }
    let (old, new) = (old.map(SortedWindow.key), new.map(SortedWindow.key))
    keys.withUnsafeMutableBufferPointer { buffer in
      guard let keys = buffer.baseAddress else { return }
      let size = buffer.count
      switch (old, new) {
      case (let old?, let new?):
        let from = SortedWindow.rank(old, in: keys, size: size)
        let to = SortedWindow.rank(new, in: keys, size: size)
        // Only what lies between the two places moves.
        if to > from {
          (keys + from).update(from: keys + from + 1, count: to - 1 - from)
          keys[to - 1] = new
        } else {
          (keys + to + 1).update(from: keys + to, count: from - to)
          keys[to] = new
        }
      case (let old?, nil):
        let from = SortedWindow.rank(old, in: keys, size: size)
        (keys + from).update(from: keys + from + 1, count: filled - 1 - from)
        keys[filled - 1] = .max
        count = filled - 1
      case (nil, let new?):
        precondition(filled < size)
        let to = SortedWindow.rank(new, in: keys, size: size)
        (keys + to + 1).update(from: keys + to, count: filled - to)
        keys[to] = new
        count = filled + 1
      case (nil, nil): break
      }
    }
  }

  package mutating func removeAll() {
    for index in 0..<count { keys[index] = .max }
    count = 0
  }

  /// How many keys are smaller. Counting all of 128 takes 7 ns, a search 28: each of its steps waits for the last.
  ///
  /// Comparisons of whole numbers are what `SIMD8` is good at; a plain loop takes 69 ns.
  @inline(__always)
  private static func rank(_ key: Int32, in keys: UnsafePointer<Int32>, size: Int) -> Int {
    let wanted = SIMD8<Int32>(repeating: key)
    var counts = SIMD8<Int32>(repeating: 0)
    var index = 0
    while index < size {
      let isSmaller = UnsafeRawPointer(keys + index).loadUnaligned(as: SIMD8<Int32>.self) .< wanted
      // A mask is -1 where it holds.
      counts &-= unsafeBitCast(isSmaller, to: SIMD8<Int32>.self)
      index &+= 8
    }
    return Int(counts.wrappedSum())
  }

  /// The bits of a Float in the order of the values.
  @inline(__always) private static func key(_ value: Float) -> Int32 {
    let bits = Int32(bitPattern: value.bitPattern)
    return bits ^ ((bits &>> 31) & .max)
  }

  @inline(__always) private static func value(_ key: Int32) -> Float {
    Float(bitPattern: UInt32(bitPattern: key ^ ((key &>> 31) & .max)))
  }
}
