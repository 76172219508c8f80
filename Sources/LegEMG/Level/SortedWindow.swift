/// Values in ascending order, of which one can be replaced at a time.
struct SortedWindow {
  private(set) var count = 0
  /// Integers ordered like the values, padded with the largest, so that all of them can be counted without
  /// bounds.
  private var keys: [Int32]

  /// - Parameter capacity: the most values it may hold at once.
  init(capacity: Int) {
    keys = [Int32](repeating: .max, count: (capacity + Lanes.count) / Lanes.count * Lanes.count)
  }

  subscript(index: Int) -> Float { SortedWindow.value(keys[index]) }

  /// Removes one value and inserts another; either may be nil.
  ///
  /// - Precondition: `new` does not exceed the capacity; `old` is one of the values; neither is NaN.
  mutating func replace(_ old: Float?, by new: Float?) {
    let filled = count
    // A recording of many tiny segments has more values per minute than the sampling rate implies.
    if filled == keys.count { keys.append(contentsOf: repeatElement(.max, count: keys.count)) }
    let (old, new) = (old.map(SortedWindow.key), new.map(SortedWindow.key))
    keys.withUnsafeMutableBufferPointer { buffer in
      guard let keys = buffer.baseAddress else { return }
      let size = buffer.count
      switch (old, new) {
      case (let old?, let new?):
        let (from, to) = SortedWindow.ranks(old, new, in: keys, size: size)
        // Only the values between the two positions move.
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

  /// How many keys are smaller. Counting all of 128 takes 7 ns; a binary search takes 28, since each of its
  /// steps waits for the previous one.
  ///
  /// `SIMD8` is efficient for integer comparisons; a plain loop takes 69 ns.
  @inline(__always)
  private static func rank(_ key: Int32, in keys: UnsafePointer<Int32>, size: Int) -> Int {
    let wanted = SIMD8<Int32>(repeating: key)
    var counts = SIMD8<Int32>(repeating: 0)
    var index = 0
    while index < size {
      let isSmaller = UnsafeRawPointer(keys + index).loadUnaligned(as: SIMD8<Int32>.self) .< wanted
      // A mask element is -1 where true.
      counts &-= unsafeBitCast(isSmaller, to: SIMD8<Int32>.self)
      index &+= 8
    }
    return Int(counts.wrappedSum())
  }

  /// The ranks of two keys in one pass.
  @inline(__always)
  private static func ranks(
    _ first: Int32, _ second: Int32, in keys: UnsafePointer<Int32>, size: Int
  ) -> (Int, Int) {
    let (one, two) = (SIMD8<Int32>(repeating: first), SIMD8<Int32>(repeating: second))
    var (below, under) = (SIMD8<Int32>(repeating: 0), SIMD8<Int32>(repeating: 0))
    var index = 0
    while index < size {
      let eight = UnsafeRawPointer(keys + index).loadUnaligned(as: SIMD8<Int32>.self)
      below &-= unsafeBitCast(eight .< one, to: SIMD8<Int32>.self)
      under &-= unsafeBitCast(eight .< two, to: SIMD8<Int32>.self)
      index &+= 8
    }
    return (Int(below.wrappedSum()), Int(under.wrappedSum()))
  }

  /// The bits of a Float as an integer with the same order.
  @inline(__always) private static func key(_ value: Float) -> Int32 {
    let bits = Int32(bitPattern: value.bitPattern)
    return bits ^ ((bits &>> 31) & .max)
  }

  @inline(__always) private static func value(_ key: Int32) -> Float {
    Float(bitPattern: UInt32(bitPattern: key ^ ((key &>> 31) & .max)))
  }
}
