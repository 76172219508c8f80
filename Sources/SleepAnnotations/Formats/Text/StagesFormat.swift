import SleepEvents

extension ScoringFormat {
  /// The CSV of the STAGES study: `Start Time,Duration (seconds),Event`, clock times without a date.
  package static let stages = ScoringFormat(
    name: "stages", summary: "STAGES CSV",
    recognizes: { document in
      let header = document.headLines.first { !ExportLine.isBlank($0) } ?? ""
      let names = header.lowercased().split(separator: ",").map { $0.trimmed }
      return names.prefix(3) == ["start time", "duration (seconds)", "event"]
    },
    read: { document, context in
      let lines = document.lines
      let errors = LineErrors(file: document.path)
      guard let headerLine = lines.firstIndex(where: { !ExportLine.isBlank($0) }) else {
        throw AnnotationError.empty(file: document.path)
      }
      var scoring = ClockedScoring()
      for number in (headerLine + 1)..<lines.count where !ExportLine.isBlank(lines[number]) {
        // Further commas belong to the event.
        let cells = ExportLine.cells(lines[number], separator: ",", columns: 3)
        guard cells.count == 3, let onset = StatedTime(cells[0]) else {
          throw errors.broken(number, expected: "a clock time, a duration and an event", found: lines[number])
        }
        guard cells[1].isEmpty || StatedTime.decimal(cells[1]) != nil else {
          throw errors.broken(number, expected: "a duration in seconds", found: cells[1])
        }
        let label = event(cells[2], vocabulary: context.vocabulary)
        scoring.add(label, at: onset, duration: StatedTime.decimal(cells[1]).map { TimeSpan(seconds: $0) })
      }
      return try scoring.finish("STAGES CSV", file: document.path, context: context)
    })

  /// The whole text if it is known, otherwise the part before a comma.
  private static func event(_ text: String, vocabulary: EventVocabulary) -> String {
    var label = text
    while label.last == "," || label.last == " " { label.removeLast() }
    if vocabulary.meaning(of: label) != nil { return label }
    let first = label.split(separator: ",").first.map { $0.trimmed } ?? label
    return vocabulary.meaning(of: first) == nil ? label : first
  }
}
