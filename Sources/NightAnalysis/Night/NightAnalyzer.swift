import EDF
import EDFSecondReader
import Foundation
import LegEMG
import LimbMovementScoring
import NightResults
import SleepAnnotations
import SleepEvents
import StructuredText

/// One night from its recording to its result.
public struct NightAnalyzer: Sendable {
  /// What is asked for.
  public var options: AnalysisOptions

  /// An analyzer with the published defaults, unless told otherwise.
  public init(options: AnalysisOptions = AnalysisOptions()) { self.options = options }

  /// Analyzes the recording at `path`.
  ///
  /// - Throws: what is wrong with it, in one sentence as its `description`.
  public func analyze(_ path: String) throws -> NightResult {
    let stamp = InputStamp(path: path)
    let result = try analyze(EDFFile(path: path))
    try InputStamp.requireUnchanged(path, since: stamp)
    return result
  }

  /// Analyzes a recording that is open already, be it a file or bytes in memory.
  ///
  /// - Throws: what is wrong with it, in one sentence as its `description`.
  public func analyze(_ file: EDFFile) throws -> NightResult {
    try options.requireDetectableRules()
    let channels = try LegChannelResolver(
      signals: file.signals, request: options.channels, file: file.name
    ).resolve()
    var warnings = file.warnings + channels.warnings
    warnings += StartCheck.warnings(of: file.start, table: options.tableStart)
    warnings += NightAnalyzer.truncationWarnings(file)
    try compareReaders(file, channels)
    let (annotations, sleepSource) = try annotations(for: file, warnings: &warnings)
    var refused: [Leg] = []
    let legs = try legs(file, channels, refused: &refused, warnings: &warnings)
    let chin = try MuscleTone(file, options: options, hasStages: annotations.hypnogram != nil)
    let scanned = try scan(
      legs, ecg: ecg(file, channels, &warnings), chin: chin.source, file: file, refused: &refused,
      warnings: &warnings)
    let (records, rhythm) = (scanned.legs, scanned.rhythm)

    let recorded = file.segments.first.flatMap { first in
      file.segments.map(\.range.end).max().map { TimeRange(start: first.onset, end: $0) }
    }
    let movements = joinedMovements(records.flatMap(\.record.movements))
    var input = ScoringInput(
      movements: movements, hypnogram: annotations.hypnogram,
      respiratoryEvents: annotations.respiratoryEvents, arousals: annotations.arousals,
      gaps: annotations.recordingGaps, lightsOff: annotations.lightsOff,
      lightsOn: annotations.lightsOn, recording: recorded)
    input.gaps += NightAnalyzer.unscorable(records.map(\.record), recorded: recorded, window: input.window)

    let quality = concurrentMap(records, threads: options.threads) { [window = input.window] in
      LegQuality($0.record, source: $0.source, window: window)
    }
    var scored = ScoredCategories(annotations, stated: options.stated)
    scored.addDetectedLegs(quality, refused: refused)
    scored.leaveOutLegsWithoutMuscle(scanned.doubts)
    input = scored.applied(to: input)
    if options.recordingProtocol == .sit { input = ImmobilizationTest.input(input) }
    let nights = options.rules.map { $0.score(input) }
    let alternatives = Sensitivity.alternatives(records.map(\.record))
    warnings += NightAnalyzer.qualityWarnings(quality)
    warnings += scored.warnings
    let believability = Believability(
      doubts: scanned.doubts + Believability.headerDoubts(legs.map(\.derivation), leg: legs.map(\.leg))
        + Believability.indexDoubts(nights),
      lost: Believability.lostLegs(asked: Set(legs.map(\.leg) + refused), quality: quality),
      fading: Believability.fadingLegs(quality, movements: movements),
      scoredTooLittle: nights.contains { $0.hasStages && $0.time.isTooLittle(where: \.isSleep) })
    warnings += believability.warnings
    let key = try NightKey.of(file, legs: channels.legSignals)
    var result = NightResult(
      recording: recordingFacts(file, channels),
      key: key, scored: scored,
      parameters: EffectiveParameters(options: options, band: records.first?.record.band),
      parameterHash: options.parameterHash,
      sleep: SleepFigures(input, source: sleepSource, events: annotations.events),
      quality: quality,
      believability: believability,
      movements: movements,
      nearMisses: records.flatMap(\.record.nearMisses).sorted { $0.movement.onset < $1.movement.onset },
      scorings: nights,
      annotations: annotations,
      input: input,
      sensitivity: options.computesSensitivity
        ? Sensitivity.results(
          nights: nights, input: input, alternatives: alternatives,
          recordedGaps: annotations.recordingGaps)
        : OrderedMembers(),
      heart: rhythm.map { HeartRateResponse(movements: movements, rhythm: $0) },
      traces: options.explained == nil
        ? [] : records.map { NightResult.LegTrace(leg: $0.record.leg, trace: $0.record.trace) },
      warnings: warnings,
      fingerprint: try Fingerprint.required(file, key: key, options: options),
      recordingProtocol: options.recordingProtocol, identity: NightIdentity(options))
    if let tone = scanned.tone {
      let found = chin.record(tone, input: input, movements: movements, options: options)
      result.muscleTone = found.record
      result.tone = found.rows
      result.warnings += MuscleTone.warnings(found.record)
    } else {
      result.muscleToneReason = chin.reason ?? .unreadable
    }
    result.legTone = MuscleTone.legs(records.map(\.record), hypnogram: annotations.hypnogram)
    result.findOtherMovements(
      records.flatMap { leg in
        leg.record.contractions.map { MuscleBurst(leg: leg.record.leg, range: $0) }
      })
    if options.hashesRecording, file.isOnDisk {
      result.recording.sha256 = try FileDigest.whole(path: file.name)
    }
    result.evening = file.start.eveningDayNumber.map { CalendarDate(dayNumber: $0).description }
    if let warning = result.oneLegWarning { result.warnings.append(warning) }
    if !believability.isWithoutDoubt {
      for index in result.sensitivity.entries.indices {
        result.sensitivity.entries[index].value.isBelievable = false
      }
    }
    return result
  }

