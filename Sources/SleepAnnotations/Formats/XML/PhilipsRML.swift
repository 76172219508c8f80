import SleepEvents
import StructuredText

extension ScoringFormat {
  /// Philips Alice and Somnolyzer RML. Stages are changes of state; human staging takes precedence over
  /// machine staging.
  package static let philipsRML = ScoringFormat(
    name: "rml", summary: "Philips RML",
    recognizes: { $0.rootElement == "PatientStudy" },
    read: { document, context in
      let root = try XMLTree.parse(document)
      let reader = PhilipsReader(root: root, cells: XMLCells(file: document.path))
      return try reader.read(document, context: context)
    })
}

private struct PhilipsReader {
  let root: XMLElementNode
  let cells: XMLCells

  func read(_ document: ScoringDocument, context: ReadingContext) throws(AnnotationError) -> NightAnnotations
  {
    var scoring = ClockedScoring()
    let session = root.child("Acquisition")?.child("Sessions")?.child("Session")
    if let start = session?.value("RecordingStart") {
      scoring.start = try cells.time(start, "Session, RecordingStart")
    }
    let length = try cells.duration(session?.value("Duration"), "Session, Duration")
    // Times are seconds since the start of the session; with its clock time they can be related to those of
    // another file.
    let start = scoring.start
    func moment(_ seconds: Double) -> StatedTime {
      start?.advanced(by: TimeSpan(seconds: seconds)) ?? .elapsed(Instant(seconds: seconds))
    }
    for (name, kind) in [("LightsOff", EventKind.lightsOff), ("LightsOn", .lightsOn)] {
      guard let text = session?.value(name) else { continue }
      if let seconds = Double(text) {
        scoring.add(name, meaning: .event(kind), at: moment(seconds))
      } else {
        scoring.add(name, meaning: .event(kind), at: try cells.time(text, "Session, \(name)"))
      }
    }
    try addStages(to: &scoring, length: length, context: context, moment: moment)
    try addEvents(to: &scoring, moment: moment)
    return try scoring.finish("Philips RML", file: document.path, context: context)
  }

  private func addStages(
    to scoring: inout ClockedScoring, length: TimeSpan?, context: ReadingContext,
    moment: (Double) -> StatedTime
  ) throws(AnnotationError) {
    let stages = try chosenStages(&scoring, context)
    for (index, node) in stages.enumerated() {
      let start = try cells.seconds(node[attribute: "Start"], "Stage \(index + 1), Start")
      var duration: TimeSpan?
      if index + 1 == stages.count, let length, length.seconds > start {
        duration = length - TimeSpan(seconds: start)
      }
      scoring.add(node[attribute: "Type"] ?? "?", at: moment(start), duration: duration, isState: true)
    }
  }

  /// The stages of one staging: a person's in preference to a machine's, ignoring empty ones.
  private func chosenStages(
    _ scoring: inout ClockedScoring, _ context: ReadingContext
  ) throws(AnnotationError) -> [XMLElementNode] {
    let staging = root.child("ScoringData")?.child("StagingData")
    let names = ["UserStaging", "MachineStaging"]
    let filled = names.compactMap { name -> (isMachine: Bool, stages: [XMLElementNode])? in
      let stages = staging?.child(name)?.first("NeuroAdultAASMStaging")?.children("Stage") ?? []
      return stages.isEmpty ? nil : (name == "MachineStaging", stages)
    }
    let (index, warnings) = try Scorers.choose(
      arePrograms: filled.map(\.isMachine), context: context, file: cells.file)
    scoring.warnings += warnings
    guard filled.indices.contains(index) else { return [] }
    if filled.count == 1, filled[index].isMachine {
      scoring.warnings.append(
        Warning(
          code: "machine_staging", message: "only the machine staged the night: its stages were used",
          quotesInput: false))
    }
    return filled[index].stages
  }

  private func addEvents(
    to scoring: inout ClockedScoring, moment: (Double) -> StatedTime
  ) throws(AnnotationError) {
    let channels = channelLabels
    for (index, node) in (root.child("ScoringData")?.child("Events")?.children("Event") ?? []).enumerated() {
      let place = "Event \(index + 1)"
      let signal = node.child("LegMovement")?[attribute: "EdfSignal"] ?? node[attribute: "EdfSignal"]
      scoring.add(
        node[attribute: "Type"] ?? "",
        at: moment(try cells.seconds(node[attribute: "Start"], place + ", Start")),
        duration: try cells.duration(node[attribute: "Duration"], place + ", Duration"),
        location: signal.flatMap { channels[$0] })
    }
  }

  /// Labels by signal number; -1 means none.
  private var channelLabels: [String: String] {
    var labels: [String: String] = [:]
    let channels = root.first("ChannelConfig")?.child("Channels")?.children("Channel") ?? []
    for channel in channels {
      guard let signal = channel[attribute: "EdfSignal"] ?? channel.value("EdfSignal"), signal != "-1" else {
        continue
      }
      labels[signal] =
        channel[attribute: "Label"] ?? channel[attribute: "Name"] ?? channel.value("Label")
        ?? channel.value("Name")
    }
    return labels
  }
}
