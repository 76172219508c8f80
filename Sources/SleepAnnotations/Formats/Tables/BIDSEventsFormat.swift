import SleepEvents
import StructuredText

extension ScoringFormat {
  /// Event tables whose text is not in `trial_type` or whose columns have other names: BIDS, wonambi, YASA,
  /// MNE, Snooz. Columns are found by name; of several text columns the one with the most known labels is
  /// used.
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
