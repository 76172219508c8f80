import EDF
import Foundation
import LimbMovementScoring
import SleepEvents
import StructuredText

/// The file set of a night (contract 4), each file written beside its place and renamed; `result.json` last, so
/// that it stands only where everything stands.
public enum NightFiles {
  public static let result = "result.json"
  public static let error = "error.json"

  /// Every name that a night's folder can hold under these rule sets.
  public static func names(rules: [RuleSet]) -> [String] {
    [result, error, "leg_movements.tsv", "near_misses.tsv", "quality.tsv", "movements.edf", "events.tsv"]
      + rules.map { "movements_\($0.name).tsv" }
  }

  /// Writes all files of `result` into `folder`, which is made if need be.
  ///
  /// - Returns: the names of the files written.
  /// - Throws: `TextError` or `EDFError`; what stood there before still stands.
  @discardableResult
  public static func write(_ result: NightResult, to folder: String) throws -> [String] {
    try TextFile.makeFolder(folder)
    let tables = MovementTables(result: result)
    var written: [String] = []
    func put(_ text: String, _ name: String) throws {
      try TextFile.writeAtomically(text, to: folder + "/" + name)
      written.append(name)
    }
    try put(tables.legMovements, "leg_movements.tsv")
    for night in result.nights { try put(tables.combined(night), "movements_\(night.rules.name).tsv") }
    try put(tables.nearMisses, "near_misses.tsv")
    try put(result.stagesAndEvents, "events.tsv")
    let quality = result.quality.isEmpty ? result.carriedQuality?.table : tables.quality
    if let quality { try put(quality, "quality.tsv") }
    try EDFAnnotationWriter.write(annotations(of: result), to: folder + "/movements.edf")
    written.append("movements.edf")
    try put(result.json.text() + "\n", NightFiles.result)
    try removeStale(folder, keeping: Set(written))
    return written
  }

  /// Writes `error.json` instead of a result, and takes away what an earlier run left.
  ///
  /// - Parameter rules: the rule sets that were asked for, so that the night has its rows in a merged table.
  public static func write(_ failure: any ReportableError, to folder: String, rules: [String]) throws {
    try TextFile.makeFolder(folder)
    let value: JSONValue = [
      "error": [
        "code": .string(failure.code), "message": .string(withoutPath(failure, folder: folder)),
        "location": JSONValue(failure.location), "exit_status": .integer(Int(failure.exitStatus.rawValue)),
      ],
      "rule_sets": .array(rules.map(JSONValue.string)),
    ]
    try TextFile.writeAtomically(value.text() + "\n", to: folder + "/" + error)
    try removeStale(folder, keeping: [error])
  }

  /// The sentence without the file's path, since results hold none (contract 8): the name of one of the night's own
  /// files, `the input` for any other.
  static func withoutPath(_ failure: any ReportableError, folder: String) -> String {
    guard let file = failure.file, !file.isEmpty else { return failure.sentence }
    let ours = file.hasPrefix(folder + "/") ? String(file.dropFirst(folder.count + 1)) : nil
    return failure.sentence.replacing(file, with: ours ?? "the input")
  }

  /// Files of ours that this run did not write; anything else in the folder is left alone.
  private static func removeStale(_ folder: String, keeping names: Set<String>) throws {
    let contents = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in contents where isOurs(name) && !names.contains(name) {
      try? FileManager.default.removeItem(atPath: folder + "/" + name)
    }
  }

  private static func isOurs(_ name: String) -> Bool {
    [result, error, "leg_movements.tsv", "near_misses.tsv", "quality.tsv", "movements.edf", "events.tsv"]
      .contains(name) || (name.hasPrefix("movements_") && name.hasSuffix(".tsv"))
      || (name.hasPrefix(".") && name.hasSuffix(".tmp"))
  }

  /// `Limb movement@@<channel>` for each movement of a leg (EDF+ standard text).
  private static func annotations(of result: NightResult) -> [EDFAnnotation] {
    result.movements.filter { $0.duration >= Span(seconds: 0.5) }.map { movement in
      EDFAnnotation(
        onset: movement.onset, duration: movement.duration, text: "Limb movement",
        channel: result.channel(of: movement.leg))
    }
  }
}
