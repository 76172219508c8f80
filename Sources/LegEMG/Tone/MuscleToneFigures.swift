import SleepEvents

/// Muscle tone of the chin by sleep stage.
///
/// Atonia index: Ferri 2008 (Sleep Med 9:947) with the noise correction of Ferri 2010 (J Sleep Res 19:1):
/// mean |x| of whole seconds, minus the smallest of those with a signal among the 61 s around it; the share of
/// seconds at or below 1 microvolt among those not above 1 and up to 2. Tonic and phasic activity in REM are
/// descriptions based on the mini-epochs of the SINBAR group.
package struct MuscleToneFigures: Sendable, Hashable {
  /// Periods excluded from the atonia index: seconds that overlap one of these are left out.
  package var leftOut: [TimeRange]
  /// Median of the noise that was subtracted, microvolts.
  package private(set) var noiseMicrovolts: Double?
  package private(set) var atoniaIndex: [SleepStage: Double] = [:]
  package private(set) var usableMinutes: [SleepStage: Double] = [:]
  /// Runs of seconds over 2 microvolts in REM: number per hour, and mean length in seconds.
  package private(set) var runsPerHourOfREM: Double?
  package private(set) var meanRunSeconds: Double?
  /// Share of the mini-epochs of REM, per cent.
  package private(set) var tonicPercentOfREM: Double?
  package private(set) var phasicPercentOfREM: Double?
  /// The night in half-minute pieces from the start of each segment.
  package private(set) var stretches: [Stretch] = []

  /// A half minute of the chin channel.
  package struct Stretch: Sendable, Hashable {
    package var range: TimeRange
    /// Stage at its start.
    package var stage: SleepStage
    /// Mean |x| after noise correction, microvolts; nil where the signal is constant.
    package var levelMicrovolts: Double?
    /// Number of seconds over 2 microvolts.
    package var activeSeconds: Int
  }

  /// Below this mean the signal is constant: every electrode gives more.
  static let constantMicrovolts: Float = 0.02
  static let neighbourSeconds = 30

  private struct Second {
    var stage: SleepStage
    var range: TimeRange
    /// Mean |x| as measured, and after the noise was subtracted, microvolts.
    var mean: Float
    var corrected: Float
    var isConstant: Bool
  }

  package init(_ segments: [ToneScan.Segment], hypnogram: Hypnogram, leftOut: [TimeRange] = []) {
    self.leftOut = leftOut
    var seconds: [[Second]] = []
    var noise: [Float] = []
    for segment in segments {
      let means = segment.seconds
      let floors = MuscleToneFigures.smallestAround(MuscleToneFigures.rest(means))
      seconds.append(
        means.indices.map { index in
          let start = segment.onset + .seconds(index)
          let isConstant = means[index] < MuscleToneFigures.constantMicrovolts || floors[index] == .infinity
          return Second(
            stage: hypnogram.stage(at: start), range: TimeRange(start: start, duration: .seconds(1)),
            mean: means[index], corrected: isConstant ? 0 : max(0, means[index] - floors[index]),
            isConstant: isConstant)
        })
      noise += zip(seconds[seconds.count - 1], floors).filter { !$0.0.isConstant }.map(\.1)
    }
    if !noise.isEmpty { noiseMicrovolts = Double(noise.sorted()[noise.count / 2]) }
    let sorted = leftOut.sorted { $0.start < $1.start }
    measureAtonia(seconds, without: sorted)
    measureRuns(seconds)
    measureMiniEpochs(segments, seconds)
    stretches = seconds.flatMap(MuscleToneFigures.stretches)
  }

  private static func stretches(_ seconds: [Second]) -> [Stretch] {
    stride(from: 0, to: seconds.count, by: ToneRules.tonicSeconds).map { start in
      let part = seconds[start..<min(start + ToneRules.tonicSeconds, seconds.count)]
      let usable = part.filter { !$0.isConstant }
      return Stretch(
        range: TimeRange(start: seconds[start].range.start, duration: .seconds(part.count)),
        stage: seconds[start].stage,
        levelMicrovolts: usable.isEmpty
          ? nil : Double(usable.reduce(0) { $0 + $1.corrected } / Float(usable.count)),
        activeSeconds: usable.count { $0.corrected > 2 })
    }
  }

  /// The means from which the noise may be taken: a second without a signal, and one beside it, which may have lost
  /// a part, would else leave the noise of a minute in.
  private static func rest(_ means: [Float]) -> [Float] {
    means.indices.map { index in
      let around = means[max(0, index - 1)...min(means.count - 1, index + 1)]
      return around.contains { $0 < constantMicrovolts } ? .infinity : means[index]
    }
  }

  /// The smallest of the 61 values around each one, truncated at the ends.
  static func smallestAround(_ values: [Float]) -> [Float] {
    // Positions of the values that may still become a window's minimum, ascending, so that each value is
    // examined once and not 61 times.
    var candidates: [Int] = []
    var first = 0
    var next = 0
    var smallest: [Float] = []
    smallest.reserveCapacity(values.count)
    for index in values.indices {
      let end = min(values.count - 1, index + neighbourSeconds)
      while next <= end {
        while candidates.count > first, values[candidates[candidates.count - 1]] >= values[next] {
          candidates.removeLast()
        }
        candidates.append(next)
        next += 1
      }
      while candidates[first] < index - neighbourSeconds { first += 1 }
      smallest.append(values[candidates[first]])
    }
    return smallest
  }

  private mutating func measureAtonia(_ seconds: [[Second]], without holes: [TimeRange]) {
    struct Count {
      var usable = 0
      var low = 0
      var between = 0
    }
    var counts: [SleepStage: Count] = [:]
    // Consecutive seconds share an epoch: a dictionary lookup for each would cost as much as everything else.
    var run = (stage: SleepStage.unscored, count: Count())
    func close() {
      guard run.count.usable > 0 else { return }
      counts[run.stage, default: Count()].usable += run.count.usable
      counts[run.stage, default: Count()].low += run.count.low
      counts[run.stage, default: Count()].between += run.count.between
    }
    var hole = 0
    for second in seconds.joined() {
      while hole < holes.count, holes[hole].end <= second.range.start { hole += 1 }
      let isLeftOut = holes[hole...].prefix { $0.start < second.range.end }.contains {
        $0.overlaps(second.range)
      }
      guard !isLeftOut, !second.isConstant, second.stage != .unscored else { continue }
      if second.stage != run.stage {
        close()
        run = (second.stage, Count())
      }
      run.count.usable += 1
      if second.corrected <= 1 { run.count.low += 1 } else if second.corrected <= 2 { run.count.between += 1 }
    }
    close()
    for (stage, count) in counts {
      let minutes = Double(count.usable) / 60
      usableMinutes[stage] = minutes
      let rest = count.usable - count.between
      if minutes >= ToneRules.fewestMinutes, rest > 0 {
        atoniaIndex[stage] = Double(count.low) / Double(rest)
      }
    }
  }

  private mutating func measureRuns(_ seconds: [[Second]]) {
    guard let minutes = usableMinutes[.rem], minutes >= ToneRules.fewestMinutes else { return }
    var runs = 0
    var length = 0
    for segment in seconds {
      var isInRun = false
      for second in segment {
        let isHigh = second.stage == .rem && !second.isConstant && second.corrected > 2
        if isHigh {
          if !isInRun { runs += 1 }
          length += 1
        }
        isInRun = isHigh
      }
    }
    runsPerHourOfREM = Double(runs) * 60 / minutes
    meanRunSeconds = runs > 0 ? Double(length) / Double(runs) : nil
  }
}

