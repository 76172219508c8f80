import Foundation
import SleepEvents

extension ScoringFormat {
  /// RemLogic's text export: a free-form header, a line of column names with the time format in brackets, then
  /// TAB-separated events. The side of a movement is in the Location column.
  package static let remLogic = ScoringFormat(
    name: "remlogic", summary: "RemLogic TXT",
    recognizes: { document in document.headLines.contains { RemLogicColumns($0) != nil } },
    read: { document, context in try readRemLogic(document, context: context) })

  private static func readRemLogic(
    _ document: ScoringDocument, context: ReadingContext
  ) throws(AnnotationError) -> NightAnnotations {
    let lines = document.lines
    let errors = LineErrors(file: document.path)
    guard let header = lines.firstIndex(where: { RemLogicColumns($0) != nil }),
      let columns = RemLogicColumns(lines[header])
    else {
      throw .broken(
        file: document.path, location: "line 1", expected: "a line with Time [hh:mm:ss] and Event",
        found: "none")
    }
    var scoring = ClockedScoring()
    for number in (header + 1)..<lines.count where !ExportLine.isBlank(lines[number]) {
      let cells = ExportLine.cells(lines[number], separator: "\t")
      guard columns.time < cells.count, columns.event < cells.count,
        let onset = StatedTime(cells[columns.time])
      else {
        throw errors.broken(number, expected: "a time in column \(columns.time + 1)", found: lines[number])
      }
      var duration: TimeSpan?
      if let index = columns.duration, index < cells.count, !cells[index].isEmpty {
        guard let seconds = StatedTime.decimal(cells[index]) else {
          throw errors.broken(number, expected: "a duration in seconds", found: cells[index])
        }
        duration = TimeSpan(seconds: seconds)
      }
      let location = columns.location.flatMap { $0 < cells.count && !cells[$0].isEmpty ? cells[$0] : nil }
      scoring.add(cells[columns.event], at: onset, duration: duration, location: location)
    }
    return try scoring.finish("RemLogic TXT", file: document.path, context: context)
  }
}

/// Columns of a RemLogic export, in any order.
private struct RemLogicColumns {
  let time: Int
  let event: Int
  let duration: Int?
  let location: Int?

  init?(_ line: Substring) {
    guard line.contains("["), line.contains("\t") else { return nil }
    let names = line.split(separator: "\t", omittingEmptySubsequences: false).map { $0.trimmed.lowercased() }
    guard let time = names.firstIndex(where: { $0.hasPrefix("time [") || $0.hasPrefix("heure [") }),
      let event = names.firstIndex(where: { ["event", "événement", "evénement", "évènement"].contains($0) })
    else { return nil }
    self.time = time
    self.event = event
    duration = names.firstIndex { $0.hasPrefix("duration") || $0.hasPrefix("durée") }
    location = names.firstIndex { ["location", "emplacement", "localisation"].contains($0) }
  }
}
