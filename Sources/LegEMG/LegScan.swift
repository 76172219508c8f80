import SleepEvents
import Synchronization

/// Movement detection for one leg of a night in progress, chunk by chunk, so that several legs can be
/// processed over the same part of a recording together.
///
/// The division of a night into chunks depends on the recording alone;
/// ``LegAnalyzer/analyze(_:leg:channel:beats:)`` runs a scan from start to end.
package final class LegScan: Sendable {
  package let leg: Leg
  package let source: any SampleSource
  private let stream: Mutex<LegStream>

  /// - Throws: `LegEMGError` if the leg's recording cannot resolve the thresholds.
  package init(
    _ analyzer: LegAnalyzer, source: any SampleSource, leg: Leg, channel: String
  ) throws(LegEMGError) {
    try LegAnalyzer.check(source, channel: channel)
    self.leg = leg
    self.source = source
    stream = Mutex(
      LegStream(
        source: source, parameters: analyzer.parameters, alternatives: analyzer.alternatives,
        otherEnvelopeSeconds: analyzer.otherEnvelopeSeconds, traced: analyzer.traced))
  }

  /// The samples that the next step reads, as the source counts them; nil when the leg is done.
  package var upcoming: Range<Int>? { stream.withLock { $0.upcoming } }

  /// Processes the next chunk.
  ///
  /// - Parameter beats: times of R waves in order, complete up to the end of `upcoming`; nil without an ECG.
  /// - Throws: anything the source throws.
  package func advance(beats: [Instant]?) throws {
    try stream.withLock { try $0.advance(beats: beats) }
  }

  /// Everything found in the chunks so far.
  package func record() -> LegRecord {
    stream.withLock { stream in
      let found = stream.result
      let artifacts = stream.artifacts
      func ofLeg(_ movements: [LegMovement]) -> [LegMovement] {
        movements.map {
          LegMovement(leg: leg, range: $0.range, amplitude: $0.amplitude, spectrum: $0.spectrum)
        }
      }
      return LegRecord(
        leg: leg,
        movements: ofLeg(found.movements),
        bursts: found.bursts,
        otherHalves: found.halves,
        nearMisses: found.nearMisses.map { miss in
          var miss = miss
          miss.movement.leg = leg
          return miss
        } + stream.humBursts(leg: leg),
        contractions: found.contractions.joined(gap: BurstSplitter.shortestPause),
        timeline: stream.timeline,
        invalid: stream.timeline.invalidRanges,
        mainsHertz: artifacts.lines.sorted(),
        band: stream.band,
        samplingRateHertz: source.samplingRate.hertz,
        resolutionMicrovolts: source.resolutionMicrovolts,
        restSpectrum: artifacts.rest,
        alternatives: found.alternatives.map(ofLeg),
        trace: found.trace)
    }
  }
}
