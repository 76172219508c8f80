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
    guard !context.isEmpty, !range.isEmpty else { return 0 }
    let found = spikes(means, peaks, range: range, context: context, floor: floor, near: near, far: far)
    let loudest = found.reduce(Float(1)) { max($0, peaks[$1.center]) }
    // Beyond this the replacement of one spike neither looks nor reaches.
    let sight = near + Int((log(Double(loudest)) / decayPerSecond * blockRate).rounded(.up)) + far + 1
    var first = 0
    while first < found.count {
      var last = first
      while last + 1 < found.count, found[last + 1].center - found[last].center <= 2 * sight { last += 1 }
      let start = max(context.lowerBound, found[first].center - sight)
      let end = min(context.upperBound, found[last].center + sight + 1)
      // All levels come from the untouched means, so that one replaced spike does not change what its neighbour
      // sees.
      let untouched = Array(means[start..<end])
      for spike in found[first...last] {
        let excess = max(peaks[spike.center] / max(spike.level, 1), 1)
        let reach = near + Int((log(Double(excess)) / decayPerSecond * blockRate).rounded())
        // The near sides may hold the spike's own ringing; what replaces it comes from behind that.
        let center = spike.center - start
        let left = mean(of: untouched, center - reach - far + near, center - reach + 1)
        let right = mean(of: untouched, center + reach, center + reach + far - near + 1)
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
      first = last + 1
    }
    return found.count
  }

  private struct Spike {
    var center: Int
    /// Mean of the busier side.
    var level: Float
  }

  private static func spikes(
    _ means: [Float], _ peaks: [Float], range: Range<Int>, context: Range<Int>, floor: Float, near: Int,
    far: Int
  ) -> [Spike] {
    var found: [Spike] = []
    means.withUnsafeBufferPointer { means in
      peaks.withUnsafeBufferPointer { peaks in
        guard let base = peaks.baseAddress else { return }
        var index = range.lowerBound
        while index < range.upperBound {
          let end = min(index + BlockKernels.look, range.upperBound)
          // Nearly all of a night is below the floor.
          if end - index == BlockKernels.look, !BlockKernels.reaches(floor, base + index) {
            index = end
            continue
          }
          for block in index..<end where peaks[block] >= floor {
            let limit = peaks[block] / ratio
            // Most loud blocks lie in a burst, whose level on one side settles it.
            guard
              let left = quietMean(of: means, block - far, block - near + 1, within: context, limit: limit),
              let right = quietMean(of: means, block + near, block + far + 1, within: context, limit: limit)
            else { continue }
            let level = max(left, right)
            if level >= 0, limit > max(level, 0.05) { found.append(Spike(center: block, level: level)) }
          }
          index = end
        }
      }
    }
    return found
  }

  /// Mean of the blocks `from..<to` that lie in `context`, -1 for fewer than two; nil where it is not under `limit`.
  @inline(__always)
  private static func quietMean(
    of means: UnsafeBufferPointer<Float>, _ from: Int, _ to: Int, within context: Range<Int>, limit: Float
  ) -> Float? {
    let (low, high) = (max(from, context.lowerBound), min(to, context.upperBound))
    guard high - low >= 2 else { return -1 }
    var sums = Lanes(repeating: 0)
    var index = low
    while index &+ Lanes.count <= high {
      for lane in 0..<Lanes.count { sums.values[lane] += means[index &+ lane] }
      index &+= Lanes.count
    }
    var sum = sums.sum
    while index < high {
      sum += means[index]
      index &+= 1
    }
    let mean = sum / Float(high - low)
    return mean < limit ? mean : nil
  }

  /// Mean of the blocks `from..<to` that are there; nil for fewer than two.
  private static func mean(of means: [Float], _ from: Int, _ to: Int) -> Float? {
    let (low, high) = (max(from, 0), min(to, means.count))
    guard high - low >= 2 else { return nil }
    return Float(means[low..<high].reduce(0.0) { $0 + Double($1) } / Double(high - low))
  }
}
