import Foundation
import SleepEvents

extension ScoringFormat {
  /// EDFbrowser's annotation export: `Onset,Duration,Annotation`; the onset in seconds, as clock time, or as
  /// date and time.
  package static let edfBrowser = ScoringFormat(
    name: "edfbrowser", summary: "EDFbrowser CSV",
    recognizes: { document in
      let header = (document.headLines.first ?? "").lowercased()
      let names = header.split(separator: ",").map { $0.trimmed }
      return names == ["onset", "duration", "annotation"] || names == ["onset", "annotation"]
    },
    read: { document, context in
      let lines = document.lines
      let errors = LineErrors(file: document.path)
      let hasDuration = lines[0].split(separator: ",").count == 3
      var scoring = ClockedScoring()
      for number in 1..<max(lines.count, 1) where !ExportLine.isBlank(lines[number]) {
        let cells = ExportLine.cells(lines[number], separator: ",", columns: hasDuration ? 3 : 2)
        let seconds = cells.first.flatMap { Double($0) }.flatMap { abs($0) < 1e8 ? $0 : nil }
        guard cells.count == (hasDuration ? 3 : 2), let text = cells.first, let label = cells.last,
          let onset = seconds.map({ StatedTime.elapsed(Instant(seconds: $0)) }) ?? StatedTime(text)
        else {
          throw errors.broken(number, expected: "an onset, a duration and a text", found: lines[number])
        }
        var duration: TimeSpan?
        if hasDuration, !cells[1].isEmpty {
          guard let length = StatedTime.decimal(cells[1]) else {
            throw errors.broken(number, expected: "a duration in seconds", found: cells[1])
          }
          duration = TimeSpan(seconds: length)
        }
        let (name, channel) = linked(label)
        scoring.add(name, at: onset, duration: duration, location: channel)
      }
      return try scoring.finish("EDFbrowser CSV", file: document.path, context: context)
    })

  /// Splits `Limb movement@@EMG LAT` into text and channel.
  private static func linked(_ text: String) -> (String, String?) {
    guard let mark = text.range(of: "@@") else { return (text, nil) }
    return (String(text[..<mark.lowerBound]), String(text[mark.upperBound...]))
  }
}
