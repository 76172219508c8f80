/// What an artifact stage says of each half second of a leg: a column of `quality.tsv`.
///
/// A stage that is added brings its measure into `all`, and its column is written, read, described and stored.
package struct ArtifactMeasure: Hashable, Sendable {
  /// Its place in `all`.
  package let index: Int
  package let column: String
  package let unit: String
  package let definition: String

  /// Amplitude of the narrow lines.
  package static let hum = ArtifactMeasure(
    index: 0, column: "hum_uv", unit: "uV", definition: "mains that were taken out")
  /// Amplitude of the R-locked activity.
  package static let cardiac = ArtifactMeasure(
    index: 1, column: "ecg_uv", unit: "uV", definition: "heartbeat that was taken out")

  package static let all = [hum, cardiac]
}
