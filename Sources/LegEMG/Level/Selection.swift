/// Order statistics without sorting.
package enum Selection {
  /// The value that would be at `rank` if `values` were sorted; they are reordered, smaller ones before it and larger
  /// ones after.
  ///
  /// Hoare's selection: a sorted window costs five times as much where all values are known at once.
  ///
  /// - Precondition: `rank` is an index of `values`, none of which is NaN.
  package static func value(at rank: Int, of values: UnsafeMutableBufferPointer<Float>) -> Float {
    var (low, high) = (0, values.count - 1)
    while low < high {
      let pivot = median(values[low], values[low + (high - low) / 2], values[high])
      var (left, right) = (low, high)
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if rank <= right {
        high = right
      } else if rank >= left {
        low = left
      } else {
        break
      }
    }
    return values[rank]
  }

  /// The middle value, or the higher of the two middle ones; nil if there are none. The values are reordered.
  package static func median(_ values: inout [Float]) -> Float? {
    guard !values.isEmpty else { return nil }
    return values.withUnsafeMutableBufferPointer { value(at: $0.count / 2, of: $0) }
  }

  private static func median(_ a: Float, _ b: Float, _ c: Float) -> Float {
    max(min(a, b), min(max(a, b), c))
  }
}
