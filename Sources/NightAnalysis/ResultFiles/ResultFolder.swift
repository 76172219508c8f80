import Foundation
import LimbMovementScoring
import SleepAnnotations
import SleepEvents
import StructuredText

/// A night's folder as `analyze` or `score` wrote it, read back.
public struct ResultFolder {
  public let path: String
  /// `result.json`.
  public let result: JSONValue
  /// Movements of single legs, stages, events and gaps.
  public let annotations: NightAnnotations

  /// Whether `path` is such a folder.
  public static func isOne(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path + "/" + NightFiles.result)
      && FileManager.default.fileExists(atPath: path + "/leg_movements.tsv")
  }

  /// What is read for a scoring: the file itself, or those of a night's folder.
  static func filesRead(_ scoring: String) -> [String] {
    isOne(scoring)
      ? [NightFiles.result, "leg_movements.tsv", "events.tsv"].map { scoring + "/" + $0 } : [scoring]
  }

  /// - Throws: `TextError` for a folder that lacks a file or holds a broken one.
  public init(path: String) throws {
    self.path = path
    let name = path + "/" + NightFiles.result
    result = try JSONValue(parsing: TextFile.bytes(of: name, limit: 256 << 20), file: name)
    let context = ReadingContext()
    var night = try ScoringReader.read(path + "/events.tsv", format: .eventsTable, context: context)
    let table = try DelimitedTable(
      path: path + "/leg_movements.tsv", required: ["leg", "onset_s", "duration_s"])
    for row in table.rows {
      guard let leg = Leg(rawValue: row["leg"] ?? ""), let onset = try row.number("onset_s"),
        let duration = try row.number("duration_s"), duration > 0
      else { throw row.error("leg", expected: "L or R, an onset and a duration") }
      night.events.append(
        ScoredEvent(
          kind: .legMovement,
          range: TimeRange(start: Instant(seconds: onset), duration: Span(seconds: duration)),
          side: Side(leg),
          label: "leg_movement"))
    }
    if let seconds = result["recording"]?["duration_s"]?.doubleValue {
      night.recorded = TimeRange(seconds: 0, seconds)
    }
    annotations = NightAnnotations(
      hypnogram: night.hypnogram, events: night.events, warnings: night.warnings,
      formats: ["Tibialis result"],
      recorded: night.recorded)
  }

  /// The rule sets of the result, with what was changed in them.
  public var rules: [RuleSet] {
    get throws {
      var sets: [RuleSet] = []
      for member in result["rule_sets"]?.members ?? [] {
        let basis = member.value["based_on"]?.stringValue
        guard var rules = RuleSet.named(basis ?? member.key) else {
          throw NightError.notAResult(
            file: path + "/" + NightFiles.result, problem: "its rule set '\(member.key)' is not known")
        }
        rules.name = member.key
        rules.basis = basis
        for change in member.value["changed"]?.arrayValue ?? [] {
          let parts = (change.stringValue ?? "").split(separator: "=", maxSplits: 1)
          if parts.count == 2 { try rules.set(String(parts[0]), to: parts[1]) }
        }
        sets.append(rules)
      }
      return sets
    }
  }

  /// Time of day at which the recording began; nil where it is not known.
  public var startClock: Span? {
    guard let text = result["recording"]?["start"]?.stringValue else { return nil }
    return ClockStart(stating: text)?.clock
  }

  /// Labels of the channels that the legs were read from; those of EDF+ where there was no recording.
  public func channel(of leg: Leg) -> String {
    let quality = result["quality"]?[leg == .left ? "left" : "right"]?["channel"]?.stringValue
    return quality ?? (leg == .left ? "EMG LAT" : "EMG RAT")
  }
}
