import SleepEvents

/// The dose of a drug on one evening.
package enum NightlyDose: Hashable, Sendable {
  /// Nobody says; never the same as none.
  case unknown
  case off
  /// Taken; nil milligrams where the amount is not known or not a mass.
  case on(milligrams: Double?)

  package var isOn: Bool { if case .on = self { true } else { false } }
  package var isKnown: Bool { self != .unknown }

  /// 0 off the drug; nil where unknown.
  package var milligrams: Double? {
    switch self {
    case .unknown: nil
    case .off: 0
    case .on(let milligrams): milligrams
    }
  }

  init(recorded milligrams: Double) { self = milligrams > 0 ? .on(milligrams: milligrams) : .off }
}

/// The dose of a drug on each evening from the first night of a patient to the last, recorded or not.
///
/// The dose that stands with a night wins. Else the medication rows say it; where there is none of the drug, an
/// evening between recorded nights takes the dose of the last one, and a recorded night without a dose is unknown.
/// A row that says `as_needed` does not say on which evenings, so that it leaves them unknown.
package struct ExposureCalendar: Hashable, Sendable {
  /// The first evening that `doses` holds: earlier than the first night where medication rows reach back.
  package let start: CalendarDate
  /// One an evening.
  package let doses: [NightlyDose]
  /// Index of the first recorded night.
  package let firstRecorded: Int
  /// True if a medication row of the drug says `as_needed`.
  package let isAsNeeded: Bool
  /// True if only the nights know the doses.
  package let isFromNights: Bool

  /// How far before the first night the rows are followed: past every washout of the drug table.
  static let lookBack = 400

  /// - Parameters:
  ///   - nights: every night of the patient, with the dose of this drug that stands with it, nil where none does.
  ///   - intervals: the medication rows of the drug.
  /// Nil without a night.
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
      // Of two nights with one date the one that says its dose counts.
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

  /// The calendar of a list of evenings that all say their dose; for histories without a table.
  package init(start: CalendarDate, doses: [NightlyDose]) {
    self.start = start
    self.doses = doses
    firstRecorded = 0
    isAsNeeded = false
    isFromNights = true
  }

  /// Rows of several drugs of one class add.
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
