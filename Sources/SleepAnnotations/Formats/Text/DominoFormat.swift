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
    var reachedEvents = false
    for (number, line) in lines.enumerated() where !ExportLine.isBlank(line) {
      guard let entry = DominoLine(line) else {
        guard !reachedEvents else {
          throw LineErrors(file: file).broken(
            number, expected: "a time, a semicolon and a label", found: line)
        }
        try readHeader(line, number, into: &scoring)
        continue
      }
      reachedEvents = true
      let isEpoch = entry.stop == nil
      scoring.add(
        entry.label, meaning: isEpoch ? stage(entry.label) : nil, at: entry.onset,
        duration: isEpoch ? scoring.epoch : nil, stop: entry.stop, isState: isEpoch)
    }
    return try scoring.finish("DOMINO TXT", file: file, context: context)
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

  /// Only the first two letters are certain: `Wa`, `Wake`. In the Physip variant the numbers are in reverse
  /// order.
  private func stage(_ label: String) -> EventMeaning? {
    if label.utf8.count == 1 {
      switch label {
      case "0": return .stage(.n3)
      case "1": return .stage(.n2)
      case "2": return .stage(.n1)
      case "3": return .stage(.rem)
      case "4": return .stage(.wake)
      case "5", "A", "a": return .stage(.unscored)
      default: return nil
      }
    }
    switch label.prefix(2).lowercased() {
    case "wa": return .stage(.wake)
    case "n1": return .stage(.n1)
    case "n2": return .stage(.n2)
    case "n3", "n4": return .stage(.n3)
    case "re": return .stage(.rem)
    case "ar", "mo": return .stage(.unscored)
    default: return nil
    }
  }
}
