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
    // Sums over the untouched means, so that one replaced spike does not change what its neighbour sees.
    let first = max(0, range.lowerBound - far)
    let last = min(means.count, range.upperBound + far)
    guard first < last else { return 0 }
    var sums = [Float](repeating: 0, count: last - first + 1)
    var loud = false
    for index in first..<last {
      // Short sums of a few hundred thousand microvolts: a Float sum restarts often enough in a chunk.
      sums[index - first + 1] = means[index]
      if peaks[index] >= floor { loud = true }
    }
    guard loud else { return 0 }
    var running = 0.0
    var prefix = [Double](repeating: 0, count: sums.count)
    for index in 1..<sums.count {
      running += Double(sums[index])
      prefix[index] = running
    }
    func mean(_ from: Int, _ to: Int) -> Float? {
      let (low, high) = (max(from, first), min(to, last))
      guard high - low >= 2 else { return nil }
      return Float((prefix[high - first] - prefix[low - first]) / Double(high - low))
    }
    var found: [(center: Int, level: Float)] = []
    for index in range where peaks[index] >= floor {
      let left = mean(index - far, index - near + 1)
      let right = mean(index + near, index + far + 1)
      guard let level = [left, right].compactMap(\.self).max() else { continue }
      if peaks[index] > ratio * max(level, 0.05) { found.append((index, level)) }
    }
    for spike in found {
      let excess = max(peaks[spike.center] / max(spike.level, 1), 1)
      let reach = near + Int((log(Double(excess)) / decayPerSecond * blockRate).rounded())
      // The near sides may hold the spike's own ringing; what replaces it comes from behind that.
      let left = mean(spike.center - reach - far + near, spike.center - reach + 1)
      let right = mean(spike.center + reach, spike.center + reach + far - near + 1)
      let level = min([left, right].compactMap(\.self).min() ?? spike.level, spike.level)
      let peak = peaks[spike.center]
      for index in max(first, spike.center - reach)..<min(last, spike.center + reach + 1) {
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
