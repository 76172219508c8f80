import Foundation
import LimbMovementScoring
import SleepEvents
import StructuredText

/// A night's periodic movements by stage, hour, third and side, and its intervals (scoring.md A.7, D-TIME-1).
struct NightBreakdown {
  let night: ScoredNight

  init(_ night: ScoredNight) { self.night = night }

  private var hypnogram: Hypnogram? { night.hasStages ? night.scoringInput.hypnogram : nil }

  private func rate(_ count: Int, _ hours: Double) -> JSONValue {
    hours > 0 ? .number(Double(count) / hours) : .null
  }

  /// PLM with onset in each stage and per hour of it; the stages sum to all PLM.
  var byStage: JSONValue {
    guard hypnogram != nil else { return .null }
    return .object(
      SleepStage.allCases.map { stage in
        let count = night.movements.count { $0.isPeriodic && $0.stage == stage }
        let hours = night.time.hours(stage)
        return .init(
          stage.rawValue, ["hours": .number(hours), "plm": .integer(count), "plm_index": rate(count, hours)])
      })
  }

  /// PLMS per hour since sleep onset, each by the sleep in that hour. A movement that the AASM counts although
  /// it starts before the first sleep, or after the last, is in the first or last hour, so that they sum to all.
  var byHour: JSONValue {
    guard let onset = sleepRanges.first?.start, let end = sleepRanges.last?.end else { return .null }
    let hours = max(1, min(Int(((end - onset).hours).rounded(.up)), 48))
    var counts = [Int](repeating: 0, count: hours)
    for movement in periodicInSleep {
      let hour = Int((movement.range.start - onset).ticks / Span.seconds(3600).ticks)
      counts[max(0, min(hour, hours - 1))] += 1
    }
    return .array(
      counts.enumerated().map { hour, count in
        bin(TimeRange(start: onset + .seconds(3600 * hour), duration: .seconds(3600)), count: count)
      })
  }

  /// PLMS in each third of the analysis window.
  var byThird: JSONValue {
    guard hypnogram != nil, let window = night.scoringInput.window, !window.isEmpty else { return .null }
    let third = window.duration.ticks / 3
    return .array(
      (0..<3).map { part in
        let start = window.start + Span(ticks: third * Int64(part))
        return bin(TimeRange(start: start, end: part == 2 ? window.end : start + Span(ticks: third)))
      })
  }

  private func bin(_ range: TimeRange, count: Int? = nil) -> JSONValue {
    let slept = sleepRanges.compactMap { $0.intersection(range) }.reduce(Span.zero) { $0 + $1.duration }.hours
    let count = count ?? periodicInSleep.count { range.contains($0.range.start) }
    return [
      "start_s": .number(range.start.seconds), "sleep_h": .number(slept), "plms": .integer(count),
      "plms_index": rate(count, slept),
    ]
  }

  /// PLMS of the left leg alone, the right alone, and both.
  var bySide: JSONValue {
    guard hypnogram != nil else { return .null }
    return .object(
      Side.allCases.map { side in
        let count = periodicInSleep.count { $0.side == side }
        let name = side == .left ? "left" : side == .right ? "right" : "bilateral"
        return .init(name, ["plms": .integer(count), "plms_index": rate(count, night.time.sleepHours)])
      })
  }

  /// Inter-movement intervals of movements of sleep: counts by bound and two histograms.
  ///
  /// Bins are [a, b) and the last one closed: 2 s wide to 90 s, and 0.1 wide in ln to 4.5.
  var intervals: JSONValue {
    let spans = night.movements.filter { night.hasStages && night.isOfSleep($0) }.compactMap(\.interval)
    let sorted = spans.map(\.seconds).sorted()
    var linear = [Int](repeating: 0, count: 45)
    var logarithmic = [Int](repeating: 0, count: 45)
    for span in spans {
      if span <= .seconds(90) { linear[min(44, Int(span.ticks / Span.seconds(2).ticks))] += 1 }
      let value = log(span.seconds)
      if value >= 0, value <= 4.5 { logarithmic[min(44, Int(value * 10))] += 1 }
    }
    return [
      "n": .integer(spans.count),
      "median_s": JSONValue(
        sorted.isEmpty ? nil : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2),
      "under_10_s": .integer(spans.count { $0 < .seconds(10) }),
      "from_10_to_90_s": .integer(spans.count { $0 >= .seconds(10) && $0 <= .seconds(90) }),
      "over_90_s": .integer(spans.count { $0 > .seconds(90) }),
      "bins": "[a, b), the last one closed", "histogram_2_s": .array(linear.map(JSONValue.integer)),
      "histogram_ln_0_1": .array(logarithmic.map(JSONValue.integer)),
    ]
  }

  private var periodicInSleep: [ScoredMovement] {
    night.movements.filter { $0.isPeriodic && night.isOfSleep($0) }
  }

  /// Sleep inside the window, gaps removed, in order.
  private var sleepRanges: [TimeRange] {
    guard let hypnogram, let window = night.scoringInput.window else { return [] }
    return hypnogram.spans.filter(\.stage.isSleep).compactMap { $0.range.intersection(window) }
      .flatMap { $0.subtracting(night.scoringInput.gaps) }
  }
}
