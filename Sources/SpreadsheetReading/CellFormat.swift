import SleepEvents
import StructuredText

/// What the number format of a cell says about its value.
enum CellFormat: Hashable {
  case number
  case date
  case time
  case dateAndTime

  /// The built-in formats by number (ECMA-376 part 1, 18.8.30).
  init(builtIn number: Int) {
    switch number {
    case 14...17, 27...31, 36, 50...54, 57, 58: self = .date
    case 18...21, 32...35, 45...47, 55, 56: self = .time
    case 22: self = .dateAndTime
    default: self = .number
    }
  }

  /// A custom format, classified by the letters outside quotes and brackets.
  init(code: String) {
    var letters: Set<Character> = []
    var isQuoted = false
    var bracket: String?
    var isEscaped = false
    let positive = code.prefix(while: { $0 != ";" }).lowercased()
    for character in positive {
      if isEscaped {
        isEscaped = false
      } else if isQuoted {
        isQuoted = character != "\""
      } else if let inside = bracket {
        if character == "]" {
          // [h] and [mm] count beyond a day; [Red] and [$-409] have nothing to do with time.
          if inside.allSatisfy({ "hms".contains($0) }), let first = inside.first { letters.insert(first) }
          bracket = nil
        } else {
          bracket = inside + String(character)
        }
      } else {
        switch character {
        case "\"": isQuoted = true
        case "[": bracket = ""
        case "\\", "_", "*": isEscaped = true
        default: letters.insert(character)
        }
      }
    }
    // General.
    if letters.contains("g"), letters.contains("l") { letters = [] }
    let hasDay = letters.contains("d") || letters.contains("y")
    let hasTime = letters.contains("h") || letters.contains("s")
    let isMonth = letters.contains("m") && !hasTime
    self = hasDay ? hasTime ? .dateAndTime : .date : hasTime ? .time : isMonth ? .date : .number
  }

  /// A number in this format as text: `2026-03-01`, `2026-03-01T22:30:00`, `6:30`, or the number itself.
  ///
  /// - Parameter countsFrom1904: true for workbooks whose day 0 is 1 January 1904.
  func text(_ value: Double, countsFrom1904: Bool) -> String {
    guard self != .number, value >= 0, value < 2_958_466 else { return JSONValue.numberText(value) }
    let seconds = Int((value * 86_400).rounded())
    let time = CellFormat.clock(seconds % 86_400)
    if self == .time { return CellFormat.clock(seconds) }
    let date = CellFormat.date(seconds / 86_400, countsFrom1904: countsFrom1904)
    return seconds % 86_400 == 0 ? date.description : "\(date)T\(time)"
  }

  private static func date(_ day: Int, countsFrom1904: Bool) -> CalendarDate {
    // 1904-01-01 and 1899-12-30 in days since 1970; the latter because the 1900 system counts 29 February
    // 1900, a day that never existed, as day 60.
    if countsFrom1904 { return CalendarDate(dayNumber: day - 24_107) }
    return CalendarDate(dayNumber: day - (day < 60 ? 25_568 : 25_569))
  }

  private static func clock(_ seconds: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let minutes = "\(seconds / 3600):\(two(seconds / 60 % 60))"
    return seconds % 60 == 0 ? minutes : minutes + ":" + two(seconds % 60)
  }
}
