import SleepEvents

/// A laboratory's scoring of a night, in the shared vocabulary.
package struct NightAnnotations: Sendable {
  /// Nil if sleep was not scored.
  package var hypnogram: Hypnogram?
  /// Movements, respiratory events, arousals, lights and gaps in order of onset.
  package var events: [ScoredEvent]
  /// Unknown labels and their counts, in order of first appearance.
  package var unknownLabels: [UnknownLabel]
  package var warnings: [Warning]
  /// Names of the formats of the files read.
  package var formats: [String]
  /// Time covered by the records of the file itself, if it gives it.
  package var recorded: TimeRange?
  /// Whether the file is a recording, whose length and start apply to the other files.
  package var hasSignals = false
  /// The clock time of time 0, if a file gives it.
  package var statedStart: ClockStart?

  package struct UnknownLabel: Hashable, Sendable {
    package var label: String
    package var count: Int
  }

  package init(
    hypnogram: Hypnogram? = nil, events: [ScoredEvent] = [], unknownLabels: [UnknownLabel] = [],
    warnings: [Warning] = [], formats: [String] = [], recorded: TimeRange? = nil
  ) {
    self.hypnogram = hypnogram.flatMap { $0.isEmpty ? nil : $0 }
    self.events = events.sorted { ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end) }
    self.unknownLabels = unknownLabels
    self.warnings = warnings
    self.formats = formats
    self.recorded = recorded
  }

  package var isEmpty: Bool { hypnogram == nil && events.isEmpty }

  package var lightsOff: Instant? { lightsAreReversed ? nil : firstLightsOff }
  package var lightsOn: Instant? { lightsAreReversed ? nil : lastLightsOn }
  private var firstLightsOff: Instant? { events.first { $0.kind == .lightsOff }?.range.start }
  private var lastLightsOn: Instant? { events.last { $0.kind == .lightsOn }?.range.start }

  /// Lights on before lights off do not delimit a night; in that case neither is used.
  private var lightsAreReversed: Bool {
    guard let off = firstLightsOff, let on = lastLightsOn else { return false }
    return on <= off
  }

  package var lightsWarnings: [Warning] {
    guard lightsAreReversed else { return [] }
    return [
      Warning(
        code: "lights_reversed",
        message: "lights on comes before lights off; neither was used, and the stages delimit the night",
        quotesInput: false)
    ]
  }

  /// Adds time without recording.
  package mutating func add(gaps: [TimeRange]) {
    events += gaps.map { ScoredEvent(kind: .recordingGap, range: $0) }
    events.sort { ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end) }
  }
  package var respiratoryEvents: [TimeRange] { events.filter(\.kind.isRespiratory).map(\.range) }
  package var arousals: [TimeRange] { ranges(of: .arousal) }
  package var recordingGaps: [TimeRange] { ranges(of: .recordingGap) }

  /// Movements of single legs; one that names both legs gives one for each (TrapsOfScorings, 6). Movements
  /// without a side are assigned to the left leg, since the legs cannot be distinguished.
  package var legMovements: [LegMovement] {
    events.filter { $0.kind == .legMovement }.flatMap { event in
      (event.side ?? .left).legs.map { LegMovement(leg: $0, range: event.range) }
    }
  }

  /// From the first to the last event or stage; nil if there are none.
  package var extent: TimeRange? {
    let starts = events.map(\.range.start) + (hypnogram?.spans.first.map { [$0.range.start] } ?? [])
    let ends = events.map(\.range.end) + (hypnogram?.spans.last.map { [$0.range.end] } ?? [])
    guard let start = starts.min(), let end = ends.max() else { return nil }
    return TimeRange(start: start, end: end)
  }

  private func ranges(of kind: EventKind) -> [TimeRange] { events.filter { $0.kind == kind }.map(\.range) }

  /// The categories that one scoring replaces in another as a whole.
  enum Category: CaseIterable {
    case stages, lights, respiratory, arousals, movements, gaps

    func holds(_ kind: EventKind) -> Bool {
      switch self {
      case .stages: false
      case .lights: kind == .lightsOff || kind == .lightsOn
      case .respiratory: kind.isRespiratory
      case .arousals: kind == .arousal
      case .movements: kind == .legMovement
      case .gaps: kind == .recordingGap
      }
    }
  }

  /// This scoring, with each category present in `other` replaced by that of `other`.
  package func replaced(by other: NightAnnotations) -> NightAnnotations {
    let taken = Category.allCases.filter { category in
      other.events.contains { category.holds($0.kind) }
    }
    let kept = events.filter { event in !taken.contains { $0.holds(event.kind) } }
    var result = NightAnnotations(
      hypnogram: other.hypnogram ?? hypnogram, events: kept + other.events,
      unknownLabels: unknownLabels + other.unknownLabels, warnings: warnings + other.warnings,
      formats: formats + other.formats, recorded: recorded ?? other.recorded)
    result.statedStart = statedStart ?? other.statedStart
    result.hasSignals = hasSignals || other.hasSignals
    return result
  }

  /// The events of both scorings; stages from the first that has any.
  package func joined(with other: NightAnnotations) -> NightAnnotations {
    var warnings = warnings + other.warnings
    if hypnogram != nil, other.hypnogram != nil {
      warnings.append(
        Warning(
          code: "several_hypnograms",
          message: "more than one scoring has sleep stages; the first one is used", quotesInput: false
        ))
    }
    var result = NightAnnotations(
      hypnogram: hypnogram ?? other.hypnogram, events: events + other.events,
      unknownLabels: unknownLabels + other.unknownLabels, warnings: warnings,
      formats: formats + other.formats,
      recorded: recorded ?? other.recorded)
    result.statedStart = statedStart ?? other.statedStart
    result.hasSignals = hasSignals || other.hasSignals
    return result
  }
}
