import SleepEvents

/// A step that takes out of a leg what is no muscle, and says how much of it there was.
///
/// Stages run in the order of ``ArtifactStages/standard(parameters:design:grid:rateHertz:)``, each on what the ones before
/// it left. A stage works on samples, on blocks of the envelope, or on both; what it does not say does nothing.
protocol ArtifactStage: Sendable {
  /// The columns of quality that it fills.
  var measures: [ArtifactMeasure] { get }

  /// Takes its artifact out of the filtered samples of a chunk.
  mutating func clean(
    _ samples: UnsafeMutableBufferPointer<Float>, of chunk: ArtifactChunk, _ found: inout ArtifactFindings)

  /// How far from a block its fate can be decided, seconds; 0 for a stage that leaves blocks alone.
  var sightSeconds: Double { get }

  /// Takes its artifact out of blocks of the envelope.
  ///
  /// - Parameters:
  ///   - known: the blocks whose surroundings are known for `sightSeconds` to both sides.
  ///   - reached: the same and as many more as a louder artifact may be taken out of already.
  func clean(_ blocks: inout EnvelopeBlocks, known: Range<Int>, reached: Range<Int>) -> BlockFindings

  /// Adds what it learned of the leg as a whole.
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

/// Where the samples of a chunk lie.
struct ArtifactChunk {
  /// When its first sample was taken.
  var onset: Instant
  var halfSecondSamples: Int
  var halfSeconds: Int
  /// R waves in order, complete up to the end of the chunk; nil where nobody looks for them.
  var beats: [Instant]?
}

/// What the stages say of the half seconds of a chunk.
struct ArtifactFindings {
  /// By `ArtifactMeasure.index` and half second; 0 where nothing was found.
  private(set) var values: [[Float]]
  /// Half seconds in which no electrode lies on skin.
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

/// The envelope of a stretch: mean and largest |x| of each block, microvolts.
struct EnvelopeBlocks {
  var means: [Float]
  var peaks: [Float]
  var blockRate: Double
}

/// What a stage took out of the envelope.
struct BlockFindings {
  /// What may be a twitch of muscle, so that it is not lost.
  var twitches: [Range<Int>] = []
  /// Blocks as they were; one that was replaced twice stands twice, the first as it came.
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

/// What the stages learned of a leg.
struct ArtifactSummary {
  /// Lines that were taken out, hertz.
  var lines: Set<Double> = []
  var rest = RestSpectrum()
}

/// The stages of a leg in their order. A new one is added here, and nowhere else in the module.
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
