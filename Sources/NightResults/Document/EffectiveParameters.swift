import StructuredText

/// A parameter's value.
public enum ParameterValue: Hashable, Sendable {
  case number(Double)
  case flag(Bool)
  case text(String)
  case none

  public var number: Double? { if case .number(let value) = self { value } else { nil } }
  public var flag: Bool? { if case .flag(let value) = self { value } else { nil } }
  public var text: String? { if case .text(let value) = self { value } else { nil } }
}

extension ParameterValue: JSONRepresentable {
  public var json: JSONValue {
    switch self {
    case .number(let value): .number(value)
    case .flag(let value): .bool(value)
    case .text(let value): .string(value)
    case .none: .null
    }
  }

  public init(json: JSONValue) throws(JSONMismatch) {
    switch json {
    case .null: self = .none
    case .bool(let value): self = .flag(value)
    case .string(let value): self = .text(value)
    case .integer(let value): self = .number(Double(value))
    case .number(let value): self = .number(value)
    case .array, .object: throw JSONMismatch(expected: "a number, a text, true or false")
    }
  }

  public static var jsonSchema: JSONValue { ["type": ["number", "boolean", "string", "null"]] }
}

/// Every effective value that went into a result.
public struct EffectiveParameters: Hashable, Sendable {
  /// Parameters of the detection by key; nil for scored events.
  public var detection: OrderedMembers<ParameterValue>?
  /// Each rule set's parameters as text, by key.
  public var ruleSets = OrderedMembers<OrderedMembers<String>>()
  /// `RULESET.KEY=VALUE` of what differs from the published set.
  public var changed: [String] = []
  /// A laboratory's own labels, with what they were taken for.
  public var labelMap: OrderedMembers<String>?
  public var recordingProtocol: RecordingProtocol?
  /// Length of an epoch of the scorings as the user said it, seconds.
  public var epochSeconds: Double?
  /// Number of the scorer that the user chose.
  public var scorer: Int?
  /// Fingerprint of the result that a technician corrected.
  public var reviewedFingerprint: String?

  public init() {}
}

extension OrderedMembers: Hashable where Value: Hashable {
  public func hash(into hasher: inout Hasher) {
    for entry in entries {
      hasher.combine(entry.key)
      hasher.combine(entry.value)
    }
  }
}

extension EffectiveParameters: JSONRecord {
  public static let fields: [JSONField<EffectiveParameters>] = [
    .optional("detection", \.detection, "how movements were found; absent for scored events"),
    .value("rule_sets", \.ruleSets, "every parameter of each rule set, as --rule takes it"),
    .value("changed", \.changed, "what differs from the published rule sets"),
    .optional("label_map", \.labelMap, "a laboratory's own labels"),
    .optional("epoch_s", \.epochSeconds, "length of an epoch of the scorings, where it was said"),
    .optional("scorer", \.scorer, "number of the scorer that was chosen"),
    .optional("protocol", \.recordingProtocol, "sit: a suggested immobilization test"),
    .optional("reviewed_fingerprint", \.reviewedFingerprint, "the result that was corrected by hand"),
  ]
}

/// What a recording is of.
public enum RecordingProtocol: String, Sendable, JSONWord {
  case night
  /// Suggested Immobilization Test: an hour awake in the evening.
  case sit
}
