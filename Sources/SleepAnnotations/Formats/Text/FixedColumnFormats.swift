import Foundation
import SleepEvents

/// Stage lists in fixed columns, as understood by public readers of these exports.
extension ScoringFormat {
  /// Sandman: start on line 5 as `dd/mm/yyyy h:mm:ss AM`, epochs from line 15, with the stage before the
  /// epoch's own clock time.
  package static let sandman = ScoringFormat(
    name: "sandman", summary: "Sandman TXT",
    recognizes: { document in
      let lines = document.headLines
      return lines.count > 14 && FixedColumns.sandmanStart(lines) != nil
        && FixedColumns.sandmanStage(lines[14]) != nil
    },
    read: { document, context in
      let lines = document.lines
      var scoring = ClockedScoring()
      guard lines.count > 14, let start = FixedColumns.sandmanStart(lines) else {
        throw AnnotationError.broken(
          file: document.path, location: "line 5", expected: "a date and time such as 25/07/2018 11:45:40 PM",
          found: "none")
      }
      scoring.start = start
      var clock = TwelveHourClock(start: start.clock ?? .zero)
      for (number, line) in lines.enumerated().dropFirst(14) where !ExportLine.isBlank(line) {
        guard let stage = FixedColumns.sandmanStage(line), let time = FixedColumns.sandmanTime(line),
          let onset = start.advanced(by: clock.elapsed(time.clock, hasHalf: time.hasHalf))
        else {
          throw LineErrors(file: document.path).broken(number, expected: "a stage and a time", found: line)
        }
        scoring.add("stage", meaning: .stage(stage), at: onset, duration: context.epoch)
      }
      return try scoring.finish("Sandman TXT", file: document.path, context: context)
    })

  /// Prana: epochs from line 6 as `dd hh:mm:ss`, with a stage number after column 30; 0 W, 1-3, 5 R.
  package static let prana = ScoringFormat(
    name: "prana", summary: "Prana TXT",
    recognizes: { document in
      let lines = document.headLines
      return lines.count > 5 && FixedColumns.prana(lines[5]) != nil
    },
    read: { document, context in
      var scoring = ClockedScoring()
      let lines = document.lines
      let epoch = FixedColumns.pranaEpoch(lines) ?? context.epoch
      for (number, line) in lines.enumerated().dropFirst(5) where !ExportLine.isBlank(line) {
        guard let entry = FixedColumns.prana(line) else {
          throw LineErrors(file: document.path).broken(
            number, expected: "a day, a clock time and a stage", found: line)
        }
        if number == 5 { scoring.start = entry.onset }
        scoring.add("stage", meaning: .stage(entry.stage), at: entry.onset, duration: epoch)
      }
      return try scoring.finish("Prana TXT", file: document.path, context: context)
    })

  /// Deltamed: one line per epoch, with the time first, then the epoch's length or end, and the stage last: 1
  /// W, 2 R, 3-5 N1-N3.
  package static let deltamed = ScoringFormat(
    name: "deltamed", summary: "Deltamed TXT",
    recognizes: { document in
      let lines = document.headLines.filter { !ExportLine.isBlank($0) }.prefix(3)
      return FixedColumns.deltamed(Array(lines)) != nil
    },
    read: { document, context in
      let lines = document.lines.filter { !ExportLine.isBlank($0) }
      guard let epochs = FixedColumns.deltamed(lines) else {
        throw AnnotationError.broken(
          file: document.path, location: "line 1",
          expected: "on every line an epoch's time and a stage from 1 to 5",
          found: "another line among \(lines.count)")
      }
      var builder = AnnotationBuilder(context: context)
      for (index, stage) in epochs.stages.enumerated() {
        builder.add(
          .stage(stage), label: "stage", onset: Instant(seconds: epochs.length.seconds * Double(index)),
          duration: epochs.length)
      }
      return builder.finish(format: "Deltamed TXT")
    })
}

private enum FixedColumns {
  static func sandmanStart(_ lines: [Substring]) -> StatedTime? {
    guard lines.count > 4 else { return nil }
    let line = lines[4]
    guard let first = line.firstIndex(where: \.isNumber) else { return nil }
    let words = line[first...].split(whereSeparator: \.isWhitespace).prefix(3)
    guard words.count == 3, let time = StatedTime(words.joined(separator: " ")), case .dated = time else {
      return nil
    }
    return time
  }

  /// `12  Wake  11:52:10 PM` or `13  2  11:52:40 PM`: the word before the clock time.
  static func sandmanStage(_ line: Substring) -> SleepStage? {
    let words = line.split(whereSeparator: \.isWhitespace)
    guard words.count >= 3, let clock = words.lastIndex(where: { $0.contains(":") }), clock > 0 else {
      return nil
    }
    switch words[clock - 1].lowercased() {
    case "wake", "w": return .wake
    case "1": return .n1
    case "2": return .n2
    case "3", "4": return .n3
    case "rem", "r": return .rem
    case "?", "unscored", "mt", "movement": return .unscored
    default: return nil
    }
  }

  /// The time of a row, and whether it says AM or PM.
  static func sandmanTime(_ line: Substring) -> (clock: TimeSpan, hasHalf: Bool)? {
    let words = line.split(whereSeparator: \.isWhitespace)
    guard let index = words.lastIndex(where: { $0.contains(":") }),
      let stated = StatedTime(words[index...].joined(separator: " ")), let clock = stated.clock
    else { return nil }
    return (clock, words.count > index + 1)
  }

  static func prana(_ line: Substring) -> (onset: StatedTime, stage: SleepStage)? {
    let words = line.split(whereSeparator: \.isWhitespace)
    guard words.count >= 3, words[0].utf8.count <= 2, Int(words[0]) != nil, line.utf8.count > 30,
      let clock = StatedTime.clockTime(words[1]),
      let code = line.dropFirst(30).split(whereSeparator: \.isWhitespace).first
    else { return nil }
    let stages: [Substring: SleepStage] = ["0": .wake, "1": .n1, "2": .n2, "3": .n3, "4": .n3, "5": .rem]
    guard let stage = stages[code] else { return nil }
    return (.clock(clock), stage)
  }

  /// The only number on line 4 that can be an epoch length.
  static func pranaEpoch(_ lines: [Substring]) -> TimeSpan? {
    guard lines.count > 3 else { return nil }
    let numbers = lines[3].split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
      .filter { [5, 10, 15, 20, 30, 60].contains($0) }
    return numbers.count == 1 ? .seconds(numbers[0]) : nil
  }

  static func deltamed(_ lines: [Substring]) -> (length: TimeSpan, stages: [SleepStage])? {
    let codes: [String: SleepStage] = ["1": .wake, "2": .rem, "3": .n1, "4": .n2, "5": .n3]
    var length = 0
    var stages: [SleepStage] = []
    for line in lines {
      let cells = line.split(separator: "\t").map { $0.trimmed }
      guard cells.count >= 2, let time = cells.first.flatMap({ Int($0) }),
        let stage = cells.last.flatMap({ codes[$0] })
      else { return nil }
      if stages.isEmpty { length = time }
      guard [5, 10, 15, 20, 30, 60].contains(length), time == length || time == length * (stages.count + 1)
      else {
        return nil
      }
      stages.append(stage)
    }
    return stages.isEmpty ? nil : (.seconds(length), stages)
  }
}
