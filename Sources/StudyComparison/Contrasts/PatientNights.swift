import SleepEvents
import StudyTables

/// One night of a patient, placed in the course of the drug.
struct PlacedNight: Sendable {
  /// The row of the compared rule set, or of another one if the night has no such row.
  var row: NightRow
  /// The rows of the night under all rule sets.
  var rowsByRules: [NightRow]
  var date: CalendarDate
  /// The dose of the drug on that evening.
  var dose: NightlyDose
  /// Why the night cannot be used at all; nil if it can.
  var unusable: NightReason?
  /// Ratings on the following morning.
  var mornings: [SymptomScale: Double] = [:]
  /// Number of its pair in a drawn order.
  var pair: Int?
}

/// All nights of one patient with everything else in the tables about the patient.
struct PatientNights: Sendable {
  var patientID: String
  var birthYear: Int?
  /// In time order.
  var nights: [PlacedNight]
  /// Nil without a night.
  var courses: DrugCourses?
  /// True if the dose given with a night is that of the requested drug.
  var nightsCarryTheDose = false
  /// Medication rows of the requested drug.
  var drugIntervals: [MedicationInterval]
  /// All other medication rows.
  var otherIntervals: [MedicationInterval]
  var labs: [LabValue]
  var scales: [ScaleScore]
  var order: OrderRecord?
  /// Rows whose patient cannot be read, and which may be this patient's.
  var unassigned: [RowProblem] = []

  /// True if the tables give any dose of the drug, including after the last night.
  var hasDose: Bool { courses?.own.start != nil || !drugIntervals.isEmpty }

  /// The nights on each side of a contrast for an outcome: those used, and those set aside with reasons.
  func select(_ kind: ContrastKind, outcome: Outcome) -> ContrastNights {
    var selection = ContrastNights()
    guard let history = courses?.history(for: kind) else { return selection }
    for night in nights {
      let place = kind.place(of: night.date, in: history)
      guard case .side(let side) = place else {
        if case .aside(let reason) = place { selection.setAside(night, reason, wouldBe: nil) }
        continue
      }
      if let reason = night.unusable {
        selection.setAside(night, reason, wouldBe: side)
      } else if outcome.isCount {
        if let (count, hours) = outcome.count(of: night.row), hours > 0 {
          selection.use(
            night, side, counted: CountedNight(count: count, hours: hours, day: night.date.dayNumber))
        } else {
          selection.setAside(night, outcome == .plms ? .missingCount : .outcomeMissing, wouldBe: side)
        }
      } else if let score = outcome.score(of: night) {
        selection.use(night, side, score: score)
      } else {
        selection.setAside(night, .outcomeMissing, wouldBe: side)
      }
    }
    selection.keepLatest(EngineConstants.mostNightsOfASide)
    return selection
  }

  /// Iron beside the patient's nights.
  var iron: IronStatus {
    let (first, last) = (nights.first?.date, nights.last?.date)
    return IronStatus(
      labs: labs, nights: first.flatMap { first in last.map { first...max(first, $0) } },
      isChild: last.map(isChild) ?? false, isAgeKnown: birthYear != nil)
  }

  /// True if the patient is under 18 in the year of a night; false if the year of birth is unknown.
  func isChild(on date: CalendarDate) -> Bool { birthYear.map { date.year - $0 < 18 } ?? false }
}

/// The nights that a contrast uses and those it sets aside.
struct ContrastNights: Sendable {
  struct Used: Sendable {
    var night: PlacedNight
    var counted: CountedNight?
    var score: Double?
  }

  struct Aside: Sendable {
    var night: PlacedNight
    var reason: NightReason
    var wouldBe: ContrastKind.Side?
  }

  var before: [Used] = []
  var after: [Used] = []
  var aside: [Aside] = []

  /// A second night on the same evening is set aside: the engine takes one night per day.
  mutating func use(
    _ night: PlacedNight, _ side: ContrastKind.Side, counted: CountedNight? = nil, score: Double? = nil
  ) {
    if before.last?.night.date == night.date || after.last?.night.date == night.date {
      return setAside(night, .sameDate, wouldBe: side)
    }
    let used = Used(night: night, counted: counted, score: score)
    switch side {
    case .before: before.append(used)
    case .after: after.append(used)
    }
  }

  mutating func setAside(_ night: PlacedNight, _ reason: NightReason, wouldBe: ContrastKind.Side?) {
    aside.append(Aside(night: night, reason: reason, wouldBe: wouldBe))
  }

  mutating func keepLatest(_ most: Int) {
    for night in before.dropLast(most) { setAside(night.night, .beyondLast200, wouldBe: .before) }
    for night in after.dropLast(most) { setAside(night.night, .beyondLast200, wouldBe: .after) }
    before = before.suffix(most)
    after = after.suffix(most)
  }

  var used: [Used] { before + after }
  var counted: CountedNights {
    CountedNights(before: before.compactMap(\.counted), after: after.compactMap(\.counted))
  }

  func excluded(_ side: ContrastKind.Side) -> Int {
    aside.count { $0.wouldBe == side && $0.reason != .beyondLast200 }
  }

  /// The nights of both sides in time order.
  var inTimeOrder: [(used: Used, side: ContrastKind.Side)] {
    (before.map { ($0, ContrastKind.Side.before) } + after.map { ($0, ContrastKind.Side.after) })
      .sorted { $0.0.night.date < $1.0.night.date }
  }

  /// From the first to the last used night.
  var window: ClosedRange<CalendarDate>? {
    let dates = used.map(\.night.date)
    guard let first = dates.min(), let last = dates.max() else { return nil }
    return first...last
  }

  /// All nights with their sides, in time order.
  func list(stopped: Bool) -> [NightOnSide] {
    func side(_ side: ContrastKind.Side) -> ContrastSide { (side == .after) == stopped ? .off : .on }
    func placed(
      _ night: PlacedNight, _ side: ContrastSide, reason: NightReason? = nil,
      wouldBe: ContrastKind.Side? = nil
    ) -> NightOnSide {
      NightOnSide(
        nightID: night.row.nightID, date: night.date, side: side, milligrams: night.dose.milligrams,
        reason: reason, wouldBe: wouldBe)
    }
    let all =
      before.map { placed($0.night, side(.before)) } + after.map { placed($0.night, side(.after)) }
      + aside.map { placed($0.night, $0.reason.side, reason: $0.reason, wouldBe: $0.wouldBe) }
    return all.sorted { ($0.date, $0.nightID) < ($1.date, $1.nightID) }
  }
}
