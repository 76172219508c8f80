import LegEMG
import LimbMovementScoring
import NightResults
import SleepEvents
import StructuredText

extension EffectiveParameters {
  /// All effective values that go into a result.
  ///
  /// - Parameter band: the band edges allowed by the sampling rate, hertz; nil for scored events.
  init(options: AnalysisOptions, band: ClosedRange<Double>?) {
    self.init()
    detection = band.map { EffectiveParameters.detectionValues(options, $0) }
    ruleSets = OrderedMembers(
      options.rules.map { rules in
        (rules.name, OrderedMembers(RuleParameter.all.map { ($0.key, $0.text(rules)) }))
      })
    changed = options.rules.flatMap { rules in rules.changes.map { "\(rules.name).\($0)" } }
    let labels = options.labels.entries
    labelMap = labels.isEmpty ? nil : OrderedMembers(labels.map { ($0.label, $0.type) })
    epochSeconds = options.epochSeconds
    scorer = options.scorer
    recordingProtocol = options.recordingProtocol == .night ? nil : options.recordingProtocol
  }

  private static func detectionValues(
    _ options: AnalysisOptions, _ band: ClosedRange<Double>
  ) -> OrderedMembers<ParameterValue> {
    var effective = options.detection
    effective.lowHertz = band.lowerBound
    effective.highHertz = band.upperBound
    var entries: [(key: String, value: ParameterValue)] = DetectionParameter.all.map { parameter in
      switch parameter.get(effective) {
      case .number(let number): (parameter.key, .number(number))
      case .flag(let flag): (parameter.key, .flag(flag))
      }
    }
    let measured = entries.firstIndex { $0.key == "envelope_s" } ?? entries.endIndex
    entries.insert(
      contentsOf: [("onset_on", .text("rectified sample")), ("offset_on", .text("mean of |x|"))],
      at: measured)
    entries.append((DetectionKey.backend, .text(options.backend.rawValue)))
    entries.append((DetectionKey.assumedUnit, options.assumedUnit.map(ParameterValue.text) ?? .none))
    return OrderedMembers(entries)
  }
}

/// Keys in the detection part of a result that are not `DetectionParameters`.
private enum DetectionKey {
  static let backend = "edf_backend"
  static let assumedUnit = "assumed_unit"
}

extension EffectiveParameters {
  /// The detection parameters as far as they are recorded, with defaults for the rest.
  package var detectionParameters: DetectionParameters {
    var parameters = DetectionParameters()
    for parameter in DetectionParameter.all where parameter.key != DetectionParameter.bandHigh.key {
      switch detection?.value(for: parameter.key) {
      case .number(let number)?: _ = parameter.set(&parameters, .number(number))
      case .flag(let flag)?: _ = parameter.set(&parameters, .flag(flag))
      case .text?, ParameterValue.none?, nil: break
      }
    }
    return parameters
  }

  /// The unit assumed for channels without one.
  package var assumedUnit: String? { detection?.value(for: DetectionKey.assumedUnit)?.text }

  var backend: EDFBackend? {
    detection?.value(for: DetectionKey.backend)?.text.flatMap(EDFBackend.init(rawValue:))
  }
}
