import SleepEvents
import StructuredText

extension ScoringFormat {
  /// U-Sleep's `.ids`: `0,60,W`, that is start, length and stage, without a header.
  package static let intervals = ScoringFormat(
    name: "ids", summary: "U-Sleep .ids",
    recognizes: { document in
      let lines = document.headLines.filter { !ExportLine.isBlank($0) }
      let whole = document.size <= 4096 ? lines[...] : lines.dropLast()
      let rows = whole.map { IntervalRow($0) }
      guard !rows.isEmpty, rows.allSatisfy({ $0 != nil }) else { return false }
      return rows.contains { $0.flatMap { EventVocabulary.standard.meaning(of: $0.label) } != nil }
    },
    read: { document, context in
      var scoring = ClockedScoring()
      for (number, line) in document.lines.enumerated() where !ExportLine.isBlank(line) {
        guard let row = IntervalRow(line) else {
          throw LineErrors(file: document.path).broken(
            number, expected: "a start, a length and a stage", found: line)
        }
        scoring.add(row.label, at: .elapsed(row.onset), duration: row.duration, isState: true)
      }
      return try scoring.finish("U-Sleep .ids", file: document.path, context: context)
    })

  /// MNE's annotations as text: a commented header with the start, followed by onset, duration and
  /// description.
  package static let mneText = ScoringFormat(
    name: "mne", summary: "MNE annotations TXT",
    recognizes: { $0.headLines.first?.hasPrefix("# MNE-Annotations") == true },
    read: { document, context in
      var scoring = ClockedScoring()
      var hasChannels = false
      for (number, line) in document.lines.enumerated() where !ExportLine.isBlank(line) {
        if line.hasPrefix("#") {
          if let mark = line.range(of: "orig_time"), let colon = line[mark.upperBound...].firstIndex(of: ":")
          {
            scoring.start = StatedTime(line[line.index(after: colon)...].trimmed)
            if scoring.start?.isUnknownDay == true { scoring.start = nil }
          }
          hasChannels = hasChannels || line.contains("ch_names")
          continue
        }
        let cells = ExportLine.cells(line, separator: ",", columns: hasChannels ? 4 : 3)
        guard cells.count >= 3, let onset = Double(cells[0]), abs(onset) < 1e8, let length = Double(cells[1]),
          (0..<1e8).contains(length)
        else {
          throw LineErrors(file: document.path).broken(
            number, expected: "an onset, a duration and a description", found: line)
        }
        let elapsed = TimeSpan(seconds: onset)
        scoring.add(
          cells[2], at: scoring.start?.advanced(by: elapsed) ?? .elapsed(.zero + elapsed),
          duration: length > 0 ? TimeSpan(seconds: length) : nil,
          location: cells.count > 3 && !cells[3].isEmpty ? cells[3] : nil)
      }
      return try scoring.finish("MNE annotations", file: document.path, context: context)
    })
}

private struct IntervalRow {
  let onset: Instant
  let duration: TimeSpan
  let label: String

  init?(_ line: Substring) {
    guard let mark = ["\t", ";", ","].first(where: { line.contains($0) }) else { return nil }
    let cells = ExportLine.cells(line, separator: Character(mark))
    guard cells.count == 3, let start = Double(cells[0]), abs(start) < 1e8, let length = Double(cells[1]),
      (0..<1e8).contains(length), Double(cells[2]) == nil, !cells[2].isEmpty
    else { return nil }
    (onset, duration, label) = (Instant(seconds: start), TimeSpan(seconds: length), cells[2])
  }
}
