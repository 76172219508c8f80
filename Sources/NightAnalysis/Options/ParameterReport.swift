import LegEMG
import LimbMovementScoring
import StructuredText

/// Every effective value that went into a result.
struct ParameterReport {
  var options: AnalysisOptions
  /// Edges that the sampling rate allowed, hertz; nil for scored events.
  var band: ClosedRange<Double>?

  var json: JSONValue {
    var members: [JSONValue.Member] = []
    if let band { members.append(.init("detection", detection(band))) }
    members.append(
      .init("rule_sets", .object(options.rules.map { rules in .init(rules.name, values(of: rules)) })))
    members.append(
      .init(
        "changed",
        .array(options.rules.flatMap { rules in rules.changes.map { .string("\(rules.name).\($0)") } })))
    if !options.labels.entries.isEmpty {
      members.append(
        .init(
          "label_map", .object(options.labels.entries.map { .init($0.label, .string($0.type)) })))
    }
    if options.recordingProtocol != .night {
      members.append(.init("protocol", .string(options.recordingProtocol.rawValue)))
    }
    return .object(members)
  }

  private func detection(_ band: ClosedRange<Double>) -> JSONValue {
    let values = options.detection
    return [
      "band_low_hz": .number(band.lowerBound), "band_high_hz": .number(band.upperBound),
      "onset_uv": .number(values.onsetMicrovolts), "offset_uv": .number(values.offsetMicrovolts),
      "onset_on": "rectified sample", "offset_on": "mean of |x|",
      "envelope_s": .number(values.envelopeSeconds), "quiet_s": .number(values.quietSeconds),
      "minimum_s": .number(values.minimumSeconds), "faint_edge_s": .number(values.faintEdgeSeconds),
      "median_s": .number(values.medianSeconds),
      "scatter_deviations": .number(values.scatterDeviations),
      "resting_quantile": .number(values.restingQuantile),
      "resting_window_s": .number(values.restingWindowSeconds),
      "resting_warning_uv": .number(values.restingWarningMicrovolts),
      "resting_limit_uv": .number(values.restingLimitMicrovolts),
      "mains_removed": .bool(values.removesMains), "cardiac_removed": .bool(values.removesCardiac),
      "edf_backend": .string(options.backend.rawValue), "assumed_unit": JSONValue(options.assumedUnit),
    ]
  }

  private func values(of rules: RuleSet) -> JSONValue {
    .object(RuleParameter.all.map { .init($0.key, .string($0.text(rules))) })
  }
}
