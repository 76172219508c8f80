import SleepEvents

/// A night read from its files; no recording is opened.
package struct StoredNight: Sendable {
  package var folder: NightFolder
  package var document: NightDocument
  package var tables: NightTables

  package init(folder: NightFolder, document: NightDocument, tables: NightTables) {
    self.folder = folder
    self.document = document
    self.tables = tables
  }

  /// The first and last moment that any file mentions, seconds since the start of the recording.
  package var extentSeconds: ClosedRange<Double> {
    let hypnogram = tables.hypnogram
    let ends =
      [document.recording.durationSeconds, hypnogram.spans.last?.range.end.seconds].compactMap(\.self)
      + [
        tables.legMovements.last?.range.end.seconds,
        tables.combined.entries.first?.value.last?.onset.seconds,
      ].compactMap(\.self)
    let start = min(0, hypnogram.spans.first?.range.start.seconds ?? 0)
    return start...max(start + 1, ends.max() ?? 1)
  }
}
