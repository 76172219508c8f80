import SleepEvents

/// The dose of a drug on one evening.
package enum NightlyDose: Hashable, Sendable {
  /// Not recorded, which is never the same as none.
  case unknown
  case off
  /// Taken; nil milligrams if the amount is unknown or not a mass.
  case on(milligrams: Double?)

  package var isOn: Bool { if case .on = self { true } else { false } }
  package var isKnown: Bool { self != .unknown }

  /// 0 off the drug; nil if unknown.
  package var milligrams: Double? {
    switch self {
    case .unknown: nil
    case .off: 0
    case .on(let milligrams): milligrams
    }
  }

  init(recorded milligrams: Double) { self = milligrams > 0 ? .on(milligrams: milligrams) : .off }
}

/// The dose of a drug on each evening from the first to the last night of a patient, recorded or not.
///
/// A dose given with a night takes precedence over the medication rows. If there are no rows for the drug, an
/// evening between recorded nights takes the dose of the previous night, and a recorded night without a dose
/// is unknown. An `as_needed` row does not tell on which evenings the drug was taken, so they are unknown.
package struct ExposureCalendar: Hashable, Sendable {
  /// The first evening in `doses`: earlier than the first night if medication rows reach back.
  package let start: CalendarDate
  /// One per evening.
  package let doses: [NightlyDose]
  /// Index of the first recorded night.
  package let firstRecorded: Int
  /// True if a medication row of the drug is `as_needed`.
  package let isAsNeeded: Bool
  /// True if the doses are known only from the nights.
  package let isFromNights: Bool

  /// How many days before the first night the rows are followed: longer than every washout in the drug table.
  static let lookBack = 400

  /// - Parameters:
  ///   - nights: all nights of the patient, with the dose of this drug given with each, or nil.
  ///   - intervals: the medication rows of the drug.
  /// - Returns: nil without a night.
  package init?(
    nights: [(date: CalendarDate, milligrams: Double?)], intervals: [MedicationInterval]
  ) {
    guard let first = nights.map(\.date).min(), let last = nights.map(\.date).max() else { return nil }
    isFromNights = intervals.isEmpty
    isAsNeeded = intervals.contains { $0.status == .asNeeded }
    var from = first
    if let earliest = intervals.map(\.start).min(), earliest < first {
      from = max(earliest - 1, first - ExposureCalendar.lookBack)
    }
    start = from
    firstRecorded = first - from
    var recorded: [CalendarDate: Double?] = [:]
    for night in nights {
      // Of two nights with the same date, the one with a dose counts.
      if let known = recorded[night.date], known != nil { continue }
      recorded[night.date] = .some(night.milligrams)
    }
    var doses: [NightlyDose] = []
    doses.reserveCapacity(last - from + 1)
    var lastRecorded = NightlyDose.unknown
    for offset in 0...(last - from) {
      let date = from + offset
      if let night = recorded[date] {
        let dose =
          night.map(NightlyDose.init(recorded:))
          ?? (intervals.isEmpty ? .unknown : ExposureCalendar.dose(of: intervals, on: date))
        doses.append(dose)
        lastRecorded = dose
      } else {
        doses.append(intervals.isEmpty ? lastRecorded : ExposureCalendar.dose(of: intervals, on: date))
      }
    }
    self.doses = doses
  }

  /// The calendar of evenings whose doses are all given; for histories without a table.
  package init(start: CalendarDate, doses: [NightlyDose]) {
    self.start = start
    self.doses = doses
    firstRecorded = 0
    isAsNeeded = false
    isFromNights = true
  }

  /// The doses of several drugs of one class are added.
  private static func dose(of intervals: [MedicationInterval], on date: CalendarDate) -> NightlyDose {
    let taken = intervals.filter { $0.covers(date) }
    guard !taken.isEmpty else { return .off }
    if taken.contains(where: { $0.status == .asNeeded }) { return .unknown }
    let known = taken.compactMap(\.milligramsPerDay)
    guard known.count == taken.count else { return .on(milligrams: nil) }
    return NightlyDose(recorded: known.reduce(0, +))
  }

  package func dose(on date: CalendarDate) -> NightlyDose {
    let index = date - start
    return doses.indices.contains(index) ? doses[index] : .unknown
  }
}
