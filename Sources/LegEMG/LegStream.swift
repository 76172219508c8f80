import SleepEvents

/// Processing of one leg of a night from samples to movements, chunk by chunk, in memory that does not grow
/// with the night except for two values per second.
///
/// Chunks, lanes, blocks and half seconds lie at sample indices that depend on the recording alone.
struct LegStream: ~Copyable {
  let grid: BlockGrid
  private let source: any SampleSource
  private let parameters: DetectionParameters
  private let scanner: MovementScanner
  /// The rules applied to an envelope of another length, to see how much that choice matters.
  private let otherScanner: MovementScanner?
  private var filter: ZeroPhaseFilter
  private var stages: [any ArtifactStage]

  /// Work in progress on one segment.
  private struct Progress {
    var run: SegmentRun
    var scan: MovementScanner.State
    var otherScan: MovementScanner.State?
    /// First sample of the segment that has not been filtered yet.
    var position = 0
  }

  private var segment = 0
  private var progress: Progress?
  private var found: MovementScanner.Found
  private var other = MovementScanner.Found(alternatives: 0)

  private var levels = RecentLevels()
  private var hold: HeldLevel
  /// A resting level below this is not muscle, microvolts of mean |x|; 0 if the converter is too coarse to
  /// tell.
  private let quietMicrovolts: Float
  private(set) var timeline: LevelTimeline
  private var resting: RestingLevel

  init(
    source: any SampleSource, parameters: DetectionParameters, alternatives: [Thresholds],
    otherEnvelopeSeconds: Double?, traced: TimeRange?
  ) {
    let rate = source.samplingRate
    grid = BlockGrid(rate: rate)
    self.source = source
    self.parameters = parameters
    scanner = MovementScanner(grid: grid, parameters: parameters, alternatives: alternatives, traced: traced)
    otherScanner = otherEnvelopeSeconds.map { seconds in
      var other = parameters
      other.envelopeSeconds = seconds
      return MovementScanner(
        grid: BlockGrid(rate: rate), parameters: other, alternatives: [], splitsBursts: false)
    }
    let high = parameters.upperEdge(rateHertz: rate.hertz)
    let design = ButterworthBandPass(
      lowHertz: min(parameters.lowHertz, high * 0.9), highHertz: high, rateHertz: rate.hertz)
    filter = ZeroPhaseFilter(design: design, tileRows: grid.tileRows)
    stages = ArtifactStages.standard(
      parameters: parameters, design: design, grid: grid, rateHertz: rate.hertz)
    found = MovementScanner.Found(alternatives: scanner.alternativeCount)
    timeline = LevelTimeline(step: rate.span(of: grid.halfSecondSamples))
    hold = HeldLevel(
      riseMicrovolts: Float(parameters.onsetMicrovolts),
      staysMicrovolts: Float(parameters.offsetMicrovolts),
      longestHalfSeconds: Int((2 * parameters.longestContractionSeconds).rounded()))
    quietMicrovolts =
      source.resolutionMicrovolts <= DetectionParameters.quietLegMicrovolts
      ? Float(DetectionParameters.quietLegMicrovolts) : 0
    resting = RestingLevel(
      window: Int((parameters.restingWindowSeconds * 2).rounded()), quantile: parameters.restingQuantile)
    let halves = source.segments.reduce(0) { $0 + $1.count / grid.halfSecondSamples + 1 }
    timeline.reserveCapacity(halves)
  }

  var band: ClosedRange<Double> { filter.design.lowHertz...filter.design.highHertz }

  /// The samples that the next step reads, as the source counts them; nil when the leg is done.
  var upcoming: Range<Int>? {
    guard let next = source.segments.indices[segment...].first(where: { source.segments[$0].count > 0 })
    else {
      return nil
    }
    let whole = source.segments[next]
    let position = next == segment ? progress?.position ?? 0 : 0
    let length = grid.laneLength(remaining: whole.count - position) * Lanes.count
    let range = max(0, position - filter.halo)..<min(whole.count, position + length + filter.halo)
    return whole.firstSample + range.lowerBound..<whole.firstSample + range.upperBound
  }