extension MuscleToneFigures {
  private static let phasicTenths = 1...50

  private mutating func measureMiniEpochs(_ segments: [ToneScan.Segment], _ seconds: [[Second]]) {
    guard let minutes = usableMinutes[.rem], minutes >= ToneRules.fewestMinutes else { return }
    var tonic = (all: 0, found: 0)
    var phasic = (all: 0, found: 0)
    for (segment, all) in zip(segments, seconds) {
      // The resting level of a second is what was subtracted from it as noise.
      var first = 0
      while first < all.count {
        guard all[first].stage == .rem, !all[first].isConstant else {
          first += 1
          continue
        }
        var end = first
        while end < all.count, all[end].stage == .rem, !all[end].isConstant { end += 1 }
        for start in stride(
          from: first, through: end - ToneRules.tonicSeconds, by: ToneRules.tonicSeconds)
        {
          let part = all[start..<start + ToneRules.tonicSeconds]
          let high = part.count { ToneRules.isTonic($0.mean, resting: $0.mean - $0.corrected) }
          tonic.all += 1
          if high * 2 > part.count { tonic.found += 1 }
        }
        let bursts = MuscleToneFigures.burstTenths(segment.tenths, all, first..<end)
        for start in stride(
          from: first, through: end - ToneRules.phasicSeconds, by: ToneRules.phasicSeconds)
        {
          phasic.all += 1
          let tenths = 10 * (start - first)..<10 * (start - first + ToneRules.phasicSeconds)
          if bursts[tenths].contains(true) { phasic.found += 1 }
        }
        first = end
      }
    }
    tonicPercentOfREM = tonic.all > 0 ? 100 * Double(tonic.found) / Double(tonic.all) : nil
    phasicPercentOfREM = phasic.all > 0 ? 100 * Double(phasic.found) / Double(phasic.all) : nil
  }

  /// Which tenths of a run of seconds belong to a burst of 0.1-5 s.
  private static func burstTenths(_ tenths: [Float], _ seconds: [Second], _ stretch: Range<Int>) -> [Bool] {
    let high = (stretch.lowerBound * 10..<stretch.upperBound * 10).map { index in
      let second = seconds[index / 10]
      return tenths[index] > Float(ToneRules.phasicFactor)
        * max(second.mean - second.corrected, constantMicrovolts)
    }
    var bursts = [Bool](repeating: false, count: high.count)
    var start = 0
    while start < high.count {
      guard high[start] else {
        start += 1
        continue
      }
      let end = high[start...].firstIndex(of: false) ?? high.count
      if phasicTenths.contains(end - start) { for index in start..<end { bursts[index] = true } }
      start = end
    }
    return bursts
  }
}
