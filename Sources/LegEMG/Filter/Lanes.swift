/// Eight values, one of each stretch that the filter works on at once.
///
/// Written as loops over an `InlineArray`, because that form is what the compiler really turns into vector
/// instructions; `SIMD8<Float>` arithmetic is not.
struct Lanes {
  static let count = 8
  var values: InlineArray<8, Float>

  @inline(__always) init(repeating value: Float) { values = InlineArray(repeating: value) }

  /// Eight values from `source` on, which need no alignment.
  ///
  /// Values that are loaded before anything is stored are what makes a loop over several arrays vector instructions: the
  /// compiler cannot know that the arrays are apart.
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
