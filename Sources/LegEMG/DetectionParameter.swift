/// One detection parameter as results and options present it: its key, its unit and where it is stored.
///
/// The report, the reader, the parameter hash of a study and the options all use `all`.
package struct DetectionParameter: Sendable {
  package enum Value: Hashable, Sendable {
    case number(Double)
    case flag(Bool)
  }

  package let key: String
  package let unit: String
  package let get: @Sendable (DetectionParameters) -> Value
  /// Returns false for a value of the wrong kind.
  package let set: @Sendable (inout DetectionParameters, Value) -> Bool

  private static func number(
    _ key: String, _ unit: String, _ path: any WritableKeyPath<DetectionParameters, Double> & Sendable
  ) -> DetectionParameter {
    DetectionParameter(
      key: key, unit: unit, get: { .number($0[keyPath: path]) },
      set: { parameters, value in
        guard case .number(let number) = value else { return false }
        parameters[keyPath: path] = number
        return true
      })
  }

  private static func flag(
    _ key: String, _ path: any WritableKeyPath<DetectionParameters, Bool> & Sendable
  ) -> DetectionParameter {
    DetectionParameter(
      key: key, unit: "", get: { .flag($0[keyPath: path]) },
      set: { parameters, value in
        guard case .flag(let flag) = value else { return false }
        parameters[keyPath: path] = flag
        return true
      })
  }

  /// Lower and upper edge of the band; results state the edges that the sampling rate allowed.
  package static let bandLow = number("band_low_hz", "Hz", \.lowHertz)
  package static let bandHigh = number("band_high_hz", "Hz", \.highHertz)

  /// All parameters, in the order in which results list them.
  package static let all: [DetectionParameter] = [
    bandLow, bandHigh,
    number("onset_uv", "uV", \.onsetMicrovolts),
    number("offset_uv", "uV", \.offsetMicrovolts),
    number("envelope_s", "s", \.envelopeSeconds),
    number("quiet_s", "s", \.quietSeconds),
    number("minimum_s", "s", \.minimumSeconds),
    number("faint_edge_s", "s", \.faintEdgeSeconds),
    number("median_s", "s", \.medianSeconds),
    number("longest_contraction_s", "s", \.longestContractionSeconds),
    number("scatter_deviations", "", \.scatterDeviations),
    number("resting_quantile", "0-1", \.restingQuantile),
    number("resting_window_s", "s", \.restingWindowSeconds),
    number("resting_warning_uv", "uV", \.restingWarningMicrovolts),
    number("resting_limit_uv", "uV", \.restingLimitMicrovolts),
    flag("mains_removed", \.removesMains),
    flag("cardiac_removed", \.removesCardiac),
  ]

  /// All values as `key=value`, for hashing.
  package static func text(_ parameters: DetectionParameters) -> String {
    all.map { parameter in
      switch parameter.get(parameters) {
      case .number(let number): "\(parameter.key)=\(number)"
      case .flag(let flag): "\(parameter.key)=\(flag)"
      }
    }.joined(separator: " ")
  }
}
