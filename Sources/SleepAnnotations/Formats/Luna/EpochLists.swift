import SleepEvents

/// One stage per line or row, epoch after epoch from the start of the recording.
extension ScoringFormat {
  /// YASA: integers 0 W, 1-3, 4 R, -1 artefact, -2 unscored, or WAKE, N1, ..., UNS; alone or in a table of epochs.
  ///
  /// 4 is REM here and stage 4 in Profusion: a list of bare integers is YASA's (scoring.md H.1, trap 1).
  public static let yasa = ScoringFormat(
    name: "yasa", summary: "YASA hypnogram",
    recognizes: { document in
      let rows = EpochList.rows(document.headLines, complete: document.data.count <= 4096)
      return !rows.isEmpty && rows.allSatisfy { EpochList.yasa($0.text) != nil }
    },
    read: { document, context in
      try EpochList.read(
        document, context: context, format: "YASA hypnogram", expected: "-2 to 4, or WAKE to UNS"
      ) {
        EpochList.yasa($0)
      }
    })

  /// Luna's `.eannot`: one label per line and epoch.
  public static let lunaEpochs = ScoringFormat(
    name: "eannot", summary: "Luna .eannot",
    recognizes: { document in
      let rows = EpochList.rows(document.headLines, complete: document.data.count <= 4096)
      return !rows.isEmpty && rows.allSatisfy { EpochList.luna($0.text, EventVocabulary.standard) != nil }
    },
    read: { document, context in
      try EpochList.read(document, context: context, format: "Luna .eannot", expected: "a stage") {
        EpochList.luna($0, context.vocabulary)
      }
    })
}

private enum EpochList {
  struct Row {
    let line: Int
    let text: String
  }

  /// The stage's cell of each line; a header line and an epoch number in front are left out.
  static func rows(_ lines: [Substring], complete: Bool) -> [Row] {
    var rows: [Row] = []
    for (number, line) in lines.enumerated() where !ExportLine.isBlank(line) {
      if !complete, number == lines.count - 1 { break }
      let cells = line.split(whereSeparator: { $0 == "," || $0 == "\t" || $0 == ";" }).map { $0.trimmed }
      guard let first = cells.first else { return [] }
      let isHeader = rows.isEmpty && ["stage", "epoch", "hypno"].contains(first.lowercased())
      if isHeader { continue }
      // The first column of two counts epochs.
      guard cells.count == 1 || (cells.count == 2 && Int(first) == rows.count) else { return [] }
      rows.append(Row(line: number, text: cells[cells.count - 1]))
    }
    return rows
  }

  static func read(
    _ document: ScoringDocument, context: ReadingContext, format: String, expected: String,
    _ stage: (String) -> SleepStage?
  ) throws(AnnotationError) -> NightAnnotations {
    let rows = rows(document.lines, complete: true)
    guard !rows.isEmpty else {
      throw .broken(
        file: document.path, location: "line 1", expected: "one stage per line", found: "something else")
    }
    var builder = AnnotationBuilder(context: context)
    for (index, row) in rows.enumerated() {
      guard let stage = stage(row.text) else {
        throw LineErrors(file: document.path).broken(row.line, expected: expected, found: row.text)
      }
      builder.add(
        .stage(stage), label: row.text, onset: Instant(seconds: context.epoch.seconds * Double(index)),
        duration: context.epoch)
    }
    return builder.finish(format: format)
  }

  static func yasa(_ text: String) -> SleepStage? {
    switch text.uppercased() {
    case "0", "WAKE": .wake
    case "1", "N1": .n1
    case "2", "N2": .n2
    case "3", "N3": .n3
    case "4", "REM": .rem
    case "-1", "-2", "ART", "UNS": .unscored
    default: nil
    }
  }

  /// `L` marks lights on, outside the scored night.
  static func luna(_ text: String, _ vocabulary: EventVocabulary) -> SleepStage? {
    if text == "L" { return .unscored }
    guard case .stage(let stage)? = vocabulary.meaning(of: text) else { return nil }
    return stage
  }
}
