import SleepEvents
import StructuredText

extension ScoringFormat {
  /// OpenXDF (Polysmith): one block per scorer; a person's is preferred to the program's.
  package static let openXDF = ScoringFormat(
    name: "openxdf", summary: "OpenXDF",
    recognizes: { $0.rootElement == "OpenXDF" },
    read: { document, context in
      let root = try XMLTree.parse(document)
      return try OpenXDFReader(root: root, cells: XMLCells(file: document.path)).read(
        document, context: context)
    })
}

private struct OpenXDFReader {
  let root: XMLElementNode
  let cells: XMLCells

  /// The sections of a scorer, their contents and the leg they refer to: the first leg channel is the left
  /// one, as Polysmith numbers them.
  private static let sections: [(section: String, item: String, label: String, side: Side?)] = [
    ("LegMovements1", "LegMovement", "Leg movement", .left),
    ("LegMovements2", "LegMovement", "Leg movement", .right),
    ("Microarousals", "Microarousal", "Arousal", nil),
    ("Apneas", "Apnea", "Apnea", nil),
    ("Hypopneas", "Hypopnea", "Hypopnea", nil),
  ]

  func read(_ document: ScoringDocument, context: ReadingContext) throws(AnnotationError) -> NightAnnotations
  {
    var scoring = ClockedScoring()
    scoring.epoch = try cells.epochLength(root.first("EpochLength")?.text.trimmingBlanks)
    if let start = root.first("Session")?.value("StartTime") {
      scoring.start = try cells.time(start, "Session, StartTime")
    }
    let scorers = root.first("Scorers")?.children("Scorer") ?? []
    let filled = scorers.filter { scorer in OpenXDFReader.holdsAnything(scorer) }
    let (index, warnings) = try Scorers.choose(
      arePrograms: filled.map(OpenXDFReader.isProgram), context: context, file: cells.file)
    scoring.warnings += warnings
    if filled.count == 1, OpenXDFReader.isProgram(filled[0]) {
      scoring.warnings.append(
        Warning(
          code: "machine_scoring", message: "only the program scored the night: its marks were used",
          quotesInput: false))
    }
    // If no scorers are listed the sections are at the top level.
    let chosen = filled.indices.contains(index) ? filled[index] : nil
    guard let scorer = chosen ?? (scorers.isEmpty ? root : nil) else {
      return try scoring.finish("OpenXDF", file: document.path, context: context)
    }
    try addStages(of: scorer, to: &scoring, epoch: scoring.epoch ?? context.epoch)
    for section in OpenXDFReader.sections {
      for (index, node) in (scorer.first(section.section)?.children(section.item) ?? []).enumerated() {
        let place = "\(section.section), \(section.item) \(index + 1)"
        let kind = node.value("Class").map { "\($0) \(section.label)" }
        let label = kind.flatMap { context.vocabulary.meaning(of: $0) == nil ? nil : $0 } ?? section.label
        scoring.add(
          label, at: try cells.time(node.value("Time"), place + ", Time"),
          duration: try cells.duration(node.value("Duration"), place + ", Duration"), side: section.side)
      }
    }
    for (index, note) in (root.first("NoteEvents")?.children("Note") ?? []).enumerated() {
      guard let text = note.value("NoteText"), isLights(text, context.vocabulary) else { continue }
      scoring.add(text, at: try cells.time(note.value("Time"), "Note \(index + 1), Time"))
    }
    return try scoring.finish("OpenXDF", file: document.path, context: context)
  }

  /// Polysmith's own scoring is listed under its name among the scorers.
  private static func isProgram(_ scorer: XMLElementNode) -> Bool {
    ["FirstName", "LastName", "Name"].contains { scorer.value($0).map(Scorers.isProgram) ?? false }
  }

  private static func holdsAnything(_ scorer: XMLElementNode) -> Bool {
    let names = sections.map(\.section) + ["SleepStages"]
    return names.contains { scorer.child($0)?.children.isEmpty == false }
  }

  /// Notes are free text: only lights off and on are taken from them.
  private func isLights(_ text: String, _ vocabulary: EventVocabulary) -> Bool {
    switch vocabulary.meaning(of: text) {
    case .event(.lightsOff), .event(.lightsOn): true
    default: false
    }
  }

  private func addStages(
    of scorer: XMLElementNode, to scoring: inout ClockedScoring, epoch: TimeSpan
  ) throws(AnnotationError) {
    for (index, node) in (scorer.first("SleepStages")?.children("SleepStage") ?? []).enumerated() {
      guard let text = node.value("EpochNumber"), let number = Int(text), (1...1_000_000).contains(number)
      else {
        throw .broken(
          file: cells.file, location: "SleepStage \(index + 1), EpochNumber", expected: "a number from 1",
          found: "'\(node.value("EpochNumber") ?? "")'")
      }
      let label = node.value("Stage") ?? "?"
      let onset = Instant(seconds: epoch.seconds * Double(number - 1))
      scoring.add(
        label, meaning: stage(label), at: scoring.start?.advanced(by: onset - .zero) ?? .elapsed(onset),
        duration: epoch,
        isState: true)
    }
  }

  private func stage(_ label: String) -> EventMeaning? {
    switch label {
    case "0", "W": .stage(.wake)
    case "1": .stage(.n1)
    case "2": .stage(.n2)
    case "3", "4": .stage(.n3)
    case "5", "R": .stage(.rem)
    default: nil
    }
  }
}
