/// Removes isolated discharges. It reports no half-second measure: removed muscle twitches go to the search
/// for other movements, and a volley that the rules would call a movement is restored before they are applied.
struct SpikeStage: ArtifactStage {
  /// A block below this cannot start a movement, microvolts.
  let floor: Float
  /// Decay rate of the band-pass after a spike.
  let decayPerSecond: Double
  /// A block this many times above the floor is a pop.
  private static let popFactor: Float = 8

  var sightSeconds: Double { Despiking.sightSeconds }

  func clean(_ blocks: inout EnvelopeBlocks, known: Range<Int>, reached: Range<Int>) -> BlockFindings {
    func apply(_ range: Range<Int>, floor: Float) -> BlockFindings {
      Despiking.apply(
        means: &blocks.means, peaks: &blocks.peaks, range: range, floor: floor, blockRate: blocks.blockRate,
        decayPerSecond: decayPerSecond)
    }
    // Pops first: a smaller spike nearby is visible only once the pop's ringing is gone.
    var findings = apply(reached, floor: SpikeStage.popFactor * floor)
    findings.append(apply(known, floor: floor))
    return findings
  }
}
