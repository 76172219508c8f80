import StructuredText

/// The value of a parameter.
package enum ParameterValue: Hashable, Sendable {
  case number(Double)
  case flag(Bool)
  case text(String)
  case none

  package var number: Double? { if case .number(let value) = self { value } else { nil } }
  package var flag: Bool? { if case .flag(let value) = self { value } else { nil } }
  package var text: String? { if case .text(let value) = self { value } else { nil } }
}

extension ParameterValue: JSONRepresentable {
  package var json: JSONValue {
    switch self {
    case .number(let value): .number(value)
    case .flag(let value): .bool(value)
    case .text(let value): .string(value)
    case .none: .null
    }
  }

  package init(json: JSONValue) throws(JSONMismatch) {
    switch json {
    case .null: self = .none
    case .bool(let value): self = .flag(value)
    case .string(let value): self = .text(value)
    case .integer(let value): self = .number(Double(value))
    case .number(let value): self = .number(value)
    case .array, .object: throw JSONMismatch(expected: "a number, a text, true or false")
    }
  }

  package static var jsonSchema: JSONValue { ["type": ["number", "boolean", "string", "null"]] }
}

/// All effective values that went into a result.
package struct EffectiveParameters: Hashable, Sendable {
  /// Detection parameters by key; nil for scored events.
  package var detection: OrderedMembers<ParameterValue>?
  /// Each rule set's parameters as text, by key.
  package var ruleSets = OrderedMembers<OrderedMembers<String>>()
  /// `RULESET.KEY=VALUE` for each difference from the published set.
  package var changed: [String] = []
  /// A laboratory's own labels and the events they were mapped to.
  package var labelMap: OrderedMembers<String>?
  package var recordingProtocol: RecordingProtocol?
  /// The epoch length of the scorings as stated by the user, seconds.
  package var epochSeconds: Double?
  /// Number of the scorer selected by the user.
  package var scorer: Int?
  /// Fingerprint of the result that a technician corrected.
  package var reviewedFingerprint: String?

  package init() {}
}

extension OrderedMembers: Hashable where Value: Hashable {
  /// Hashes keys and values in order.
  public func hash(into hasher: inout Hasher) {
    for entry in entries {
      hasher.combine(entry.key)
      hasher.combine(entry.value)
    }
  }
}

extension EffectiveParameters: JSONRecord {
  package static let fields: [JSONField<EffectiveParameters>] = [
    .optional("detection", \.detection, "how movements were found; absent for scored events"),
    .value("rule_sets", \.ruleSets, "every parameter of each rule set, by its key"),
    .value("changed", \.changed, "what differs from the published rule sets"),
    .optional("label_map", \.labelMap, "a laboratory's own labels"),
    .optional("epoch_s", \.epochSeconds, "epoch length of the scorings, if it was given"),
    .optional("scorer", \.scorer, "number of the scorer that was chosen"),
    .optional("protocol", \.recordingProtocol, "sit: a suggested immobilization test"),
    .optional("reviewed_fingerprint", \.reviewedFingerprint, "the result that was corrected by hand"),
  ]
}

/// The kind of recording.
package enum RecordingProtocol: String, Sendable, JSONWord {
  case night
  /// Suggested Immobilization Test: an hour awake in the evening.
  case sit
}
