import StudyComparison
import StudyTables

/// `data_dictionary.csv`: every column of `nights.csv` and `comparison.csv`, made from the columns themselves.
package enum DataDictionary {
  package static func csv(style: SpreadsheetStyle = .plain) -> String {
    var text = style.start
    text += style.line(["table", "column", "unit", "required", "definition", "notes"].map { .text($0) })
    for column in NightColumns.all {
      text += style.line(
        [
          "nights.csv", column.name, column.unit, column.isRequired ? "yes" : "no", column.definition,
          column.notes,
        ].map { .text($0.isEmpty ? nil : $0) })
    }
    for column in ContrastColumns.all {
      text += style.line(
        ["comparison.csv", column.name, column.unit, "yes", column.definition, ""]
          .map { .text($0.isEmpty ? nil : $0) })
    }
    return text
  }
}
