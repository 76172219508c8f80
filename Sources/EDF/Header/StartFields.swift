import SleepEvents

/// Reads the two date fields and the time field of the header in the forms that laboratories write:
/// `05.11.23`, `05/11/23`, `05.11.yy` with the year in EDF+'s `Startdate`, French month names.
enum StartFields {
  static let dateByte = 168
  static let timeByte = 176

  /// - Parameter startdate: the date of the EDF+ recording field, if it has one.
  static func read(
    date: HeaderText, time: HeaderText, startdate: Startdate, into warnings: inout [Warning]
  ) -> RecordingStart {
    let clock = clockTime(time, &warnings)
    let short = shortDate(date, startdate: startdate, &warnings)
    var chosen = short
    if case .date(let long, let isStandard) = startdate {
      chosen = long
      if !isStandard {
        warnings.append(
          Warning(
            code: "odd_startdate",
            message: "the recording field's Startdate is not written dd-MMM-yyyy; it was read anyway",
            location: "byte 88"))
      }
      if let short, short != long {
        warnings.append(
          Warning(
            code: "date_conflict",
            message: "the start date and the recording field's Startdate disagree by "
              + "\(plural(abs(short.days(since: long)), "day")); the Startdate is taken",
            location: "byte \(dateByte)"))
      }
    }
    return RecordingStart(date: chosen, clock: clock)
  }

  private static func clockTime(
    _ field: HeaderText, _ warnings: inout [Warning]
  ) -> RecordingStart.ClockTime? {
    var parts = numbers(in: field.bytes)
    var isStandard = isStandardForm(field.bytes)
    if parts.count == 1, field.bytes.count == 6, let packed = parts.first {
      parts = [packed / 10_000, packed / 100 % 100, packed % 100]
      isStandard = false
    }
    if parts.count == 2 { parts.append(0) }
    guard parts.count == 3,
      let clock = RecordingStart.ClockTime(hour: parts[0], minute: parts[1], second: parts[2])
    else {
      warnings.append(
        Warning(
          code: "unreadable_start_time",
          message: "expected the start time as hh.mm.ss, found \(field.quoted); the time of day is not known",
          location: "byte \(timeByte)"))
      return nil
    }
    if !isStandard {
      warnings.append(
        Warning(
          code: "odd_start_time", message: "expected the start time as hh.mm.ss, found \(field.quoted)",
          location: "byte \(timeByte)"))
    }
    return clock
  }

  private static func shortDate(
    _ field: HeaderText, startdate: Startdate, _ warnings: inout [Warning]
  ) -> CalendarDate? {
    if case .date(let long, _) = startdate, field.bytes.count == 8,
      field.bytes.suffix(2).allSatisfy({ $0 | 0x20 == UInt8(ascii: "y") })
    {
      // From 2085 on EDF+ writes the letters yy; day and month must still agree.
      let parts = numbers(in: field.bytes)
      return parts == [long.day, long.month]
        ? long
        : CalendarDate(
          year: long.year, month: parts.last ?? 0, day: parts.first ?? 0)
    }
    var parts = numbers(in: field.bytes)
    if parts.count == 1, field.bytes.count == 8, let packed = parts.first {
      parts =
        packed / 10_000 >= 1900 && packed / 100 % 100 <= 12
        ? [packed % 100, packed / 100 % 100, packed / 10_000]
        : [packed / 1_000_000, packed / 10_000 % 100, packed % 10_000]
    } else if parts.count == 1, field.bytes.count == 6, let packed = parts.first {
      parts = [packed / 10_000, packed / 100 % 100, packed % 100]
    }
    if parts.count == 3, parts[1] > 12, parts[0] <= 12 { parts.swapAt(0, 1) }
    if parts.count == 3, parts[0] > 31 { parts.swapAt(0, 2) }
    if parts.count == 3,
      let date = CalendarDate(year: fullYear(parts[2]), month: parts[1], day: parts[0])
    {
      if !isStandardForm(field.bytes) {
        warnings.append(
          Warning(
            code: "odd_start_date",
            message: "the start date is not written dd.mm.yy; it was read anyway",
            location: "byte \(dateByte)"))
      }
      return date
    }
    let advice: String
    if case .date = startdate {
      advice = "the recording field's Startdate is taken"
    } else {
      advice = "the date is not known"
    }
    warnings.append(
      Warning(
        code: "unreadable_start_date",
        message: "the start date is not a date written dd.mm.yy; \(advice)",
        location: "byte \(dateByte)"))
    return nil
  }

