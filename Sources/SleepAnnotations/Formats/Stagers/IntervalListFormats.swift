import SleepEvents
import StructuredText

extension ScoringFormat {
  /// U-Sleep's `.ids`: `0,60,W`, that is start, length and stage, without a header; also with ends in place of
  /// lengths, or with the stage first.
  package static let intervals = ScoringFormat(
    name: "ids", summary: "U-Sleep .ids",
    recognizes: { document in
      let lines = document.headLines
      guard let list = IntervalList(document.size <= 4096 ? lines[...] : lines.dropLast()) else {
        return false
      }
      // Luna's rows also begin with a label, but its second time is an end.
      return list.rows.contains { EventVocabulary.standard.meaning(of: $0.label) != nil }
        && (!list.isLabelFirst || list.second == .length)
    },
    read: { document, context in
      var scoring = ClockedScoring()
      let lines = document.lines
      guard let list = IntervalList(lines[...]) else {
        let (line, found) = IntervalList.firstUnfit(lines)
        throw LineErrors(file: document.path).broken(
          line, expected: "a start, a length and a stage", found: found)
      }
      scoring.warnings = list.warnings
      for row in list.rows {
        let duration = TimeSpan(seconds: list.second == .end ? row.second - row.start : row.second)
        scoring.add(
          row.label, at: .elapsed(Instant(seconds: row.start)), duration: duration, isState: true)
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
