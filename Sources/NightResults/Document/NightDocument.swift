import LimbMovementScoring
import SleepEvents
import StructuredText

/// The results of one night with their provenance: the content of `result.json`, and all that later steps
/// read.
///
/// No value depends on when or where it was created.
package struct NightDocument: Sendable {
  package static let currentSchema = "tibialis-night/2"
  package static let firstSchema = "tibialis-night/1"

  package var schema = NightDocument.currentSchema
  package var tool = ToolFacts()
  package var note = "Not a medical device; for use with a physician."
  package var patientID: String?
  package var nightID: String?
  package var title: String?
  package var recording = RecordingFacts()
  /// First digits of a hash of the legs' samples and the start, or of the scorings: identifies the files that
  /// belong to this night. Nil in results of the first edition.
  package var key: String?
  package var scored = ScoredCategories()
  package var parameters = EffectiveParameters()
  package var sleep = SleepFigures()
  package var quality = QualityFigures()
  package var ruleSets = OrderedMembers<RuleSetResult>()
  package var sensitivity = OrderedMembers<SensitivityRange>()
  package var heartRate: HeartRateFigures?
  package var muscleTone: MuscleToneRecord?
  /// Why there is no muscle tone.
  package var muscleToneReason: MuscleToneReason?
  /// Nil without stages or without a signal of the legs.
  package var legTone: LegToneRecord?
  package var otherMovements: OtherMovementsRecord?
  /// Why other movements are not reported.
  package var otherMovementsReason: OtherMovementsReason?
  package var unknownLabels = UnknownLabelCounts()
  /// The technician's changes; nil for an uncorrected night.
  package var correction: CorrectionCounts?
  package var warnings: [Warning] = []
  /// The accompanying files, so that damage can be detected.
  package var files = OrderedMembers<FileFacts>()
  package var fingerprint = ""

  package init() {}

  /// True for a result of the first edition, which counted unscored categories as 0.
  package var isOfFirstEdition: Bool { schema == NightDocument.firstSchema }
}

/// The program that produced a result.
package struct ToolFacts: Hashable, Sendable {
  package var name = ""
  package var version = ""
  /// Equal for all nights that were detected and scored in the same way.
  package var parameterHash = ""

  package init() {}
  package init(name: String, version: String, parameterHash: String) {
    self.name = name
    self.version = version
    self.parameterHash = parameterHash
  }
}

/// How much an index changes under other choices on points that the standards leave open.
package struct SensitivityRange: Hashable, Sendable {
  package struct Choice: Hashable, Sendable {
    /// Such as `onset 6 uV, offset 2 uV` or `short_interval_may_start=false`.
    package var name = ""
    /// PLMS per hour under this choice.
    package var index = 0.0

    package init() {}
    package init(name: String, index: Double) {
      self.name = name
      self.index = index
    }
  }

  /// PLMS per hour with the choices made here.
  package var index = 0.0
  package var choices: [Choice] = []
  /// Whether the range is credible: no leg was lost or is implausible.
  package var isBelievable = true

  package init() {}
  package init(index: Double, choices: [Choice]) {
    self.index = index
    self.choices = choices
  }

  package var low: Double { choices.reduce(index) { min($0, $1.index) } }
  package var high: Double { choices.reduce(index) { max($0, $1.index) } }
  /// From `low` to `high` if the range is credible.
  package var believed: ClosedRange<Double>? { isBelievable && !choices.isEmpty ? low...high : nil }
  /// The choice that changes the index most.
  package var movesMost: Choice? { choices.max { abs($0.index - index) < abs($1.index - index) } }
}

/// The heart-rate response to movements over the night.
package struct HeartRateFigures: Hashable, Sendable {
  package var beats = 0
  package var usableBeats = 0
  package var movementsWithResponse = 0
  /// Mean rise, beats per minute.
  package var meanRise: Double?

  package init() {}
  package init(beats: Int, usableBeats: Int, movementsWithResponse: Int, meanRise: Double?) {
    self.beats = beats
    self.usableBeats = usableBeats
    self.movementsWithResponse = movementsWithResponse
    self.meanRise = meanRise
  }
}

/// How many labels were not recognized. Their texts can contain names and are therefore not in a result.
package struct UnknownLabelCounts: Hashable, Sendable {
  package var labels = 0
  package var events = 0

  package init() {}
  package init(labels: Int, events: Int) {
    self.labels = labels
    self.events = events
  }
}

/// How many movements a technician changed.
package struct CorrectionCounts: Hashable, Sendable {
  package var added = 0
  package var removed = 0
  package var moved = 0

  package init() {}
  package init(added: Int, removed: Int, moved: Int) {
    self.added = added
    self.removed = removed
    self.moved = moved
  }
}

/// One file of a night as written.
package struct FileFacts: Hashable, Sendable {
  /// SHA-256 in hexadecimal.
  package var sha256 = ""
  /// Rows below the header; nil for a file that is not a table.
  package var rows: Int?

  package init() {}
  package init(sha256: String, rows: Int?) {
    self.sha256 = sha256
    self.rows = rows
  }
}

// MARK: JSON

