import EDF
import EDFSecondReader
import Foundation
import LegEMG
import LimbMovementScoring
import NightResults
import SleepAnnotations
import SleepEvents
import StructuredText

/// Analyzes one night, from its recording to its result.
public struct NightAnalyzer: Sendable {
  /// The user's choices.
  public var options: AnalysisOptions

  /// Creates an analyzer, by default with the published settings.
  public init(options: AnalysisOptions = AnalysisOptions()) { self.options = options }

  /// Analyzes the recording at `path`.
  ///
  /// - Throws: an error whose `description` says in one sentence what is wrong with it.
  public func analyze(_ path: String) throws -> NightResult {
    let stamp = InputStamp(path: path)
    let result = try analyze(EDFFile(path: path))
    try InputStamp.requireUnchanged(path, since: stamp)
    return result
  }

  /// Analyzes a recording that is already open, from a file or from memory.
  ///
  /// - Throws: an error whose `description` says in one sentence what is wrong with it.
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
    if input.hypnogram == nil, annotations.hypnogram != nil { warnings.append(NightAnalyzer.noStages) }
    if options.recordingProtocol == .sit { input = ImmobilizationTest.input(input) }
    let nights = options.rules.map { $0.score(input) }
    let alternatives = Sensitivity.alternatives(records.map(\.record), withLines: scanned.movementsWithLines)
    warnings += NightAnalyzer.qualityWarnings(quality)
    warnings += scored.warnings
    let believability = Believability(
      doubts: scanned.doubts + Believability.headerDoubts(legs.map(\.derivation), leg: legs.map(\.leg))
        + Believability.indexDoubts(nights),
      lost: Believability.lostLegs(asked: Set(legs.map(\.leg) + refused), quality: quality),
      fading: Believability.fadingLegs(quality, movements: movements),
      scoredTooLittle: nights.contains(where: \.hasTooLittleSleep))
    warnings += believability.warnings
    let key = try NightKey.of(file, legs: channels.legSignals)
    var result = NightResult(
      recording: recordingFacts(file, channels),
      key: key, scored: scored,
      parameters: EffectiveParameters(options: options, band: records.first?.record.band),
      parameterHash: options.parameterHash,
      sleep: SleepFigures(
        input, source: input.hypnogram == nil ? .none : sleepSource, events: annotations.events,
        recordedGaps: annotations.recordingGaps),
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

  /// If the header declares more records than the file has, the recording was cut off.
  private static func truncationWarnings(_ file: EDFFile) -> [Warning] {
    guard let declared = file.header.declaredRecordCount, declared > file.recordCount else { return [] }
    return [
      Warning(
        code: NightFlag.truncatedRecording.rawValue,
        message:
          "the header says \(declared) records, the file contains \(file.recordCount): the recording was cut off",
        quotesInput: false)
    ]
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
