import Foundation

/// Replaces isolated discharges: cable pops, pacemaker spikes, R waves, single motor units.
///
/// A movement is a burst of many motor units lasting at least half a second; something that rises eightfold
/// above both its sides and is gone within a tenth of a second is not part of one and must not prolong one.
/// It is isolated only if both sides are as quiet as rest and nothing except other such spikes reaches the
/// onset threshold within half a second, which is not true of the jerk that begins a movement.
enum Despiking {
  /// Ratio of the peak to the mean of the busier side. The peaks within a burst reach 4 (Gaussian) to 6
  /// (kurtosis 5).
  static let ratio: Float = 8
  /// Each side lies between these distances from the spike, seconds.
  static let nearSeconds = 0.08
  static let farSeconds = 0.4
  /// Nothing else may reach the onset threshold within this distance, seconds: a shorter quiet period joins
  /// two bursts (W-LM-2).
  static let aloneSeconds = 0.5
  /// How much context on each side is needed to decide about a block, seconds.
  static let sightSeconds = farSeconds + aloneSeconds + 2 * nearSeconds
  /// The sides may exceed rest by this much, microvolts: the offset threshold (W-LM-2).
  private static let quietMicrovolts: Float = 2
  /// The resting level is estimated over this distance on each side, seconds.
  private static let restSeconds = 5.0
  /// The resting level is this quantile of the short means around; where there is no movement it is close to
  /// their mean.
  private static let restQuantile = 0.4
  private static let restMeans = 40

  /// Replaces spikes among the blocks `range` by the level of the busier side.
  ///
  /// - Parameters:
  ///   - means, peaks: mean and largest |x| of each block, microvolts.
  ///   - floor: a block below this cannot start a movement and is left alone, microvolts.
  ///   - blockRate: blocks per second.
  ///   - decayPerSecond: decay rate of the band-pass; the ringing after a spike is replaced too.
  /// - Returns: the replaced blocks, and those of spikes as wide as a muscle twitch; an electrode pop is narrower.
  static func apply(
    means: inout [Float], peaks: inout [Float], range: Range<Int>, floor: Float, blockRate: Double,
    decayPerSecond: Double
  ) -> BlockFindings {
    let near = max(1, Int((nearSeconds * blockRate).rounded()))
    let far = max(near + 2, Int((farSeconds * blockRate).rounded()))
    let context = max(0, range.lowerBound - far)..<max(0, min(means.count, range.upperBound + far))
    guard !context.isEmpty, !range.isEmpty else { return BlockFindings() }
    let alone = Int((aloneSeconds * blockRate).rounded()) + near
    let sighted =
      max(context.lowerBound, range.lowerBound - alone)..<min(means.count, range.upperBound + alone)
    let seen = spikes(
      means, peaks, range: sighted,
      context: max(0, sighted.lowerBound - far)..<min(means.count, sighted.upperBound + far),
      floor: floor, near: near, far: far, restReach: Int(restSeconds * blockRate))
    let found = seen.indices.filter { range.contains(seen[$0].center) }.filter { index in
      isAlone(
        seen, index, peaks: peaks, reach: alone, near: near, decayPerBlock: decayPerSecond / blockRate)
    }.map { seen[$0] }
    var findings = BlockFindings()
    findings.twitches = found.compactMap { twitch($0, means, context: context, blockRate: blockRate) }
    let loudest = found.reduce(Float(1)) { max($0, peaks[$1.center]) }
    // The replacement of one spike neither reads nor writes beyond this distance.
    let sight = near + Int((log(Double(loudest)) / decayPerSecond * blockRate).rounded(.up)) + far + 1
    var first = 0
    while first < found.count {
      var last = first
      while last + 1 < found.count, found[last + 1].center - found[last].center <= 2 * sight { last += 1 }
      let start = max(context.lowerBound, found[first].center - sight)
      let end = min(context.upperBound, found[last].center + sight + 1)
      // All levels come from the untouched means, so that replacing one spike does not affect its neighbours.
      let untouched = Array(means[start..<end])
      for spike in found[first...last] {
        let excess = max(peaks[spike.center] / max(spike.level, 1), 1)
        let reach = near + Int((log(Double(excess)) / decayPerSecond * blockRate).rounded())
        // The near sides may contain the spike's own ringing, so the replacement level comes from beyond it.
        let center = spike.center - start
        let left = mean(of: untouched, center - reach - far + near, center - reach + 1)
        let right = mean(of: untouched, center + reach, center + reach + far - near + 1)
        let level = min([left, right].compactMap(\.self).min() ?? spike.level, spike.level)
        let peak = peaks[spike.center]
        let reached =
          max(context.lowerBound, spike.center - reach)..<min(context.upperBound, spike.center + reach + 1)
        for index in reached {
          // Only where the values can be explained as ringing: a movement next to the spike is louder and
          // stays.
          let distance = Double(max(0, abs(index - spike.center) - near / 2)) / blockRate
          guard Double(means[index]) <= 2 * Double(peak) * exp(-decayPerSecond * distance) else { continue }
          findings.replaced.append(ReplacedBlock(block: index, mean: means[index], peak: peaks[index]))
          means[index] = min(means[index], level)
          peaks[index] = min(peaks[index], level)
        }
      }
      first = last + 1
    }
    return findings
  }

  /// A discharge counts as a twitch if it is at least this wide at this share of its height, seconds: the
  /// band-pass spreads a pop over 10 ms, with sidelobes of a seventh of its height.
  private static let twitchShare: Float = 1.0 / 3
  private static let twitchSeconds = 0.023

