import SleepEvents
import StructuredText

extension ScoringFormat {
  /// Compumedics Profusion: `CMPStudyConfig`, stages as integers from the start of the recording.
  ///
  /// The intervals that Profusion prints are measured from the end of one movement to the start of the next
  /// and are not read (TrapsOfScorings, 7).
  package static let profusionXML = ScoringFormat(
    name: "profusion", summary: "Profusion XML",
    recognizes: { $0.rootElement == "CMPStudyConfig" },
    read: { document, context in
      let root = try XMLTree.parse(document)
      let cells = XMLCells(file: document.path)
      let epoch = try cells.epochLength(root.value("EpochLength")) ?? context.epoch
      var builder = AnnotationBuilder(context: context)
      for (index, node) in (root.child("SleepStages")?.children("SleepStage") ?? []).enumerated() {
        let code = node.text.trimmingBlanks
        guard let stage = stage(code) else {
          throw AnnotationError.broken(
            file: document.path, location: "SleepStage \(index + 1)", expected: "0 to 6, 9 or 10",
            found: "'\(code)'")
        }
        builder.add(
          .stage(stage), label: code, onset: Instant(seconds: epoch.seconds * Double(index)), duration: epoch)
      }
      for (index, node) in (root.child("ScoredEvents")?.children("ScoredEvent") ?? []).enumerated() {
        let place = "ScoredEvent \(index + 1)"
        guard let name = node.value("Name") else { continue }
        builder.add(
          label: name, onset: try cells.instant(node.value("Start"), place + ", Start"),
          duration: try cells.duration(node.value("Duration"), place + ", Duration"),
          location: node.value("Input"))
      }
      return builder.finish(format: "Profusion XML")
    })

  /// Here 4 is stage 4, while in YASA it is REM: the container decides (TrapsOfScorings, 1).
  private static func stage(_ code: String) -> SleepStage? {
    switch code {
    case "0": .wake
    case "1": .n1
    case "2": .n2
    case "3", "4": .n3
    case "5": .rem
    case "6", "9", "10": .unscored
    default: nil
    }
  }
}
