import SleepEvents
import StructuredText

extension ScoringFormat {
  /// The XML of the National Sleep Research Resource: `PSGAnnotation`, values as `concept|original`.
  package static let nsrrXML = ScoringFormat(
    name: "nsrr", summary: "NSRR XML",
    recognizes: { $0.rootElement == "PSGAnnotation" },
    read: { document, context in
      let root = try XMLTree.parse(document)
      let cells = XMLCells(file: document.path)
      var builder = AnnotationBuilder(context: context)
      for (index, node) in (root.child("ScoredEvents")?.children("ScoredEvent") ?? []).enumerated() {
        let place = "ScoredEvent \(index + 1)"
        guard let concept = node.value("EventConcept") else { continue }
        let onset = try cells.instant(node.value("Start"), place + ", Start")
        let duration = try cells.duration(node.value("Duration"), place + ", Duration")
        let isStage = node.value("EventType")?.hasPrefix("Stages") == true
        if isStage, let stage = stage(concept) {
          builder.add(.stage(stage), label: concept, onset: onset, duration: duration)
        } else {
          builder.add(
            label: label(concept, vocabulary: context.vocabulary), onset: onset, duration: duration,
            location: node.value("SignalLocation"))
        }
      }
      return builder.finish(format: "NSRR XML")
    })

  /// The whole value if it is known, otherwise the concept, otherwise the original name.
  private static func label(_ value: String, vocabulary: EventVocabulary) -> String {
    let parts = value.split(separator: "|").map { String($0).trimmingBlanks }
    let candidates = [value] + parts
    return candidates.first { vocabulary.meaning(of: $0) != nil } ?? value
  }

  private static func stage(_ concept: String) -> SleepStage? {
    guard let code = concept.split(separator: "|").last, concept.contains("|") else { return nil }
    switch code {
    case "0": return .wake
    case "1": return .n1
    case "2": return .n2
    case "3", "4": return .n3
    case "5": return .rem
    case "6", "9": return .unscored
    default: return nil
    }
  }
}
