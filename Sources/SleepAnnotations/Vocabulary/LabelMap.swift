import Foundation
import SleepEvents
import StructuredText

/// A laboratory's own labels and their meanings, from `--map LABEL=TYPE` and mapping files.
///
/// Types are the `trial_type` values of the Tibialis events table; `leg_movement` and
/// `periodic_leg_movement`, optionally with `_left`, `_right` or `_both`; `leg_movement_series`; and
/// `nothing` for labels that are not to be scored.
package struct LabelMap: Sendable, Hashable {
  package private(set) var entries: [Entry] = []

  package struct Entry: Sendable, Hashable {
    package var label: String
    package var type: String
    package var meaning: EventMeaning
  }

  package init() {}

  /// Adds `LABEL=TYPE`, split at the last `=`.
  package mutating func add(_ text: String) throws(AnnotationError) {
    guard let mark = text.lastIndex(of: "="), mark != text.startIndex else {
      throw .badMap(text, expected: "LABEL=TYPE")
    }
    try add(label: String(text[..<mark]), type: String(text[text.index(after: mark)...]), given: text)
  }

  /// Adds the table at `path`, with columns `label` and `type`.
  package mutating func add(file path: String) throws {
    let table = try DelimitedTable(path: path, required: ["label", "type"])
    for row in table.rows {
      let type = try row.required("type")
      guard LabelMap.meaning(of: type) != nil else { throw row.error("type", expected: LabelMap.types) }
      try add(label: row.required("label"), type: type, given: path)
    }
  }

  private mutating func add(label: String, type: String, given: String) throws(AnnotationError) {
    guard let meaning = LabelMap.meaning(of: type) else {
      throw .badMap(given, expected: "one of \(LabelMap.types) after the =")
    }
    entries.removeAll { EventVocabulary.fold($0.label) == EventVocabulary.fold(label) }
    entries.append(Entry(label: label, type: type, meaning: meaning))
  }

  /// The standard vocabulary extended by these labels, which take precedence.
  package var vocabulary: EventVocabulary {
    EventVocabulary.standard.adding(Dictionary(entries.map { ($0.label, $0.meaning) }) { $1 })
  }

  static let types =
    EventKind.allCases.map(\.rawValue).joined(separator: ", ")
    + ", leg_movement_left, leg_movement_right, leg_movement_both, periodic_leg_movement, leg_movement_series, "
    + "sleep_stage_W, _N1, _N2, _N3, _R, _unscored, nothing"

  static func meaning(of type: String) -> EventMeaning? {
    if let kind = EventKind(rawValue: type) { return kind == .legMovement ? .legMovement(nil) : .event(kind) }
    if type.hasPrefix("sleep_stage_") {
      let word = type.dropFirst(12)
      return word == "unscored" ? .stage(.unscored) : SleepStage(rawValue: String(word)).map { .stage($0) }
    }
    for (name, side) in [("left", Side.left), ("right", .right), ("both", .both)] {
      if type == "leg_movement_\(name)" { return .legMovement(side) }
      if type == "periodic_leg_movement_\(name)" { return .periodicMovement(side) }
    }
    switch type {
    case "periodic_leg_movement": return .periodicMovement(nil)
    case "leg_movement_series": return .movementSeries
    case "nothing": return .nothing
    default: return nil
    }
  }
}
