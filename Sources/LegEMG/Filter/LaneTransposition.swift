import CLaneFilter

/// Converts eight runs of samples to rows of eight and back.
enum LaneTransposition {
  /// Rows `0..<count` of `rows` from eight streams, `stride` samples apart.
  ///
  /// - Precondition: each stream has `count` samples, and there is room for `count` rows.
  static func interleave(
    _ streams: UnsafePointer<Float>, stride: Int, count: Int, into rows: UnsafeMutablePointer<Lanes>
  ) {
    clane_interleave(
      streams, stride, count, UnsafeMutableRawPointer(rows).assumingMemoryBound(to: Float.self))
  }

  /// Eight streams, `stride` samples apart, from `count` rows.
  ///
  /// - Precondition: each stream has room for `count` samples.
  static func separate(
    _ rows: UnsafePointer<Lanes>, count: Int, into streams: UnsafeMutablePointer<Float>, stride: Int
  ) {
    clane_separate(
      UnsafeRawPointer(rows).assumingMemoryBound(to: Float.self), count, streams, stride)
  }
}
