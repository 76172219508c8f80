/// Loops over blocks of a few samples each.
///
/// The usual block lengths are spelled out as constants: only then does the compiler turn the loop over the blocks,
/// rather than the short one inside a block, into vector instructions.
enum BlockKernels {
  /// Mean and largest of |x| of each block.
  ///
  /// - Precondition: `blocks * blockSamples` samples and room for `blocks` means and peaks; `blockSamples > 0`.
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

  /// Mean of each block.
  ///
  /// - Precondition: `blocks * blockSamples` samples and room for `blocks` means; `blockSamples > 0`.
  static func means(
    _ samples: UnsafePointer<Float>, blockSamples: Int, blocks: Int, means: UnsafeMutablePointer<Float>
  ) {
    switch blockSamples {
    case 1: meansOnly(samples, of: 1, blocks, means)
    case 2: meansOnly(samples, of: 2, blocks, means)
    case 4: meansOnly(samples, of: 4, blocks, means)
    case 8: meansOnly(samples, of: 8, blocks, means)
    default: meansOnly(samples, of: blockSamples, blocks, means)
    }
  }

  @inline(__always)
  private static func meansOnly(
    _ samples: UnsafePointer<Float>, of size: Int, _ blocks: Int, _ means: UnsafeMutablePointer<Float>
  ) {
    var block = 0
    while block < blocks {
      var sum: Float = 0
      var sample = 0
      while sample < size {
        sum += samples[block &* size &+ sample]
        sample &+= 1
      }
      means[block] = sum / Float(size)
      block &+= 1
    }
  }
}
