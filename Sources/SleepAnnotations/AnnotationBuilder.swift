import SleepEvents

/// Collects what a reader finds, label by label, into `NightAnnotations`.
///
/// Every reader feeds labels through `add`, so that the traps of scoring.md H.1 are handled in one place.
public struct AnnotationBuilder {
  private let context: ReadingContext
  private var stages: [(onset: Instant, duration: Span?, stage: SleepStage)] = []
  private var events: [ScoredEvent] = []
  private var movements: [ScoredEvent] = []
  private var periodic: [ScoredEvent] = []
  private var unknown: [String: Int] = [:]
  private var unknownOrder: [String] = []
  private var lookedUp: [String: EventMeaning?] = [:]
  private var counts: [Oddity: Int] = [:]
  public var warnings: [Warning] = []
  public var recorded: TimeRange?

  private enum Oddity: CaseIterable {
    case markWithoutDuration, seriesMark, withoutSide, eventWithoutDuration, muscleActivity, sameMovement
  }

  public init(context: ReadingContext) { self.context = context }

  /// Takes in one annotation by its label.
  ///
  /// - Parameters:
  ///   - duration: nil for a mark or a stage that lasts until the next one.
  ///   - location: the channel that the source ties it to; gives a movement its side.
  public mutating func add(
    label: String, onset: Instant, duration: Span?, location: String? = nil, side: Side? = nil
  ) {
    // A night has thousands of annotations and a dozen labels.
    let looked = lookedUp[label] ?? context.vocabulary.meaning(of: label)
    lookedUp[label] = .some(looked)
    guard let meaning = looked else {
      guard label.contains(where: { !$0.isWhitespace }) else { return }
      if unknown[label] == nil { unknownOrder.append(label) }
      unknown[label, default: 0] += 1
      return
    }
    add(meaning, label: label, onset: onset, duration: duration, location: location, side: side)
  }

  /// Takes in one annotation whose meaning the reader knows.
  public mutating func add(
    _ meaning: EventMeaning, label: String, onset: Instant, duration: Span?, location: String? = nil,
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
    case .stage(let stage): stages.append((onset, duration, stage))
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
    _ side: Side?, label: String, onset: Instant, duration: Span?, location: String?, isPeriodic: Bool = false
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

  /// Everything together.
  public func finish(format: String) -> NightAnnotations {
    let merged = MarkMerging.merge(movements, periodic: periodic)
    var counts = counts
    if merged.twice > 0 { counts[.sameMovement] = merged.twice }
    let withoutSide = merged.movements.count { $0.side == nil }
    if withoutSide > 0 { counts[.withoutSide] = withoutSide }
    return NightAnnotations(
      hypnogram: hypnogram, events: events + merged.movements,
      unknownLabels: unknownOrder.map { .init(label: $0, count: unknown[$0] ?? 0) },
      warnings: warnings + Oddity.allCases.compactMap { warning($0, count: counts[$0]) }, formats: [format],
      recorded: recorded)
  }

  /// Stages in order of onset; one without duration lasts until the next, the last one an epoch.
  private var hypnogram: Hypnogram? {
    guard !stages.isEmpty else { return nil }
    let ordered = stages.sorted { $0.onset < $1.onset }
    return Hypnogram(
      ordered.indices.map { index in
        let entry = ordered[index]
        let next = index + 1 < ordered.count ? ordered[index + 1].onset : entry.onset + context.epoch
        let length = entry.duration.flatMap { $0 > .zero ? $0 : nil } ?? max(next - entry.onset, .zero)
        return StageSpan(range: TimeRange(start: entry.onset, duration: length), stage: entry.stage)
      })
  }

  /// Stages that contradict each other; the one that starts later, or stands later, holds.
  private var stageWarnings: [Warning] {
    let ordered = stages.sorted { $0.onset < $1.onset }
    let count = zip(ordered, ordered.dropFirst()).count { before, after in
      guard let length = before.duration, before.stage != after.stage else { return false }
      return before.onset + length > after.onset
    }
    guard count > 0 else { return [] }
    return [
      Warning(
        code: "overlapping_stages",
        message: "\(count) stage(s) overlap another stage; the later one was used")
    ]
  }

  private func warning(_ oddity: Oddity, count: Int?) -> Warning? {
    guard let count else { return nil }
    switch oddity {
    case .markWithoutDuration:
      return Warning(
        code: "movement_without_duration",
        message: "\(count) movement mark(s) without a duration left out: without an end nothing can be scored"
      )
    case .seriesMark:
      return Warning(
        code: "series_mark",
        message:
          "\(count) periodic mark(s) that are series or longer than 15 s taken as whole series, not as movements"
      )
    case .withoutSide:
      return Warning(
        code: "movement_without_side",
        message: "\(count) movement(s) say no leg; they are scored as movements of one leg")
    case .muscleActivity:
      return Warning(
        code: "muscle_activity",
        message:
          "\(count) mark(s) of phasic or tonic muscle activity are not leg movements by their rules and were "
          + "not scored; --map LABEL=leg_movement_left takes them as such")
    case .sameMovement:
      return Warning(
        code: "same_movement_twice",
        message: "\(count) movement(s) were marked as limb movement and as PLM; each is taken once")
    case .eventWithoutDuration:
      return Warning(
        code: "event_without_duration", message: "\(count) event(s) without a duration taken as a moment")
    }
  }
}
