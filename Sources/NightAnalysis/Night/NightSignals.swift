import EDF
import EDFSecondReader
import LegEMG
import NightResults
import SleepEvents
import StructuredText

// Reading of a recording's signals, and the reasons for refusing them.
extension NightAnalyzer {
  func legs(
    _ file: EDFFile, _ channels: LegChannels, refused: inout [Leg], warnings: inout [Warning]
  ) throws -> [NightScan.Source] {
    var assumed: Double?
    if let unit = options.assumedUnit {
      guard let microvolts = file.signals.first?.assuming(unit: unit)?.microvoltsPerUnit else {
        throw NightError.badOption(
          option: "assumed unit", expected: "a voltage: uV, mV, V or nV", found: unit)
      }
      assumed = microvolts
    }
    let second = options.backend == .libedf ? try LibEDFReader(file) : nil
    var legs: [NightScan.Source] = []
    var refusals: [LegEMGError] = []
    for (leg, channel) in [(Leg.left, channels.left), (.right, channels.right)] {
      guard let channel else { continue }
      do {
        let source = try Derivation(
          file: file, signal: channel.signal, reference: channel.reference, assumedMicrovoltsPerUnit: assumed,
          reader: second)
        try LegAnalyzer.check(source, channel: source.name)
        warnings += try Derivation.rangeWarnings(
          file, [channel.signal, channel.reference].compactMap(\.self))
        if file.signals[channel.signal].microvoltsPerUnit == nil {
          warnings.append(
            Warning(
              code: "unit_assumed",
              message: "the unit of channel '\(source.name)' is not known and was taken as "
                + (options.assumedUnit ?? ""), quotesInput: false))
        }
        legs.append(NightScan.Source(leg: leg, derivation: source))
      } catch let error as LegEMGError {
        refusals.append(error)
        refused.append(leg)
      }
      // A leg without calibration or with an unknown unit ends the night: its values could be wrong by any
      // factor, and leaving it out silently would halve the index.
    }
    try warn(of: refusals, remaining: legs.count, file: file, warnings: &warnings)
    if options.requiresBothLegs, legs.count < 2 {
      throw NightError.bothLegsRequired(
        file: file.name,
        reason: [channels.left, channels.right].contains { $0?.isCombined == true }
          ? "one channel carries both" : "expected a channel of each leg, found that of one")
    }
    return legs
  }

  /// A leg that cannot be scored is left out; the night is refused if no leg remains or both are required.
  func warn(
    of refusals: [LegEMGError], remaining: Int, file: EDFFile, warnings: inout [Warning]
  ) throws {
    guard !refusals.isEmpty else { return }
    let reasons = refusals.map(\.sentence)
    if remaining == 0 {
      throw NightError.legRefused(file: file.name, reason: reasons.joined(separator: "; "))
    }
    if options.requiresBothLegs {
      throw NightError.bothLegsRequired(file: file.name, reason: reasons.joined(separator: "; "))
    }
    for reason in reasons {
      warnings.append(
        Warning(
          code: "leg_refused",
          message: reason
            + "; the night is scored from the other leg: movements of this one are missing, so the "
            + "index is too low", quotesInput: false))
    }
  }

  /// The ECG, if there is a usable one; if it is not usable the reason is given as a warning.
  func ecg(_ file: EDFFile, _ channels: LegChannels, _ warnings: inout [Warning]) -> Derivation? {
    guard let index = channels.ecg, options.detection.removesCardiac else { return nil }
    let reason: String
    do throws(NightError) {
      let source = try Derivation(file: file, signal: index, assumedMicrovoltsPerUnit: 1)
      if source.samplingRate.hertz >= 50 { return source }
      reason = "it has \(source.samplingRate.hertz) samples per second, expected 50 or more"
    } catch .unusableChannel(_, _, let problem, _) {
      reason = problem
    } catch { reason = error.sentence }
    warnings.append(Warning(code: "ecg_unusable", message: "the ECG was not used: \(reason)"))
    return nil
  }

  /// The outcome of the scan.
  struct Scanned {
    var legs: [NightScan.Leg]
    var doubts: [ImplausibleLeg]
    /// Nil if no leg has enough hum to matter, or without the sensitivity analysis.
    var movementsWithLines: [LegMovement]?
    var rhythm: CardiacRhythm?
    var tone: [ToneScan.Segment]?
  }

