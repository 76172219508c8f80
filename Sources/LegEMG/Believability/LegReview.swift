import SleepEvents

/// Reviews the legs of a night as a whole: removes what is not muscle and decides which legs are implausible.
///
/// What is removed appears in the near misses with the deciding value.
package struct LegReview: Sendable {
  package private(set) var records: [LegRecord]
  package private(set) var doubts: [ImplausibleLeg] = []

  /// - Parameter records: one or two legs of one night.
  package init(_ records: [LegRecord]) {
    self.records = records
    for index in self.records.indices { leaveOutOpenInput(index) }
    let same = sameness()
    let refused = self.records.indices.map { index in
      objections(to: self.records[index], other: same == nil ? other(than: index) : nil)
    }
    for index in self.records.indices { takeAway(refused[index], from: index) }
    if let same { doubts.append(same) }
    for record in self.records { doubts += LegReview.doubts(about: record) }
    doubts += inequality()
  }

  private func other(than index: Int) -> LegRecord? { records.count == 2 ? records[1 - index] : nil }

  // MARK: Bursts that are not muscle

  /// Correlation between the simultaneous samples of the two legs above which they are one signal. Bursts of
  /// real muscle reach 0.45, or 0.34 where only one half second can be compared.
  private static let commonLimit = 0.7
  /// The same for a leg many of whose bursts are not EMG.
  private static let doubtfulCommonLimit = 0.6
  /// From this many rejected bursts, if they are also a large enough share to doubt the leg, stricter limits
  /// apply to the others.
  private static let fewestRefused = 10

  private func objections(to record: LegRecord, other: LegRecord?) -> [BurstObjection?] {
    var halves: [Int: [Float]] = [:]
    for half in other?.otherHalves ?? [] { halves[half.entry] = half.samples }
    for burst in other?.bursts ?? [] { for half in burst.halves { halves[half.entry] = half.samples } }
    let common = record.bursts.map { LegReview.correlation($0, halves) }
    func objections(
      commonLimit: Double, _ objection: (BurstShape) -> (Double) -> BurstObjection?
    ) -> [BurstObjection?] {
      zip(record.bursts, common).map { burst, common in
        if let found = burst.shape.flatMap({ objection($0)(record.missingHertz) }) { return found }
        let line = burst.shareOfLines
        if line > BurstShape.lineLimit {
          return BurstObjection(cause: .line, limit: BurstShape.lineLimit, found: line)
        }
        guard let common, common > commonLimit else { return nil }
        return BurstObjection(cause: .commonMode, limit: commonLimit, found: common)
      }
    }
    let found = objections(commonLimit: LegReview.commonLimit, BurstShape.objection)
    let refused = found.count { $0 != nil }
    guard refused >= LegReview.fewestRefused, LegReview.isDoubtful(refused, of: found.count) else {
      return found
    }
    return objections(commonLimit: LegReview.doubtfulCommonLimit, BurstShape.objectionAmongRefused)
  }

  private static func correlation(
    _ burst: BurstEvidence, _ other: [Int: [Float]]
  ) -> Double? {
    var (product, own, others) = (0.0, 0.0, 0.0)
    for half in burst.halves {
      guard let samples = other[half.entry], samples.count == half.samples.count else { continue }
      for (a, b) in zip(half.samples, samples) {
        product += Double(a * b)
        own += Double(a * a)
        others += Double(b * b)
      }
    }
    guard own > 0, others > 0 else { return nil }
    return abs(product) / (own * others).squareRoot()
  }

  private mutating func takeAway(_ objections: [BurstObjection?], from index: Int) {
    var kept: [LegMovement] = []
    var bursts: [BurstEvidence] = []
    var removed: [LegMovement] = []
    for (position, movement) in records[index].movements.enumerated() {
      guard position < objections.count, let objection = objections[position] else {
        kept.append(movement)
        if position < records[index].bursts.count { bursts.append(records[index].bursts[position]) }
        continue
      }
      removed.append(movement)
      records[index].nearMisses.append(
        NearMiss(
          movement: movement, criterion: .notEMG, required: objection.limit, found: objection.found,
          cause: objection.cause))
    }
    records[index].movements = kept
    records[index].bursts = bursts
    records[index].contractions.removeAll { burst in removed.contains { $0.range.overlaps(burst) } }
    leaveOut(removed.map(\.range), fromAlternativesOf: index)
  }

  /// What is not a movement under the standard thresholds is not one under the alternative thresholds either.
  private mutating func leaveOut(_ ranges: [TimeRange], fromAlternativesOf index: Int) {
    guard !ranges.isEmpty else { return }
    let kept = records[index].movements.map(\.range)
    for choice in records[index].alternatives.indices {
      records[index].alternatives[choice].removeAll { movement in
        ranges.contains { $0.overlaps(movement.range) } && !kept.contains { $0.overlaps(movement.range) }
      }
    }
  }

  // MARK: Periods with an open input

  /// A contraction of over a minute whose level is as steady as noise, and this loud, is noise.
  private static let steadySpread: Float = 0.12
  private static let steadyMicrovolts: Float = 15
  private static let steadySeconds = 60.0
  private static let endlessSeconds = 290.0

  private mutating func leaveOutOpenInput(_ index: Int) {
    var timeline = records[index].timeline
    var endless: [(range: TimeRange, seconds: Double)] = []
    for movement in records[index].movements where movement.duration.seconds > LegReview.steadySeconds {
      var levels = LegReview.levels(timeline, in: movement.range)
      let spread = levels.withUnsafeMutableBufferPointer { LowerSpread($0) }
      let isSteady = spread.map {
        $0.wander < LegReview.steadySpread && $0.level > LegReview.steadyMicrovolts
      }
      guard isSteady == true || movement.duration.seconds > LegReview.endlessSeconds else { continue }
      endless.append((movement.range, movement.duration.seconds))
    }
    for movement in endless { timeline.invalidate(movement.range, adding: .loud) }
    take(endless.map { ($0.range, LegReview.endlessSeconds, $0.seconds) }, from: index, as: .endless)

    let open = OpenInput.stretches(timeline)
    for stretch in open { timeline.invalidate(stretch.range, adding: .open) }
    take(
      open.map { ($0.range, Double(OpenInput.wanderLimit), Double($0.wander)) }, from: index, as: .openInput)
    if let worst = open.map(\.wander).max() {
      doubts.append(
        ImplausibleLeg(
          cause: .open, leg: records[index].leg, found: Double(worst), limit: Double(OpenInput.wanderLimit)))
    }
    guard !endless.isEmpty || !open.isEmpty else { return }
    records[index].timeline = timeline
    records[index].invalid = timeline.invalidRanges
  }

  private mutating func take(
    _ ranges: [(range: TimeRange, limit: Double, found: Double)], from index: Int,
    as criterion: NearMiss.Criterion
  ) {
    guard !ranges.isEmpty else { return }
    var kept: [LegMovement] = []
    var bursts: [BurstEvidence] = []
    for (position, movement) in records[index].movements.enumerated() {
      if let inside = ranges.first(where: { $0.range.overlaps(movement.range) }) {
        records[index].nearMisses.append(
          NearMiss(
            movement: movement, criterion: criterion, required: inside.limit, found: inside.found))
      } else {
        kept.append(movement)
        if position < records[index].bursts.count { bursts.append(records[index].bursts[position]) }
      }
    }
    records[index].movements = kept
    records[index].bursts = bursts
    records[index].contractions.removeAll { burst in ranges.contains { $0.range.overlaps(burst) } }
    for choice in records[index].alternatives.indices {
      records[index].alternatives[choice].removeAll { movement in
        ranges.contains { $0.range.overlaps(movement.range) }
      }
    }
  }

  private static func levels(_ timeline: LevelTimeline, in range: TimeRange) -> [Float] {
    var levels: [Float] = []
    timeline.forEach { time, _, entry in if time.overlaps(range) { levels.append(entry.mean) } }
    return levels
  }

  static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
  }
}
