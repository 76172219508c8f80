import Foundation
import StructuredText

extension VocabularyFile {
  /// `vocabulary.json`: labels as laboratories write them, grouped by meaning.
  struct Labels: Sendable {
    struct Sides: Sendable {
      var left: [String] = []
      var right: [String] = []
      var both: [String] = []
      var unspecified: [String] = []
      var respiratoryRelated: [String] = []
    }

    struct Events: Sendable {
      var movements = Sides()
      var periodic = Sides()
      var movementsWithArousal: [String] = []
      var arousals: [String] = []
      var respiratory: [String] = []
      var lightsOff: [String] = []
      var lightsOn: [String] = []
    }

    var events = Events()
    /// Keyed by the stage's raw value.
    var stages = OrderedMembers<[String]>()
    var series: [String] = []
    var muscleActivity: [String] = []
    var respiratoryArousal: [String] = []
    var nothing: [String] = []

    /// The embedded file; if it cannot be read the build is defective, which any test would reveal.
    static let embedded: Labels = {
      do {
        let json = try JSONValue(parsing: Data(PackageResources.vocabulary_json), file: "vocabulary.json")
        return try Labels(json: json)
      } catch { preconditionFailure("vocabulary.json: \(error)") }
    }()
  }
}

extension VocabularyFile.Labels: JSONRecord {
  static let fields: [JSONField<Self>] = [
    .value("events", \.events, ""), .value("stages", \.stages, ""), .value("series", \.series, ""),
    .value("muscle_activity", \.muscleActivity, ""),
    .value("respiratory_arousal", \.respiratoryArousal, ""), .value("nothing", \.nothing, ""),
  ]
}

extension VocabularyFile.Labels.Events: JSONRecord {
  static let fields: [JSONField<Self>] = [
    .value("limb_movement", \.movements, ""), .value("periodic", \.periodic, ""),
    .value("limb_movement_with_arousal", \.movementsWithArousal, ""), .value("arousal", \.arousals, ""),
    .value("respiratory", \.respiratory, ""), .value("lights_off", \.lightsOff, ""),
    .value("lights_on", \.lightsOn, ""),
  ]
}

extension VocabularyFile.Labels.Sides: JSONRecord {
  private static func list(
    _ key: String, _ path: any JSONKeyPath<Self, [String]>
  ) -> JSONField<Self> {
    JSONField(
      key: key, definition: "", schema: [String].jsonSchema, isRequired: false,
      write: { $0[keyPath: path].isEmpty ? nil : $0[keyPath: path].json },
      read: { sides, json throws(JSONMismatch) in
        sides[keyPath: path] = json == .null ? [] : try [String](json: json)
      })
  }

  static let fields: [JSONField<Self>] = [
    list("left", \.left), list("right", \.right), list("both", \.both), list("unspecified", \.unspecified),
    list("respiratory_related", \.respiratoryRelated),
  ]
}
