import SleepEvents

/// Reads a list of stages: chooses the scorer, the code of its numbers and the length of its epochs.
struct StageListReader {
  let document: ScoringDocument
  let context: ReadingContext

  func read(format: String) throws(AnnotationError) -> NightAnnotations {
    let list = EpochList(document.lines, complete: true)
    if let fault = list.fault {
      throw LineErrors(file: document.path).broken(fault.line, expected: fault.expected, found: fault.found)
    }
    guard !list.columns.isEmpty else { throw nothing }
    let scorer = try Scorers.choose(
      arePrograms: list.columns.map(\.isProgram), context: context, file: document.path)
    let rows = list.columns[scorer.index].rows
    guard let last = rows.last, rows.contains(where: { $0.text != nil }) else { throw nothing }
    let (numbers, assumed) = try numbers(rows)
    let (start, epoch, warnings) = try times(list, count: last.place + 1)
    var builder = AnnotationBuilder(context: context)
    builder.warnings = scorer.warnings + warnings + assumed
    for row in rows {
      guard let text = row.text else { continue }
      let onset = Instant(ticks: start.ticks + epoch.ticks * Int64(row.place))
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

  private var nothing: AnnotationError {
    .broken(file: document.path, location: "line 1", expected: "one stage per line", found: "something else")
  }

  /// The onset of the first epoch and the length of all; seconds in the list decide both.
  private func times(
    _ list: EpochList, count: Int
  ) throws(AnnotationError) -> (start: TimeSpan, epoch: TimeSpan, warnings: [Warning]) {
    guard let seconds = list.seconds else {
      let (epoch, warnings) = EpochLength.resolve(count: count, stated: list.statedEpoch, context: context)
      return (.zero, epoch, warnings)
    }
    let epoch = TimeSpan.seconds(seconds.step)
    let allowed = context.epochIsStated ? [context.epoch] : [.seconds(20), .seconds(30), context.epoch]
    guard allowed.contains(epoch) else {
      let lengths = context.epochIsStated ? "the \(context.epoch.seconds) s that were stated" : "20 or 30 s"
      throw .broken(
        file: document.path, location: "line \((list.rows.first?.line ?? 0) + 1)",
        expected: "epoch numbers that step by 1, or seconds that step by an epoch of \(lengths)",
        found: "steps of \(seconds.step)")
    }
    var exact = context
    (exact.epoch, exact.epochIsStated) = (epoch, true)
    let before = seconds.first / seconds.step
    guard seconds.first == seconds.step else {
      return (
        .seconds(seconds.first), epoch,
        EpochLength.resolve(count: before + count, stated: epoch, context: exact).1
      )
    }
    // From one epoch on, the seconds may be the ends of the epochs.
    let whole = epoch.ticks * Int64(clamping: count)
    let areEnds = context.recordingLength.map { recorded in
      abs(whole - recorded.ticks) < abs(whole + epoch.ticks - recorded.ticks)
    }
    var warnings = EpochLength.resolve(
      count: areEnds == true ? count : before + count, stated: epoch, context: exact
    ).1
    if areEnds == nil {
      warnings.append(
        Warning(
          code: "length_or_end",
          message:
            "the seconds begin one epoch after 0 and may be the ends of the epochs; they were read as starts",
          quotesInput: false))
    }
    return (areEnds == true ? .zero : .seconds(seconds.first), epoch, warnings)
  }

  /// The meanings of the numbers in this list, and a warning where nothing but the numbers tells them.
  ///
  /// - Throws: `AnnotationError.unknownStageNumber` if a number is not in the code.
  private func numbers(
    _ rows: [EpochList.Row]
  ) throws(AnnotationError) -> ([Int: SleepStage], [Warning]) {
    var found: Set<Int> = []
    var stages: Set<SleepStage> = []
    for row in rows {
      guard let text = row.text else { continue }
      if let number = EpochList.whole(text) {
        switch StageNumbers.stage(text, context.vocabulary) {
        case nil: found.insert(number)
        // Where the user says that another number is REM, 4 is not.
        case .rem: stages.insert(.rem)
        default: break
        }
      } else if let stage = StageNumbers.stage(text, context.vocabulary) {
        stages.insert(stage)
      }
    }
    if found.isEmpty { return ([:], []) }
    // YASA writes words or numbers, never both: beside a word, numbers are depths of sleep.
    let areDepths = !stages.subtracting([.unscored]).isEmpty
    let code = areDepths ? StageNumbers.depths : StageNumbers.yasa
    guard let row = rows.first(where: { isOutside($0, code) }) else {
      return (code, areDepths || found.isDisjoint(with: 1...4) ? [] : [StageListReader.codeAssumed(found)])
    }
    throw .unknownStageNumber(
      file: document.path, line: row.line + 1, found: row.text ?? "", advice: StageListReader.advice(found))
  }

  /// A list of bare numbers may also be by Rechtschaffen and Kales, or number REM before the depths.
  private static func codeAssumed(_ found: Set<Int>) -> Warning {
    let four = found.contains(4) ? "4 was read as REM, not as stage 4" : "none of them was read as REM"
    return Warning(
      code: "stage_code_assumed",
      message:
        "the stages are bare numbers, which were taken as 0 W, 1 N1, 2 N2, 3 N3, 4 R: \(four)",
      quotesInput: false)
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
