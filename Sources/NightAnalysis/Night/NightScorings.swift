import EDF
import NightResults
import SleepAnnotations
import SleepEvents
import StructuredText

// Reading of the scorings that belong to a recording.
extension NightAnalyzer {
  static let noStages = Warning(
    code: NightFlag.noHypnogram.rawValue,
    message: "no sleep stages: indices per hour of sleep cannot be computed", quotesInput: false)

  func annotations(
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
      // The extent of a separate file is not that of the recording.
      others.recorded = nil
      annotations = annotations.replaced(by: others)
    }
    warnings += annotations.warnings
    if annotations.hypnogram == nil {
      warnings.append(NightAnalyzer.noStages)
    } else if ownStages, others?.hypnogram != nil {
      warnings.append(
        Warning(
          code: "stages_replaced", message: "the scoring's stages replace those inside the recording",
          quotesInput: false))
    }
    // Gaps in the recording are added to the night's events, so that they are known when it is scored again.
    annotations.add(gaps: file.gaps)
    warnings += annotations.lightsWarnings
    let source: SleepFigures.Source =
      annotations.hypnogram == nil ? .none : others?.hypnogram != nil ? .scoring : .recording
    return (annotations, source)
  }

  func readingContext(for file: EDFFile) -> ReadingContext {
    var start = ClockStart(file.start)
    // The evening in the study's table takes precedence over the header's date; a night that begins after
    // midnight belongs to the evening before.
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

  static func seconds(_ range: TimeRange) -> String {
    "\(Delimited.fixed(range.start.seconds, 1) ?? "")-\(Delimited.fixed(range.end.seconds, 1) ?? "") s"
  }
}
