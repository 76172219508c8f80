import SleepEvents

/// Removes cardiac activity where there is an ECG.
struct CardiacStage: ArtifactStage {
  let rateHertz: Double

  var measures: [ArtifactMeasure] { [.cardiac] }

  mutating func clean(
    _ samples: UnsafeMutableBufferPointer<Float>, of chunk: ArtifactChunk, _ found: inout ArtifactFindings
  ) {
    guard let beats = chunk.beats else { return }
    let peak = CardiacActivity(beats: beats, rateHertz: rateHertz).cancel(samples, onset: chunk.onset)
    for half in 0..<chunk.halfSeconds { found[.cardiac, half] = peak }
  }
}