  /// Processes the next chunk.
  ///
  /// - Parameter beats: R waves in order, complete up to the end of the chunk; nil to skip cardiac removal.
  mutating func advance(beats: [Instant]?) throws {
    while segment < source.segments.count, source.segments[segment].count == 0 { segment += 1 }
    guard segment < source.segments.count else { return }
    let whole = source.segments[segment]
    var work = progress ?? begin(whole)
    // `work` must be the only reference to its arrays, or each chunk would copy them.
    progress = nil
    let laneLength = grid.laneLength(remaining: whole.count - work.position)
    try filterChunk(
      &work.run, from: work.position, laneLength: laneLength, beats: beats)
    work.position += laneLength * Lanes.count
    let isLast = work.position >= whole.count
    let entries = advance(&work.run, isLast: isLast)
    scanner.note(&work.run.twitches, clock: work.scan.clock, into: &found)
    scanner.putBackVolleys(&work.run, timeline: timeline, scanned: entries.upperBound)
    scanner.scan(
      &work.scan, run: work.run, timeline: timeline, entries: entries, isLast: isLast, into: &found)
    if let otherScanner, var state = work.otherScan {
      work.otherScan = nil
      otherScanner.scan(
        &state, run: work.run, timeline: timeline, entries: entries, isLast: isLast, into: &other)
      work.otherScan = state
    }
    if isLast {
      segment += 1
    } else {
      work.run.discard(before: entries.upperBound)
      progress = work
    }
  }

  private mutating func begin(_ whole: SampleSegment) -> Progress {
    let rate = source.samplingRate
    let firstEntry = timeline.entries.count
    timeline.segments.append(
      (firstEntry, TimeRange(start: whole.onset, duration: rate.span(of: whole.count))))
    return Progress(
      run: SegmentRun(segment: whole, grid: grid, firstEntry: firstEntry),
      scan: scanner.start(segment: whole, rate: rate),
      otherScan: otherScanner?.start(segment: whole, rate: rate))
  }

  /// Everything found so far, with the movements of the other envelope last among the alternatives.
  var result: MovementScanner.Found {
    var result = found
    if otherScanner != nil { result.alternatives.append(other.movements) }
    return result
  }

  /// Bursts of hum that were subtracted, apart from those during a movement or another near miss.
  func humBursts(leg: Leg) -> [NearMiss] {
    let seen = found.movements.map(\.range) + found.nearMisses.map(\.movement.range)
    return timeline.humBursts(leg: leg, onset: Float(parameters.onsetMicrovolts))
      .apart(from: seen.sorted { $0.start < $1.start })
  }

  /// What the stages have learned about the leg so far.
  var artifacts: ArtifactSummary {
    var summary = ArtifactSummary()
    for stage in stages { stage.summarize(into: &summary) }
    return summary
  }

  /// Filters one chunk, lets the stages clean it and appends its blocks to the run.
  private mutating func filterChunk(
    _ run: inout SegmentRun, from start: Int, laneLength: Int, beats: [Instant]?
  ) throws {
    let whole = run.segment
    let source = self.source
    var raw = RawPeaks(
      grid: grid, firstSample: start, count: min(laneLength * Lanes.count, whole.count - start),
      range: source.rangeMicrovolts)
    let count = raw.count
    let chunk = ArtifactChunk(
      onset: whole.onset + source.samplingRate.span(of: start), halfSecondSamples: grid.halfSecondSamples,
      halfSeconds: raw.halfSeconds, beats: beats)
    var found = ArtifactFindings(halfSeconds: raw.halfSeconds)
    try run.append(count, room: laneLength * Lanes.count) { output in
      try filter.run(
        start: start, laneLength: laneLength, into: output,
        read: { range, buffer in try EdgeReading.read(range, of: whole, from: source, into: buffer) },
        observe: { first, values in raw.observe(first, values) })
      let samples = UnsafeMutableBufferPointer(start: output, count: count)
      for index in stages.indices { stages[index].clean(samples, of: chunk, &found) }
    }
    run.appendFlags(raw: raw, found: found, range: source.rangeMicrovolts)
  }

  /// Advances levels and resting levels as far as the samples allow.
  ///
  /// - Returns: the half seconds that can be scanned now.
  private mutating func advance(_ run: inout SegmentRun, isLast: Bool) -> Range<Int> {
    run.cleanBlocks(stages, isLast: isLast)
    run.appendLevels(to: &levels, timeline: &timeline, isLast: isLast)
    resting.append(levels)
    let ready = isLast ? levels.count : max(run.scannedEntry, levels.count - resting.window - 2)
    for index in run.scannedEntry..<ready {
      let measured = resting.level(at: index, levels)
      let level = hold.level(
        measured, wander: resting.wander, lowest: resting.lowestTenth)
      timeline.entries[index].resting = level
      if let level, level < quietMicrovolts { timeline.entries[index].flags.formUnion([.quiet, .invalid]) }
      if let level, level > Float(parameters.restingLimitMicrovolts) {
        timeline.entries[index].flags.formUnion([.loud, .invalid])
      }
      if level == nil { timeline.entries[index].flags.insert(.invalid) }
    }
    resting.discard(before: ready, &levels)
    return run.scannedEntry..<ready
  }
}
