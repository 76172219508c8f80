import SleepEvents

/// Detects the movements of one leg in its samples.
package struct LegAnalyzer: Sendable {
  /// Recordings with a lower rate do not contain the band (W-REC-4).
  package static let minimumHertz = 100.0
  /// EMG is never recorded faster; a header that says so would require gigabytes.
  package static let maximumHertz = 50_000.0
  /// A step larger than the 2 microvolt threshold cannot resolve it.
  package static let resolutionLimitMicrovolts = 2.0

  package var parameters: DetectionParameters
  /// Alternative thresholds to apply in the same pass.
  package var alternatives: [Thresholds]
  /// Another envelope length to scan with, seconds; its movements come last in the record's alternatives.
  package var otherEnvelopeSeconds: Double?
  /// The period for which every block of the envelope is kept in the record, for an explanation.
  package var traced: TimeRange?

  package init(parameters: DetectionParameters = DetectionParameters(), alternatives: [Thresholds] = []) {
    self.parameters = parameters
    self.alternatives = alternatives
  }

  /// Finds the movements of one leg.
  ///
  /// - Parameters:
  ///   - source: the leg's derivation, in microvolts.
  ///   - channel: its name, for errors.
  ///   - beats: times of R waves, where there is an ECG.
  /// - Throws: `LegEMGError` if the leg's recording cannot resolve the thresholds; anything the source
  ///   throws.
  package func analyze(_ source: any SampleSource, leg: Leg, channel: String, beats: [Instant]? = nil) throws
    -> LegRecord
  {
    let scan = try LegScan(self, source: source, leg: leg, channel: channel)
    while scan.upcoming != nil { try scan.advance(beats: beats) }
    return scan.record()
  }

  /// Refuses a leg whose recording cannot resolve the thresholds.
  package static func check(_ source: any SampleSource, channel: String) throws(LegEMGError) {
    let hertz = source.samplingRate.hertz
    guard hertz >= minimumHertz else {
      throw .rateTooLow(channel: channel, hertz: hertz, minimum: minimumHertz)
    }
    guard hertz <= maximumHertz else {
      throw .rateTooHigh(channel: channel, hertz: hertz, maximum: maximumHertz)
    }
    guard source.resolutionMicrovolts <= resolutionLimitMicrovolts else {
      throw .resolutionTooCoarse(
        channel: channel, microvoltsPerCount: source.resolutionMicrovolts, limit: resolutionLimitMicrovolts)
    }
    guard source.segments.contains(where: { $0.count > 0 }) else { throw .noSamples(channel: channel) }
  }
}

extension LegAnalyzer {
  /// Whether any half second of the leg could be scored.
  package static func hasValidTime(_ record: LegRecord) -> Bool {
    record.timeline.entries.contains { !$0.flags.contains(.invalid) }
  }

  /// Why most of a leg's time cannot be scored: the most frequent reason, with its value.
  package static func whyInvalid(_ record: LegRecord) -> String {
    let entries = record.timeline.entries
    func share(_ flag: LevelTimeline.Flags) -> Int { entries.count { $0.flags.contains(flag) } }
    let reasons: [(flag: LevelTimeline.Flags, words: String)] = [
      (.flat, "the signal is constant"), (.stuck, "the converter is at its limit"),
      (.off, "nothing but mains: the electrode is off"),
      (.quiet, "the signal is weaker than that of any electrode on skin"),
      (.open, "broadband noise that never rests: the electrode is off"),
    ]
    if let first = reasons.max(by: { share($0.flag) < share($1.flag) }), share(first.flag) >= share(.loud) {
      return reasons.first { share($0.flag) == share(first.flag) }?.words ?? first.words
    }
    let levels = entries.compactMap(\.resting).sorted()
    let level = levels.isEmpty ? 0 : levels[levels.count / 2]
    return "the resting level is \((level * 10).rounded() / 10) microvolts, over the 15 that can be scored"
  }
}