  /// A header that declares more records than the file holds: the night was cut off.
  private static func truncationWarnings(_ file: EDFFile) -> [Warning] {
    guard let declared = file.header.declaredRecordCount, declared > file.recordCount else { return [] }
    return [
      Warning(
        code: NightFlag.truncatedRecording.rawValue,
        message:
          "the header says \(declared) records, the file holds \(file.recordCount): the recording was cut off",
        quotesInput: false)
    ]
  }

  // MARK: Scorings

  private func annotations(
    for file: EDFFile, warnings: inout [Warning]
  ) throws -> (NightAnnotations, SleepFigures.Source) {
    let context = readingContext(for: file)
    var annotations = try readAnnotations(of: file, context: context, shifting: false)
    annotations.events.removeAll { $0.kind == .recordingGap }
    let ownStages = annotations.hypnogram != nil
    var others: NightAnnotations?
    for path in options.scorings {
      let scoring = try ScoringReader.read(path, format: options.scoringFormat, context: context)
      try NightAnalyzer.checkOverlap(scoring, path: path, file: file)
      others = others.map { $0.joined(with: scoring) } ?? scoring
    }
    if var others {
      // A separate file's own edges are not the recording's.
      others.recorded = nil
      annotations = annotations.replaced(by: others)
    }
    warnings += annotations.warnings
    if annotations.hypnogram == nil {
      warnings.append(
        Warning(
          code: "no_hypnogram",
          message: "no sleep stages: indices per hour of sleep cannot be computed; give them with --scoring",
          quotesInput: false))
    } else if ownStages, others?.hypnogram != nil {
      warnings.append(
        Warning(
          code: "stages_replaced", message: "the scoring's stages replace those inside the recording",
          quotesInput: false))
    }
    // What the recording lacks stands in the night's events too, so that scoring them again knows it.
    annotations.add(gaps: file.gaps)
    warnings += annotations.lightsWarnings
    let source: SleepFigures.Source =
      annotations.hypnogram == nil ? .none : others?.hypnogram != nil ? .scoring : .recording
    return (annotations, source)
  }

  private func readingContext(for file: EDFFile) -> ReadingContext {
    var start = ClockStart(file.start)
    // The evening in the study's table wins over the header's date; a night that begins after midnight belongs
    // to the evening before.
    if let evening = options.tableStart?.dayNumber, let clock = start?.clock {
      start?.day = clock < .seconds(12 * 3600) ? evening + 1 : evening
    }
    var context = options.readingContext
    context.start = start
    context.recordingLength = file.segments.map(\.range.end).max().map { $0 - .zero }
    return context
  }

