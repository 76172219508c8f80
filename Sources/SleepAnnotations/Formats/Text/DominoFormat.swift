import Foundation
import SleepEvents

extension ScoringFormat {
  /// SOMNOmedics DOMINO's text exports: sleep profile, arousals and other event lists.
  ///
  /// `LeftLegPhasic`, `RightLegTonic`, `...Any` and the like are muscle activity by the rules for REM sleep
  /// without atonia (bursts from 0.1 s, amplitude relative to the background), not leg movements of at least
  /// 0.5 s and 8 microvolts: they are counted in a warning and not scored unless `--map` says so.
  /// `...Artifact` is ignored.
  package static let domino = ScoringFormat(
    name: "domino", summary: "DOMINO TXT",
    recognizes: { document in
      let lines = document.headLines
      if lines.first?.hasPrefix("Signal ID:") == true { return true }
      return lines.contains { DominoLine($0) != nil } && lines.first.map { DominoLine($0) == nil } == true
    },
    read: { document, context in
      let reader = DominoReader(file: document.path)
      return try reader.read(document, context: context)
    })
}

/// `01:00:30,000; N2` · `01:01:00,750-01:01:12,250; 12;PLM Arousal (EEG)` · `01.02.2020 23:00:00,000; 4`.
private struct DominoLine {
  let onset: StatedTime
  let stop: StatedTime?
  let label: String

  init?(_ line: Substring) {
    guard let semicolon = line.firstIndex(of: ";"), let first = line.first, first.isNumber else { return nil }
    let times = line[..<semicolon]
    // A hyphen separates start and end: dates are written with full stops.
    let ends = times.split(separator: "-", maxSplits: 1)
    guard let start = ends.first, let onset = StatedTime(start) else { return nil }
    self.onset = onset
    if ends.count == 2 {
      guard let stop = StatedTime(ends[1]) else { return nil }
      self.stop = stop
    } else {
      stop = nil
    }
    // A rounded duration may come between the time and the label, followed by the stage.
    let fields = line[line.index(after: semicolon)...].split(separator: ";").map { $0.trimmed }
    let hasDuration =
      stop != nil && fields.count > 1 && fields.first.flatMap { StatedTime.decimal($0) } != nil
    label = fields.dropFirst(hasDuration ? 1 : 0).first ?? ""
  }
}

private struct DominoReader {
  let file: String

  func read(_ document: ScoringDocument, context: ReadingContext) throws(AnnotationError) -> NightAnnotations
  {
    let lines = document.lines
    var scoring = ClockedScoring()
    scoring.epoch = context.epoch
    var header = DominoHeader()
    var marks: [DominoLine] = []
    for (number, line) in lines.enumerated() where !ExportLine.isBlank(line) {
      if let mark = DominoLine(line) {
        marks.append(mark)
        continue
      }
      guard marks.isEmpty else {
        throw LineErrors(file: file).broken(number, expected: "a time, a semicolon and a label", found: line)
      }
      header.read(line)
      try readHeader(line, number, into: &scoring)
    }
    let isProfile = header.isProfile(marks.lazy.filter { $0.stop == nil }.map(\.label))
    for mark in marks {
      if isProfile, mark.stop == nil {
        scoring.add(
          mark.label, meaning: DominoStage.stage(mark.label, context.vocabulary).map { .stage($0) },
          at: mark.onset,
          duration: scoring.epoch, isState: true)
      } else {
        let leg = context.vocabulary.meaning(of: mark.label) == nil ? header.legMark(mark.label) : nil
        let lastsForRate = mark.stop == nil && header.hasRate && !header.isImpulse
        scoring.add(
          label(of: mark, header, context.vocabulary), meaning: leg, at: mark.onset,
          duration: lastsForRate ? scoring.epoch : nil, stop: mark.stop)
      }
    }
    return try scoring.finish("DOMINO TXT", file: file, context: context)
  }

  /// `R` and `Re` are stages only in a profile; elsewhere, where they may be a position, they are unknown under
  /// the name of their signal, unless the user mapped them.
  private func label(of mark: DominoLine, _ header: DominoHeader, _ vocabulary: EventVocabulary) -> String {
    guard let signal = header.signal, mark.label.utf8.count <= 2, Int(mark.label.suffix(1)) == nil,
      case .stage? = vocabulary.meaning(of: mark.label),
      vocabulary.meaning(of: mark.label) == EventVocabulary.standard.meaning(of: mark.label)
    else { return mark.label }
    return "\(signal): \(mark.label)"
  }

  private func readHeader(
    _ line: Substring, _ number: Int, into scoring: inout ClockedScoring
  ) throws(AnnotationError) {
    if line.hasPrefix("Start Time:") {
      let text = line.dropFirst(11).trimmed
      guard let start = StatedTime(text) else {
        throw LineErrors(file: file).broken(number, expected: "a date and time", found: text)
      }
      scoring.start = start
    } else if line.hasPrefix("Rate:") {
      let text = line.dropFirst(5).trimmed.replacing("s", with: "").trimmingBlanks
      guard let seconds = StatedTime.decimal(text), seconds > 0, seconds <= 600 else {
        throw LineErrors(file: file).broken(
          number, expected: "the epoch length in seconds", found: text)
      }
      scoring.epoch = TimeSpan(seconds: seconds)
    }
  }
}
