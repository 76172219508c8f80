/// Turns eight stretches of samples into rows of eight and back, four by four.
///
/// Vectors put together from single elements are what the compiler turns into shuffles; a loop over the lanes would
/// move every sample by itself.
enum LaneTransposition {
  /// Rows `0..<count` of `rows` from eight streams, `stride` samples apart.
  ///
  /// - Precondition: each stream has `count` samples, and there is room for `count` rows.
  static func interleave(
    _ streams: UnsafePointer<Float>, stride: Int, count: Int, into rows: UnsafeMutablePointer<Lanes>
  ) {
    let target = UnsafeMutableRawPointer(rows)
    let rowBytes = MemoryLayout<Lanes>.stride
    var row = 0
    while row &+ 4 <= count {
      for half in 0..<2 {
        let first = streams + (half &* 4 &* stride &+ row)
        let columns = transposed(
          load(first), load(first + stride), load(first + 2 &* stride), load(first + 3 &* stride))
        let place = target + (row &* rowBytes &+ half &* 16)
        place.storeBytes(of: columns.0, as: SIMD4<Float>.self)
        (place + rowBytes).storeBytes(of: columns.1, as: SIMD4<Float>.self)
        (place + 2 &* rowBytes).storeBytes(of: columns.2, as: SIMD4<Float>.self)
        (place + 3 &* rowBytes).storeBytes(of: columns.3, as: SIMD4<Float>.self)
      }
      row &+= 4
    }
    while row < count {
      for lane in 0..<Lanes.count { rows[row].values[lane] = streams[lane &* stride &+ row] }
      row &+= 1
    }
  }

  /// Eight streams, `stride` samples apart, from `count` rows.
  ///
  /// - Precondition: each stream has room for `count` samples.
  static func separate(
    _ rows: UnsafePointer<Lanes>, count: Int, into streams: UnsafeMutablePointer<Float>, stride: Int
  ) {
    let source = UnsafeRawPointer(rows)
    let rowBytes = MemoryLayout<Lanes>.stride
    var row = 0
    while row &+ 4 <= count {
      for half in 0..<2 {
        let place = source + (row &* rowBytes &+ half &* 16)
        let columns = transposed(
          load(place), load(place + rowBytes), load(place + 2 &* rowBytes), load(place + 3 &* rowBytes))
        let first = UnsafeMutableRawPointer(streams + (half &* 4 &* stride &+ row))
        first.storeBytes(of: columns.0, as: SIMD4<Float>.self)
        (first + 4 &* stride).storeBytes(of: columns.1, as: SIMD4<Float>.self)
        (first + 8 &* stride).storeBytes(of: columns.2, as: SIMD4<Float>.self)
        (first + 12 &* stride).storeBytes(of: columns.3, as: SIMD4<Float>.self)
      }
      row &+= 4
    }
    while row < count {
      for lane in 0..<Lanes.count { streams[lane &* stride &+ row] = rows[row].values[lane] }
      row &+= 1
    }
  }

  @inline(__always) private static func load(_ place: UnsafeRawPointer) -> SIMD4<Float> {
    place.loadUnaligned(as: SIMD4<Float>.self)
  }

  @inline(__always) private static func transposed(
    _ a: SIMD4<Float>, _ b: SIMD4<Float>, _ c: SIMD4<Float>, _ d: SIMD4<Float>
  ) -> (SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>) {
    (
      SIMD4(a[0], b[0], c[0], d[0]), SIMD4(a[1], b[1], c[1], d[1]), SIMD4(a[2], b[2], c[2], d[2]),
      SIMD4(a[3], b[3], c[3], d[3])
    )
  }
}
