import LegEMG
import SleepEvents

/// The quality of one leg's recording, per minute and over the night.
package struct LegQuality: Sendable {
  package struct Minute: Sendable {
    package var range: TimeRange
    /// Share of the minute that could be scored, 0-1.
    package var validShare: Double
    /// Median resting level, microvolts; nil if none could be determined.
    package var restingMicrovolts: Double?
    /// Mean and maximum of the envelope, mean |x| of half seconds in microvolts, over those that can be
    /// scored; nil if there are none.
    package var envelopeMeanMicrovolts: Double?
    package var envelopePeakMicrovolts: Double?
    /// The maximum of each measure, by `ArtifactMeasure.index`.
    package var artifacts: [Double]
    package var off: Bool
    package var flat: Bool
    package var saturated: Bool
    package var isValid: Bool { validShare >= 0.5 }
  }

  package var leg: Leg
  package var channel: String
  package var samplingRateHertz: Double
  package var resolutionMicrovolts: Double
  package var band: ClosedRange<Double>
  package var mainsHertz: [Double]
  package var minutes: [Minute]
  /// Time in which this leg cannot be scored.
  package var invalid: [TimeRange]
  package var recordedHours: Double
  package var scoredHours: Double

  init(_ record: LegRecord, source: Derivation, window: TimeRange?) {
    leg = record.leg
    channel = source.name
    samplingRateHertz = source.samplingRate.hertz
    resolutionMicrovolts = source.resolutionMicrovolts
    band = record.band
    mainsHertz = record.mainsHertz
    invalid = record.invalid
    minutes = QualityMinutes(record.timeline).found
    let recorded = record.timeline.segments.map(\.range)
      .compactMap { range in window.map { range.intersection($0) } ?? range }
    recordedHours = recorded.reduce(TimeSpan.zero) { $0 + $1.duration }.hours
    scoredHours =
      recorded.flatMap { $0.subtracting(record.invalid) }.reduce(TimeSpan.zero) { $0 + $1.duration }.hours
  }

  /// Whether at least half of its recorded time was unusable.
  package var isLost: Bool { recordedHours > 0 && scoredHours * 2 <= recordedHours }

  /// Median resting level over valid minutes, microvolts.
  package var medianRestingMicrovolts: Double? {
    let levels = minutes.filter(\.isValid).compactMap(\.restingMicrovolts).sorted()
    return levels.isEmpty ? nil : levels[levels.count / 2]
  }

  /// Median resting level of each hour since the start of the recording; nil for an hour without a valid one.
  package var restingByHour: [Double?] {
    guard let last = minutes.last else { return [] }
    let hours = Int((last.range.start.seconds / 3600).rounded(.down)) + 1
    guard hours > 0, hours < 1000 else { return [] }
    return (0..<hours).map { hour in
      let levels = minutes.filter {
        $0.isValid && Int(($0.range.start.seconds / 3600).rounded(.down)) == hour
      }
      .compactMap(\.restingMicrovolts).sorted()
      return levels.isEmpty ? nil : levels[levels.count / 2]
    }
  }
}
