/// A value that an artifact stage reports for each half second of a leg: a column of `quality.tsv`.
///
/// A new stage adds its measure to `all`; the column is then written, read, described and stored.
package struct ArtifactMeasure: Hashable, Sendable {
  /// Position in `all`.
  package let index: Int
  package let column: String
  package let unit: String
  package let definition: String

  /// Amplitude of the narrow lines.
  package static let hum = ArtifactMeasure(
    index: 0, column: "hum_uv", unit: "uV", definition: "mains hum that was subtracted")
  /// Amplitude of the R-locked activity.
  package static let cardiac = ArtifactMeasure(
    index: 1, column: "ecg_uv", unit: "uV", definition: "cardiac activity that was subtracted")

  package static let all = [hum, cardiac]
}
