/// Takes out discharges that stand alone. What it takes is no number of a half second: a twitch of muscle among it is told
/// by the search for other movements, and a volley that is a movement by the rules is put back before they are applied.
struct SpikeStage: ArtifactStage {
  /// A block under this cannot start a movement, microvolts.
  let floor: Float
  /// How fast the band-pass forgets a spike.
  let decayPerSecond: Double
  /// What is so many times over the floor is a pop.
  private static let popFactor: Float = 8

  var sightSeconds: Double { Despiking.sightSeconds }

  func clean(_ blocks: inout EnvelopeBlocks, known: Range<Int>, reached: Range<Int>) -> BlockFindings {
    func apply(_ range: Range<Int>, floor: Float) -> BlockFindings {
      Despiking.apply(
        means: &blocks.means, peaks: &blocks.peaks, range: range, floor: floor, blockRate: blocks.blockRate,
        decayPerSecond: decayPerSecond)
    }
    // Pops first: a smaller spike beside one is seen only when the pop's ringing is gone.
    var findings = apply(reached, floor: SpikeStage.popFactor * floor)
    findings.append(apply(known, floor: floor))
    return findings
  }
}
