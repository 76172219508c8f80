import Foundation

/// Replaces discharges that stand alone: cable pops, pacemaker spikes, R waves, single motor units.
///
/// A movement is a burst of many motor units over at least half a second; what rises eightfold above both its
/// sides and is gone again within a tenth of a second is not part of one, and must not prolong one.
enum Despiking {
  /// Peak over the mean of the busier side. A burst's own peaks reach 4 (Gaussian) to 6 (kurtosis 5).
  static let ratio: Float = 8
  /// The sides lie between these distances from the spike, seconds.
  static let nearSeconds = 0.08
  static let farSeconds = 0.4

  /// Replaces spikes among the blocks `range` by the level of the busier side.
  ///
  /// - Parameters:
  ///   - means, peaks: mean and largest |x| of each block, microvolts.
  ///   - floor: a block below this cannot start a movement and is left alone, microvolts.
  ///   - blockRate: blocks a second.
  ///   - decayPerSecond: how fast the band-pass forgets a spike; its ringing is replaced too.
  /// - Returns: how many spikes there were.
  @discardableResult
  static func apply(
    means: inout [Float], peaks: inout [Float], range: Range<Int>, floor: Float, blockRate: Double,
    decayPerSecond: Double
  ) -> Int {
    let near = max(1, Int((nearSeconds * blockRate).rounded()))
    let far = max(near + 2, Int((farSeconds * blockRate).rounded()))
    let context = max(0, range.lowerBound - far)..<max(0, min(means.count, range.upperBound + far))
    guard !context.isEmpty, peaks[context].contains(where: { $0 >= floor }) else { return 0 }
    // Sums over the untouched means, so that one replaced spike does not change what its neighbour sees.
    let sums = LevelSums(means, context)
    var found: [(center: Int, level: Float)] = []
    peaks.withUnsafeBufferPointer { peaks in
      for index in range where peaks[index] >= floor {
        let limit = peaks[index] / ratio
        // Most loud blocks lie in a burst, whose level on one side settles it.
        let left = sums.mean(index - far, index - near + 1) ?? -1
        guard left < limit else { continue }
        let right = sums.mean(index + near, index + far + 1) ?? -1
        let level = max(left, right)
        if level >= 0, limit > max(level, 0.05) { found.append((index, level)) }
      }
    }
    for spike in found {
      let excess = max(peaks[spike.center] / max(spike.level, 1), 1)
      let reach = near + Int((log(Double(excess)) / decayPerSecond * blockRate).rounded())
      // The near sides may hold the spike's own ringing; what replaces it comes from behind that.
      let left = sums.mean(spike.center - reach - far + near, spike.center - reach + 1)
      let right = sums.mean(spike.center + reach, spike.center + reach + far - near + 1)
      let level = min([left, right].compactMap(\.self).min() ?? spike.level, spike.level)
      let peak = peaks[spike.center]
      let reached =
        max(context.lowerBound, spike.center - reach)..<min(context.upperBound, spike.center + reach + 1)
      for index in reached {
        // Only where the ringing can be what is seen: a movement beside the spike is louder and stays.
        let distance = Double(max(0, abs(index - spike.center) - near / 2)) / blockRate
        guard Double(means[index]) <= 2 * Double(peak) * exp(-decayPerSecond * distance) else { continue }
        means[index] = min(means[index], level)
        peaks[index] = min(peaks[index], level)
      }
    }
    return found.count
  }
}

/// Means of blocks over any stretch of a range, in constant time.
private struct LevelSums {
  private let range: Range<Int>
  private let prefix: [Double]

  init(_ means: [Float], _ range: Range<Int>) {
    self.range = range
    prefix = [Double](unsafeUninitializedCapacity: range.count + 1) { buffer, count in
      var sum = 0.0
      buffer[0] = 0
      for (offset, index) in range.enumerated() {
        sum += Double(means[index])
        buffer[offset + 1] = sum
      }
      count = range.count + 1
    }
  }

  /// Mean of the blocks `from..<to` that lie in the range; nil for fewer than two.
  @inline(__always) func mean(_ from: Int, _ to: Int) -> Float? {
    let (low, high) = (max(from, range.lowerBound), min(to, range.upperBound))
    guard high - low >= 2 else { return nil }
    return Float((prefix[high - range.lowerBound] - prefix[low - range.lowerBound]) / Double(high - low))
  }
}
