import SleepEvents

extension ScoringFormat {
  /// The tables of CAISR: one row per second or half second, with its first and last sample at 200 Hz and a
  /// code for the stage, the arousal, the respiratory event or the movement.
  package static let caisr = ScoringFormat(
    name: "caisr", summary: "CAISR CSV",
    recognizes: { CAISRTable(header: $0.headLines.first ?? "") != nil },
    read: { document, context in
      let lines = document.lines
      guard let table = CAISRTable(header: lines.first ?? "") else {
        throw AnnotationError.broken(
          file: document.path, location: "line 1",
          expected: "start_idx, end_idx and one of stage, arousal, resp, limb", found: "other columns")
      }
      return try table.read(lines, document: document, context: context)
    })
}

private struct CAISRTable {
  private enum Task: String, CaseIterable {
    case stage, arousal, resp, limb
  }

  private let task: Task
  private let start: Int
  private let end: Int
  private let value: Int
  private static let hertz: Int64 = 200

  init?(header: Substring) {
    let names = ExportLine.cells(header, separator: ",").map { $0.lowercased() }
    guard let start = names.firstIndex(of: "start_idx"), let end = names.firstIndex(of: "end_idx") else {
      return nil
    }
    for task in Task.allCases {
      if let value = names.firstIndex(of: task.rawValue) {
        (self.task, self.start, self.end, self.value) = (task, start, end, value)
        return
      }
    }
    return nil
  }

  private struct Run {
    var from: Int
    var to: Int
    var code: Int
  }

  func read(
    _ lines: [Substring], document: ScoringDocument, context: ReadingContext
  ) throws(AnnotationError) -> NightAnnotations {
    let errors = LineErrors(file: document.path)
    var runs: [Run] = []
    for (number, line) in lines.enumerated().dropFirst() where !ExportLine.isBlank(line) {
      let cells = ExportLine.cells(line, separator: ",")
      guard cells.count > max(start, end, value), let from = EpochList.whole(cells[start]),
        let to = EpochList.whole(cells[end]), from >= 0, to > from, to < 200 * 1_000_000
      else { throw errors.broken(number, expected: "the first and last sample of a row", found: line) }
      // An empty cell or NaN is a row that the model left out.
      guard let code = EpochList.whole(cells[value]) else {
        guard ["", "nan"].contains(cells[value].lowercased()) else {
          throw errors.broken(number, expected: "a number", found: cells[value])
        }
        continue
      }
      guard task == .stage ? stage(code) != nil : (0...9).contains(code) else {
        throw errors.broken(
          number, expected: task == .stage ? "1 N3, 2 N2, 3 N1, 4 R, 5 W, 9 unscored" : "a code from 0 to 9",
          found: cells[value])
      }
      if let last = runs.last, last.code == code, last.to == from || last.to + 1 == from {
        runs[runs.count - 1].to = to
      } else {
        runs.append(Run(from: from, to: to, code: code))
      }
    }
    var builder = AnnotationBuilder(context: context)
    for run in runs {
      guard let meaning = meaning(run.code) else { continue }
      let range = TimeRange(start: instant(run.from), end: instant(run.to))
      builder.add(meaning, label: task.rawValue, onset: range.start, duration: range.duration)
    }
    return builder.finish(format: "CAISR CSV")
  }

  private func instant(_ sample: Int) -> Instant {
    Instant(ticks: Int64(sample) * (ticksPerSecond / CAISRTable.hertz))
  }

  private func stage(_ code: Int) -> SleepStage? {
    [1: .n3, 2: .n2, 3: .n1, 4: .rem, 5: .wake, 9: .unscored][code]
  }

  private func meaning(_ code: Int) -> EventMeaning? {
    switch task {
    case .stage: return stage(code).map { .stage($0) }
    case .arousal: return code == 1 ? .event(.arousal) : nil
    case .limb: return code == 1 ? .legMovement(nil) : code == 2 ? .periodicMovement(nil) : nil
    case .resp:
      let kinds: [Int: EventKind] = [
        1: .obstructiveApnea, 2: .centralApnea, 3: .mixedApnea, 4: .hypopnea, 5: .rera,
      ]
      return kinds[code].map { .event($0) }
    }
  }
}
