import EDF
import LimbMovementScoring
import NightResults
import SleepAnnotations
import SleepEvents
import StructuredText

extension NightAnalyzer {
  /// Scores a night from scored events alone: no signal, no detection.
  ///
  /// Time 0 is the start of a recording among the files, otherwise the earliest start that they state; the
  /// order of the files does not matter.
  ///
  /// - Parameter paths: scorings of one night, whose events are merged.
  /// - Throws: `NightError.nothingScored` if none of them has stages or movements.
  package func score(_ paths: [String]) throws -> NightResult {
    let (files, known) = try scorings(paths)
    let annotations = files.dropFirst().reduce(files.first) { $0?.joined(with: $1) }
    guard let annotations, annotations.hypnogram != nil || !annotations.legMovements.isEmpty else {
      throw NightError.nothingScored(
        file: paths.first ?? "", found: NightAnalyzer.contents(of: annotations ?? NightAnnotations()))
    }
    if let days = annotations.extent.map({ Int($0.duration.hours / 24) }), days >= NightAnalyzer.mostDays {
      throw NightError.spanTooLong(file: paths.first ?? "", days: days, limit: NightAnalyzer.mostDays)
    }
    return try result(of: annotations, paths: paths, known: known)
  }

  /// No night is longer than this, so a longer span indicates a date with a wrong year.
  private static let mostDays = 7

  /// Reads each file, with times relative to the common start.
  private func scorings(_ paths: [String]) throws -> ([NightAnnotations], ScoredCategories?) {
    var known: ScoredCategories?
    var context = options.readingContext
    func read(_ path: String) throws -> NightAnnotations {
      guard ResultFolder.isOne(path) else {
        return try ScoringReader.read(path, format: options.scoringFormat, context: context)
      }
      let folder = try ResultFolder(path: path)
      known = known ?? folder.document.scored
      var annotations = folder.annotations
      annotations.statedStart = folder.document.recording.start.flatMap { ClockStart(stating: $0) }
      annotations.hasSignals = folder.document.recording.durationSeconds != nil
      return annotations
    }
    let alone = try paths.map(read)
    guard alone.count > 1 else { return (alone, known) }
    context.start = ClockStart.common(to: alone)
    context.recordingLength = alone.first { $0.hasSignals }?.recorded.map { $0.end - .zero }
    return (try paths.map(read), known)
  }

  /// The result of scored events that have already been read.
  ///
  /// - Parameters:
  ///   - paths: the files they come from, for the fingerprint.
  ///   - known: the categories known from an earlier result; used where the events and the user say nothing.
  ///   - reviewed: fingerprint of the result being corrected.
  func result(
    of annotations: NightAnnotations, paths: [String], known: ScoredCategories? = nil, reviewed: String? = nil
  ) throws -> NightResult {
    var scored = ScoredCategories(annotations, stated: options.stated)
    scored.addMarkedLegs(annotations, stated: options.stated)
    if let known { scored.complete(with: known) }
    var warnings = annotations.warnings + annotations.lightsWarnings
    // A rule set may ask for a smaller gap than the 0.5 s of the standards; each joins what is left by itself.
    let gap = options.rules.reduce(RuleSet.wasm2016.sameLegJoinGap) { min($0, $1.sameLegJoinGap) }
    let movements = joinedMovements(annotations.legMovements, gap: gap)
    var input = scored.applied(
      to: ScoringInput(
        movements: movements, hypnogram: annotations.hypnogram,
        respiratoryEvents: annotations.respiratoryEvents, arousals: annotations.arousals,
        gaps: annotations.recordingGaps, lightsOff: annotations.lightsOff, lightsOn: annotations.lightsOn,
        recording: annotations.recorded))
    if input.hypnogram == nil, options.recordingProtocol == .night {
      warnings.append(NightAnalyzer.noStages)
    }
    warnings += scored.warnings
    if options.recordingProtocol == .sit { input = ImmobilizationTest.input(input) }
    var parameters = EffectiveParameters(options: options, band: nil)
    parameters.reviewedFingerprint = reviewed
    let nights = options.rules.map { $0.score(input) }
    let believability = Believability(scoredTooLittle: nights.contains(where: \.hasTooLittleSleep))
    warnings += believability.warnings
    var result = NightResult(
      recording: RecordingFacts(
        format: annotations.formats.first, start: nil, durationSeconds: input.recording?.duration.seconds),
      key: try NightKey.ofScorings(paths), scored: scored, parameters: parameters,
      parameterHash: options.parameterHash,
      sleep: SleepFigures(
        input, source: input.hypnogram == nil ? .none : .scoring, events: annotations.events,
        recordedGaps: input.gaps),
      quality: [], believability: believability, movements: movements, nearMisses: [], scorings: nights,
      annotations: annotations,
      input: input,
      sensitivity: options.computesSensitivity
        ? Sensitivity.results(nights: nights, input: input, alternatives: []) : OrderedMembers(),
      heart: nil, warnings: warnings, fingerprint: try fingerprint(ofScorings: paths),
      recordingProtocol: options.recordingProtocol, identity: NightIdentity(options))
    let marks = annotations.legMovements
    if !result.scored.knowsMovements {
      result.otherMovementsReason = .noLegs
    } else if marks.contains(where: { $0.duration < TimeSpan(seconds: 0.5) }) {
      result.findOtherMovements(marks.map { MuscleBurst(leg: $0.leg, range: $0.range) })
    }
    return result
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
      return events == 0 ? "no event" : "\(events) events, none of which is a stage or a movement"
    }
    return "\(events) known events, and unknown labels: \(labels)"
  }
}
