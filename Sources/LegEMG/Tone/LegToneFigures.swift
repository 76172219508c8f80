import SleepEvents

/// Tonic and phasic activity of one leg in REM, from values that detection has already measured; no samples
/// are read again.
///
/// Tonic as for the chin (``ToneRules``), on pairs of half seconds. Phasic where a 3 s mini-epoch overlaps a
/// contraction of 0.1-5 s by the leg's own rule, at least 8 microvolts above rest: leg levels are stored per
/// half second, too coarse for the chin's rule of four times the resting level.
package struct LegToneFigures: Sendable, Hashable {
  package var usableMinutesOfREM = 0.0
  /// Share of the mini-epochs of REM, per cent; nil for under 3 usable minutes.
  package var tonicPercentOfREM: Double?
  package var phasicPercentOfREM: Double?

  private struct Second {
    var range: TimeRange
    var mean: Float
    /// Counts towards a mini-epoch: REM, with no flags against the leg.
    var isUsable: Bool
  }

  package init(_ record: LegRecord, hypnogram: Hypnogram) {
    var tonic = (all: 0, found: 0)
    var phasic = (all: 0, found: 0)
    let bursts = record.contractions.filter {
      ToneRules.phasicBurstSeconds.contains($0.duration.seconds)
    }
    var nextBurst = 0
    for seconds in LegToneFigures.seconds(of: record.timeline, hypnogram: hypnogram) {
      let resting = MuscleToneFigures.smallestAround(seconds.map(\.mean))
      usableMinutesOfREM +=
        seconds.filter(\.isUsable).reduce(0) { $0 + $1.range.duration.seconds } / 60
      for run in LegToneFigures.runs(of: seconds) {
        for start in stride(
          from: run.lowerBound, through: run.upperBound - ToneRules.tonicSeconds, by: ToneRules.tonicSeconds)
        {
          let high = (start..<start + ToneRules.tonicSeconds).count {
            ToneRules.isTonic(seconds[$0].mean, resting: resting[$0])
          }
          tonic.all += 1
          if 2 * high > ToneRules.tonicSeconds { tonic.found += 1 }
        }
        for start in stride(
          from: run.lowerBound, through: run.upperBound - ToneRules.phasicSeconds,
          by: ToneRules.phasicSeconds)
        {
          let epoch = TimeRange(
            start: seconds[start].range.start, end: seconds[start + ToneRules.phasicSeconds - 1].range.end)
          while nextBurst < bursts.count, bursts[nextBurst].end <= epoch.start { nextBurst += 1 }
          phasic.all += 1
          if nextBurst < bursts.count, bursts[nextBurst].overlaps(epoch) { phasic.found += 1 }
        }
      }
    }
    guard usableMinutesOfREM >= ToneRules.fewestMinutes else { return }
    tonicPercentOfREM = tonic.all > 0 ? 100 * Double(tonic.found) / Double(tonic.all) : nil
    phasicPercentOfREM = phasic.all > 0 ? 100 * Double(phasic.found) / Double(phasic.all) : nil
  }

  /// The seconds of each segment, each made of two timeline entries.
  private static func seconds(of timeline: LevelTimeline, hypnogram: Hypnogram) -> [[Second]] {
    timeline.segments.indices.map { position in
      let first = timeline.segments[position].firstEntry
      let end =
        position + 1 < timeline.segments.count
        ? timeline.segments[position + 1].firstEntry : timeline.entries.count
      var start = timeline.segments[position].range.start
      return stride(from: first, to: end - 1, by: 2).map { index in
        let (one, two) = (timeline.entries[index], timeline.entries[index + 1])
        let range = TimeRange(start: start, end: start + timeline.step + timeline.step)
        start = range.end
        let isLost = one.flags.isLost || two.flags.isLost
        return Second(
          range: range, mean: (one.mean + two.mean) / 2,
          isUsable: !isLost && hypnogram.stage(at: range.start) == .rem)
      }
    }
  }

  /// Uninterrupted runs of usable seconds.
  private static func runs(of seconds: [Second]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var first = 0
    while let start = seconds[first...].firstIndex(where: \.isUsable) {
      let end = seconds[start...].firstIndex { !$0.isUsable } ?? seconds.count
      runs.append(start..<end)
      first = end
    }
    return runs
  }
}

extension LevelTimeline.Flags {
  /// True where the electrode gives no information. A resting level too high for scoring movements does not
  /// count as lost, since tonic activity looks like that.
  fileprivate var isLost: Bool {
    contains(.invalid) && !(contains(.loud) && isDisjoint(with: [.off, .flat, .stuck, .quiet, .open]))
  }
}
