import SleepEvents

/// A step that removes one kind of artifact from a leg and reports how much of it there was.
///
/// Stages run in the order of ``ArtifactStages/standard(parameters:design:grid:rateHertz:)``, each on the
/// output of the ones before it. A stage works on samples, on blocks of the envelope, or on both; the default
/// implementations do nothing.
protocol ArtifactStage: Sendable {
  /// The quality columns that it fills.
  var measures: [ArtifactMeasure] { get }

  /// Removes its artifact from the filtered samples of a chunk.
  mutating func clean(
    _ samples: UnsafeMutableBufferPointer<Float>, of chunk: ArtifactChunk, _ found: inout ArtifactFindings)

  /// How much context on each side it needs to decide about a block, seconds; 0 for a stage that leaves
  /// blocks alone.
  var sightSeconds: Double { get }

  /// Removes its artifact from blocks of the envelope.
  ///
  /// - Parameters:
  ///   - known: the blocks with known context of `sightSeconds` on both sides.
  ///   - reached: `known` extended by the same distance, over which a louder artifact may be removed first.
  func clean(_ blocks: inout EnvelopeBlocks, known: Range<Int>, reached: Range<Int>) -> BlockFindings

  /// Adds what it has learned about the leg as a whole.
  func summarize(into summary: inout ArtifactSummary)
}

extension ArtifactStage {
  var measures: [ArtifactMeasure] { [] }
  mutating func clean(
    _ samples: UnsafeMutableBufferPointer<Float>, of chunk: ArtifactChunk, _ found: inout ArtifactFindings
  ) {}
  var sightSeconds: Double { 0 }
  func clean(_ blocks: inout EnvelopeBlocks, known: Range<Int>, reached: Range<Int>) -> BlockFindings {
    BlockFindings()
  }
  func summarize(into summary: inout ArtifactSummary) {}
}

/// Where the samples of a chunk lie in time.
struct ArtifactChunk {
  /// When its first sample was taken.
  var onset: Instant
  var halfSecondSamples: Int
  var halfSeconds: Int
  /// R waves in order, complete up to the end of the chunk; nil without an ECG.
  var beats: [Instant]?
}

/// What the stages report about the half seconds of a chunk.
struct ArtifactFindings {
  /// By `ArtifactMeasure.index` and half second; 0 where nothing was found.
  private(set) var values: [[Float]]
  /// Half seconds in which the electrode is not on the skin.
  var off: [Bool]

  init(halfSeconds: Int) {
    values = Array(repeating: Array(repeating: 0, count: halfSeconds), count: ArtifactMeasure.all.count)
    off = Array(repeating: false, count: halfSeconds)
  }

  subscript(measure: ArtifactMeasure, half: Int) -> Float {
    get { values[measure.index][half] }
    set { values[measure.index][half] = newValue }
  }
}

/// The envelope of a period: mean and largest |x| of each block, microvolts.
struct EnvelopeBlocks {
  var means: [Float]
  var peaks: [Float]
  var blockRate: Double
}

/// What a stage removed from the envelope.
struct BlockFindings {
  /// Removed blocks that may be a muscle twitch, so that they are not lost.
  var twitches: [Range<Int>] = []
  /// Blocks before they were changed; one that was changed twice is listed twice, its original first.
  var replaced: [ReplacedBlock] = []

  mutating func append(_ other: BlockFindings) {
    twitches += other.twitches
    replaced += other.replaced
  }
}

/// A block of the envelope before a stage changed it, microvolts.
struct ReplacedBlock {
  var block: Int
  var mean: Float
  var peak: Float
}

/// What the stages have learned about a leg.
struct ArtifactSummary {
  /// Frequencies of the lines that were subtracted, hertz.
  var lines: Set<Double> = []
  var rest = RestSpectrum()
}

/// The stages applied to a leg, in order. A new stage is added here and nowhere else in the module.
enum ArtifactStages {
  static func standard(
    parameters: DetectionParameters, design: ButterworthBandPass, grid: BlockGrid, rateHertz: Double
  ) -> [any ArtifactStage] {
    var stages: [any ArtifactStage] = []
    if parameters.removesMains {
      stages.append(
        MainsStage(
          rateHertz: rateHertz, halfSecondSamples: grid.halfSecondSamples, highestHertz: design.highHertz))
    }
    if parameters.removesCardiac { stages.append(CardiacStage(rateHertz: rateHertz)) }
    stages.append(
      SpikeStage(floor: Float(parameters.onsetMicrovolts), decayPerSecond: design.decayPerSecond))
    return stages
  }
}
