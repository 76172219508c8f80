import SleepEvents

/// Removes narrow lines: mains, its harmonics, and any other single-frequency interference.
struct MainsStage: ArtifactStage {
  /// More lines than this are not hum.
  private static let mostLines = 12

  private let rateHertz: Double
  private let finder: LineFinder
  /// Lines found in any chunk so far; all later chunks are searched for them again.
  private var lines: [NarrowLine] = []
  private var taken: Set<Double> = []
  private var rest = RestSpectrum()

  init(rateHertz: Double, halfSecondSamples: Int, highestHertz: Double) {
    self.rateHertz = rateHertz
    finder = LineFinder(
      rateHertz: rateHertz, halfSecondSamples: halfSecondSamples,
      highestHertz: min(0.47 * rateHertz, highestHertz * 1.6))
  }

  var measures: [ArtifactMeasure] { [.hum] }

  mutating func clean(
    _ samples: UnsafeMutableBufferPointer<Float>, of chunk: ArtifactChunk, _ found: inout ArtifactFindings
  ) {
    findLines(UnsafeBufferPointer(samples))
    for line in lines {
      guard let trace = line.cancel(samples) else { continue }
      taken.insert(line.hertz)
      for half in 0..<chunk.halfSeconds {
        let (first, last) = line.blocks(
          from: half * chunk.halfSecondSamples, to: (half + 1) * chunk.halfSecondSamples,
          count: trace.amplitude.count)
        for block in first...last {
          found[.hum, half] = max(found[.hum, half], trace.amplitude[block])
          if trace.electrodeOff[block] { found.off[half] = true }
        }
      }
    }
  }

  /// Adds the chunk's lines to the known ones.
  private mutating func findLines(_ samples: UnsafeBufferPointer<Float>) {
    for hertz in finder.lines(in: samples, rest: &rest)
    where lines.allSatisfy({ abs($0.hertz - hertz) > LineFinder.mergeHertz })
      && lines.count < MainsStage.mostLines
    {
      lines.append(NarrowLine(hertz: hertz, rateHertz: rateHertz))
    }
  }

  func summarize(into summary: inout ArtifactSummary) {
    summary.lines.formUnion(taken)
    summary.rest = rest
  }
}

extension NarrowLine {
  /// The line's blocks that overlap the samples `from..<to` of a chunk.
  fileprivate func blocks(from: Int, to: Int, count: Int) -> (first: Int, last: Int) {
    let last = min(count - 1, max(0, (to - 1) / blockSamples))
    return (min(last, from / blockSamples), last)
  }
}
