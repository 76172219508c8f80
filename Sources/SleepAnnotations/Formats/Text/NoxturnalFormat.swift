import Foundation
import SleepEvents

extension ScoringFormat {
  /// Noxturnal's event export: start, end, event and duration, in the language of the workstation.
  package static let noxturnal = ScoringFormat(
    name: "noxturnal", summary: "Noxturnal CSV",
    recognizes: { document in
      guard let header = document.headLines.first(where: NoxturnalHeader.canBe) else { return false }
      return (NoxturnalHeader(header) ?? NoxturnalHeader(units: document.headLines)) != nil
    },
    read: { document, context in try NoxturnalReader(file: document.path).read(document, context: context) })
}

/// The meaning of a Noxturnal export's columns; their names come in six languages.
struct NoxturnalHeader {
  let separator: Character
  let start: Int
  let end: Int?
  let event: Int
  let duration: Int?
  let location: Int?
  /// Whether the names of start and end say that they count from the start of the recording.
  var countsFromStart = false

  /// Stanford's exports begin with a remark such as `#scoreDir=SCORED`.
  static func canBe(_ line: Substring) -> Bool { !ExportLine.isBlank(line) && !line.hasPrefix("#") }

  private static let starts: Set<String> = [
    "start time", "heure de début", "début", "startzeit", "startzeitpunkt", "beginn", "hora de inicio",
    "hora inicio", "tiempo de inicio", "starttijd", "begintijd",
  ]
  private static let ends: Set<String> = [
    "end time", "stop time", "heure de fin", "fin", "endzeit", "ende", "endzeitpunkt", "hora de fin",
    "hora de finalización", "hora fin", "tiempo final", "eindtijd",
  ]
  private static let events: Set<String> = [
    "event", "event type", "type", "événement", "evénement", "évènement", "ereignis", "evento", "gebeurtenis",
    "events",
  ]
  private static let durations: Set<String> = ["duration", "durée", "dauer", "duración", "duur", "tijdsduur"]
  private static let locations: Set<String> = [
    "location", "channel", "signal", "emplacement", "signal source", "kanal", "canal", "kanaal",
    "localisation",
  ]

  init?(_ line: Substring) {
    guard let separator = [",", ";", "\t"].first(where: { line.contains($0) }).map({ Character($0) }) else {
      return nil
    }
    let names = ExportLine.cells(line, separator: separator).map {
      $0.lowercased().precomposedStringWithCanonicalMapping
    }
    func index(_ set: Set<String>) -> Int? { names.firstIndex { set.contains(NoxturnalHeader.plain($0)) } }
    guard let start = index(NoxturnalHeader.starts), let event = index(NoxturnalHeader.events) else {
      return nil
    }
    let end = index(NoxturnalHeader.ends)
    let elapsed = [start, end].compactMap { $0 }.filter { ElapsedName.says(EventVocabulary.fold(names[$0])) }
    guard elapsed.isEmpty || elapsed.count == 2 else { return nil }
    countsFromStart = !elapsed.isEmpty
    let duration = index(NoxturnalHeader.durations)
    // STAGES files have a start, an event and a duration in seconds, but no end.
    guard end != nil else { return nil }
    self.separator = separator
    self.start = start
    self.end = end
    self.event = event
    self.duration = duration
    location = index(NoxturnalHeader.locations)
  }

  /// A header in an unknown language: the line of units below it identifies the export, whose first three
  /// columns are start, end and event.
  init?(units lines: [Substring]) {
    let filled = lines.filter { !ExportLine.isBlank($0) }.prefix(3)
    guard filled.count == 3, let separator = [",", ";", "\t"].first(where: { filled[1].contains($0) }) else {
      return nil
    }
    let mark = Character(separator)
    let units = ExportLine.cells(filled[1], separator: mark)
    let first = ExportLine.cells(filled[2], separator: mark)
    guard units.count >= 4, units[0].hasPrefix("["), let seconds = units.firstIndex(of: "[s]"), seconds == 3,
      StatedTime(first[0]) != nil, first.count > 3, StatedTime(first[1]) != nil
    else { return nil }
    self.separator = mark
    (start, end, event, duration, location) = (0, 1, 2, seconds, nil)
  }

  /// The time in a cell of start or end.
  func time(_ text: String) -> StatedTime? {
    let time = StatedTime(text)
    guard countsFromStart, case .clock(let clock)? = time else { return time }
    return .elapsed(.zero + clock)
  }

  /// A name without its unit, as in `duration [s]`.
  private static func plain(_ name: String) -> String {
    String(name.prefix { $0 != "[" && $0 != "(" }).trimmingBlanks
  }
}

private struct NoxturnalReader {
  let file: String

  func read(_ document: ScoringDocument, context: ReadingContext) throws(AnnotationError) -> NightAnnotations
  {
    let lines = document.lines
    guard let headerLine = lines.firstIndex(where: NoxturnalHeader.canBe),
      let header = NoxturnalHeader(lines[headerLine]) ?? NoxturnalHeader(units: lines)
    else {
      throw .broken(
        file: file, location: "line 1", expected: "a header with start, end and event", found: "another line")
    }
    let errors = LineErrors(file: file)
    var scoring = ClockedScoring()
    for number in (headerLine + 1)..<lines.count {
      let line = lines[number]
      if ExportLine.isBlank(line) { continue }
      let cells = ExportLine.cells(line, separator: header.separator)
      // The second line contains units.
      if cells.first?.hasPrefix("[") == true { continue }
      guard cells.count > max(header.start, header.event), let onset = header.time(cells[header.start]) else {
        throw errors.broken(number, expected: "a date and time in column \(header.start + 1)", found: line)
      }
      func cell(_ index: Int?) -> String? {
        guard let index, index < cells.count, !cells[index].isEmpty else { return nil }
        return cells[index]
      }
      // The duration is exact to the millisecond, the end only to the second.
      var duration: TimeSpan?
      if let text = cell(header.duration) {
        guard let seconds = StatedTime.decimal(text), seconds < 1e8 else {
          throw errors.broken(number, expected: "a duration in seconds", found: text)
        }
        duration = TimeSpan(seconds: seconds)
      }
      scoring.add(
        cells[header.event], at: onset, duration: duration,
        stop: duration == nil ? cell(header.end).flatMap(header.time) : nil,
        location: cell(header.location))
    }
    return try scoring.finish("Noxturnal CSV", file: file, context: context)
  }
}
