import StructuredText

extension NightTable {
  /// The description of `nights.csv`.
  package static let description = TableDescription(
    file: "nights.csv", title: "nights, one row per night and rule set",
    columns: NightColumns.all.map(\.description), key: ["patient_id", "night_id", "scoring_rules"])
}

extension NightColumn {
  package var description: ColumnDescription {
    ColumnDescription(
      name: name, kind: columnKind, unit: unit, definition: definition, notes: notes,
      isAlwaysThere: isRequired, isFilled: kind == .identifier)
  }

  private var columnKind: ColumnKind {
    switch kind {
    case .identifier, .text: .text
    case .date: .date
    case .wholeNumber: .wholeNumber
    case .number: .number
    case .truth: .truth
    case .choice(let words): .word(words)
    case .codes(let words): .codes(words)
    }
  }
}
