import StructuredText

/// Descriptions of a night's tables.
package enum NightTableDescriptions {
  /// Placeholder for the name of a rule set.
  package static let anyRules = "<rules>"

  /// The tables beside a result with these rule sets.
  ///
  /// - Parameter hasHeart: true if there was an ECG.
  package static func all(rules: [String] = [anyRules], hasHeart: Bool = true) -> [TableDescription] {
    [
      TableDescription(
        file: NightFolder.legMovements, title: "movements of single legs of at least 0.5 s",
        columns: LegMovementRow.columns(rules: rules, hasHeart: hasHeart).map(\.description))
    ]
      + rules.map { name in
        TableDescription(
          file: NightFolder.combined(name), title: "combined movements under \(name)",
          columns: CombinedMovementRow.columns.map(\.description), key: ["number"])
      } + [
        TableDescription(
          file: NightFolder.nearMisses, title: "bursts and marks that are not movements",
          columns: NearMissRow.columns(rules: rules).map(\.description)),
        TableDescription(
          file: NightFolder.events, title: "stages, events and gaps",
          columns: EventRow.columns.map(\.description)),
        TableDescription(
          file: NightFolder.quality, title: "each minute of each leg",
          columns: QualityMinuteRow.columns.map(\.description), key: ["leg", "onset_s"]),
        TableDescription(
          file: NightFolder.otherMovements, title: "trains of short bursts and fragmentary myoclonus",
          columns: OtherMovementRow.columns.map(\.description)),
        TableDescription(
          file: NightFolder.tone, title: "half minutes of the chin",
          columns: ToneRow.columns.map(\.description)
        ),
      ]
  }

  /// The clinician's line of a night, in the file with that name.
  package static func clinician(file: String) -> TableDescription {
    TableDescription(
      file: file, title: "one line per night, for the clinician's files",
      columns: ClinicianRow.columns.map(\.description))
  }
}
