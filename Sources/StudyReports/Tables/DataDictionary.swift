import NightResults
import StructuredText
import StudyComparison
import StudyTables

/// Descriptions of all tables that the program reads or writes, and `data_dictionary.csv` made from them.
package enum DataDictionary {
  package static let tables: [TableDescription] =
    [NightTable.description, DrugComparisonResult.tableDescription]
    + ["clinician.csv", NightFolder.clinician].map { NightTableDescriptions.clinician(file: $0) }
    + NightTableDescriptions.all() + StudyTemplate.all.map { $0.description() }

  /// One row per column.
  package static func csv(style: SpreadsheetStyle = .plain) -> String {
    var text = style.start
    text += style.line(
      [
        "table", "column", "unit", "required", "definition", "notes", "type", "levels", "missing", "origin",
      ].map { .text($0) })
    for table in tables {
      for column in table.columns {
        text += style.line(
          [
            table.file, column.name, column.unit, column.isAlwaysThere ? "yes" : "no", column.definition,
            column.notes, column.kind.name, column.kind.levels.joined(separator: ";"),
            table.missing.isEmpty ? "empty" : table.missing, table.origin.rawValue,
          ].map { .text($0.isEmpty ? nil : $0) })
      }
    }
    return text
  }
}
