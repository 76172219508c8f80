import SleepEvents

/// The course of one drug in one patient: off, on at a dose, on at another, off.
///
/// Made from the medications table, or, if that has no row for the drug, from the doses given with the
/// nights. Transition and acute nights are calendar days since the change.
package struct DrugTimeline: Hashable, Sendable {
  /// A period at one dose; `milligrams` is 0 off the drug and nil for an unknown dose.
  package struct Step: Hashable, Sendable {
    package var from: CalendarDate
    package var milligrams: Double?
    /// Numbered from 1 for successive doses; nil off the drug.
    package var number: Int?
    package var isOn: Bool { number != nil }
  }

  /// From the first dose, in time order.
  package let steps: [Step]
  /// True if the start is only known as the first night with a dose.
  package let isFromNights: Bool
  package let transitionNights: Int

  package static let defaultTransitionNights = 3

  package var start: CalendarDate? { steps.first?.from }
  /// The first evening without the drug, if it was stopped permanently.
  package var stop: CalendarDate? { steps.last.flatMap { $0.isOn ? nil : $0.from } }

  /// The timeline of the medication rows for the requested drug. Rows of several drugs of one class may cover
  /// the same day; their doses are added.
  package init(intervals: [MedicationInterval], transitionNights: Int = defaultTransitionNights) {
    let days = Set(intervals.flatMap { [$0.start] + ($0.stop.map { [$0 + 1] } ?? []) }).sorted()
    let changes = days.map { day -> (from: CalendarDate, dose: Double?, isOn: Bool) in
      let taken = intervals.filter { $0.covers(day) }
      let doses = taken.compactMap(\.milligramsPerDay)
      let dose = doses.count == taken.count ? doses.reduce(0, +) : nil
      return (day, dose, !taken.isEmpty && dose != 0)
    }
    self.init(changes: changes, isFromNights: false, transitionNights: transitionNights)
  }

  /// The timeline from the doses of single nights: a dose applies from its first night on.
  package init(
    nightlyDoses: [(date: CalendarDate, milligrams: Double)],
    transitionNights: Int = defaultTransitionNights
  ) {
    let changes = nightlyDoses.sorted { $0.date < $1.date }
      .map { (from: $0.date, dose: Double?.some($0.milligrams), isOn: $0.milligrams > 0) }
    self.init(changes: changes, isFromNights: true, transitionNights: transitionNights)
  }

  private init(
    changes: [(from: CalendarDate, dose: Double?, isOn: Bool)], isFromNights: Bool, transitionNights: Int
  ) {
    var steps: [Step] = []
    var number = 0
    for change in changes {
      if steps.isEmpty, !change.isOn { continue }
      if let last = steps.last, last.isOn == change.isOn, !change.isOn || last.milligrams == change.dose {
        continue
      }
      if change.isOn { number += 1 }
      steps.append(
        Step(from: change.from, milligrams: change.dose, number: change.isOn ? number : nil))
    }
    self.steps = steps
    self.isFromNights = isFromNights
    self.transitionNights = transitionNights
  }
}
