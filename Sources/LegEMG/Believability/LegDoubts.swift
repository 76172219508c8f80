import SleepEvents

extension LegReview {
  private static let quietMicrovolts = 0.4
  private static let humMicrovolts = 25.0
  private static let humLeavesMicrovolts = 2.0
  private static let saturatedShare = 0.01
  /// Bursts or resting periods with a smaller share of their power above 40 Hz than this are not muscle.
  private static let leastShare = 0.04
  private static let narrowShare = 0.12
  /// A filter at 70 Hz costs one movement in fifty, one at 50 Hz one in six.
  private static let edgeHertz = 80.0
  private static let slowHertz = 200.0
  private static let notEMGShare = 0.1
  /// Too few bursts to judge a leg by.
  private static let fewestBursts = 3
  private static let leastSeconds = 60.0

  /// Doubts about a leg from its own signal alone.
  static func doubts(about record: LegRecord) -> [ImplausibleLeg] {
    var doubts: [ImplausibleLeg] = []
    func doubt(_ cause: ImplausibleLeg.Cause, _ found: Double, _ limit: Double) {
      doubts.append(ImplausibleLeg(cause: cause, leg: record.leg, found: found, limit: limit))
    }
    let entries = record.timeline.entries
    guard !entries.isEmpty else { return [] }
    if let rest = record.medianRestingMicrovolts, rest < quietMicrovolts {
      doubt(.quiet, rest, quietMicrovolts)
    }
    let humming = zip(record.timeline.artifacts[ArtifactMeasure.hum.index], entries).filter { hum, entry in
      hum > NarrowLine.openInputMicrovolts
        || Double(hum) > humMicrovolts && Double(entry.resting ?? entry.mean) > humLeavesMicrovolts
    }
    if Double(humming.count) * record.timeline.step.seconds >= leastSeconds,
      let hum = median(humming.map { Double($0.0) })
    {
      doubt(.hum, hum, humMicrovolts)
    }
    let saturated = Double(entries.count { $0.flags.contains(.saturated) }) / Double(entries.count)
    if saturated > saturatedShare { doubt(.saturated, saturated, saturatedShare) }
    if let narrow = narrowness(of: record) { doubt(narrow.cause, narrow.found, narrow.limit) }
    if record.samplingRateHertz < slowHertz { doubt(.slow, record.samplingRateHertz, slowHertz) }
    let refused = record.nearMisses.count { $0.criterion == .notEMG }
    let bursts = refused + record.movements.count
    if refused >= fewestBursts, isDoubtful(refused, of: bursts) {
      doubt(.notEMG, Double(refused) / Double(bursts), notEMGShare)
    }
    return doubts
  }

  /// Whether enough bursts were rejected as not EMG to cast doubt on the leg.
  static func isDoubtful(_ refused: Int, of bursts: Int) -> Bool {
    Double(refused) > notEMGShare * Double(bursts)
  }

  /// What a leg lacks of the upper part of the band; nil if it lacks nothing, or if its band is too narrow to tell.
  private static func narrowness(
    of record: LegRecord
  ) -> (cause: ImplausibleLeg.Cause, found: Double, limit: Double)? {
    guard record.band.upperBound >= 80, let rest = record.restSpectrum.highShare else { return nil }
    let bursts = record.bursts.compactMap { $0.shape?.highShare }
    let burst = bursts.count >= fewestBursts ? median(bursts) : nil
    let share = burst ?? rest
    if share < leastShare { return (.noHighFrequencies, share, leastShare) }
    // Cardiac activity lowers the high-frequency share of the resting signal only, so both must be low.
    if let burst, rest < narrowShare, burst < narrowShare {
      return (.fewHighFrequencies, max(rest, burst), narrowShare)
    }
    guard let edge = record.restSpectrum.upperEdgeHertz, edge < edgeHertz else { return nil }
    return (.lowPass, edge, edgeHertz)
  }
}

extension LegRecord {
  /// Median over the half seconds with a resting level, microvolts of mean |x|; nil if there are none.
  var medianRestingMicrovolts: Double? {
    // The level changes over minutes, so a few thousand half seconds give the same median as all of them.
    let step = max(1, timeline.entries.count / 4096)
    let levels = stride(from: 0, to: timeline.entries.count, by: step).compactMap {
      timeline.entries[$0].resting
    }
    .sorted()
    return levels.isEmpty ? nil : Double(levels[levels.count / 2])
  }
}

extension LevelTimeline {
  /// Marks the half seconds that overlap a period as invalid.
  mutating func invalidate(_ range: TimeRange, adding flags: Flags) {
    for (position, segment) in segments.enumerated() where segment.range.overlaps(range) {
      let end = position + 1 < segments.count ? segments[position + 1].firstEntry : entries.count
      var start = segment.range.start
      for index in segment.firstEntry..<end {
        let next = min(start + step, segment.range.end)
        let last = index == end - 1 ? segment.range.end : next
        if start < range.end, range.start < last { entries[index].flags.formUnion([flags, .invalid]) }
        start = next
      }
    }
  }
}
