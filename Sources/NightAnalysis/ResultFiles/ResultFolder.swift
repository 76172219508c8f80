import Foundation
import LimbMovementScoring
import NightResults
import SleepAnnotations
import SleepEvents
import StructuredText

/// A night's folder written by `analyze` or `score`, read back as a scoring.
package struct ResultFolder: Sendable {
  package let stored: StoredNight
  /// Movements of single legs, stages, events and gaps.
  package let annotations: NightAnnotations

  package var path: String { stored.folder.path }
  package var document: NightDocument { stored.document }

  /// Whether `path` is such a folder.
  package static func isOne(_ path: String) -> Bool {
    let folder = NightFolder(path: path)
    return [NightFolder.result, NightFolder.legMovements].allSatisfy {
      FileManager.default.fileExists(atPath: folder.file($0))
    }
  }

  /// The files that make up a scoring: the file itself, or those of a night's folder.
  static func filesRead(_ scoring: String) -> [String] {
    isOne(scoring)
      ? [NightFolder.result, NightFolder.legMovements, NightFolder.events].map { scoring + "/" + $0 }
      : [scoring]
  }

  /// - Throws: `TextError` or `NightFolderError` if a file is missing or malformed.
  package init(path: String) throws {
    stored = try NightFolder(path: path).read()
    let movements = stored.tables.legMovements.map { row in
      ScoredEvent(kind: .legMovement, range: row.range, side: Side(row.leg), label: "leg_movement")
    }
    let events = stored.tables.events(where: { $0 != .legMovement }).map { kind, row in
      ScoredEvent(
        kind: kind, range: row.range, hasDuration: row.duration != nil, side: row.side,
        label: kind.rawValue)
    }
    annotations = NightAnnotations(
      hypnogram: stored.tables.hypnogram, events: events + movements, formats: ["Tibialis result"],
      recorded: stored.document.recording.durationSeconds.map { TimeRange(seconds: 0, $0) })
  }

  /// The rule sets of the result, including their changes.
  package var rules: [RuleSet] {
    get throws {
      try document.ruleSets.map { name, result in
        guard var rules = RuleSet.named(result.basis ?? name) else {
          throw NightError.notAResult(
            file: stored.folder.file(NightFolder.result),
            problem: "its rule set '\(name)' is not known")
        }
        rules.name = name
        rules.basis = result.basis
        for change in result.changes {
          let parts = change.split(separator: "=", maxSplits: 1)
          if parts.count == 2 { try rules.set(String(parts[0]), to: parts[1]) }
        }
        return rules
      }
    }
  }

  /// Time of day at which the recording began; nil if unknown.
  package var startClock: TimeSpan? {
    document.recording.start.flatMap { ClockStart(stating: $0) }?.clock
  }

  /// Labels of the channels from which the legs were read, or those of EDF+ if there was no recording.
  package func channel(of leg: Leg) -> String {
    document.quality[leg]?.channel ?? leg.standardChannel
  }
}
