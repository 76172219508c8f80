import Foundation
import SleepEvents

extension ScoringFormat {
  /// Luna's `.annot`: class, instance, channel, start, stop, meta, TAB-separated; also 4 and 3 columns.
  public static let lunaAnnotations = ScoringFormat(
    name: "annot", summary: "Luna .annot",
    recognizes: { document in
      let lines = document.headLines.filter { !ExportLine.isBlank($0) }
      guard let first = lines.first(where: { !$0.hasPrefix("#") }) else { return false }
      if LunaColumns(header: first) != nil { return true }
      guard
        let columns = LunaColumns(count: first.split(separator: "\t", omittingEmptySubsequences: false).count)
      else { return false }
      return LunaReader.isRow(first, columns)
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

  /// The last column that is read.
  var last: Int { max(start, stop, instance ?? 0, channel ?? 0) }

  init?(count: Int) {
    switch count {
    case 3: (start, stop) = (1, 2)
    case 4: (instance, start, stop) = (1, 2, 3)
    case 6...: (instance, channel, start, stop) = (1, 2, 3, 4)
    default: return nil
    }
  }

  init?(header: Substring) {
    let names = header.split(separator: "\t", omittingEmptySubsequences: false).map {
      $0.trimmed.lowercased()
    }
    guard names.first == "class", let start = names.firstIndex(of: "start"),
      let stop = names.firstIndex(of: "stop")
    else { return nil }
    (self.start, self.stop) = (start, stop)
    instance = names.firstIndex(of: "instance")
    channel = names.firstIndex(of: "channel")
  }
}

/// A start or a stop as Luna writes it.
private enum LunaTime {
  case moment(StatedTime)
  /// `+dur` as a stop.
  case length(Span)
  /// `...`: until the next row begins.
  case untilNext
  /// `e:1` or `e:30:1`: an epoch, from its beginning to its end.
  case epoch(Instant, Span)
  case missing

  init?(_ text: String) {
    if text == "." {
      self = .missing
    } else if text == "..." {
      self = .untilNext
    } else if text.hasPrefix("e:") {
      let numbers = text.dropFirst(2).split(separator: ":").map { Int($0) }
      guard let last = numbers.last ?? nil, (1...1_000_000).contains(last), numbers.count <= 2 else {
        return nil
      }
      let seconds = numbers.count == 2 ? numbers[0] ?? 0 : 30
      guard (1...3600).contains(seconds) else { return nil }
      self = .epoch(Instant(seconds: Double(seconds * (last - 1))), .seconds(seconds))
    } else if text.hasPrefix("+"), let seconds = StatedTime.decimal(text.dropFirst()) {
      self = .length(Span(seconds: seconds))
    } else if text.hasPrefix("0+") {
      guard let elapsed = LunaTime.elapsed(text.dropFirst(2)) else { return nil }
      self = .moment(.elapsed(Instant.zero + elapsed))
    } else if text.hasPrefix("d"), let dash = text.firstIndex(of: "-"),
      let day = Int(text[text.index(after: text.startIndex)..<dash]), (1...1000).contains(day),
      let clock = StatedTime.clockTime(text[text.index(after: dash)...])
    {
      // Day 1 is the day on which the recording began: marked by a day number far below any real one.
      self = .moment(.dated(StatedDay(certain: LunaTime.firstDay + day), clock))
    } else if text.contains(":"), let time = StatedTime(text) {
      self = .moment(time)
    } else if let seconds = Double(text), abs(seconds) < 1e8 {
      self = .moment(.elapsed(Instant(seconds: seconds)))
    } else {
      return nil
    }
  }

  static let firstDay = -10_000_000

  private static func elapsed(_ text: Substring) -> Span? {
    let parts = text.split(separator: ":")
    guard parts.count == 3, let hours = Int(parts[0]), hours >= 0, hours < 10_000,
      let rest = StatedTime.clockTime("0:\(parts[1]):\(parts[2])")
    else { return nil }
    return .seconds(hours * 3600) + rest
  }
}

private struct LunaReader {
  let file: String
  let context: ReadingContext

  static func isRow(_ line: Substring, _ columns: LunaColumns) -> Bool {
    let cells = ExportLine.cells(line, separator: "\t")
    guard !cells[0].isEmpty, LunaTime(cells[0]) == nil || Double(cells[0]) == nil else { return false }
    return LunaTime(cells[columns.start]) != nil && LunaTime(cells[columns.stop]) != nil
  }

  func read(_ document: ScoringDocument) throws(AnnotationError) -> NightAnnotations {
    let errors = LineErrors(file: file)
    var scoring = ClockedScoring()
    var columns: LunaColumns?
    var waiting: [Int] = []
    for (number, line) in document.lines.enumerated() {
      if ExportLine.isBlank(line) || line.hasPrefix("#") { continue }
      if columns == nil, let named = LunaColumns(header: line) {
        columns = named
        continue
      }
      let cells = ExportLine.cells(line, separator: "\t")
      guard let known = columns ?? LunaColumns(count: cells.count), cells.count > known.last
      else {
        throw errors.broken(number, expected: "3, 4 or at least 6 columns", found: line)
      }
      columns = columns ?? known
      guard let start = LunaTime(cells[known.start]), let stop = LunaTime(cells[known.stop]) else {
        throw errors.broken(number, expected: "a start and a stop", found: line)
      }
      try add(cells, known, start, stop, to: &scoring, waiting: &waiting, line: number)
    }
    anchorDays(&scoring)
    return try scoring.finish("Luna .annot", file: file, context: context)
  }

  private func add(
    _ cells: [String], _ columns: LunaColumns, _ start: LunaTime, _ stop: LunaTime,
    to scoring: inout ClockedScoring, waiting: inout [Int], line: Int
  ) throws(AnnotationError) {
    let onset: StatedTime
    var duration: Span?
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
    let (label, meaning) = LunaReader.label(cells[columns.label], instance: instance)
    if let end {
      scoring.add(label, meaning: meaning, at: onset, stop: end, location: channel)
    } else {
      scoring.add(label, meaning: meaning, at: onset, duration: duration, location: channel)
    }
  }

  /// The class says what it is; stages and sides may stand in the instance instead.
  private static func label(_ name: String, instance: String) -> (String, EventMeaning?) {
    switch EventVocabulary.fold(name) {
    case "l": return (name, .stage(.unscored))  // lights on, outside the scored night
    case "clm": return (name, .nothing)  // every CLM is an LM of the same list
    case "plm seq", "plmseq": return (name, .movementSeries)
    case "arousal respiratory": return (name, .respiratoryArousal)
    case "stage", "sleepstage", "sleep stage": return (instance, nil)
    case "lm", "plm":
      switch instance.lowercased() {
      case "left", "l", "right", "r", "both": return ("\(name) \(instance)", nil)
      default: return (name, nil)
      }
    default: return (name, nil)
    }
  }

  /// `d1-` counts from the recording's first day; those days become its dates.
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
