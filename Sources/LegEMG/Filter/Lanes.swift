/// Eight values, one from each of the runs that the filter processes at once.
///
/// Written as loops over an `InlineArray`, which the compiler reliably vectorizes, unlike `SIMD8<Float>`
/// arithmetic.
struct Lanes {
  static let count = 8
  var values: InlineArray<8, Float>

  @inline(__always) init(repeating value: Float) { values = InlineArray(repeating: value) }

  /// Eight values starting at `source`, which need not be aligned.
  ///
  /// Loading everything before storing anything is what lets the compiler vectorize a loop over several
  /// arrays, since it cannot know that they do not overlap.
  ///
  /// - Precondition: eight initialized values.
  @inline(__always) init(_ source: UnsafePointer<Float>) {
    values = UnsafeRawPointer(source).loadUnaligned(as: InlineArray<8, Float>.self)
  }

  /// - Precondition: room for eight values.
  @inline(__always) func store(to target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: values, as: InlineArray<8, Float>.self)
  }

  @inline(__always) static func + (a: Lanes, b: Lanes) -> Lanes {
    var result = a
    for lane in 0..<8 { result.values[lane] = a.values[lane] + b.values[lane] }
    return result
  }

  @inline(__always) static func * (a: Lanes, b: Lanes) -> Lanes {
    var result = a
    for lane in 0..<8 { result.values[lane] = a.values[lane] * b.values[lane] }
    return result
  }

  @inline(__always) static func - (a: Lanes, b: Lanes) -> Lanes {
    var result = a
    for lane in 0..<8 { result.values[lane] = a.values[lane] - b.values[lane] }
    return result
  }
}
