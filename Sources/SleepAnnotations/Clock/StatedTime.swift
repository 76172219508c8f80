import Foundation
import SleepEvents

/// A time as given in an export, before its reference is known.
enum StatedTime: Hashable {
  /// Time since the start of the recording.
  case elapsed(Instant)
  /// Time of day without a date.
  case clock(TimeSpan)
  case dated(StatedDay, TimeSpan)

  var clock: TimeSpan? {
    switch self {
    case .elapsed: nil
    case .clock(let time), .dated(_, let time): time
    }
  }
}

/// A date that leaves the order of day and month open; both readings are kept until the file as a whole
/// decides.
struct StatedDay: Hashable {
  /// Day number if the day comes first; nil if there is no such day.
  var dayFirst: Int?
  var monthFirst: Int?

  init(certain: Int) {
    dayFirst = certain
    monthFirst = certain
  }

  init?(_ first: Int, _ second: Int, year: Int) {
    dayFirst = CalendarDay.number(year: year, month: second, day: first)
    monthFirst = CalendarDay.number(year: year, month: first, day: second)
    if dayFirst == nil, monthFirst == nil { return nil }
  }
}

extension StatedTime {
  /// Reads `23:45:40`, `11:45:40.5 PM`, `11:45 p. m.`, `2018-07-25T23:45:40+00:00`, `25/07/2018 23:45:40`,
  /// `01/03/2024-22:00:00`, `23.09.2020 01:00:00,250`, `22.00.00`.
  ///
  /// - Returns: nil for anything else.
  init?(_ text: some StringProtocol) {
    let (plain, half) = StatedTime.withoutHalf(String(text))
    var fields = plain.split(whereSeparator: { $0.isWhitespace || $0 == "T" || $0 == "t" })
    if fields.count == 1, let only = fields.first, only.contains(":") || only.contains("/"),
      let dash = only.lastIndex(of: "-"), dash != only.startIndex
    {
      // `01/03/2024-22:00:00`
      fields = [only[..<dash], only[only.index(after: dash)...]]
    }
    guard let first = fields.first, let last = fields.last else { return nil }
    if fields.count == 1, let clock = StatedTime.clockTime(first, afternoon: half) {
      self = .clock(clock)
    } else if fields.count == 2,
      let clock = StatedTime.clockTime(StatedTime.withoutZone(last), afternoon: half),
      let day = StatedTime.day(first)
    {
      self = .dated(day, clock)
    } else {
      return nil
    }
  }

  /// This time plus a span; nil for a time without a clock.
  func advanced(by span: TimeSpan) -> StatedTime? {
    guard let clock else { return nil }
    let time = clock + span
    let day = CalendarDay.length.ticks
    let turns = Int((Double(time.ticks) / Double(day)).rounded(.down))
    let rest = time - .seconds(turns * 86_400)
    guard case .dated(var date, _) = self else { return .clock(rest) }
    date.dayFirst = date.dayFirst.map { $0 + turns }
    date.monthFirst = date.monthFirst.map { $0 + turns }
    return .dated(date, rest)
  }

  /// The text without its marker for morning or afternoon, wherever that is, and true for the afternoon.
  private static func withoutHalf(_ text: String) -> (text: String, afternoon: Bool?) {
    let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
    for (word, isAfternoon) in isPlain ? [] : halves {
      if let range = text.range(of: word) {
        return (text.replacingCharacters(in: range, with: " "), isAfternoon)
      }
    }
    // `p. m.`, `PM`, `p.m.`, with any blanks in between, at the end.
    var letters: [Character] = []
    var end = text.endIndex
    while end > text.startIndex, letters.count < 2 {
      let character = text[text.index(before: end)]
      if character.isLetter {
        letters.append(character)
      } else if !character.isWhitespace, character != "." {
        break
      }
      end = text.index(before: end)
    }
    guard letters.count == 2, letters[0] == "m" || letters[0] == "M", let half = letters.last?.lowercased(),
      half == "a" || half == "p"
    else { return (text, nil) }
    return (String(text[..<end]), half == "p")
  }

  private static let halves: [(String, Bool)] = [
    ("오전", false), ("오후", true), ("上午", false), ("下午", true), ("午前", false), ("午後", true),
  ]

  /// Drops a UTC offset at the end: only local time matters.
  private static func withoutZone(_ text: Substring) -> Substring {
    if text.last == "Z" || text.last == "z" { return text.dropLast() }
    guard let mark = text.lastIndex(where: { $0 == "+" || $0 == "-" }), mark != text.startIndex else {
      return text
    }
    let zone = text[text.index(after: mark)...].filter { $0 != ":" }
    return zone.count == 4 && zone.allSatisfy(\.isNumber) ? text[..<mark] : text
  }

  /// `h:mm:ss` with decimals after a point or a comma.
  static func clockTime(_ text: some StringProtocol, afternoon: Bool? = nil) -> TimeSpan? {
    var body = Substring(String(text))
    if body.last == "Z" { body.removeLast() }
    let pieces = clockPieces(body)
    guard pieces.count == 3 || pieces.count == 2, let hourText = pieces.first,
      (1...2).contains(hourText.utf8.count),
      var hour = whole(hourText), (0..<24).contains(hour), let minute = whole(pieces[1]),
      (0..<60).contains(minute)
    else { return nil }
    var second = TimeSpan.zero
    if pieces.count == 3 {
      guard let value = decimal(pieces[2]), (0..<60).contains(value) else { return nil }
      second = TimeSpan(seconds: value)
    }
    if let afternoon {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (afternoon ? 12 : 0)
    }
    return .seconds(hour * 3600 + minute * 60) + second
  }

  /// The parts between colons, or between the full stops of `22.00.00` and `22.00.00.5`.
  private static func clockPieces(_ text: Substring) -> [Substring] {
    if text.contains(":") { return text.split(separator: ":", omittingEmptySubsequences: false) }
    let pieces = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    guard pieces.count == 3, pieces.prefix(2).allSatisfy({ (1...2).contains($0.utf8.count) }),
      pieces[2].prefix(while: \.isNumber).utf8.count == 2
    else { return [] }
    return pieces
  }

  /// `2018-07-25`, `25/07/2018`, `7/25/2018`, `23.09.2020`.
  private static func day(_ text: some StringProtocol) -> StatedDay? {
    let pieces = text.split(whereSeparator: { "-/.".contains($0) })
    guard pieces.count == 3, let a = whole(pieces[0]), let b = whole(pieces[1]), let c = whole(pieces[2])
    else {
      return nil
    }
    if pieces[0].utf8.count == 4 {
      return CalendarDay.number(year: a, month: b, day: c).map { StatedDay(certain: $0) }
    }
    let year = pieces[2].utf8.count == 2 ? (c < 85 ? 2000 : 1900) + c : c
    if text.contains(".") {
      return CalendarDay.number(year: year, month: b, day: a).map { StatedDay(certain: $0) }
    }
    return StatedDay(a, b, year: year)
  }

  private static func whole(_ text: some StringProtocol) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text.utf8.count < 10 else {
      return nil
    }
    return Int(text)
  }

  /// Digits with an optional decimal point or comma and nothing else.
  static func decimal(_ text: some StringProtocol) -> Double? {
    let plain = String(text.map { $0 == "," ? "." : $0 })
    guard let first = plain.utf8.first, (0x30...0x39).contains(first) else { return nil }
    guard let value = Double(plain), value.isFinite else { return nil }
    return value
  }
}
