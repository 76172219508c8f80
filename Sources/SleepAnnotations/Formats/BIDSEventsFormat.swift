import SleepEvents
import StructuredText

extension ScoringFormat {
  /// BIDS events whose text is not in `trial_type`; a table that has it is read as a Tibialis events table,
  /// which is BIDS as well.
  public static let bids = ScoringFormat(
    name: "bids", summary: "BIDS events",
    recognizes: { document in
      let header = document.headLines.first { !$0.hasPrefix("#") } ?? ""
      let columns = header.split(separator: "\t").map { $0.trimmed }
      return columns.prefix(2) == ["onset", "duration"] && BIDSColumns.text(columns) != nil
    },
    read: { document, context in
      let table = try DelimitedTable(
        text: document.text, file: document.path, required: ["onset", "duration"])
      guard let column = BIDSColumns.text(table.columns) else {
        throw TextError.missingColumns(file: document.path, missing: ["trial_type"], found: table.columns)
      }
      return try EventsTable.read(table, context: context, typeColumn: column)
    })
}

private enum BIDSColumns {
  /// The vocabulary is not fixed; the usual names of the column that holds it.
  static func text(_ columns: [String]) -> String? {
    ["trial_type", "event_type", "stage", "value", "description", "event"].first { columns.contains($0) }
  }
}
