import Foundation
import SleepEvents
import Testing

@testable import LegEMG

/// What the despiking takes of bursts that each look alone, and what is put back.
@Suite struct SpikeVolleyTests {
  private let rate = SamplingRate(hertz: 256)

  /// Mean and largest |x| of blocks of 1/128 s, microvolts.
  private struct Envelope {
    var means: [Float]
    var peaks: [Float]
  }

  /// A movement of 1.2 s at a quarter of its size over a rest of 0.2 microvolts: a jerk, a pause and bursts. Its envelope was
  /// read from a contraction of a tibialis anterior.
  private static let weakMovement = Envelope(
    means: [
      0.13, 0.05, 0.06, 0.18, 0.06, 0.08, 0.02, 0.45, 0.32, 0.1, 0.24, 0.38, 0.45, 0.13, 0.21, 0.11, 0.29,
      0.39, 0.19, 0.21, 0.14, 0.46, 0.41, 0.37, 0.22, 0.21, 0.42, 0.55, 0.47, 0.64, 0.59, 1.52, 6.03, 2.27,
      5.35, 7.12, 3.88, 0.9, 1.66, 0.62, 2.05, 1.56, 0.78, 0.86, 0.65, 0.13, 0.24, 0.38, 0.08, 0.25, 0.2,
      0.29, 0.3, 0.16, 0.05, 0.24, 0.46, 0.37, 0.39, 0.45, 0.35, 0.39, 0.28, 0.55, 0.63, 0.19, 0.32, 0.76,
      0.53, 0.5, 0.34, 0.67, 0.58, 0.37, 0.57, 1.25, 0.92, 1.26, 0.5, 0.36, 0.78, 0.54, 1.44, 1.76, 2.77,
      1.25, 1.24, 4.94, 4.6, 2.79, 2.69, 1.17, 2.88, 0.84, 2.21, 1.79, 0.96, 8.12, 11.19, 2.46, 2.91, 4.18,
      13.93, 7.19, 13.42, 10.12, 6.76, 8.49, 10.88, 10.59, 6.37, 14.95, 20.09, 5.52, 24.81, 4.56, 4.57, 5.35,
      3.76, 3.54, 8.43, 13.56, 6.84, 3.27, 4.7, 1.67, 0.96, 0.74, 0.76, 0.84, 0.23, 0.29, 0.43, 0.36, 0.04,
      0.22, 0.36, 0.41, 0.53, 0.03, 0.49, 0.23, 0.55, 0.27, 0.11, 0.07, 0.2, 0.22, 0.26, 0.4, 0.11, 0.22,
      0.15, 0.81, 0.19, 0.23, 0.09, 0.5, 0.89, 0.27, 0.27, 0.14, 0.85, 0.25, 1.21, 2.14, 4.36, 3.1, 1.3, 1.13,
      3.07, 4.14, 2.88, 3.66, 1.56, 0.49, 0.59, 1.34,
    ],
    peaks: [
      0.2, 0.07, 0.11, 0.23, 0.09, 0.16, 0.03, 0.45, 0.44, 0.13, 0.32, 0.75, 0.65, 0.14, 0.22, 0.16, 0.36,
      0.46, 0.37, 0.26, 0.27, 0.55, 0.78, 0.71, 0.36, 0.38, 0.47, 0.64, 0.6, 0.67, 0.99, 1.58, 6.63, 4.1, 8.7,
      8.03, 4.64, 1.05, 2.61, 1.2, 3.5, 1.67, 0.91, 1.29, 1.13, 0.17, 0.36, 0.46, 0.14, 0.31, 0.25, 0.35,
      0.35, 0.2, 0.08, 0.41, 0.57, 0.71, 0.75, 0.79, 0.49, 0.68, 0.56, 1.09, 0.88, 0.34, 0.35, 1.02, 0.86,
      0.99, 0.59, 1.14, 1.09, 0.38, 1.09, 1.34, 1.01, 2.1, 0.74, 0.71, 1.28, 0.74, 2.13, 2.99, 3.26, 1.87,
      2.39, 5.95, 5.47, 3.81, 3.55, 1.67, 4.51, 1.16, 2.93, 3.5, 1.75, 10.75, 16.09, 3.48, 4.95, 4.68, 15.81,
      10.52, 19.01, 19.81, 9.48, 9.2, 13.02, 19.24, 7.93, 15.28, 34.14, 10.83, 26.54, 4.74, 7.57, 7.66, 3.86,
      4.03, 12.55, 17.63, 13.67, 5.39, 8.97, 2.04, 1.74, 0.75, 1.14, 1.01, 0.39, 0.49, 0.8, 0.52, 0.07, 0.26,
      0.71, 0.73, 0.6, 0.05, 0.65, 0.24, 0.56, 0.33, 0.2, 0.08, 0.25, 0.27, 0.42, 0.55, 0.21, 0.36, 0.26,
      1.06, 0.34, 0.27, 0.1, 0.89, 1.15, 0.36, 0.38, 0.26, 1.19, 0.38, 1.28, 2.55, 8.13, 5, 1.6, 1.32, 5.79,
      5.51, 3.16, 3.69, 2.66, 0.5, 1.14, 1.87,
    ])

