import SleepEvents

/// Collects a reader's findings, label by label, into `NightAnnotations`.
///
/// Every reader passes labels through `add`, so that everything listed in the article TrapsOfScorings is
/// handled in one place.
package struct AnnotationBuilder {
  private let context: ReadingContext
  private var states: StateMarks
  private var events: [ScoredEvent] = []
  private var movements: [ScoredEvent] = []
  private var periodic: [ScoredEvent] = []
  private var labels = SeenLabels()
  private var counts: [Oddity: Int] = [:]
  package var warnings: [Warning] = []
  package var recorded: TimeRange?

  private enum Oddity: CaseIterable {
    case markWithoutDuration, seriesMark, withoutSide, eventWithoutDuration, muscleActivity, sameMovement
  }

  package init(context: ReadingContext) {
    self.context = context
    states = StateMarks(epoch: context.epoch)
  }

  /// Adds one annotation by its label.
  ///
  /// - Parameters:
  ///   - duration: nil for a mark, or for a stage that lasts until the next one.
  ///   - location: the channel given by the source, from which a movement's side follows.
  ///   - isState: true if the source lists it among its sleep states; even an unknown one ends the previous
  ///     state.
  package mutating func add(
    label: String, onset: Instant, duration: TimeSpan?, location: String? = nil, side: Side? = nil,
    isState: Bool = false
  ) {
    let seen = labels.look(at: label, in: context.vocabulary)
    add(seen, onset: onset, duration: duration, location: location, side: side, isState: isState)
  }

  /// The meaning of a label, so that readers of many rows need not look it up for each row.
  mutating func look(at label: String) -> SeenLabels.Seen { labels.look(at: label, in: context.vocabulary) }

  /// Adds one annotation whose label has already been looked up.
  mutating func add(
    _ seen: SeenLabels.Seen, onset: Instant, duration: TimeSpan?, location: String? = nil, side: Side? = nil,
    isState: Bool = false
  ) {
    guard let meaning = seen.meaning else {
      guard !seen.isBlank else { return }
      labels.countUnknown(seen)
      states.addUnknown(onset: onset, duration: duration, isState: isState || seen.namesState)
      return
    }
    add(
      meaning, label: seen.label, onset: onset, duration: duration, location: location, side: side)
  }

  /// Adds one annotation whose meaning the reader knows.
  package mutating func add(
    _ meaning: EventMeaning, label: String, onset: Instant, duration: TimeSpan?, location: String? = nil,
    side: Side? = nil
  ) {
    switch meaning {
    case .nothing: break
    case .movementSeries: counts[.seriesMark, default: 0] += 1
    case .muscleActivity: counts[.muscleActivity, default: 0] += 1
    case .respiratoryArousal:
      for kind in [EventKind.rera, .arousal] {
        add(.event(kind), label: label, onset: onset, duration: duration, location: location)
      }
    case .stage(let stage): states.add(stage, onset: onset, duration: duration)
    case .event(let kind):
      let isPoint = kind == .lightsOff || kind == .lightsOn
      let length = max(duration ?? .zero, .zero)
      if !isPoint, length == .zero { counts[.eventWithoutDuration, default: 0] += 1 }
      events.append(
        ScoredEvent(
          kind: kind, range: TimeRange(start: onset, duration: isPoint ? .zero : length),
          hasDuration: duration != nil, label: label, location: location))
    case .legMovement(let own):
      addMovement(side ?? own, label: label, onset: onset, duration: duration, location: location)
    case .periodicMovement(let own):
      if let duration, duration > .seconds(15) {
        counts[.seriesMark, default: 0] += 1
      } else {
        addMovement(
          side ?? own, label: label, onset: onset, duration: duration, location: location, isPeriodic: true)
      }
    case .legMovementWithArousal(let own):
      addMovement(side ?? own, label: label, onset: onset, duration: duration, location: location)
      if let duration, duration > .zero {
        events.append(
          ScoredEvent(
            kind: .arousal, range: TimeRange(start: onset, duration: duration), label: label,
            location: location))
      }
    }
  }

  private mutating func addMovement(
    _ side: Side?, label: String, onset: Instant, duration: TimeSpan?, location: String?,
    isPeriodic: Bool = false
  ) {
    guard let duration, duration > .zero else {
      counts[.markWithoutDuration, default: 0] += 1
      return
    }
    let found = side ?? location.flatMap { context.sideOfChannel($0) }
    let event = ScoredEvent(
      kind: .legMovement, range: TimeRange(start: onset, duration: duration), side: found, label: label,
      location: location)
    if isPeriodic { periodic.append(event) } else { movements.append(event) }
  }

  /// The events collected so far, and the state marks.
  var eventCount: Int { events.count + movements.count + periodic.count }
  var stateCount: Int { states.kept }

  /// The result of everything added.
  package func finish(format: String) -> NightAnnotations {
    let merged = MarkMerging.merge(movements, periodic: periodic)
    var counts = counts
    if merged.twice > 0 { counts[.sameMovement] = merged.twice }
    let withoutSide = merged.movements.count { $0.side == nil }
    if withoutSide > 0 { counts[.withoutSide] = withoutSide }
    let (hypnogram, stateWarnings) = states.finish()
    return NightAnnotations(
      hypnogram: hypnogram, events: events + merged.movements,
      unknownLabels: labels.unknown,
      warnings: warnings + stateWarnings + labels.warnings
        + Oddity.allCases.compactMap { warning($0, count: counts[$0]) }, formats: [format], recorded: recorded
    )
  }

  /// The meaning of a label, for readers that must know it before deciding about an entry.
  func meaning(of label: String) -> EventMeaning? { context.vocabulary.meaning(of: label) }

  private func warning(_ oddity: Oddity, count: Int?) -> Warning? {
    guard let count else { return nil }
    switch oddity {
    case .markWithoutDuration:
      return Warning(
        code: "movement_without_duration",
        message:
          "\(count) movement mark(s) without a duration left out: without an end they cannot be scored",
        quotesInput: false
      )
    case .seriesMark:
      return Warning(
        code: "series_mark",
        message:
          "\(count) periodic mark(s) that are series or longer than 15 s were taken as whole series, not as movements",
        quotesInput: false
      )
    case .withoutSide:
      return Warning(
        code: "movement_without_side",
        message: "\(count) movement(s) name no leg; they are scored as movements of one leg",
        quotesInput: false)
    case .muscleActivity:
      return Warning(
        code: "muscle_activity",
        message:
          "\(count) mark(s) of phasic or tonic muscle activity are not leg movements by definition and were "
          + "not scored", quotesInput: false)
    case .sameMovement:
      return Warning(
        code: "same_movement_twice",
        message: "\(count) movement(s) were marked as limb movement and as PLM; each is counted once",
        quotesInput: false)
    case .eventWithoutDuration:
      return Warning(
        code: "event_without_duration",
        message: "\(count) event(s) without a duration were treated as moments",
        quotesInput: false)
    }
  }
}
