import SleepEvents
import StudyTables

/// One night of a patient on the drug's timeline.
struct PlacedNight: Sendable {
  /// The row of the rule set that is compared, or of another one where the night has no such row.
  var row: NightRow
  /// The same night by the AASM rules, on which the absolute lines stand.
  var absoluteRow: NightRow?
  var date: CalendarDate
  var placement: NightPlacement
  /// Why the night cannot be used at all; nil if it can.
  var unusable: String?
}

/// All nights of one patient with what else the tables know about the patient.
struct PatientNights: Sendable {
  var patientID: String
  var birthYear: Int?
  /// In time order.
  var nights: [PlacedNight]
  var timeline: DrugTimeline
  /// True if the dose that stands with a night is the dose of the drug that is asked about.
  var nightsCarryTheDose = false
  /// Medication rows of the drug that is asked about.
  var drugIntervals: [MedicationInterval]
  /// All other medication rows.
  var otherIntervals: [MedicationInterval]
  var labs: [LabValue]
  var scales: [ScaleScore]

  /// The nights of each side of a contrast for an outcome: used, and set aside with the reason.
  func select(_ kind: ContrastKind, outcome: Outcome) -> ContrastNights {
    var selection = ContrastNights()
    for night in nights {
      guard let side = kind.side(of: night.placement, timeline: timeline) else { continue }
      if let reason = night.unusable {
        selection.exclude(night, side, reason)
      } else if outcome.isCount {
        if let (count, hours) = outcome.count(of: night.row), hours > 0 {
          let counted = CountedNight(count: count, hours: hours, day: night.date.dayNumber)
          selection.use(night, side, counted: counted)
        } else {
          selection.exclude(night, side, outcome == .plms ? "missing_count" : "outcome_missing")
        }
      } else if let score = outcome.score(of: night.row) {
        selection.use(night, side, score: score)
      } else {
        selection.exclude(night, side, "outcome_missing")
      }
    }
    return selection
  }

  /// True if the patient is under 18 in the year of a night; false if the year of birth is not known.
  func isChild(on date: CalendarDate) -> Bool { birthYear.map { date.year - $0 < 18 } ?? false }
}

/// The nights that a contrast uses and those that it sets aside.
struct ContrastNights: Sendable {
  struct Used: Sendable {
    var night: PlacedNight
    var counted: CountedNight?
    var score: Double?
  }

  struct Excluded: Hashable, Sendable {
    var nightID: String
    var date: CalendarDate
    var reason: String
  }

  var before: [Used] = []
  var after: [Used] = []
  var excludedBefore: [Excluded] = []
  var excludedAfter: [Excluded] = []

  mutating func use(
    _ night: PlacedNight, _ side: ContrastKind.Side, counted: CountedNight? = nil, score: Double? = nil
  ) {
    let used = Used(night: night, counted: counted, score: score)
    switch side {
    case .before: before.append(used)
    case .after: after.append(used)
    }
  }

  mutating func exclude(_ night: PlacedNight, _ side: ContrastKind.Side, _ reason: String) {
    let excluded = Excluded(nightID: night.row.nightID, date: night.date, reason: reason)
    switch side {
    case .before: excludedBefore.append(excluded)
    case .after: excludedAfter.append(excluded)
    }
  }

  var used: [Used] { before + after }
  var counted: CountedNights {
    CountedNights(before: before.compactMap(\.counted), after: after.compactMap(\.counted))
  }

  /// From the first used night to the last.
  var window: ClosedRange<CalendarDate>? {
    let dates = used.map(\.night.date)
    guard let first = dates.min(), let last = dates.max() else { return nil }
    return first...last
  }
}
