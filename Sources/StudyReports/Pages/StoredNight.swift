import Foundation
import NightAnalysis
import SleepEvents
import StructuredText

/// A night as its files tell it (contract 4); no recording is opened.
public struct StoredNight: Sendable {
  /// A row of `leg_movements.tsv` or of `near_misses.tsv`.
  struct LegRow: Sendable {
    var leg: Leg
    var onset: Double
    var duration: Double
    var restingMicrovolts: Double?
    var peakMicrovolts: Double?
    var stage: String
    /// Per rule set its number there, or the reason why it is not there.
    var fates: [String]
    /// For a near miss: the criterion that failed it, what it asked for and what was found.
    var criterion: String?
    var required: Double?
    var found: Double?

    var end: Double { onset + duration }
  }

  /// A row of `movements_<rules>.tsv`.
  struct CombinedRow: Sendable {
    var number: Int
    var onset: Double
    var duration: Double
    var side: String
    var stage: SleepStage
    var interval: Double?
    var isPeriodic: Bool
    var series: Int?
    var hasArousal: Bool
    var reason: String
  }

  struct RuleTable: Sendable {
    var name: String
    var rows: [CombinedRow]
  }

  struct Minute: Sendable {
    var leg: Leg
    var onset: Double
    var duration: Double
    var isValid: Bool
    var restingMicrovolts: Double?
    /// Mean and highest of the half seconds' mean |x|; nil where a result of an earlier version has neither.
    var envelope: (mean: Double, peak: Double)?
  }

  /// `result.json`.
  let result: JSONValue
  /// Patient and night, where the folder is part of a study's results.
  let identity: (patient: String, night: String)?
  /// Rule sets in the order in which a reader meets them.
  let rules: [RuleTable]
  let movements: [LegRow]
  let nearMisses: [LegRow]
  let hypnogram: Hypnogram
  let events: [(kind: EventKind, onset: Double, duration: Double)]
  let minutes: [Minute]

  /// Reads the files of a night.
  ///
  /// - Throws: `ReportError` where the folder is no night or a failed one; `TextError` where a file of it is missing
  ///   or damaged.
  public init(folder: String) throws {
    let names = try StoredNight.check(folder)
    func path(_ name: String) -> String { folder + "/" + name }
    result = try JSONValue(
      parsing: TextFile.bytes(of: path(NightFiles.result), limit: 64 << 20), file: path(NightFiles.result))
    let ruleNames = StoredNight.ordered((result["rule_sets"]?.members ?? []).map(\.key))
    rules = try ruleNames.map { name in
      let table = try DelimitedTable(
        path: path("movements_\(name).tsv"),
        required: ["number", "onset_s", "duration_s", "side", "periodic"])
      return try RuleTable(name: name, rows: table.rows.map(StoredNight.combined))
    }
    func legRows(_ name: String) throws -> [LegRow] {
      let table = try DelimitedTable(path: path(name), required: ["leg", "onset_s", "duration_s"])
      return try table.rows.map { try StoredNight.legRow($0, rules: ruleNames) }
    }
    movements = try legRows("leg_movements.tsv")
    nearMisses = try legRows("near_misses.tsv")
    (hypnogram, events) = try StoredNight.scoring(path("events.tsv"))
    minutes = names.contains("quality.tsv") ? try StoredNight.quality(path("quality.tsv")) : []
    identity = StoredNight.identity(folder)
  }

