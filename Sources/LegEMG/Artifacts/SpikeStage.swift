/// Takes out discharges that stand alone. What it takes is no number of a half second: a twitch of muscle among it is told
/// by the search for other movements, and what would have been a movement by the near misses.
struct SpikeStage: ArtifactStage {
  /// A block under this cannot start a movement, microvolts.
  let floor: Float
  /// How fast the band-pass forgets a spike.
  let decayPerSecond: Double
  /// What is so many times over the floor is a pop.
  private static let popFactor: Float = 8

  var sightSeconds: Double { Despiking.sightSeconds }

  func clean(_ blocks: inout EnvelopeBlocks, known: Range<Int>, reached: Range<Int>) -> [Range<Int>] {
    func apply(_ range: Range<Int>, floor: Float) -> [Range<Int>] {
      Despiking.apply(
        means: &blocks.means, peaks: &blocks.peaks, range: range, floor: floor, blockRate: blocks.blockRate,
        decayPerSecond: decayPerSecond)
    }
    // Pops first: a smaller spike beside one is seen only when the pop's ringing is gone.
    return apply(reached, floor: SpikeStage.popFactor * floor) + apply(known, floor: floor)
  }
}
