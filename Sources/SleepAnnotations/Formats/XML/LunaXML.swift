import SleepEvents

extension ScoringFormat {
  /// Luna's own XML, written by `WRITE-ANNOTS xml`: instances of classes, in seconds from the start.
  package static let lunaXML = ScoringFormat(
    name: "luna-xml", summary: "Luna XML",
    recognizes: { $0.rootElement == "Annotations" },
    read: { document, context in
      let root = try XMLTree.parse(document)
      let cells = XMLCells(file: document.path)
      var scoring = ClockedScoring()
      scoring.epoch = try cells.epochLength(root.value("EpochLength"))
      for (index, node) in (root.child("Instances")?.children("Instance") ?? []).enumerated() {
        let place = "Instance \(index + 1)"
        guard let name = node.value("Class") ?? node[attribute: "class"] else { continue }
        let start = try cells.instant(node.value("Start"), place + ", Start")
        var duration = try cells.duration(node.value("Duration"), place + ", Duration")
        if duration == nil, let stop = node.value("Stop") {
          duration = max(try cells.instant(stop, place + ", Stop") - start, .zero)
        }
        let (label, meaning) = LunaLabel.read(name, instance: node.value("Name") ?? ".")
        let channel = node.value("Channel")
        scoring.add(
          label, meaning: meaning, at: .elapsed(start), duration: duration,
          location: channel == "." ? nil : channel)
      }
      return try scoring.finish("Luna XML", file: document.path, context: context)
    })
}
