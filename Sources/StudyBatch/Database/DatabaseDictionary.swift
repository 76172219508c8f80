import NightResults
import StructuredText
import StudyTables

/// The descriptions of the database tables, and the table `data_dictionary` that stores them.
enum DatabaseDictionary {
  /// The columns that identify the night of a row, and the rule set if there is one.
  static let keys = ["night", "scoring_rules"]

  private static let night = ColumnDescription(
    name: "night", kind: .wholeNumber, definition: "number of the night in night_keys", isFilled: true)
  private static let rules = ColumnDescription(
    name: "scoring_rules", kind: .text, definition: "the rule set", isFilled: true)

  /// The columns of a table with rows of a night: those of its file after the key.
  static func columns(of name: String) -> [ColumnDescription] {
    tables.first { $0.name == name }?.columns ?? []
  }

  private static let files = [
    (NightFolder.legMovements, "leg_movements"), (NightFolder.nearMisses, "near_misses"),
    (NightFolder.events, "events"), (NightFolder.quality, "quality"), (NightFolder.tone, "tone"),
    (NightFolder.otherMovements, "other_movements"),
  ]

  private static let tables: [(name: String, columns: [ColumnDescription])] = {
    let described = NightTableDescriptions.all(rules: [])
    func text(_ name: String, _ definition: String) -> ColumnDescription {
      ColumnDescription(name: name, kind: .text, definition: definition)
    }
    return [
      ("nights", NightTable.description.columns),
      ("night_keys", [night, text("patient_id", "the patient"), text("night_id", "the night")]),
      (
        "rule_set_results",
        [
          night, rules, text("name", "key of the figure in result.json"),
          ColumnDescription(
            name: "value", kind: .number, definition: "its value; counts and indices per hour"),
        ]
      ),
      (
        "warnings",
        [
          night, text("code", "stable identifier for programs"), text("message", "the warning"),
          text("location", "place, if it has one"),
        ]
      ), ("movements", [night, rules] + CombinedMovementRow.columns.map(\.description)),
    ]
      + files.map { file, name in
        (name, [night] + (described.first { $0.file == file }?.columns ?? []))
      }
  }()

  /// - Parameter comparison: nil if the database has none.
  static func write(_ database: SQLiteDatabase, comparison: TableDescription?) throws(TextError) {
    let names = ["table_name", "column_name", "type", "unit", "definition", "levels"]
    let insert = try database.table(
      "data_dictionary", names.map { SQLiteColumn($0, .text) }, key: "PRIMARY KEY (table_name, column_name)",
      suffix: "WITHOUT ROWID")
    var described = tables
    if let comparison { described.append(("comparison", comparison.columns)) }
    for table in described {
      for column in table.columns {
        let cells = [
          table.name, column.name, column.kind.name, column.unit, column.definition,
          column.kind.levels.joined(separator: ";"),
        ]
        try insert.run(cells.map { $0.isEmpty ? .null : .text($0) })
      }
    }
  }
}
