import Foundation
import SleepAnnotations
import SleepEvents

extension ResultFolder {
  /// The night's BIDS events table and its sidecar.
  ///
  /// - Parameter rules: the rule set that determines which movements are periodic; nil for none.
  package func bidsEvents(rules: String?, tagsHED: Bool) throws -> (table: Data, sidecar: Data) {
    let scores = rules.map { stored.tables.movementScores($0) } ?? [:]
    var export = ScoringExport(night: annotations, scores: scores) { channel(of: $0) }
    export.tagsHED = tagsHED
    let files = try export.files(.bids, path: "events.tsv")
    return (files[0].contents, files[1].contents)
  }
}
