import SleepEvents
import StructuredText

/// What a result says of its recording.
public struct RecordingFacts: Hashable, Sendable {
  /// What a viewer must know of a channel to draw it.
  public struct Signal: Hashable, Sendable {
    public var label = ""
    /// Nil if it is no voltage.
    public var microvoltsPerUnit: Double?
    public var samplingRateHertz: Double?
    public var resolutionMicrovolts: Double?

    public init() {}
    public init(
      label: String, microvoltsPerUnit: Double?, samplingRateHertz: Double?, resolutionMicrovolts: Double?
    ) {
      self.label = label
      self.microvoltsPerUnit = microvoltsPerUnit
      self.samplingRateHertz = samplingRateHertz
      self.resolutionMicrovolts = resolutionMicrovolts
    }
  }

  /// `EDF`, `EDF+D`, ...; nil when only scorings were given.
  public var format: String?
  /// Clock time, with the date only if identifiers were asked for.
  public var start: String?
  public var durationSeconds: Double?
  /// The channels that were used, in the order left, right, ECG.
  public var signals: [Signal] = []

  public init() {}
  public init(format: String?, start: String?, durationSeconds: Double?, signals: [Signal] = []) {
    self.format = format
    self.start = start
    self.durationSeconds = durationSeconds
    self.signals = signals
  }

  /// Clock time of time 0 in seconds since midnight; nil if nothing says it.
  public var clockSeconds: Int? {
    let parts = (start ?? "").suffix(8).split(separator: ":").map { Int($0) }
    guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2] else {
      return nil
    }
    return hour * 3600 + minute * 60 + second
  }
}

extension RecordingFacts: JSONRecord {
  public static let fields: [JSONField<RecordingFacts>] = [
    .value("format", \.format, "EDF, EDF+C, EDF+D, BDF, ..., or that of the scoring"),
    .value("start", \.start, "clock time of time 0, with the date only if identifiers were asked for"),
    .value("duration_s", \.durationSeconds, "length of the recording, seconds"),
    .derived("channels", ["type": "array", "items": ["type": "string"]], "labels of the channels used") {
      .array($0.signals.map { .string($0.label) })
    },
    .value("signals", \.signals, "the channels used: left, right, ECG"),
  ]
}

extension RecordingFacts.Signal: JSONRecord {
  public static let fields: [JSONField<RecordingFacts.Signal>] = [
    .value("label", \.label, "label in the recording"),
    .value("microvolts_per_unit", \.microvoltsPerUnit, "null if it is no voltage"),
    .value("sampling_rate_hz", \.samplingRateHertz, ""),
    .value("resolution_uv", \.resolutionMicrovolts, "one step of the converter, microvolts"),
  ]
}
