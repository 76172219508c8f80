import SleepEvents

/// A time as an export states it, before it is known what it counts from.
enum StatedTime: Hashable {
  /// Since the start of the recording.
  case elapsed(Instant)
  /// Time of day without a date.
  case clock(Span)
  case dated(StatedDay, Span)

  var clock: Span? {
    switch self {
    case .elapsed: nil
    case .clock(let time), .dated(_, let time): time
    }
  }
}

/// A date whose order of day and month the text leaves open; both readings are kept until the file decides.
struct StatedDay: Hashable {
  /// Day number if the day stands first; nil if there is no such day.
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
  /// Reads `23:45:40`, `11:45:40.5 PM`, `2018-07-25T23:45:40`, `25/07/2018 23:45:40`, `23.09.2020 01:00:00,250`.
  ///
  /// - Returns: nil for anything else.
  init?(_ text: some StringProtocol) {
    let parts = text.split(whereSeparator: {
      $0 == " " || $0 == "T" || $0 == "t" || $0 == "\u{00A0}" || $0 == "\u{202F}"
    })
    guard let first = parts.first, parts.count <= 3 else { return nil }
    let half = parts.last.flatMap { StatedTime.afternoon($0) }
    let fields = parts.dropLast(half == nil ? 0 : 1)
    if fields.count == 1, let clock = StatedTime.clockTime(first, afternoon: half) {
      self = .clock(clock)
    } else if fields.count == 2, let last = fields.last,
      let clock = StatedTime.clockTime(last, afternoon: half),
      let day = StatedTime.day(first)
    {
      self = .dated(day, clock)
    } else {
      return nil
    }
  }

  /// True for PM, false for AM, nil for anything else.
  private static func afternoon(_ word: some StringProtocol) -> Bool? {
    switch word.lowercased() {
    case "am", "a.m.": false
    case "pm", "p.m.": true
    default: nil
    }
  }

  /// `h:mm:ss` with decimals behind a point or a comma.
  static func clockTime(_ text: some StringProtocol, afternoon: Bool? = nil) -> Span? {
    var body = Substring(String(text))
    if body.last == "Z" { body.removeLast() }
    let pieces = body.split(separator: ":", omittingEmptySubsequences: false)
    guard pieces.count == 3 || pieces.count == 2, let hourText = pieces.first,
      (1...2).contains(hourText.utf8.count),
      var hour = whole(hourText), (0..<24).contains(hour), let minute = whole(pieces[1]),
      (0..<60).contains(minute)
    else { return nil }
    var second = Span.zero
    if pieces.count == 3 {
      guard let value = decimal(pieces[2]), (0..<60).contains(value) else { return nil }
      second = Span(seconds: value)
    }
    if let afternoon {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (afternoon ? 12 : 0)
    }
    return .seconds(hour * 3600 + minute * 60) + second
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

  /// Digits with a decimal point or comma and nothing else.
  static func decimal(_ text: some StringProtocol) -> Double? {
    let plain = String(text.map { $0 == "," ? "." : $0 })
    guard let first = plain.utf8.first, (0x30...0x39).contains(first) else { return nil }
    guard let value = Double(plain), value.isFinite else { return nil }
    return value
  }
}
