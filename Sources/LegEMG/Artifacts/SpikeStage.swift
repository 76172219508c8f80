/// Removes isolated discharges. It reports no half-second measure: removed muscle twitches go to the search
/// for other movements, and what would have been a movement goes to the near misses.
struct SpikeStage: ArtifactStage {
  /// A block below this cannot start a movement, microvolts.
  let floor: Float
  /// Decay rate of the band-pass after a spike.
  let decayPerSecond: Double
  /// A block this many times above the floor is a pop.
  private static let popFactor: Float = 8

  var sightSeconds: Double { Despiking.sightSeconds }

  func clean(_ blocks: inout EnvelopeBlocks, known: Range<Int>, reached: Range<Int>) -> [Range<Int>] {
    func apply(_ range: Range<Int>, floor: Float) -> [Range<Int>] {
      Despiking.apply(
        means: &blocks.means, peaks: &blocks.peaks, range: range, floor: floor, blockRate: blocks.blockRate,
        decayPerSecond: decayPerSecond)
    }
    // Pops first: a smaller spike nearby is visible only once the pop's ringing is gone.
    return apply(reached, floor: SpikeStage.popFactor * floor) + apply(known, floor: floor)
  }
}
