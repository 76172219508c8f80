import SleepEvents

/// A date as written by people.
enum TypedDate: Hashable {
  /// `2026-03-01`, `2026/03/01` or `1.3.2026`, each optionally with a time of day. `isMorning` is true for
  /// times after midnight and before noon; midnight itself is how programs write a day without a time.
  case day(CalendarDate, isMorning: Bool)
  /// `01/03/2026`, in which either number may be the day.
  case slashed(first: Int, second: Int, year: Int, isMorning: Bool)

  /// Nil for anything else, including two-digit years.
  init?(_ text: String) {
    // The usual case.
    if let date = CalendarDate(text) {
      self = .day(date, isMorning: false)
      return
    }
    let parts = text.split(maxSplits: 1, whereSeparator: { $0 == "T" || $0 == " " })
    guard let day = parts.first, let isMorning = TypedDate.isMorning(parts.count > 1 ? parts[1] : nil) else {
      return nil
    }
    if let date = CalendarDate(day) {
      self = .day(date, isMorning: isMorning)
      return
    }
    for mark in [Character("/"), ".", "-"] {
      let pieces = day.split(separator: mark, omittingEmptySubsequences: false)
      guard pieces.count == 3, pieces.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }) else {
        continue
      }
      let numbers = pieces.compactMap { Int($0) }
      guard numbers.count == 3 else { return nil }
      if pieces[0].count == 4, mark != ".", pieces[1].count <= 2, pieces[2].count <= 2 {
        guard let date = CalendarDate(year: numbers[0], month: numbers[1], day: numbers[2]) else {
          return nil
        }
        self = .day(date, isMorning: isMorning)
        return
      }
      guard pieces[2].count == 4, pieces[0].count <= 2, pieces[1].count <= 2 else { return nil }
      switch mark {
      case ".":
        guard let date = CalendarDate(year: numbers[2], month: numbers[1], day: numbers[0]) else {
          return nil
        }
        self = .day(date, isMorning: isMorning)
        return
      case "/":
        self = .slashed(first: numbers[0], second: numbers[1], year: numbers[2], isMorning: isMorning)
        return
      default: return nil
      }
    }
    return nil
  }

  /// False if there is no time; nil for an invalid time of day.
  private static func isMorning(_ time: Substring?) -> Bool? {
    guard let time else { return false }
    let clock = time.prefix { $0 != "." && $0 != "Z" && $0 != "+" }
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy({ (1...2).contains($0.count) }),
      let hour = UInt(parts[0]), hour < 24, let minute = UInt(parts[1]), minute < 60,
      let second = parts.count == 3 ? UInt(parts[2]) : 0, second < 60
    else { return nil }
    return hour < 12 && (hour, minute, second) != (0, 0, 0)
  }
}
