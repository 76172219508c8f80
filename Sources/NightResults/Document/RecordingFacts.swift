import SleepEvents
import StructuredText

/// The properties of a recording that a result contains.
package struct RecordingFacts: Hashable, Sendable {
  /// What a viewer needs to draw a channel.
  package struct Signal: Hashable, Sendable {
    package var label = ""
    /// Nil if it is not a voltage.
    package var microvoltsPerUnit: Double?
    package var samplingRateHertz: Double?
    package var resolutionMicrovolts: Double?

    package init() {}
    package init(
      label: String, microvoltsPerUnit: Double?, samplingRateHertz: Double?, resolutionMicrovolts: Double?
    ) {
      self.label = label
      self.microvoltsPerUnit = microvoltsPerUnit
      self.samplingRateHertz = samplingRateHertz
      self.resolutionMicrovolts = resolutionMicrovolts
    }
  }

  /// `EDF`, `EDF+D`, ...; nil if only scorings were given.
  package var format: String?
  /// Clock time, with the date only if identifiers were requested.
  package var start: String?
  package var durationSeconds: Double?
  /// SHA-256 of the whole file in hexadecimal; nil unless requested.
  package var sha256: String?
  /// The channels used, in the order left, right, ECG.
  package var signals: [Signal] = []

  package init() {}
  package init(format: String?, start: String?, durationSeconds: Double?, signals: [Signal] = []) {
    self.format = format
    self.start = start
    self.durationSeconds = durationSeconds
    self.signals = signals
  }

  /// Clock time of time 0 in seconds since midnight; nil if unknown.
  package var clockSeconds: Int? {
    let parts = (start ?? "").suffix(8).split(separator: ":").map { Int($0) }
    guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2] else {
      return nil
    }
    return hour * 3600 + minute * 60 + second
  }
}

extension RecordingFacts: JSONRecord {
  package static let fields: [JSONField<RecordingFacts>] = [
    .value("format", \.format, "EDF, EDF+C, EDF+D, BDF, ..., or that of the scoring"),
    .value("start", \.start, "clock time of time 0, with the date only if identifiers were requested"),
    .value("duration_s", \.durationSeconds, "length of the recording, seconds"),
    .optional(
      "sha256", \.sha256, "SHA-256 of the whole file as stored on disk; only if requested"),
    .derived("channels", ["type": "array", "items": ["type": "string"]], "labels of the channels used") {
      .array($0.signals.map { .string($0.label) })
    },
    .value("signals", \.signals, "the channels used: left, right, ECG"),
  ]
}

extension RecordingFacts.Signal: JSONRecord {
  package static let fields: [JSONField<RecordingFacts.Signal>] = [
    .value("label", \.label, "label in the recording"),
    .value("microvolts_per_unit", \.microvoltsPerUnit, "null if it is not a voltage"),
    .value("sampling_rate_hz", \.samplingRateHertz, ""),
    .value("resolution_uv", \.resolutionMicrovolts, "one digital step of the converter, microvolts"),
  ]
}
