import SleepEvents

extension MovementScanner {
  /// A burst at least this long is compared with the other leg, seconds.
  private static let comparableSeconds = 0.25
  /// By how much the edges found lie inside a burst, seconds: it begins below the onset threshold, and the short mean that
  /// places its end is quiet before a fading burst is. Between the medians of real and of simulated bursts, so that both
  /// are within 15 ms (`Scripts/accuracy`). The rules are applied to what was found; a movement is reported with its edges.
  private static let onsetLead = 0.005
  private static let endLag = 0.02

  private func withEdges(
    _ movement: LegMovement, start: Int, end: Int, isCut: Bool, clock: SampleClock
  ) -> LegMovement {
    let rate = grid.blockRate * Double(grid.blockSamples)
    let lead = Int((MovementScanner.onsetLead * rate).rounded())
    let lag = isCut ? 0 : Int((MovementScanner.endLag * rate).rounded())
    var wider = movement
    wider.range = TimeRange(
      start: clock.time(max(0, start - lead)), end: clock.time(min(max(start, end) + lag, clock.count)))
    return wider
  }

  /// Decides whether a region is a movement, a near miss or neither.
  func judge(
    _ region: MovementDetector.Region, index: Int, threshold: Thresholds, state: State, run: SegmentRun,
    into found: inout Found
  ) {
    let clock = state.clock
    let end = placeEnd(region, threshold: threshold, run: run)
    let endSample = min(end * grid.blockSamples, clock.count)
    let required = state.detectors[index].settings.medianBlocks
    let needed = (required + 1) / 2
    let resting = Double(region.restingMicrovolts)
    let start = region.onsetSample ?? region.start * grid.blockSamples
    let range = TimeRange(start: clock.time(start), end: clock.time(max(start, endSample)))
    let movement = LegMovement(
      leg: .left, range: range,
      amplitude: MovementAmplitude(
        restingMicrovolts: resting, peakMicrovolts: Double(region.peakMicrovolts),
        areaMicrovoltSeconds: Double(region.areaBlocks) / grid.blockRate))
    let isFaint = Double(region.peakMicrovolts) - resting < 2.5 * threshold.onsetMicrovolts
    let minimum = parameters.minimumSeconds + (isFaint ? parameters.faintEdgeSeconds : 0)
    let lasts = range.duration >= TimeSpan(seconds: minimum)
    let filled = region.bestMedianCount >= needed
    if region.onsetSample != nil, lasts, filled {
      if index == 0 {
        let burst = run.evidence(start..<max(start, endSample), meter: meter)
        var seen = withEdges(movement, start: start, end: endSample, isCut: region.isCut, clock: clock)
        seen.spectrum = burst.shape?.spectrum
        found.movements.append(seen)
        found.bursts.append(burst)
      } else {
        found.alternatives[index - 1].append(
          withEdges(movement, start: start, end: endSample, isCut: region.isCut, clock: clock))
      }
      return
    }
    guard index == 0 else { return }
    if range.duration.seconds >= MovementScanner.comparableSeconds,
      Double(region.peakMicrovolts) - resting >= 0.5 * threshold.onsetMicrovolts
    {
      found.halves += run.keptHalves(start..<max(start, endSample))
    }
    if region.onsetSample == nil {
      let reached = Double(region.peakMicrovolts) - resting
      guard lasts, filled, reached >= 0.8 * threshold.onsetMicrovolts else { return }
      found.nearMisses.append(
        NearMiss(
          movement: movement, criterion: .onsetAmplitude, required: threshold.onsetMicrovolts, found: reached)
      )
    } else if !lasts {
      found.nearMisses.append(
        NearMiss(
          movement: movement, criterion: .tooShort, required: minimum,
          found: range.duration.seconds))
    } else if Double(region.bestMedianCount) >= 0.8 * Double(needed) {
      found.nearMisses.append(
        NearMiss(
          movement: movement, criterion: .median, required: 0.5,
          found: Double(region.bestMedianCount) / Double(required)))
    }
  }
}