  /// Two-digit years by the EDF rule: 85 to 99 are 1985 to 1999, 00 to 84 are 2000 to 2084.
  private static func fullYear(_ year: Int) -> Int {
    year >= 100 ? year : year >= 85 ? 1900 + year : 2000 + year
  }

  /// `dd.dd.dd`
  private static func isStandardForm(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count == 8
      && bytes.enumerated().allSatisfy { offset, byte in
        offset == 2 || offset == 5 ? byte == UInt8(ascii: ".") : (0x30...0x39).contains(byte)
      }
  }

  static func numbers(in bytes: ArraySlice<UInt8>) -> [Int] {
    bytes.split(whereSeparator: { !(0x30...0x39).contains($0) }).map { digits in
      digits.reduce(0) { min($0 * 10 + Int($1 - 0x30), 1_000_000_000) }
    }
  }
}

/// The date at the start of the EDF+ recording field: `Startdate 05-NOV-2023 ...`.
enum Startdate {
  case absent
  /// `Startdate X`: deliberately removed.
  case withheld
  case unreadable
  case date(CalendarDate, isStandard: Bool)

  /// - Parameter field: the recording field's text.
  init(recordingField field: String) {
    let words = field.split(separator: " ", omittingEmptySubsequences: true)
    guard let first = words.first, first.lowercased() == "startdate" else {
      self = .absent
      return
    }
    guard words.count > 1 else {
      self = .unreadable
      return
    }
    let text = words[1]
    guard text.uppercased() != "X" else {
      self = .withheld
      return
    }
    let parts = text.split(whereSeparator: { "-./".contains($0) })
    guard parts.count == 3, let day = Int(parts[0]), let year = Int(parts[2]) else {
      self = .unreadable
      return
    }
    let name = parts[1].lowercased()
    let english = Self.english.firstIndex(of: String(name.prefix(3))).map { $0 + 1 }
    let isEnglish = english != nil && name.count == 3
    guard let month = isEnglish ? english : Self.month(name) ?? english ?? Int(name),
      let date = CalendarDate(year: year, month: month, day: day)
    else {
      self = .unreadable
      return
    }
    self = .date(date, isStandard: isEnglish && text.contains("-") && parts[2].count == 4)
  }

  private static let english = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// The month for a French, German, Italian, Spanish, Portuguese or Dutch abbreviation.
  private static func month(_ name: String) -> Int? {
    let plain = String(name.map { unaccented[$0] ?? $0 })
    return others.first { plain.hasPrefix($0.0) }?.1
  }

  private static let unaccented: [Character: Character] = ["é": "e", "è": "e", "û": "u", "ä": "a", "ç": "c"]

  private static let others: [(String, Int)] = [
    ("janv", 1), ("jan", 1), ("gen", 1), ("ene", 1), ("fev", 2), ("feb", 2), ("mars", 3), ("mrt", 3),
    ("mrz", 3), ("maa", 3), ("mar", 3), ("mae", 3), ("avr", 4), ("abr", 4), ("apr", 4), ("mai", 5),
    ("mag", 5), ("mei", 5), ("may", 5), ("juin", 6), ("jun", 6), ("giu", 6), ("juil", 7), ("jul", 7),
    ("lug", 7), ("aou", 8), ("aug", 8), ("ago", 8), ("sep", 9), ("set", 9), ("oct", 10), ("okt", 10),
    ("ott", 10), ("out", 10), ("nov", 11), ("dec", 12), ("dez", 12), ("dic", 12),
  ]
}
