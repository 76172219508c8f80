import SleepEvents
import StructuredText

extension ScoringFormat {
  /// Tables of events whose text is not in `trial_type`, or whose columns have other names: BIDS, wonambi, YASA, MNE,
  /// Snooz. The columns are found by their names; of several texts the one whose labels are known counts.
  package static let bids = ScoringFormat(
    name: "bids", summary: "events table (BIDS, wonambi, YASA, MNE, Snooz)",
    recognizes: { document in
      TableColumns(EventsTable.header(of: document))?.saysLengths == true
    },
    read: { document, context in
      let table = try document.table()
      guard let columns = TableColumns(table.columns) else {
        throw TextError.missingColumns(
          file: document.path, missing: ["onset", "duration", "trial_type"], found: table.columns)
      }
      var reader = EventsTableReader(table, columns: columns, context: context)
      return try reader.read(format: "BIDS events")
    })
}
