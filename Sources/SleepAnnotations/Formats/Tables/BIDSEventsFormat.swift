import SleepEvents
import StructuredText

extension ScoringFormat {
  /// Tables of events whose text is not in `trial_type`, or whose columns have other names: BIDS, wonambi, YASA, MNE,
  /// Snooz. The columns are found by their names; of several texts the one whose labels are known counts.
  package static let bids = ScoringFormat(
    name: "bids", summary: "events table (BIDS, wonambi, YASA, MNE, Snooz)", limit: ScoringDocument.largest,
    recognizes: { document in
      TableColumns(EventsTable.header(of: document))?.saysLengths == true
    },
    read: { document, context in
      var reader = try EventsTableReader(document, context: context)
      return try reader.read(format: "BIDS events")
    })
}
