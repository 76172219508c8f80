import SleepEvents

/// One leg of a night on its way from samples to movements, chunk by chunk, in memory that does not grow with
/// the night but for two values a second.
///
/// Chunks, lanes, blocks and half seconds lie on sample indices that follow from the recording alone.
struct LegStream: ~Copyable {
  let grid: BlockGrid
  private let source: any SampleSource
  private let parameters: DetectionParameters
  private let scanner: MovementScanner
  /// The rules again on an envelope of another length, to see how much that choice moves.
  private let otherScanner: MovementScanner?
  private var filter: ZeroPhaseFilter
  private let mains: [MainsHum]
  private let cardiac: CardiacActivity?
  private let output: UnsafeMutablePointer<Float>

  private(set) var levels: [Float?] = []
  private(set) var timeline: LevelTimeline
  private var resting: RestingLevel
  private(set) var mainsSeen: Set<Double> = []

  init(
    source: any SampleSource, parameters: DetectionParameters, alternatives: [Thresholds], beats: [Instant]?,
    otherEnvelopeSeconds: Double?,
    traced: TimeRange?
  ) {
    let rate = source.samplingRate
    grid = BlockGrid(rate: rate)
    self.source = source
    self.parameters = parameters
    scanner = MovementScanner(grid: grid, parameters: parameters, alternatives: alternatives, traced: traced)
    otherScanner = otherEnvelopeSeconds.map { seconds in
      var other = parameters
      other.envelopeSeconds = seconds
      return MovementScanner(grid: BlockGrid(rate: rate), parameters: other, alternatives: [])
    }
    let high = parameters.upperEdge(rateHertz: rate.hertz)
    let design = ButterworthBandPass(
      lowHertz: min(parameters.lowHertz, high * 0.9), highHertz: high, rateHertz: rate.hertz)
    filter = ZeroPhaseFilter(design: design, tileRows: grid.tileRows)
    mains =
      parameters.removesMains
      ? [50.0, 60, 100, 120, 150, 180].filter { $0 < 0.47 * rate.hertz && $0 < high * 1.6 }
        .map { MainsHum(hertz: $0, rateHertz: rate.hertz) } : []
    cardiac = beats.map { CardiacActivity(beats: $0, rateHertz: rate.hertz) }
    output = .allocate(capacity: grid.laneLength * Lanes.count)
    output.initialize(repeating: 0, count: grid.laneLength * Lanes.count)
    timeline = LevelTimeline(step: rate.span(of: grid.halfSecondSamples))
    resting = RestingLevel(
      window: Int((parameters.restingWindowSeconds * 2).rounded()), quantile: parameters.restingQuantile)
  }

  deinit { output.deallocate() }

  var band: ClosedRange<Double> { filter.design.lowHertz...filter.design.highHertz }

  /// Runs the whole leg.
  mutating func run() throws -> MovementScanner.Found {
    var found = MovementScanner.Found(alternatives: scanner.alternativeCount)
    var other = MovementScanner.Found(alternatives: 0)
    for segment in source.segments where segment.count > 0 {
      try run(segment, into: &found, &other)
    }
    if otherScanner != nil { found.alternatives.append(other.movements) }
    return found
  }

  private mutating func run(
    _ segment: SampleSegment, into found: inout MovementScanner.Found, _ other: inout MovementScanner.Found
  ) throws {
    let firstEntry = timeline.entries.count
    timeline.segments.append(
      (firstEntry, TimeRange(start: segment.onset, duration: source.samplingRate.span(of: segment.count))))
    var run = SegmentRun(segment: segment, grid: grid, firstEntry: firstEntry)
    var scan = scanner.start(segment: segment, rate: source.samplingRate)
    var otherScan = otherScanner?.start(segment: segment, rate: source.samplingRate)
    var position = 0
    while position < segment.count {
      let laneLength = grid.laneLength(remaining: segment.count - position)
      try filterChunk(&run, from: position, laneLength: laneLength)
      position += laneLength * Lanes.count
      let isLast = position >= segment.count
      let entries = advance(&run, isLast: isLast)
      scanner.scan(&scan, run: run, timeline: timeline, entries: entries, isLast: isLast, into: &found)
      if let otherScanner, var state = otherScan {
        otherScanner.scan(
          &state, run: run, timeline: timeline, entries: entries, isLast: isLast, into: &other)
        otherScan = state
      }
      run.discard(before: entries.upperBound)
    }
  }

  /// Filters one chunk, takes hum and heart out of it and appends its blocks to the run.
  private mutating func filterChunk(_ run: inout SegmentRun, from start: Int, laneLength: Int) throws {
    let segment = run.segment
    let source = self.source
    var raw = RawPeaks(
      grid: grid, firstSample: start, count: min(laneLength * Lanes.count, segment.count - start),
      range: source.rangeMicrovolts)
    try filter.run(
      start: start, laneLength: laneLength, into: output,
      read: { range, buffer in try EdgeReading.read(range, of: segment, from: source, into: buffer) },
      observe: { first, values in raw.observe(first, values) })
    let count = raw.count
    let samples = UnsafeMutableBufferPointer(start: output, count: count)
    let halfSeconds = raw.halfSeconds
    var hum = [Float](repeating: 0, count: halfSeconds)
    var off = [Bool](repeating: false, count: halfSeconds)
    for line in mains {
      guard let trace = line.cancel(samples) else { continue }
      mainsSeen.insert(line.hertz)
      for index in 0..<halfSeconds {
        let (first, last) = line.blocks(
          from: index * grid.halfSecondSamples, to: (index + 1) * grid.halfSecondSamples,
          count: trace.amplitude.count)
        for block in first...last {
          hum[index] = max(hum[index], trace.amplitude[block])
          if trace.electrodeOff[block] { off[index] = true }
        }
      }
    }
    let heart =
      cardiac?.cancel(samples, onset: segment.onset + source.samplingRate.span(of: start)) ?? 0
    run.append(samples, raw: raw, hum: hum, off: off, cardiac: heart, range: source.rangeMicrovolts)
  }

  /// Carries levels and resting levels as far as the samples allow.
  ///
  /// - Returns: the half seconds that can be scanned now.
  private mutating func advance(_ run: inout SegmentRun, isLast: Bool) -> Range<Int> {
    run.despike(
      floor: Float(parameters.onsetMicrovolts), decayPerSecond: filter.design.decayPerSecond, isLast: isLast)
    run.appendLevels(to: &levels, timeline: &timeline, isLast: isLast)
    resting.append(levels)
    let ready = isLast ? levels.count : max(run.scannedEntry, levels.count - resting.window - 2)
    for index in run.scannedEntry..<ready {
      let level = resting.level(at: index, levels)
      timeline.entries[index].resting = level
      if let level, level > Float(parameters.restingLimitMicrovolts) {
        timeline.entries[index].flags.formUnion([.loud, .invalid])
      }
      if level == nil { timeline.entries[index].flags.insert(.invalid) }
    }
    return run.scannedEntry..<ready
  }
}
