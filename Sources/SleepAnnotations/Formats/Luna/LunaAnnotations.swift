import Foundation
import SleepEvents

extension ScoringFormat {
  /// Luna's `.annot`: class, instance, channel, start, stop and meta, separated by TABs; also with 4 or 3
  /// columns.
  package static let lunaAnnotations = ScoringFormat(
    name: "annot", summary: "Luna .annot",
    recognizes: { document in
      let lines = document.headLines.filter { !ExportLine.isBlank($0) }
      guard let first = lines.first(where: { !$0.hasPrefix("#") }) else { return false }
      let cells = LunaColumns.cells(first)
      if LunaColumns(header: cells) != nil { return true }
      guard let columns = LunaColumns(count: cells.count) else { return false }
      return LunaReader.isRow(cells, columns)
    },
    read: { document, context in
      try LunaReader(file: document.path, context: context).read(document)
    })
}

private struct LunaColumns {
  var label = 0
  var instance: Int?
  var channel: Int?
  var start: Int
  var stop: Int
  /// True if the header is not one of Luna's three.
  var isOwnForm = false

  /// The last column needed.
  var last: Int { max(start, stop, instance ?? 0, channel ?? 0) }

  init?(count: Int) {
    switch count {
    case 3: (start, stop) = (1, 2)
    case 4: (instance, start, stop) = (1, 2, 3)
    case 6...: (instance, channel, start, stop) = (1, 2, 3, 4)
    default: return nil
    }
  }

  /// Cells separated by tabs, or by blanks in lines without tabs.
  static func cells(_ line: Substring) -> [String] {
    line.contains("\t")
      ? ExportLine.cells(line, separator: "\t") : line.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  init?(header: [String]) {
    let names = header.map { $0.lowercased() }
    guard names.first == "class", let start = names.firstIndex(of: "start"),
      let stop = names.firstIndex(of: "stop")
    else { return nil }
    (self.start, self.stop) = (start, stop)
    instance = names.firstIndex(of: "instance")
    channel = names.firstIndex(of: "channel")
    isOwnForm = ![3, 4].contains(names.count) && names.count < 6
  }
}

/// A start or stop as written by Luna.
private enum LunaTime {
  case moment(StatedTime)
  /// `+dur` as a stop.
  case length(TimeSpan)
  /// `...`: until the next row begins.
  case untilNext
  /// `e:1` or `e:30:1`: an epoch, from its start to its end.
  case epoch(Instant, TimeSpan)
  case missing

  init?(_ text: String) {
    if text == "." {
      self = .missing
    } else if text == "..." {
      self = .untilNext
    } else if text.hasPrefix("e:") {
      // `e:NUMBER`, `e:LENGTH:NUMBER` or `e:LENGTH:STEP:NUMBER`.
      let numbers = text.dropFirst(2).split(separator: ":").compactMap { Int($0) }
      guard let last = numbers.last, (1...1_000_000).contains(last),
        (1...3).contains(numbers.count), text.count(where: { $0 == ":" }) == numbers.count
      else { return nil }
      let seconds = numbers.count > 1 ? numbers[0] : 30
      let step = numbers.count > 2 ? numbers[1] : seconds
      guard (1...3600).contains(seconds), (1...3600).contains(step) else { return nil }
      self = .epoch(Instant(seconds: Double(step * (last - 1))), .seconds(seconds))
    } else if text.hasPrefix("+"), let seconds = StatedTime.decimal(text.dropFirst()) {
      self = .length(TimeSpan(seconds: seconds))
    } else if text.hasPrefix("0+") {
      guard let elapsed = LunaTime.elapsed(text.dropFirst(2)) else { return nil }
      self = .moment(.elapsed(Instant.zero + elapsed))
    } else if text.hasPrefix("d"), let dash = text.firstIndex(where: { $0 == "-" || $0 == " " }),
      let day = Int(text[text.index(after: text.startIndex)..<dash]), (1...1000).contains(day),
      let clock = StatedTime.clockTime(text[text.index(after: dash)...])
    {
      // Day 1 is the day on which the recording began; it is marked by a day number far below any real one.
      self = .moment(.dated(StatedDay(certain: LunaTime.firstDay + day), clock))
    } else if Double(text) == nil, let time = StatedTime(text) {
      self = .moment(time)
    } else if let seconds = Double(text), abs(seconds) < 1e8 {
      self = .moment(.elapsed(Instant(seconds: seconds)))
    } else {
      return nil
    }
  }

