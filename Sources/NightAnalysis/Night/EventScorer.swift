import EDF
import LimbMovementScoring
import SleepAnnotations
import SleepEvents
import StructuredText

extension NightAnalyzer {
  /// Scores a night from scored events alone: no signal, no detection.
  ///
  /// Time 0 is the first moment that a file states as its start; later files with clock times count from it.
  ///
  /// - Parameter paths: scorings of one night; their events are put together.
  /// - Throws: `NightError.nothingScored` where none of them holds stages or movements.
  public func score(_ paths: [String]) throws -> NightResult {
    var annotations: NightAnnotations?
    var context = ReadingContext(
      vocabulary: options.vocabulary,
      sideOfChannel: { [map = options.channels.map] in ChannelSide.side(of: $0, map: map) })
    for path in paths {
      let scoring =
        ResultFolder.isOne(path)
        ? try ResultFolder(path: path).annotations
        : try ScoringReader.read(path, format: options.scoringFormat, context: context)
      annotations = annotations.map { $0.joined(with: scoring) } ?? scoring
      context.start = context.start ?? scoring.statedStart
    }
    guard let annotations, annotations.hypnogram != nil || !annotations.legMovements.isEmpty else {
      throw NightError.nothingScored(
        file: paths.first ?? "", found: NightAnalyzer.contents(of: annotations ?? NightAnnotations()))
    }
    return try result(of: annotations, paths: paths)
  }

  /// The result of scored events that were read already.
  ///
  /// - Parameters:
  ///   - paths: the files that they come from, for the fingerprint.
  ///   - provenance: further facts for `parameters`.
  func result(
    of annotations: NightAnnotations, paths: [String], provenance: [String: JSONValue] = [:]
  ) throws -> NightResult {
    var warnings = annotations.warnings + annotations.lightsWarnings
    if annotations.hypnogram == nil, options.recordingProtocol == .night {
      warnings.append(
        Warning(
          code: "no_hypnogram",
          message: "no sleep stages: indices per hour of sleep cannot be computed"))
    }
    if annotations.legMovements.isEmpty {
      warnings.append(
        Warning(
          code: "no_movements",
          message: "no leg movement in the scorings: the indices are 0 only if somebody looked for movements")
      )
    }
    let movements = joinedMovements(annotations.legMovements)
    var input = ScoringInput(
      movements: movements, hypnogram: annotations.hypnogram,
      respiratoryEvents: annotations.respiratoryEvents, arousals: annotations.arousals,
      gaps: annotations.recordingGaps, lightsOff: annotations.lightsOff, lightsOn: annotations.lightsOn,
      recording: annotations.recorded)
    if options.recordingProtocol == .sit { input = ImmobilizationTest.input(input) }
    let parameters = ParameterReport(options: options, band: nil).json.members ?? []
    let nights = options.rules.map { $0.score(input) }
    return NightResult(
      recording: NightResult.Recording(
        format: annotations.formats.first, start: nil, durationSeconds: input.recording?.duration.seconds),
      parameters: .object(parameters + provenance.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }),
      parameterHash: options.parameterHash,
      sleep: SleepSummary(
        input, source: annotations.hypnogram == nil ? .none : .scoring, events: annotations.events),
      quality: [], movements: movements, nearMisses: [], nights: nights, annotations: annotations,
      input: input,
      sensitivity: options.computesSensitivity
        ? Sensitivity.results(nights: nights, input: input, alternatives: []) : [],
      heart: nil, warnings: warnings,
      fingerprint: try fingerprint(ofScorings: paths), recordingProtocol: options.recordingProtocol)
  }

  private func fingerprint(ofScorings paths: [String]) throws(NightError) -> String {
    var all = options
    all.scorings = paths
    return try Fingerprint.required(recording: nil, options: all)
  }

  private static func contents(of annotations: NightAnnotations) -> String {
    let labels = annotations.unknownLabels.prefix(5).map { "'\($0.label)'" }.joined(separator: ", ")
    let events = annotations.events.count
    if labels.isEmpty {
      return events == 0 ? "no event" : "\(events) events, none of them a stage or a movement"
    }
    return "\(events) known events, and labels that are not known: \(labels)"
  }
}