  static func checkOverlap(_ scoring: NightAnnotations, path: String, file: EDFFile) throws(NightError) {
    guard let extent = scoring.extent, let first = file.segments.first,
      let end = file.segments.map(\.range.end).max()
    else { return }
    let recorded = TimeRange(start: first.onset, end: end)
    guard extent.start < recorded.end, recorded.start < extent.end || extent.start == recorded.start else {
      throw .noOverlap(
        scoring: path, recording: file.name, scored: seconds(extent), recorded: seconds(recorded))
    }
  }

  private static func seconds(_ range: TimeRange) -> String {
    "\(Delimited.fixed(range.start.seconds, 1) ?? "")-\(Delimited.fixed(range.end.seconds, 1) ?? "") s"
  }

  // MARK: Signals

  private func legs(
    _ file: EDFFile, _ channels: LegChannels, refused: inout [Leg], warnings: inout [Warning]
  ) throws -> [NightScan.Source] {
    var assumed: Double?
    if let unit = options.assumedUnit {
      guard let microvolts = file.signals.first?.assuming(unit: unit)?.microvoltsPerUnit else {
        throw NightError.badOption(
          option: "--assume-unit", expected: "a voltage: uV, mV, V or nV", found: unit)
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
      // A leg without calibration or with a unit that nobody knows ends the night: its numbers could
      // be wrong by any factor, and leaving it out in silence would halve the index.
    }
    try warn(of: refusals, remaining: legs.count, file: file, warnings: &warnings)
    return legs
  }

  /// A leg that cannot be scored costs itself; the night is refused where none is left or both are required.
  private func warn(
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

  /// The ECG, where there is a usable one; of one that is not the reason is a warning.
  private func ecg(_ file: EDFFile, _ channels: LegChannels, _ warnings: inout [Warning]) -> Derivation? {
    guard let index = channels.ecg, options.detection.removesCardiac else { return nil }
    let reason: String
    do throws(NightError) {
      let source = try Derivation(file: file, signal: index, assumedMicrovoltsPerUnit: 1)
      if source.samplingRate.hertz >= 50 { return source }
      reason = "it has \(source.samplingRate.hertz) samples a second, expected 50 or more"
    } catch .unusableChannel(_, _, let problem, _) {
      reason = problem
    } catch { reason = error.sentence }
    warnings.append(Warning(code: "ecg_unusable", message: "the ECG was not used: \(reason)"))
    return nil
  }

  /// What came of the signals.
  private struct Scanned {
    var legs: [NightScan.Leg]
    var doubts: [ImplausibleLeg]
    var rhythm: CardiacRhythm?
    var tone: [ToneScan.Segment]?
  }

  private func scan(
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
    return Scanned(legs: scored, doubts: review.doubts, rhythm: night.rhythm, tone: night.tone)
  }

  /// Time of a leg whose bytes could not be read is no time of it.
  ///
  /// - Throws: `NightError.unreadableLeg` where nothing of it could be read.
  private static func takeOut(
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

  private func compareReaders(_ file: EDFFile, _ channels: LegChannels) throws {
    guard options.backend == .both else { return }
    try LibEDF.compareDigitalSamples(file, signals: channels.signals)
  }

  /// Time in which no leg can be scored, and time of the window that nobody recorded.
  private static func unscorable(
    _ records: [LegRecord], recorded: TimeRange?, window: TimeRange?
  ) -> [TimeRange] {
    var gaps = records.first?.invalid ?? []
    for record in records.dropFirst() {
      gaps = gaps.flatMap { gap in record.invalid.compactMap { gap.intersection($0) } }
    }
    if let recorded, let window { gaps += window.subtracting([recorded]) }
    return gaps
  }

  private static func qualityWarnings(_ quality: [LegQuality]) -> [Warning] {
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

  // MARK: Facts

  private func recordingFacts(_ file: EDFFile, _ channels: LegChannels) -> RecordingFacts {
    RecordingFacts(
      format: file.format.rawValue,
      start: options.includesIdentifiers ? file.start.iso8601 : file.start.clockText,
      durationSeconds: file.segments.map(\.range.end).max().map(\.seconds),
      signals: channels.signals.map { index in
        let signal = file.signals[index]
        return RecordingFacts.Signal(
          label: signal.label, microvoltsPerUnit: signal.microvoltsPerUnit,
          samplingRateHertz: signal.samplingRate?.doubleValue,
          resolutionMicrovolts: signal.resolutionMicrovolts)
      })
  }
}
