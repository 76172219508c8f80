import SleepEvents

/// From the samples of one leg to its movements.
package struct LegAnalyzer: Sendable {
  /// Slower recordings cannot carry the band (W-REC-4).
  package static let minimumHertz = 100.0
  /// No EMG is recorded faster; a header that says so asks for gigabytes.
  package static let maximumHertz = 50_000.0
  /// A step larger than the 2 microvolt threshold cannot carry it.
  package static let resolutionLimitMicrovolts = 2.0

  package var parameters: DetectionParameters
  /// Other thresholds to scan in the same pass.
  package var alternatives: [Thresholds]
  /// Length of another envelope to scan with, seconds; its movements come last in the record's alternatives.
  package var otherEnvelopeSeconds: Double?
  /// Time of which every block of the envelope is kept in the record, for an explanation.
  package var traced: TimeRange?

  package init(parameters: DetectionParameters = DetectionParameters(), alternatives: [Thresholds] = []) {
    self.parameters = parameters
    self.alternatives = alternatives
  }

  /// Finds the movements of one leg.
  ///
  /// - Parameters:
  ///   - source: the leg's derivation, microvolts.
  ///   - channel: its name for errors.
  ///   - beats: times of R waves, where there is an ECG.
  /// - Throws: `LegEMGError` where the leg cannot carry the thresholds; whatever the source throws.
  package func analyze(_ source: any SampleSource, leg: Leg, channel: String, beats: [Instant]? = nil) throws
    -> LegRecord
  {
    let scan = try LegScan(self, source: source, leg: leg, channel: channel)
    while scan.upcoming != nil { try scan.advance(beats: beats) }
    return scan.record()
  }

  /// Refuses a leg that cannot carry the thresholds.
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

  /// Why most of a leg's time cannot be scored: the commonest reason, with its number.
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
