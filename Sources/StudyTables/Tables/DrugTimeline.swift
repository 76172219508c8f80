import SleepEvents

/// Where a night stands in the course of a drug.
public enum StudyPhase: String, Sendable, CaseIterable {
  /// Before the first dose.
  case before
  /// The first nights after a start, a change of dose or a stop.
  case transition
  /// On the drug, past the transition.
  case after
  /// Off the drug again, past the transition.
  case washout
  /// Nothing is known about the drug on this night, or a dose was left out.
  case other
}

/// One night's place on the timeline of a drug.
public struct NightPlacement: Hashable, Sendable {
  public var phase: StudyPhase
  /// Days from the first dose: 0 on the evening of the first dose, negative before; nil without a start.
  public var daysSinceStart: Int?
  /// Milligrams on that night; 0 off the drug, nil if unknown.
  public var doseMilligrams: Double?
  /// Nights at the present dose, 1 on the first; nil off the drug.
  public var doseStepDay: Int?
  /// 0 before the first dose, then 1, 2, ... with each change of dose; nil off the drug again or unknown.
  public var doseStep: Int?
  /// Days since the last dose: 1 on the first evening without it; nil unless the drug was stopped.
  public var daysSinceStop: Int?

  static let unknown = NightPlacement(phase: .other)
}

/// The course of one drug in one patient: off, on at a dose, on at another, off.
///
/// Made from the medications table, or, where that has no row of the drug, from the doses that stand with the
/// nights. Transition and acute nights are calendar days since the change (contract 8).
public struct DrugTimeline: Hashable, Sendable {
  /// A stretch of days at one dose; `milligrams` 0 is off the drug, nil an unknown dose.
  public struct Step: Hashable, Sendable {
    public var from: CalendarDate
    public var milligrams: Double?
    /// Numbered from 1 for the doses in turn; nil off the drug.
    public var number: Int?
    public var isOn: Bool { number != nil }
  }

  /// From the first dose on, in time order.
  public let steps: [Step]
  /// True if the start is only known as the first night with a dose.
  public let isFromNights: Bool
  public let transitionNights: Int

  public static let defaultTransitionNights = 3

  public var start: CalendarDate? { steps.first?.from }
  /// The first evening without the drug, if it was stopped for good.
  public var stop: CalendarDate? { steps.last.flatMap { $0.isOn ? nil : $0.from } }

  /// The timeline of the medication rows of what is asked about. Rows of several drugs of one class may cover
  /// the same day; their doses add.
  public init(intervals: [MedicationInterval], transitionNights: Int = defaultTransitionNights) {
    let days = Set(intervals.flatMap { [$0.start] + ($0.stop.map { [$0 + 1] } ?? []) }).sorted()
    let changes = days.map { day -> (from: CalendarDate, dose: Double?, isOn: Bool) in
      let taken = intervals.filter { $0.covers(day) }
      let doses = taken.compactMap(\.milligramsPerDay)
      let dose = doses.count == taken.count ? doses.reduce(0, +) : nil
      return (day, dose, !taken.isEmpty && dose != 0)
    }
    self.init(changes: changes, isFromNights: false, transitionNights: transitionNights)
  }

  /// The timeline that the doses of single nights show: a dose holds from its first night on.
  public init(
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

  /// The place of the night that begins on the evening of `date`.
  ///
  /// - Parameter recordedDose: the dose that stands with the night itself, which wins over the table. A dose
  ///   of 0 on a day that the table covers is a dose left out: the night belongs to no phase.
  public func placement(on date: CalendarDate, recordedDose: Double? = nil) -> NightPlacement {
    guard let start else {
      return NightPlacement(phase: recordedDose == nil ? .other : .before, doseMilligrams: recordedDose)
    }
    let since = date - start
    guard since >= 0 else {
      return NightPlacement(
        phase: isFromNights && recordedDose == nil ? .other : .before, daysSinceStart: since,
        doseMilligrams: recordedDose ?? (isFromNights ? nil : 0), doseStep: 0)
    }
    guard let index = steps.lastIndex(where: { $0.from <= date }) else { return .unknown }
    let step = steps[index]
    let day = date - step.from + 1
    var placement = NightPlacement(phase: day <= transitionNights ? .transition : .after)
    placement.daysSinceStart = since
    placement.doseMilligrams = recordedDose ?? step.milligrams
    if step.isOn {
      placement.doseStepDay = day
      placement.doseStep = step.number
      if recordedDose == 0 { placement.phase = .other }
    } else {
      placement.daysSinceStop = day
      if placement.phase == .after { placement.phase = .washout }
    }
    if isFromNights, recordedDose == nil { placement.phase = .other }
    return placement
  }
}
