import LegEMG
import SleepEvents

/// The heart rate around movements: the lowest rate in the ten beats before each onset and the highest in the
/// ten after it.
package struct HeartRateResponse: Sendable {
  package struct Response: Sendable, Hashable {
    /// Beats per minute.
    package var lowestBefore: Double
    package var highestAfter: Double
    /// Slope from the lowest to the highest, beats per minute per beat.
    package var slope: Double
    package var rise: Double { highestAfter - lowestBefore }
  }

  /// Per movement, in order; nil if there are fewer than ten usable beats on either side.
  package var responses: [Response?]
  package var beatCount: Int
  /// Beats whose interval from the previous beat is plausible (0.3-2 s, within 30 % of the median of its
  /// neighbours).
  package var usableBeats: Int

  /// Mean rise over the movements with a response, beats per minute.
  package var meanRise: Double? {
    let rises = responses.compactMap { $0?.rise }
    return rises.isEmpty ? nil : rises.reduce(0, +) / Double(rises.count)
  }

  static let beatsPerSide = 10

  /// Largest plausible deviation of an interval from the median of its neighbours, as a share of the median.
  private static let plausibleDeviation = 0.3

  /// Whether each interval lies within the plausible deviation of the median of itself and the five intervals on
  /// each side.
  ///
  /// Counting the neighbours on each side of two limits decides this without sorting, for all intervals at once.
  private static func areNearMedian(_ intervals: [Double]) -> [Bool] {
    let count = intervals.count
    let lowest = intervals.map { $0 / (1 + plausibleDeviation) }
    let highest = intervals.map { $0 / (1 - plausibleDeviation) }
    var below = [Int32](repeating: 0, count: count)
    var upTo = below
    for distance in -neighbours...neighbours {
      let first = max(0, -distance)
      let own = first..<max(first, min(count, count - distance))
      intervals.withUnsafeBufferPointer { intervals in
        for index in own {
          let neighbour = intervals[index &+ distance]
          below[index] &+= neighbour < lowest[index] ? 1 : 0
          upTo[index] &+= neighbour <= highest[index] ? 1 : 0
        }
      }
    }
    return intervals.indices.map { index in
      let half = Int32((min(index, neighbours) + min(count - 1 - index, neighbours) + 1) / 2)
      return below[index] <= half && upTo[index] > half
    }
  }

  private static let neighbours = 5

  init(movements: [LegMovement], rhythm: CardiacRhythm) {
    let beats = rhythm.beats
    beatCount = beats.count
    // Rate of the interval that ends at each beat; nil if an ectopic or missed beat makes it implausible.
    let intervals = zip(beats, beats.dropFirst()).map { ($1 - $0).seconds }
    let rates: [Double?] =
      [nil]
      + zip(intervals, HeartRateResponse.areNearMedian(intervals)).map { interval, isNear in
        isNear && (0.3...2).contains(interval) ? 60 / interval : nil
      }
    usableBeats = rates.count { $0 != nil }
    let count = HeartRateResponse.beatsPerSide
    responses = movements.map { movement in
      var low = 0
      var high = beats.count
      while low < high {
        let middle = (low + high) / 2
        if beats[middle] < movement.onset { low = middle + 1 } else { high = middle }
      }
      guard low - count >= 1, low + count <= beats.count else { return nil }
      let before = rates[(low - count)..<low].compactMap(\.self)
      let after = rates[low..<(low + count)].enumerated().compactMap { position, rate in
        rate.map { (position, $0) }
      }
      guard before.count >= count - 2, after.count >= count - 2, let lowest = before.min(),
        let highest = after.max(by: { $0.1 < $1.1 })
      else { return nil }
      return Response(
        lowestBefore: lowest, highestAfter: highest.1,
        slope: (highest.1 - lowest) / Double(highest.0 + 1))
    }
  }
}
