import LegEMG
import SleepEvents
import Synchronization

/// Samples of a leg that could not be read: only that period is lost, not the night.
final class UnreadableSamples: Sendable {
  private let stretches = Mutex<[Range<Int>]>([])

  func add(_ samples: Range<Int>) { stretches.withLock { $0.append(samples) } }

  /// As time ranges, in order; a period requested twice appears once.
  func ranges(of source: Derivation) -> [TimeRange] {
    let lost = stretches.withLock { Set($0) }.sorted { $0.lowerBound < $1.lowerBound }
    return lost.flatMap { samples in
      source.segments.compactMap { segment -> TimeRange? in
        let inside = samples.clamped(to: segment.firstSample..<segment.firstSample + segment.count)
        guard !inside.isEmpty else { return nil }
        let rate = source.samplingRate
        return TimeRange(
          start: segment.onset + rate.span(of: inside.lowerBound - segment.firstSample),
          end: segment.onset + rate.span(of: inside.upperBound - segment.firstSample))
      }
    }
  }
}
