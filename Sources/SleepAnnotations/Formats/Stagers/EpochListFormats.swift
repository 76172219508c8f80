import SleepEvents

/// Formats with one stage per line or row, epoch by epoch from the start of the recording.
extension ScoringFormat {
  /// YASA: integers 0 W, 1-3, 4 R, -1 artefact, -2 unscored, or WAKE, N1, ..., UNS; as a bare list or in a
  /// table of epochs.
  ///
  /// Here 4 is REM, while in Profusion it is stage 4: a list of bare integers is read as YASA's, and one with
  /// other numbers is refused.
  package static let yasa = ScoringFormat(
    name: "yasa", summary: "YASA hypnogram",
    recognizes: { document in
      let list = EpochList(document.headLines, complete: document.size <= 4096)
      let rows = list.rows
      return !rows.isEmpty && rows.contains { $0.text != nil }
        && rows.allSatisfy { $0.text.map { StageNumbers.isOfYASA($0, inTable: list.hasHeader) } ?? true }
    },
    read: { document, context in
      try StageListReader(document: document, context: context).read(format: "YASA hypnogram")
    })

  /// Luna's `.eannot`, U-Sleep's lists and tables of epochs: one label per line and epoch.
  package static let lunaEpochs = ScoringFormat(
    name: "eannot", summary: "list of stages (Luna .eannot, U-Sleep)",
    recognizes: { document in
      let list = EpochList(document.headLines, complete: document.size <= 4096)
      let texts = list.rows.compactMap(\.text)
      let known = texts.count { StageNumbers.stage($0) != nil || EpochList.whole($0) != nil }
      let mayHoldOthers = list.hasHeader || document.path.lowercased().hasSuffix(".eannot")
      return known > 0 && (known == texts.count || mayHoldOthers)
    },
    read: { document, context in
      try StageListReader(document: document, context: context).read(format: "Luna .eannot")
    })
}

/// The numbers and words in stage lists.
enum StageNumbers {
  /// A short integer, or one of YASA's words.
  static func isOfYASA(_ text: String, inTable: Bool) -> Bool {
    if let number = EpochList.whole(text) { return abs(number) <= 20 }
    // YASA's tables also use the short letters; a bare list of them is Luna's.
    if inTable, ["W", "R"].contains(text) { return true }
    return ["WAKE", "N1", "N2", "N3", "REM", "ART", "UNS"].contains(text.uppercased())
  }

  static let yasa: [Int: SleepStage] = [
    0: .wake, 1: .n1, 2: .n2, 3: .n3, 4: .rem, -1: .unscored, -2: .unscored,
  ]

  /// If wake and REM are given as words, the numbers are Rechtschaffen and Kales sleep stages.
  static let depths: [Int: SleepStage] = [0: .wake, 1: .n1, 2: .n2, 3: .n3, 4: .n3]

  /// The stage for a word; `L` means lights on, outside the scored night.
  static func stage(_ text: String, _ vocabulary: EventVocabulary = .standard) -> SleepStage? {
    if text == "L" { return .unscored }
    guard case .stage(let stage)? = vocabulary.meaning(of: text) else { return nil }
    return stage
  }
}

struct StageListReader {
  let document: ScoringDocument
  let context: ReadingContext

  func read(format: String) throws(AnnotationError) -> NightAnnotations {
    let list = EpochList(document.lines, complete: true)
    let rows = list.rows
    guard let last = rows.last, rows.contains(where: { $0.text != nil }) else {
      throw .broken(
        file: document.path, location: "line 1", expected: "one stage per line", found: "something else")
    }
    let numbers = try numbers(rows)
    let (epoch, warnings) = EpochLength.resolve(
      count: last.place + 1, stated: list.statedEpoch, context: context)
    var builder = AnnotationBuilder(context: context)
    builder.warnings = warnings
    for row in rows {
      guard let text = row.text else { continue }
      let onset = Instant(ticks: epoch.ticks * Int64(row.place))
      if let stage = StageNumbers.stage(text, context.vocabulary)
        ?? EpochList.whole(text).flatMap({ numbers[$0] })
      {
        builder.add(.stage(stage), label: text, onset: onset, duration: epoch)
      } else {
        builder.add(label: text, onset: onset, duration: epoch, isState: true)
      }
    }
    return builder.finish(format: format)
  }

  /// The meanings of the numbers in this list.
  ///
  /// - Throws: `AnnotationError.unknownStageNumber` if a number is not in the code.
  private func numbers(_ rows: [EpochList.Row]) throws(AnnotationError) -> [Int: SleepStage] {
    var found: Set<Int> = []
    var stages: Set<SleepStage> = []
    for row in rows {
      guard let text = row.text else { continue }
      if let stage = StageNumbers.stage(text, context.vocabulary) {
        stages.insert(stage)
      } else if let number = EpochList.whole(text) {
        found.insert(number)
      }
    }
    if found.isEmpty { return [:] }
    let hasWords = rows.contains { $0.text.map { EpochList.whole($0) == nil } ?? false }
    let code = hasWords && stages.contains(.rem) ? StageNumbers.depths : StageNumbers.yasa
    guard let row = rows.first(where: { isOutside($0, code) }) else { return code }
    throw .unknownStageNumber(
      file: document.path, line: row.line + 1, found: row.text ?? "", advice: StageListReader.advice(found))
  }

  private func isOutside(_ row: EpochList.Row, _ code: [Int: SleepStage]) -> Bool {
    guard let text = row.text, StageNumbers.stage(text, context.vocabulary) == nil,
      let number = EpochList.whole(text)
    else { return false }
    return code[number] == nil
  }

  private static func advice(_ found: Set<Int>) -> String {
    var maps: [String] = []
    var reading = "the list uses another code"
    if found.contains(5) {
      reading = found.contains(4) ? "in this list 4 looks like stage 4 and REM is 5" : "in this list REM is 5"
      if found.contains(4) { maps.append("4=sleep_stage_N3") }
      maps.append("5=sleep_stage_R")
    }
    for number in found.sorted() where !(-2...5).contains(number) {
      maps.append("\(number)=sleep_stage_unscored")
    }
    if maps.isEmpty { maps = ["NUMBER=sleep_stage_N2"] }
    return "\(reading): if so, say that " + maps.prefix(8).joined(separator: " ")
  }
}