extension NightDocument: JSONRecord {
  package static let fields: [JSONField<NightDocument>] = [
    JSONField(
      key: "schema", definition: "version of this layout",
      schema: ["type": "string", "const": .string(currentSchema)], write: { .string($0.schema) },
      read: { document, json throws(JSONMismatch) in document.schema = try String(json: json) }),
    .value("tool", \.tool, "the program that produced it"),
    .value("note", \.note, ""),
    .optional("patient_id", \.patientID, "as given by the user or in the night list"),
    .optional("night_id", \.nightID, "as given by the user or in the night list"),
    .optional("title", \.title, "as given by the user"),
    .value("recording", \.recording, "the recording or the scoring"),
    .value("key", \.key, "12 hexadecimal digits that identify the files of this night"),
    .value("scored", \.scored, "which categories were scored"),
    .value("parameters", \.parameters, "every effective value"),
    .value("sleep", \.sleep, "sleep figures"),
    .value("quality", \.quality, "quality of the legs' signals"),
    .value("rule_sets", \.ruleSets, "counts and indices by rule set"),
    .value("sensitivity", \.sensitivity, "how much the index changes over open choices"),
    .value("heart_rate", \.heartRate, "null without an ECG"),
    .value("muscle_tone", \.muscleTone, "muscle tone of the chin; null without a chin channel or stages"),
    .optional("muscle_tone_reason", \.muscleToneReason, "why there is none"),
    .optional("leg_tone", \.legTone, "tonic and phasic activity of the legs in REM"),
    .value("other_movements", \.otherMovements, "trains of short bursts and myoclonus, by kind and state"),
    .optional("other_movements_reason", \.otherMovementsReason, "why they are not reported"),
    .value("unknown_labels", \.unknownLabels, "labels and rows of the scorings that were not recognized"),
    .optional("corrected", \.correction, "what was changed by hand"),
    .value("warnings", \.warnings, ""),
    .optionalMembers("files", \.files, "the accompanying files: SHA-256 and rows"),
    .value("fingerprint", \.fingerprint, "hash of inputs, parameters and version"),
  ]
}

extension JSONField {
  fileprivate static func optionalMembers(
    _ key: String, _ path: any JSONKeyPath<Root, OrderedMembers<FileFacts>>, _ definition: String
  ) -> JSONField {
    JSONField(
      key: key, definition: definition, schema: OrderedMembers<FileFacts>.jsonSchema, isRequired: false,
      write: { $0[keyPath: path].isEmpty ? nil : $0[keyPath: path].json },
      read: { root, json throws(JSONMismatch) in
        root[keyPath: path] = json == .null ? .init() : try OrderedMembers<FileFacts>(json: json)
      })
  }
}

extension ToolFacts: JSONRecord {
  package static let fields: [JSONField<ToolFacts>] = [
    .value("name", \.name, ""), .value("version", \.version, ""),
    .value(
      "parameter_hash", \.parameterHash, "equal for nights that were detected and scored in the same way"),
  ]
}

extension SensitivityRange: JSONRecord {
  package static let fields: [JSONField<SensitivityRange>] = [
    .value("plms_index", \.index, "with the choices made here"),
    .derived("low", Double.jsonSchema, "lowest over the choices") { .number($0.low) },
    .derived("high", Double.jsonSchema, "highest over the choices") { .number($0.high) },
    JSONField(
      key: "believable", definition: "false where a leg was lost or is implausible", schema: Bool.jsonSchema,
      isRequired: false, write: { .bool($0.isBelievable) },
      read: { range, json throws(JSONMismatch) in range.isBelievable = try Bool?(json: json) ?? true }),
    .derived("moved_most_by", Choice?.jsonSchema, "the choice that changes it most") {
      $0.movesMost?.json ?? .null
    },
    .value("choices", \.choices, ""),
  ]
}

extension SensitivityRange.Choice: JSONRecord {
  package static let fields: [JSONField<SensitivityRange.Choice>] = [
    .value("choice", \.name, ""), .value("plms_index", \.index, ""),
  ]
}

extension HeartRateFigures: JSONRecord {
  package static let fields: [JSONField<HeartRateFigures>] = [
    .value("beats", \.beats, ""), .value("usable_beats", \.usableBeats, ""),
    .value("movements_with_response", \.movementsWithResponse, ""),
    .value("mean_rise_bpm", \.meanRise, "mean rise of the heart rate over movements"),
  ]
}

extension UnknownLabelCounts: JSONRecord {
  package static let fields: [JSONField<UnknownLabelCounts>] = [
    .value("labels", \.labels, ""), .value("events", \.events, ""),
  ]
}

extension CorrectionCounts: JSONRecord {
  package static let fields: [JSONField<CorrectionCounts>] = [
    .value("added", \.added, ""), .value("removed", \.removed, ""), .value("moved", \.moved, ""),
  ]
}

extension FileFacts: JSONRecord {
  package static let fields: [JSONField<FileFacts>] = [
    .value("sha256", \.sha256, ""), .value("rows", \.rows, "rows below the header"),
  ]
}

extension Warning: JSONRecord {
  package init() { self.init(code: "", message: "", quotesInput: false) }

  package static var fields: [JSONField<Warning>] {
    [
      .value("code", \.code, "stable identifier for programs"), .value("message", \.message, ""),
      .value("location", \.location, ""),
    ]
  }
}