  func scan(
    _ legs: [NightScan.Source], ecg: Derivation?, chin: Derivation?, file: EDFFile, refused: inout [Leg],
    warnings: inout [Warning]
  ) throws -> Scanned {
    var analyzer = LegAnalyzer(
      parameters: options.detection, alternatives: options.computesSensitivity ? Sensitivity.thresholds : [])
    analyzer.otherEnvelopeSeconds = options.computesSensitivity ? Sensitivity.otherEnvelopeSeconds : nil
    analyzer.traced = options.explained.map { TimeRange(start: $0 - .seconds(3), duration: .seconds(6)) }
    let night = try NightScan.run(
      legs, ecg: ecg, chin: chin, file: file, analyzer: analyzer, threads: options.threads)
    if night.ecgFailed {
      warnings.append(
        Warning(
          code: "ecg_unreadable", message: "the ECG could not be read and was not used", quotesInput: false))
    }
    var scored: [NightScan.Leg] = []
    var refusals: [LegEMGError] = []
    let review = LegReview(night.legs.map(\.record))
    for (found, reviewed) in zip(night.legs, review.records) {
      var leg = NightScan.Leg(record: reviewed, source: found.source, lost: found.lost)
      try NightAnalyzer.takeOut(&leg, file: file, warnings: &warnings)
      if LegAnalyzer.hasValidTime(leg.record) {
        scored.append(leg)
      } else {
        refusals.append(
          LegEMGError.noValidTime(channel: leg.source.name, reason: LegAnalyzer.whyInvalid(leg.record)))
        refused.append(leg.record.leg)
      }
    }
    try warn(of: refusals, remaining: scored.count, file: file, warnings: &warnings)
    let withLines =
      options.computesSensitivity
      ? try LinesLeftIn.movements(
        scored, analyzer: analyzer, beats: night.rhythm?.beats, threads: options.threads) : nil
    return Scanned(
      legs: scored, doubts: review.doubts, movementsWithLines: withLines, rhythm: night.rhythm,
      tone: night.tone)
  }

  /// Marks unreadable time of a leg as invalid.
  ///
  /// - Throws: `NightError.unreadableLeg` if none of it could be read.
  static func takeOut(
    _ leg: inout NightScan.Leg, file: EDFFile, warnings: inout [Warning]
  ) throws(NightError) {
    guard !leg.lost.isEmpty else { return }
    let seconds = leg.lost.reduce(TimeSpan.zero) { $0 + $1.duration }.seconds
    let whole = leg.record.timeline.segments.reduce(TimeSpan.zero) { $0 + $1.range.duration }.seconds
    guard seconds < 0.999 * whole else { throw .unreadableLeg(file: file.name, leg: leg.record.leg) }
    leg.record.invalid = (leg.record.invalid + leg.lost).sorted { $0.start < $1.start }
    leg.record.movements.removeAll { movement in leg.lost.contains { $0.overlaps(movement.range) } }
    warnings.append(
      Warning(
        code: NightFlag.recordingGap.rawValue,
        message:
          "\(Delimited.fixed(seconds, 1) ?? "") s of the \(leg.record.leg.name) leg could not be read from the disk; "
          + "that time is not scored", quotesInput: false))
  }

  func compareReaders(_ file: EDFFile, _ channels: LegChannels) throws {
    guard options.backend == .both else { return }
    try LibEDF.compareDigitalSamples(file, signals: channels.signals)
  }

  /// Time in which no leg can be scored, and time in the window that was not recorded.
  static func unscorable(
    _ records: [LegRecord], recorded: TimeRange?, window: TimeRange?
  ) -> [TimeRange] {
    var gaps = records.first?.invalid ?? []
    for record in records.dropFirst() {
      gaps = gaps.flatMap { gap in record.invalid.compactMap { gap.intersection($0) } }
    }
    if let recorded, let window { gaps += window.subtracting([recorded]) }
    return gaps
  }

  static func qualityWarnings(_ quality: [LegQuality]) -> [Warning] {
    quality.flatMap { leg -> [Warning] in
      var warnings: [Warning] = []
      if let level = leg.medianRestingMicrovolts, level > 5 {
        warnings.append(
          Warning(
            code: "high_resting_level",
            message:
              "channel '\(leg.channel)': the resting level is \(Delimited.fixed(level, 1) ?? "") microvolts, "
              + "over the 5 that a relaxed muscle should have", quotesInput: false))
      }
      let lost = leg.recordedHours - leg.scoredHours
      if lost > 1.0 / 60 {
        warnings.append(
          Warning(
            code: "invalid_time",
            message: "channel '\(leg.channel)': \(Delimited.fixed(lost, 2) ?? "") of "
              + "\(Delimited.fixed(leg.recordedHours, 2) ?? "") hours cannot be scored on this leg",
            quotesInput: false))
      }
      return warnings
    }
  }
}