  /// The run of a segment that holds `events` over quiet, despiked, and its timeline.
  private func run(
    seconds: Int, resting: Float, events: [(second: Int, envelope: Envelope)]
  ) -> (run: SegmentRun, timeline: LevelTimeline, raw: [Float]) {
    let grid = BlockGrid(rate: rate)
    let count = seconds * 256
    var means = [Float](repeating: resting, count: seconds * 128)
    var peaks = means
    for event in events {
      let first = event.second * 128
      means.replaceSubrange(first..<first + event.envelope.means.count, with: event.envelope.means)
      peaks.replaceSubrange(first..<first + event.envelope.peaks.count, with: event.envelope.peaks)
    }
    var run = SegmentRun(
      segment: SampleSegment(firstSample: 0, count: count, onset: .zero), grid: grid, firstEntry: 0)
    run.append(count, room: count) { samples in
      for (block, mean) in means.enumerated() {
        samples[2 * block] = peaks[block]
        samples[2 * block + 1] = -(2 * mean - peaks[block])
      }
    }
    let raw = run.means
    run.cleanBlocks([SpikeStage(floor: 8, decayPerSecond: 60)], isLast: true)
    var timeline = LevelTimeline(step: TimeSpan(seconds: 0.5))
    timeline.segments.append((0, TimeRange(start: .zero, duration: .seconds(seconds))))
    timeline.entries = Array(
      repeating: LevelTimeline.Entry(mean: resting, resting: resting, flags: []), count: 2 * seconds)
    return (run, timeline, raw)
  }

  private func scanner() -> MovementScanner {
    MovementScanner(grid: BlockGrid(rate: rate), parameters: DetectionParameters(), alternatives: [])
  }

  @Test func `a weak movement that looks like a volley of spikes is put back whole`() {
    var (run, timeline, raw) = run(seconds: 30, resting: 0.22, events: [(12, SpikeVolleyTests.weakMovement)])
    #expect(run.means != raw)
    scanner().putBackVolleys(&run, timeline: timeline, scanned: 60)
    #expect(run.means == raw)
    #expect(run.replaced.isEmpty)
  }

  @Test func `a volley beyond what was scanned waits`() {
    var (run, timeline, raw) = run(seconds: 30, resting: 0.22, events: [(12, SpikeVolleyTests.weakMovement)])
    scanner().putBackVolleys(&run, timeline: timeline, scanned: 20)
    #expect(run.means != raw && !run.replaced.isEmpty)
  }

  @Test func `single pops and a train of beats stay out`() {
    let pop = Envelope(means: [20, 60, 30, 8], peaks: [30, 90, 45, 12])
    var (run, timeline, raw) = run(
      seconds: 30, resting: 0.22, events: [(5, pop)] + (10..<25).map { ($0, pop) })
    let despiked = run.means
    #expect(despiked != raw)
    scanner().putBackVolleys(&run, timeline: timeline, scanned: 60)
    #expect(run.means == despiked)
  }
}