  static let firstDay = -10_000_000

  private static func elapsed(_ text: Substring) -> TimeSpan? {
    let parts = text.split(separator: text.contains(":") ? ":" : ".", maxSplits: 2)
    guard parts.count == 3, let hours = Int(parts[0]), hours >= 0, hours < 10_000,
      let rest = StatedTime.clockTime("0:\(parts[1]):\(parts[2])")
    else { return nil }
    return .seconds(hours * 3600) + rest
  }
}

private struct LunaReader {
  let file: String
  let context: ReadingContext

  static func isRow(_ cells: [String], _ columns: LunaColumns) -> Bool {
    guard !cells[0].isEmpty, LunaTime(cells[0]) == nil || Double(cells[0]) == nil else { return false }
    return LunaTime(cells[columns.start]) != nil && LunaTime(cells[columns.stop]) != nil
  }

  func read(_ document: ScoringDocument) throws(AnnotationError) -> NightAnnotations {
    let errors = LineErrors(file: file)
    var scoring = ClockedScoring()
    var named: LunaColumns?
    var waiting: [Int] = []
    for (number, line) in document.lines.enumerated() {
      if ExportLine.isBlank(line) || line.hasPrefix("#") { continue }
      let cells = LunaColumns.cells(line)
      if let header = LunaColumns(header: cells) {
        named = named ?? header
        continue
      }
      // Rows of 3, 4 and 6 columns may be mixed in one file; with a header of another form, all rows must
      // follow it.
      var known = named.map(\.isOwnForm) == true ? named : LunaColumns(count: cells.count)
      if let named, cells.count > named.last { known = named }
      guard let known, cells.count > known.last else {
        throw errors.broken(number, expected: "3, 4 or at least 6 columns", found: line)
      }
      guard let start = LunaTime(cells[known.start]), let stop = LunaTime(cells[known.stop]) else {
        throw errors.broken(number, expected: "a start and a stop", found: line)
      }
      try add(cells, known, start, stop, to: &scoring, waiting: &waiting, line: number)
    }
    if let length = context.recordingLength {
      for index in waiting { scoring.entries[index].stop = .elapsed(.zero + length) }
    }
    anchorDays(&scoring)
    return try scoring.finish("Luna .annot", file: file, context: context)
  }

  private func add(
    _ cells: [String], _ columns: LunaColumns, _ start: LunaTime, _ stop: LunaTime,
    to scoring: inout ClockedScoring, waiting: inout [Int], line: Int
  ) throws(AnnotationError) {
    let onset: StatedTime
    var duration: TimeSpan?
    switch start {
    case .moment(let time): onset = time
    case .epoch(let time, let length):
      onset = .elapsed(time)
      duration = length
    case .missing: return
    case .length, .untilNext:
      throw LineErrors(file: file).broken(line, expected: "a start", found: cells[columns.start])
    }
    for index in waiting { scoring.entries[index].stop = onset }
    waiting = []
    var end: StatedTime?
    switch stop {
    case .moment(let time): end = time
    case .length(let length): duration = length
    case .epoch(let time, let length): end = .elapsed(time + length)
    case .untilNext: waiting = [scoring.entries.count]
    case .missing: break
    }
    if end != nil { duration = nil }
    let channel = columns.channel.flatMap { cells[$0] == "." ? nil : cells[$0] }
    let instance = columns.instance.map { cells[$0] } ?? "."
    let (label, meaning) = LunaLabel.read(cells[columns.label], instance: instance)
    if let end {
      scoring.add(label, meaning: meaning, at: onset, stop: end, location: channel)
    } else {
      scoring.add(label, meaning: meaning, at: onset, duration: duration, location: channel)
    }
  }

  /// `d1-` is relative to the recording's first day; such days are converted to its dates.
  private func anchorDays(_ scoring: inout ClockedScoring) {
    let first = context.start?.day
    func moved(_ time: StatedTime) -> StatedTime {
      guard case .dated(let day, let clock) = time, let number = day.dayFirst,
        number < LunaTime.firstDay + 2000,
        let first
      else { return time }
      return .dated(StatedDay(certain: number - LunaTime.firstDay - 1 + first), clock)
    }
    for index in scoring.entries.indices {
      scoring.entries[index].onset = moved(scoring.entries[index].onset)
      scoring.entries[index].stop = scoring.entries[index].stop.map(moved)
    }
  }
}
