/// Loops over blocks of a few samples each.
///
/// The usual block lengths are written as constants: only then does the compiler vectorize the loop over the
/// blocks rather than the short one inside a block.
enum BlockKernels {
  /// Mean and maximum of |x| for each block.
  ///
  /// - Precondition: `blocks * blockSamples` samples, and room for `blocks` means and peaks; `blockSamples >
  ///   0`.
  static func meansAndPeaks(
    _ samples: UnsafePointer<Float>, blockSamples: Int, blocks: Int, means: UnsafeMutablePointer<Float>,
    peaks: UnsafeMutablePointer<Float>
  ) {
    switch blockSamples {
    case 1: meansAndPeaks(samples, of: 1, blocks, means, peaks)
    case 2: meansAndPeaks(samples, of: 2, blocks, means, peaks)
    case 4: meansAndPeaks(samples, of: 4, blocks, means, peaks)
    case 8: meansAndPeaks(samples, of: 8, blocks, means, peaks)
    case 16: meansAndPeaks(samples, of: 16, blocks, means, peaks)
    default: meansAndPeaks(samples, of: blockSamples, blocks, means, peaks)
    }
  }

  @inline(__always)
  private static func meansAndPeaks(
    _ samples: UnsafePointer<Float>, of size: Int, _ blocks: Int, _ means: UnsafeMutablePointer<Float>,
    _ peaks: UnsafeMutablePointer<Float>
  ) {
    let scale = 1 / Float(size)
    var block = 0
    while block < blocks {
      var sum: Float = 0
      var peak: Float = 0
      var sample = 0
      while sample < size {
        let magnitude = samples[block &* size &+ sample].magnitude
        sum += magnitude
        peak = magnitude > peak ? magnitude : peak
        sample &+= 1
      }
      means[block] = sum * scale
      peaks[block] = peak
      block &+= 1
    }
  }

  /// Number of values that `reaches` examines.
  static let look = 32

  /// Whether any of `look` values is at least `limit`.
  ///
  /// - Precondition: `look` values starting at `values`.
  @inline(__always)
  static func reaches(_ limit: Float, _ values: UnsafePointer<Float>) -> Bool {
    var highest = Lanes(repeating: -.infinity)
    for row in 0..<4 {
      for lane in 0..<Lanes.count {
        let value = values[row &* 8 &+ lane]
        highest.values[lane] = value > highest.values[lane] ? value : highest.values[lane]
      }
    }
    var most = highest.values[0]
    for lane in 1..<Lanes.count { most = highest.values[lane] > most ? highest.values[lane] : most }
    return most >= limit
  }

  /// Sum of each block.
  ///
  /// - Precondition: `blocks * blockSamples` samples, and room for `blocks` sums; `blockSamples > 0`.
  static func sums(
    _ samples: UnsafePointer<Float>, blockSamples: Int, blocks: Int, sums: UnsafeMutablePointer<Float>
  ) {
    switch blockSamples {
    case 1: Self.sums(samples, of: 1, blocks, sums)
    case 2: Self.sums(samples, of: 2, blocks, sums)
    case 4: Self.sums(samples, of: 4, blocks, sums)
    case 5: Self.sums(samples, of: 5, blocks, sums)
    case 8: Self.sums(samples, of: 8, blocks, sums)
    default: Self.sums(samples, of: blockSamples, blocks, sums)
    }
  }

  @inline(__always)
  private static func sums(
    _ samples: UnsafePointer<Float>, of size: Int, _ blocks: Int, _ sums: UnsafeMutablePointer<Float>
  ) {
    var block = 0
    while block < blocks {
      var sum: Float = 0
      var sample = 0
      while sample < size {
        sum += samples[block &* size &+ sample]
        sample &+= 1
      }
      sums[block] = sum
      block &+= 1
    }
  }
}