  private static func check(_ folder: String) throws -> Set<String> {
    let names = Set((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    if names.contains(NightFiles.result) { return names }
    guard names.contains(NightFiles.error) else { throw ReportError.nothingToReport(folder: folder) }
    let path = folder + "/" + NightFiles.error
    let failure = try JSONValue(parsing: TextFile.bytes(of: path, limit: 1 << 20), file: path)
    let reason = failure["error"]?["message"]?.stringValue ?? "no reason given"
    throw ReportError.nightFailed(folder: folder, reason: reason)
  }

  /// Our two standard rule sets first, then the others by name.
  private static func ordered(_ names: [String]) -> [String] {
    let first = ["wasm2016", "aasm3"]
    return first.filter(names.contains) + names.filter { !first.contains($0) }.sorted()
  }

  private static func combined(_ row: DelimitedTable.Row) throws -> CombinedRow {
    CombinedRow(
      number: Int(try number(row, "number")), onset: try number(row, "onset_s"),
      duration: try number(row, "duration_s"), side: row["side"] ?? "?",
      stage: row["stage"].flatMap(SleepStage.init(rawValue:)) ?? .unscored,
      interval: try row.number("imi_s"), isPeriodic: row["periodic"] == "true",
      series: row["series"].flatMap { Int($0) }, hasArousal: row["arousal"] == "true",
      reason: row["reason"] ?? "")
  }

  private static func legRow(_ row: DelimitedTable.Row, rules: [String]) throws -> LegRow {
    guard let leg = row["leg"].flatMap(Leg.init(rawValue:)) else {
      throw row.error("leg", expected: "L or R")
    }
    return LegRow(
      leg: leg, onset: try number(row, "onset_s"), duration: try number(row, "duration_s"),
      restingMicrovolts: try row.number("resting_uv"), peakMicrovolts: try row.number("peak_uv"),
      stage: row["stage"] ?? "?", fates: rules.map { row[$0] ?? "" }, criterion: row["criterion"],
      required: try row.number("required"), found: try row.number("found"))
  }

  private static func scoring(
    _ path: String
  ) throws -> (Hypnogram, [(kind: EventKind, onset: Double, duration: Double)]) {
    let table = try DelimitedTable(path: path, required: ["onset", "duration", "trial_type"])
    var spans: [StageSpan] = []
    var events: [(kind: EventKind, onset: Double, duration: Double)] = []
    for row in table.rows {
      guard let type = row["trial_type"] else { continue }
      let onset = try number(row, "onset")
      let duration = try row.number("duration") ?? 0
      if type.hasPrefix("sleep_stage_") {
        let stage = SleepStage(rawValue: String(type.dropFirst(12))) ?? .unscored
        spans.append(StageSpan(range: TimeRange(seconds: onset, onset + duration), stage: stage))
      } else if let kind = EventKind(rawValue: type) {
        events.append((kind, onset, duration))
      }
    }
    return (Hypnogram(spans), events)
  }

  private static func quality(_ path: String) throws -> [Minute] {
    let table = try DelimitedTable(path: path, required: ["leg", "onset_s", "duration_s", "valid"])
    return try table.rows.map { row in
      var minute = Minute(
        leg: row["leg"] == "R" ? .right : .left, onset: try number(row, "onset_s"),
        duration: try number(row, "duration_s"), isValid: row["valid"] == "true",
        restingMicrovolts: try row.number("resting_uv"))
      if let mean = try row.number("envelope_mean_uv"), let peak = try row.number("envelope_peak_uv") {
        minute.envelope = (mean, peak)
      }
      return minute
    }
  }

  private static func number(_ row: DelimitedTable.Row, _ column: String) throws(TextError) -> Double {
    guard let value = try row.number(column) else { throw row.error(column, expected: "a number") }
    return value
  }

  /// The folder's last two names, if a night list two folders up holds that patient and night.
  private static func identity(_ folder: String) -> (patient: String, night: String)? {
    let url = URL(fileURLWithPath: folder).standardizedFileURL
    let (night, patient) = (url.lastPathComponent, url.deletingLastPathComponent().lastPathComponent)
    let list = url.deletingLastPathComponent().deletingLastPathComponent().path + "/nights.tsv"
    guard FileManager.default.fileExists(atPath: list), let table = try? DelimitedTable(path: list),
      table.rows.contains(where: { $0["patient_id"] == patient && $0["night_id"] == night })
    else { return nil }
    return (patient, night)
  }
}

extension StoredNight {
  /// From the first to the last moment that any file speaks of, seconds since the start of the recording.
  var extent: ClosedRange<Double> {
    let ends =
      [result["recording"]?["duration_s"]?.doubleValue, hypnogram.spans.last?.range.end.seconds]
      .compactMap(\.self) + [movements.last?.end, rules.first?.rows.last?.onset].compactMap(\.self)
    let start = min(0, hypnogram.spans.first?.range.start.seconds ?? 0)
    return start...max(start + 1, ends.max() ?? 1)
  }

  /// Clock time of time 0 in seconds since midnight; nil if the header does not say.
  var clockStart: Int? {
    guard let text = result["recording"]?["start"]?.stringValue else { return nil }
    let parts = text.suffix(8).split(separator: ":").map { Int($0) }
    guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2] else {
      return nil
    }
    return hour * 3600 + minute * 60 + second
  }

  func indices(_ rules: String) -> JSONValue? { result["rule_sets"]?[rules] }
}