  /// The contraction that contains a spike, up to the nearest pauses; nil for a spike too narrow for muscle.
  /// A short burst of few motor units can consist entirely of spikes.
  private static func twitch(
    _ spike: Spike, _ means: [Float], context: Range<Int>, blockRate: Double
  ) -> Range<Int>? {
    let height = means[spike.center] - spike.rest
    /// Blocks above a share of the height, less than `pause` blocks apart.
    func reach(_ share: Float, pause: Int) -> Range<Int> {
      let limit = spike.rest + share * height
      var (start, end) = (spike.center, spike.center + 1)
      var block = start - 1
      while block >= context.lowerBound, start - block <= pause {
        if means[block] > limit { start = block }
        block -= 1
      }
      block = end
      while block < context.upperBound, block - end < pause {
        if means[block] > limit { end = block + 1 }
        block += 1
      }
      return start..<end
    }
    guard Double(reach(twitchShare, pause: 2).count) >= (twitchSeconds * blockRate).rounded() else {
      return nil
    }
    return reach(
      BurstSplitter.valleyShare,
      pause: max(2, Int((BurstSplitter.shortestPause.seconds * blockRate).rounded())))
  }

  private struct Spike {
    var center: Int
    /// Mean of the busier side.
    var level: Float
    var peak: Float
    var rest: Float

    /// Blocks on each side that the spike and its ringing occupy.
    func extent(near: Int, decayPerBlock: Double) -> Int {
      near + Int((log(Double(max(1, peak / max(rest, 0.5)))) / decayPerBlock).rounded(.up))
    }
  }

  /// Whether everything that reaches the onset threshold around a spike belongs to it or to another spike.
  private static func isAlone(
    _ seen: [Spike], _ index: Int, peaks: [Float], reach: Int, near: Int, decayPerBlock: Double
  ) -> Bool {
    let spike = seen[index]
    // Other spikes that may extend into the range considered.
    var first = index
    while first > 0, spike.center - seen[first - 1].center <= 3 * reach { first -= 1 }
    var last = index
    while last + 1 < seen.count, seen[last + 1].center - spike.center <= 3 * reach { last += 1 }
    let limit = spike.rest + 8
    for block in max(0, spike.center - reach)..<min(peaks.count, spike.center + reach + 1)
    where peaks[block] >= limit {
      let isSpike = seen[first...last].contains {
        abs($0.center - block) <= $0.extent(near: near, decayPerBlock: decayPerBlock)
      }
      if !isSpike { return false }
    }
    return true
  }

  /// The resting level around a block, from short means spread over ten seconds.
  private static func rest(_ means: UnsafeBufferPointer<Float>, around block: Int, reach: Int) -> Float {
    let low = max(0, block - reach)
    let high = min(means.count, block + reach)
    let step = max(4, (high - low) / restMeans)
    var levels: [Float] = []
    levels.reserveCapacity(restMeans + 2)
    var index = low
    while index + 4 <= high {
      levels.append((means[index] + means[index + 1] + means[index + 2] + means[index + 3]) / 4)
      index += step
    }
    guard !levels.isEmpty else { return 0 }
    levels.sort()
    return levels[Int(restQuantile * Double(levels.count - 1))]
  }

  private static func spikes(
    _ means: [Float], _ peaks: [Float], range: Range<Int>, context: Range<Int>, floor: Float, near: Int,
    far: Int, restReach: Int
  ) -> [Spike] {
    var found: [Spike] = []
    // One resting level for all spikes within about a second.
    var known = (block: -restReach, level: Float(0))
    means.withUnsafeBufferPointer { means in
      peaks.withUnsafeBufferPointer { peaks in
        guard let base = peaks.baseAddress else { return }
        var index = range.lowerBound
        while index < range.upperBound {
          let end = min(index + BlockKernels.look, range.upperBound)
          // Most of a night is below the floor.
          if end - index == BlockKernels.look, !BlockKernels.reaches(floor, base + index) {
            index = end
            continue
          }
          for block in index..<end where peaks[block] >= floor {
            let limit = peaks[block] / ratio
            // Most loud blocks lie in a burst, where one side is enough to decide.
            guard
              let left = quietMean(of: means, block - far, block - near + 1, within: context, limit: limit),
              let right = quietMean(of: means, block + near, block + far + 1, within: context, limit: limit)
            else { continue }
            let level = max(left, right)
            guard level >= 0, limit > max(level, 0.05) else { continue }
            if block - known.block > restReach / 8 {
              known = (block, rest(means, around: block, reach: restReach))
            }
            // The mean of a 0.3 s side scatters by about a tenth.
            guard level <= 1.1 * known.level + quietMicrovolts else { continue }
            found.append(Spike(center: block, level: level, peak: peaks[block], rest: known.level))
          }
          index = end
        }
      }
    }
    return found
  }

  /// Mean of the blocks `from..<to` that lie in `context`, -1 for fewer than two; nil unless it is below
  /// `limit`.
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

  /// Mean of those of the blocks `from..<to` that exist; nil for fewer than two.
  private static func mean(of means: [Float], _ from: Int, _ to: Int) -> Float? {
    let (low, high) = (max(from, 0), min(to, means.count))
    guard high - low >= 2 else { return nil }
    return Float(means[low..<high].reduce(0.0) { $0 + Double($1) } / Double(high - low))
  }
}
