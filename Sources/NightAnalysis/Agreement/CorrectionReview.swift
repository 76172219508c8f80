import LimbMovementScoring
import NightResults
import SleepAnnotations
import SleepEvents
import StructuredText

/// A technician's corrected movements compared with those of a result: what changed, movement by movement,
/// how well the two agree, and the indices before and after.
package struct CorrectionReview {
  package enum Change: String, Sendable {
    case added
    case removed
    /// Kept, with a different onset or end.
    case moved
  }

  package struct Row: Sendable {
    package var change: Change
    package var leg: Leg
    package var before: TimeRange?
    package var after: TimeRange?
  }

  package let rows: [Row]
  package let unchanged: Int
  package let legs: [LegAgreement]
  /// The corrected night, a result like any other.
  package let corrected: NightResult
  private let before: [ScoredNight]

  /// - Parameters:
  ///   - folder: the result under review.
  ///   - path: the corrected movements, in any format; other categories in the file replace those of the
  ///     result.
  ///   - options: how to read the file; the rule sets are those of the result.
  ///   - isForced: accept corrections without a key that share less than half of their movements with the
  ///     night.
  /// - Throws: `NightError.nothingScored` if the file has no movements, `correctionsOfAnotherNight` or
  ///   `correctionsDisagree` if it does not belong to the night, and anything the readers throw.
  package init(
    of folder: ResultFolder, correctedBy path: String, options: AnalysisOptions, isForced: Bool = false
  ) throws {
    var options = options
    options.rules = try folder.rules
    options.scorings = []
    let document = folder.document
    options.stated = try AnalysisOptions(recordedIn: document, file: folder.path).stated
    var context = options.readingContext
    context.start = document.recording.start.flatMap { ClockStart(stating: $0) }
    context.recordingLength = folder.annotations.recorded.map(\.duration)
    let file = try ScoringReader.read(path, format: options.scoringFormat, context: context)
    guard !file.legMovements.isEmpty else {
      throw NightError.nothingScored(file: path, found: "no leg movement")
    }
    let original = folder.annotations
    try CorrectionReview.checkBelongs(
      file, to: folder, path: path, key: try CorrectionKey.read(path), isForced: isForced)
    let night = original.replaced(by: file)
    let analyzer = NightAnalyzer(options: options)
    var corrected = try analyzer.result(
      of: night, paths: [folder.path, path], known: document.scored, reviewed: document.fingerprint)
    corrected.key = document.key ?? corrected.key
    if document.quality.left != nil || document.quality.right != nil {
      corrected.carriedSignal = NightResult.CarriedSignal(
        figures: document.quality, minutes: folder.stored.tables.quality,
        nearMisses: folder.stored.tables.nearMisses)
    }
    corrected.muscleTone = document.muscleTone
    corrected.legTone = document.legTone
    corrected.tone = folder.stored.tables.tone
    corrected.muscleToneReason = document.muscleToneReason
    let periodic = corrected.periodicRanges(inSleep: false)
    let hypnogram = corrected.input.hypnogram ?? Hypnogram([])
    corrected.otherMovements = folder.stored.tables.otherMovements?.map {
      $0.movement(hypnogram: hypnogram, periodic: periodic)
    }
    corrected.otherMovementsReason = document.otherMovementsReason
    // A page of the night needs the start time, and a viewer the channels.
    corrected.recording.start = document.recording.start
    corrected.recording.signals = document.recording.signals
    corrected.identity = NightIdentity(
      patientID: options.patientID ?? document.patientID, nightID: options.nightID ?? document.nightID,
      title: options.title ?? document.title)
    let old = joinedMovements(original.legMovements)
    let new = corrected.movements
    let window = corrected.input.window ?? CorrectionReview.extent(old + new)
    legs = Leg.allCases.map { LegAgreement(leg: $0, old, new, window: window) }
    let compared = CorrectionReview.compare(old, new)
    (rows, unchanged) = compared
    func count(_ change: Change) -> Int { compared.rows.count { $0.change == change } }
    corrected.correction = CorrectionCounts(
      added: count(.added), removed: count(.removed), moved: count(.moved))
    self.corrected = corrected
    let input = ScoringInput(
      movements: old, hypnogram: original.hypnogram, respiratoryEvents: original.respiratoryEvents,
      arousals: original.arousals, gaps: original.recordingGaps, lightsOff: original.lightsOff,
      lightsOn: original.lightsOn, recording: original.recorded)
    before = options.rules.map { $0.score(document.scored.applied(to: input)) }
  }

  /// - Throws: `NightError.correctionsOfAnotherNight` if the corrections name another key,
  ///   `correctionsDisagree` if they name none and share less than half of their movements with the night.
  private static func checkBelongs(
    _ file: NightAnnotations, to folder: ResultFolder, path: String, key: String?, isForced: Bool
  ) throws(NightError) {
    if let key, let own = folder.document.key {
      guard key == own else { throw .correctionsOfAnotherNight(file: path, expected: own, found: key) }
      return
    }
    guard !isForced else { return }
    let old = joinedMovements(folder.annotations.legMovements)
    let new = joinedMovements(file.legMovements)
    let shorter = min(old.count, new.count)
    guard shorter > 0 else { return }
    let agreeing = Leg.allCases.reduce(0) { sum, leg in
      let (a, b) = (old.filter { $0.leg == leg }, new.filter { $0.leg == leg })
      return sum + a.count { movement in b.contains { $0.range.overlaps(movement.range) } }
    }
    guard agreeing * 2 >= shorter else {
      throw .correctionsDisagree(file: path, agreeing: agreeing, of: shorter)
    }
  }

  private static func extent(_ movements: [LegMovement]) -> TimeRange {
    TimeRange(start: .zero, end: movements.map(\.offset).max() ?? .zero)
  }

  private static func compare(_ old: [LegMovement], _ new: [LegMovement]) -> (rows: [Row], unchanged: Int) {
    var rows: [Row] = []
    var unchanged = 0
    for leg in Leg.allCases {
      let a = old.filter { $0.leg == leg }.map(\.range)
      let b = new.filter { $0.leg == leg }.map(\.range)
      let pairs = MovementMatching(a, b).pairs
      for pair in pairs {
        // Rounding in formats with microseconds must not make every movement count as moved.
        let isSame =
          abs((a[pair.first].start - b[pair.second].start).seconds) < 0.001
          && abs((a[pair.first].end - b[pair.second].end).seconds) < 0.001
        if isSame {
          unchanged += 1
        } else {
          rows.append(Row(change: .moved, leg: leg, before: a[pair.first], after: b[pair.second]))
        }
      }
      let keptOld = Set(pairs.map(\.first))
      let keptNew = Set(pairs.map(\.second))
      rows += a.indices.filter { !keptOld.contains($0) }.map {
        Row(change: .removed, leg: leg, before: a[$0], after: nil)
      }
      rows += b.indices.filter { !keptNew.contains($0) }.map {
        Row(change: .added, leg: leg, before: nil, after: b[$0])
      }
    }
    func onset(_ row: Row) -> Instant { row.before?.start ?? row.after?.start ?? .zero }
    return (rows.sorted { (onset($0), $0.leg) < (onset($1), $1.leg) }, unchanged)
  }

  private func count(_ change: Change) -> Int { rows.count { $0.change == change } }

  private var indices: [(rules: String, before: NightIndices, after: NightIndices)] {
    zip(before, corrected.scorings).map { ($0.rules.name, NightIndices($0), NightIndices($1)) }
  }

  package var json: JSONValue {
    func edges(_ range: TimeRange?) -> JSONValue {
      range.map { ["onset_s": .number($0.start.seconds), "duration_s": .number($0.duration.seconds)] }
        ?? .null
    }
    return [
      "added": .integer(count(.added)), "removed": .integer(count(.removed)),
      "moved": .integer(count(.moved)),
      "unchanged": .integer(unchanged),
      "agreement": .object(legs.map { .init($0.leg.name, $0.json) }),
      "indices": .object(
        indices.map { rules, before, after in
          .init(
            rules,
            [
              "plms_before": JSONValue(before.periodicInSleep),
              "plms_after": JSONValue(after.periodicInSleep),
              "plms_index_before": JSONValue(before.periodicInSleepPerHour),
              "plms_index_after": JSONValue(after.periodicInSleepPerHour),
            ])
        }),
      "movements": .array(
        rows.map { row in
          [
            "change": .string(row.change.rawValue), "leg": .string(row.leg.rawValue),
            "before": edges(row.before),
            "after": edges(row.after),
          ]
        }),
    ]
  }

  package var text: String {
    var lines = [
      "\(count(.added)) added, \(count(.removed)) removed, \(count(.moved)) moved, \(unchanged) unchanged"
    ]
    for leg in legs { lines.append(leg.text) }
    for (rules, before, after) in indices {
      func number(_ value: Double?) -> String { Delimited.fixed(value, 1) ?? "-" }
      lines.append(
        "\(rules): PLMS \(number(before.periodicInSleepPerHour))/h before, "
          + "\(number(after.periodicInSleepPerHour))/h after")
    }
    if !rows.isEmpty { lines.append("change\tleg\tonset_before_s\tend_before_s\tonset_after_s\tend_after_s") }
    for row in rows {
      let cells = [row.before?.start, row.before?.end, row.after?.start, row.after?.end].map {
        $0.flatMap { Delimited.fixed($0.seconds, 3) } ?? "-"
      }
      lines.append(([row.change.rawValue, row.leg.rawValue] + cells).joined(separator: "\t"))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension LegAgreement {
  var json: JSONValue {
    [
      "n_first": .integer(firstCount), "n_second": .integer(secondCount), "f1_overlap": JSONValue(f1Overlap),
      "f1_iou_0_2": JSONValue(f1At20), "f1_iou_0_5": JSONValue(f1At50),
      "kappa_per_s": JSONValue(kappaPerSecond),
    ]
  }

  var text: String {
    func number(_ value: Double?) -> String { Delimited.fixed(value, 3) ?? "-" }
    return
      "\(leg.name): \(firstCount) and \(secondCount) movements, F1 \(number(f1Overlap)) "
      + "(IoU 0.2 \(number(f1At20)), IoU 0.5 \(number(f1At50))), kappa per second \(number(kappaPerSecond))"
  }
}
