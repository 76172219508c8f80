import SleepEvents
import StructuredText

/// A row of `quality.tsv`: a minute of one leg.
public struct QualityMinuteRow: Hashable, Sendable {
  public var leg = Leg.left
  public var onset = Instant.zero
  public var duration = Span.zero
  public var isValid = false
  /// Share of the minute that could be scored, 0-1.
  public var validShare: Double?
  public var restingMicrovolts: Double?
  public var humMicrovolts: Double?
  public var cardiacMicrovolts: Double?
  public var isOff = false
  public var isFlat = false
  public var isSaturated = false
  public var resolutionMicrovolts: Double?
  /// The envelope, mean |x| of half seconds: its mean and the highest.
  public var envelopeMeanMicrovolts: Double?
  public var envelopePeakMicrovolts: Double?

  public init() {}

  public static let columns: [TableColumn<QualityMinuteRow>] = [
    .word("leg", \.leg, "L or R"),
    thousandths("onset_s", { $0.onset.seconds }) { $0.onset = Instant(seconds: $1) },
    thousandths("duration_s", { $0.duration.seconds }) { $0.duration = Span(seconds: $1) },
    .truth("valid", \.isValid, "at least half of it could be scored"),
    .number("valid_share", "0-1", decimals: 3, \.validShare, "share that could be scored"),
    .number("resting_uv", "uV", decimals: 3, \.restingMicrovolts, "median resting level"),
    .number("hum_uv", "uV", decimals: 3, \.humMicrovolts, "mains that were taken out"),
    .number("ecg_uv", "uV", decimals: 3, \.cardiacMicrovolts, "heartbeat that was taken out"),
    .truth("off", \.isOff, "electrode off"),
    .truth("flat", \.isFlat, "constant signal"),
    .truth("saturated", \.isSaturated, "at the converter's limit"),
    .number("resolution_uv", "uV", decimals: 5, \.resolutionMicrovolts, "one step of the converter"),
    .number("envelope_mean_uv", "uV", decimals: 3, \.envelopeMeanMicrovolts, "mean envelope"),
    .number("envelope_peak_uv", "uV", decimals: 3, \.envelopePeakMicrovolts, "highest half second"),
  ]

  private static func thousandths(
    _ name: String, _ value: @escaping @Sendable (QualityMinuteRow) -> Double,
    _ set: @escaping @Sendable (inout QualityMinuteRow, Double) -> Void
  ) -> TableColumn<QualityMinuteRow> {
    TableColumn(
      name: name, kind: .number, unit: "s", definition: "", isRequired: true,
      text: { Delimited.fixed(value($0), 3) },
      read: { row, cells throws(TextError) in
        guard let seconds = try cells.number(name) else { throw cells.error(name, expected: "a number") }
        set(&row, seconds)
      })
  }
}
