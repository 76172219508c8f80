import SleepEvents
import StructuredText

/// The quality of the legs' signals.
package struct QualityFigures: Hashable, Sendable {
  package var left: LegFigures?
  package var right: LegFigures?
  package var flags: [NightFlag] = []
  /// Hours of sleep (without stages: of the window) with only one valid leg; nil for scored events.
  package var oneLegHours: Double?
  /// Share of sleep with usable EMG from at least one leg, per cent.
  package var scoredPercent: Double?

  package init() {}

  package subscript(leg: Leg) -> LegFigures? {
    get { leg == .left ? left : right }
    set { if leg == .left { left = newValue } else { right = newValue } }
  }
}

/// The quality of one leg over the night.
package struct LegFigures: Hashable, Sendable {
  package var channel = ""
  package var samplingRateHertz: Double?
  package var resolutionMicrovolts: Double?
  package var lowHertz: Double?
  package var highHertz: Double?
  package var mainsHertz: [Double] = []
  package var recordedHours: Double?
  package var scoredHours: Double?
  package var restingMedianMicrovolts: Double?
  /// Median of each hour since the start; nil for an hour without a valid one.
  package var restingByHour: [Double?] = []
  package var minutesOff = 0
  package var minutesFlat = 0
  package var minutesSaturated = 0
  package var minutesInvalid = 0

  package init() {}

  /// Edges of the analysis band, hertz.
  package var band: ClosedRange<Double>? {
    guard let lowHertz, let highHertz, lowHertz < highHertz else { return nil }
    return lowHertz...highHertz
  }
}

extension QualityFigures: JSONRecord {
  package static let fields: [JSONField<QualityFigures>] = [
    .optional("left", \.left, "absent where the leg was not analyzed"),
    .optional("right", \.right, "absent where the leg was not analyzed"),
    .value("flags", \.flags, "codes of what readers of the index need to know"),
    .value("one_leg_h", \.oneLegHours, "hours of sleep with only one valid leg"),
    .value("scored_fraction_pct", \.scoredPercent, "share of sleep with usable EMG from at least one leg"),
  ]
}

extension LegFigures: JSONRecord {
  package static let fields: [JSONField<LegFigures>] = [
    .value("channel", \.channel, "label, or two labels joined by a minus"),
    .value("sampling_rate_hz", \.samplingRateHertz, ""),
    .value("resolution_uv", \.resolutionMicrovolts, "one digital step of the converter"),
    JSONField(
      key: "band_hz", definition: "edges of the band that was analyzed", schema: [Double].jsonSchema,
      write: { leg in
        guard let low = leg.lowHertz, let high = leg.highHertz else { return .array([]) }
        return .array([.number(low), .number(high)])
      },
      read: { leg, json throws(JSONMismatch) in
        let edges = try [Double](json: json)
        (leg.lowHertz, leg.highHertz) = edges.count == 2 ? (edges[0], edges[1]) : (nil, nil)
      }),
    .value("mains_hz", \.mainsHertz, "lines that were subtracted"),
    .value("recorded_h", \.recordedHours, ""),
    .value("scored_h", \.scoredHours, ""),
    .value("resting_median_uv", \.restingMedianMicrovolts, "median over valid minutes of mean |x|"),
    .value("resting_uv", \.restingByHour, "the same for each hour since the start"),
    .value("minutes_off", \.minutesOff, "minutes with an electrode off"),
    .value("minutes_flat", \.minutesFlat, "minutes with a constant signal"),
    .value("minutes_saturated", \.minutesSaturated, "minutes at the converter's limit"),
    .value("minutes_invalid", \.minutesInvalid, "minutes that could not be scored"),
  ]
}
