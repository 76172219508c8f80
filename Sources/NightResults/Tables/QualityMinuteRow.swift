import SleepEvents
import StructuredText

/// A row of `quality.tsv`: one minute of one leg.
package struct QualityMinuteRow: Hashable, Sendable {
  package var leg = Leg.left
  package var onset = Instant.zero
  package var duration = TimeSpan.zero
  package var isValid = false
  /// Share of the minute that could be scored, 0-1.
  package var validShare: Double?
  package var restingMicrovolts: Double?
  private var artifacts: [Double?] = Array(repeating: nil, count: ArtifactMeasure.all.count)
  package var isOff = false
  package var isFlat = false
  package var isSaturated = false
  package var resolutionMicrovolts: Double?
  /// Mean and maximum of the envelope, mean |x| of half seconds.
  package var envelopeMeanMicrovolts: Double?
  package var envelopePeakMicrovolts: Double?

  package init() {}

  /// The amplitude removed by an artifact stage, maximum over the minute.
  package subscript(measure: ArtifactMeasure) -> Double? {
    get { artifacts[measure.index] }
    set { artifacts[measure.index] = newValue }
  }

  package static let columns: [TableColumn<QualityMinuteRow>] = levels + ofArtifacts + states

  private static let ofArtifacts = ArtifactMeasure.all.map { measure in
    TableColumn<QualityMinuteRow>.number(
      measure.column, measure.unit, decimals: 3, \.[measure], measure.definition)
  }

  private static let levels: [TableColumn<QualityMinuteRow>] = [
    .word("leg", \.leg, "L or R"),
    thousandths("onset_s", "seconds since the start of the recording", { $0.onset.seconds }) {
      $0.onset = Instant(seconds: $1)
    },
    thousandths(
      "duration_s", "duration; the last minute of a segment may be shorter", { $0.duration.seconds }
    ) {
      $0.duration = TimeSpan(seconds: $1)
    },
    .truth("valid", \.isValid, "at least half of it could be scored"),
    .number("valid_share", "0-1", decimals: 3, \.validShare, "share that could be scored"),
    .number("resting_uv", "uV", decimals: 3, \.restingMicrovolts, "median resting level"),
  ]

  private static let states: [TableColumn<QualityMinuteRow>] = [
    .truth("off", \.isOff, "electrode off"),
    .truth("flat", \.isFlat, "constant signal"),
    .truth("saturated", \.isSaturated, "at the converter's limit"),
    .number("resolution_uv", "uV", decimals: 5, \.resolutionMicrovolts, "one digital step of the converter"),
    .number("envelope_mean_uv", "uV", decimals: 3, \.envelopeMeanMicrovolts, "mean envelope"),
    .number("envelope_peak_uv", "uV", decimals: 3, \.envelopePeakMicrovolts, "highest half second"),
  ]

  private static func thousandths(
    _ name: String, _ definition: String, _ value: @escaping @Sendable (QualityMinuteRow) -> Double,
    _ set: @escaping @Sendable (inout QualityMinuteRow, Double) -> Void
  ) -> TableColumn<QualityMinuteRow> {
    TableColumn(
      name: name, kind: .number, unit: "s", definition: definition, isRequired: true,
      text: { Delimited.fixed(value($0), 3) },
      read: { row, cells throws(TextError) in
        guard let seconds = try cells.number(name) else { throw cells.error(name, expected: "a number") }
        set(&row, seconds)
      })
  }
}
