import SleepEvents
import StructuredText

extension ScoringFormat {
  /// Embla RemLogic's XML: `EventExport`, with absolute start and end times.
  package static let emblaXML = ScoringFormat(
    name: "embla", summary: "Embla XML",
    recognizes: { $0.rootElement == "EventExport" },
    read: { document, context in
      let root = try XMLTree.parse(document)
      let cells = XMLCells(file: document.path)
      var scoring = ClockedScoring()
      let events = root.first("Events")?.children("Event") ?? []
      for (index, node) in events.enumerated() {
        let place = "Event \(index + 1)"
        guard let type = node.value("Type") else { continue }
        let onset = try cells.time(node.value("StartTime"), place + ", StartTime")
        let stop = try node.value("StopTime").map { text throws(AnnotationError) in
          try cells.time(text, place + ", StopTime")
        }
        scoring.add(type, at: onset, stop: stop, location: node.value("Location"))
      }
      return try scoring.finish("Embla XML", file: document.path, context: context)
    })
}
