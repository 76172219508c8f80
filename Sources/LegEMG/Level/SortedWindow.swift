/// Values in ascending order, of which one may go as another comes.
package struct SortedWindow {
  package private(set) var count = 0
  /// Whole numbers in the order of the values: a power of two of them, filled up with the largest, so that a search
  /// takes the same steps for any value.
  private var keys: [Int32]

  /// - Parameter capacity: the most values that it may hold at a time.
  package init(capacity: Int) {
    var size = 1
    while size <= capacity { size *= 2 }
    keys = [Int32](repeating: .max, count: size)
  }

  package subscript(index: Int) -> Float { SortedWindow.value(keys[index]) }

  /// The middle value, the higher one of two; nil where there is none.
  package var median: Float? { count == 0 ? nil : self[count / 2] }

  /// Takes one value out and another in, either of which may be nil.
  ///
  /// - Precondition: with `come` no more than the capacity; `gone` is one of the values; neither is NaN.
  package mutating func replace(_ gone: Float?, by come: Float?) {
    let filled = count
    let (gone, come) = (gone.map(SortedWindow.key), come.map(SortedWindow.key))
    keys.withUnsafeMutableBufferPointer { buffer in
      guard let keys = buffer.baseAddress else { return }
      let size = buffer.count
      switch (gone, come) {
      case (let gone?, let come?):
        let from = SortedWindow.rank(gone, in: keys, size: size)
        let to = SortedWindow.rank(come, in: keys, size: size)
        // Only what lies between the two places moves.
        if to > from {
          (keys + from).update(from: keys + from + 1, count: to - 1 - from)
          keys[to - 1] = come
        } else {
          (keys + to + 1).update(from: keys + to, count: from - to)
          keys[to] = come
        }
      case (let gone?, nil):
        let from = SortedWindow.rank(gone, in: keys, size: size)
        (keys + from).update(from: keys + from + 1, count: filled - 1 - from)
        keys[filled - 1] = .max
        count = filled - 1
      case (nil, let come?):
        precondition(filled + 1 < size)
        let to = SortedWindow.rank(come, in: keys, size: size)
        (keys + to + 1).update(from: keys + to, count: filled - to)
        keys[to] = come
        count = filled + 1
      case (nil, nil): break
      }
    }
  }

  package mutating func removeAll() {
    for index in 0..<count { keys[index] = .max }
    count = 0
  }

  /// How many keys are smaller, by steps that do not depend on a branch: nobody could foresee it.
  @inline(__always)
  private static func rank(_ key: Int32, in keys: UnsafePointer<Int32>, size: Int) -> Int {
    var place = 0
    var step = size / 2
    while step > 0 {
      // All ones where the key there is smaller.
      let isSmaller = (Int(keys[place &+ step &- 1]) &- Int(key)) &>> 63
      place &+= step & isSmaller
      step = step &>> 1
    }
    return place
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
