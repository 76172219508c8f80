import Foundation
import SleepEvents

/// The place of an evening in the course of a drug.
package enum ExposureSide: String, Hashable, Sendable, CaseIterable {
  case off
  case on
  /// The first nights of a course or of a dose, before the drug has its full effect.
  case settling
  /// The first nights after the last dose, while some of the drug is left.
  case carryOver = "carry_over"
  /// A dose left out or taken contrary to the plan.
  case missed
  case unknown
}

/// The overall pattern of the doses.
package enum ExposurePattern: String, Hashable, Sendable, CaseIterable {
  /// The drug was never started or stopped.
  case none
  /// One change between off and on.
  case beforeAfter = "before_after"
  /// Two or more changes.
  case interleaved
  /// The same for a drug that is eliminated too slowly for single nights to be compared.
  case interleavedTooSlow = "interleaved_too_slow"
  /// At most one change and at least two doses of at least two nights.
  case dose

  var isInterleaved: Bool { self == .interleaved || self == .interleavedTooSlow }
}

/// How the evenings of a calendar are assigned to sides.
package struct ExposureRules: Hashable, Sendable {
  /// Longest half-life, hours; nil if unknown.
  package var halfLifeHours: Double?
  /// Nights set aside after a start, a dose step or a stop, in patterns that do not compare single nights.
  package var settlingNights: Int
  /// On or off according to a recorded plan, by evening; empty without one.
  package var planned: [CalendarDate: Bool]
  /// Assigns the evenings as for this pattern, whatever the doses look like.
  package var forced: ExposurePattern?

  package init(
    halfLifeHours: Double?, settlingNights: Int = DrugTimeline.defaultTransitionNights,
    planned: [CalendarDate: Bool] = [:], forced: ExposurePattern? = nil
  ) {
    self.halfLifeHours = halfLifeHours
    self.settlingNights = settlingNights
    self.planned = planned
    self.forced = forced
  }

  /// Whole nights after the last dose until at most an eighth of it is left: three half-lives.
  package var washoutNights: Int {
    guard let halfLifeHours, halfLifeHours > 0 else { return 0 }
    return max(0, Int((3 * halfLifeHours / 24 - 1e-9).rounded(.up)) - 1)
  }

  /// With more washout nights than this there are no single nights to compare.
  package static let slowestWashout = 3
  /// A gap of at most this many nights between longer periods on the drug is a forgotten dose, not a stop.
  static let longestLapse = 2
  static let shortestCourse = 3
  static let largestShareOfLapses = 0.2
}

/// The course of one drug, evening by evening.
package struct ExposureHistory: Hashable, Sendable {
  /// A period of evenings at one dose, missed evenings excluded.
  package struct Stretch: Hashable, Sendable {
    package var from: CalendarDate
    package var until: CalendarDate
    package var isOn: Bool
    /// Nil if the amount is unknown; 0 off the drug.
    package var milligrams: Double?
    /// 0 before the first dose, then 1, 2, ... with each change of dose; nil once off the drug again.
    package var step: Int?
    /// Number of changes between off and on so far; evenings before the first dose have 0. A course that ended before
    /// the first recorded night is not counted.
    package var run: Int
  }

  package let calendar: ExposureCalendar
  package let rules: ExposureRules
  package let pattern: ExposurePattern
  /// One per evening of the calendar.
  package let sides: [ExposureSide]
  package let stretches: [Stretch]
  /// The first evening with a dose; nil if there is none.
  package let start: CalendarDate?

  package init(_ calendar: ExposureCalendar, rules: ExposureRules) {
    self.calendar = calendar
    self.rules = rules
    var sides: [ExposureSide] = calendar.doses.map { $0.isKnown ? $0.isOn ? .on : .off : .unknown }
    ExposureHistory.markMissed(&sides, calendar: calendar, rules: rules)
    stretches = ExposureHistory.stretches(sides, calendar: calendar)
    start = stretches.first(where: \.isOn)?.from
    let own = ExposureHistory.pattern(sides, calendar: calendar, rules: rules)
    pattern = rules.forced ?? own
    ExposureHistory.setAside(&sides, calendar: calendar, rules: rules, pattern: pattern)
    self.sides = sides
  }

  /// The side of an evening; `unknown` outside the calendar.
  package func side(on date: CalendarDate) -> ExposureSide {
    let index = date - calendar.start
    return sides.indices.contains(index) ? sides[index] : .unknown
  }

  /// The stretch that contains an evening; nil for evenings that are missed or unknown.
  package func stretch(on date: CalendarDate) -> Stretch? {
    switch side(on: date) {
    case .missed, .unknown: nil
    default: stretches.last { $0.from <= date && date <= $0.until }
    }
  }

  /// Lengths of the interior runs of off and on among the recorded evenings, missed ones excluded.
  package var interiorRunLengths: [Int] {
    var runs: [(isOn: Bool, nights: Int)] = []
    for index in sides.indices.dropFirst(calendar.firstRecorded) where sides[index].isCounted {
      let isOn = calendar.doses[index].isOn
      if let last = runs.last, last.isOn == isOn {
        runs[runs.count - 1].nights += 1
      } else {
        runs.append((isOn, 1))
      }
    }
    return runs.dropFirst().dropLast().map(\.nights)
  }

  // MARK: Missed doses

  private static func markMissed(
    _ sides: inout [ExposureSide], calendar: ExposureCalendar, rules: ExposureRules
  ) {
    if !rules.planned.isEmpty {
      for index in sides.indices {
        guard let isOn = rules.planned[calendar.start + index] else { continue }
        if sides[index] == .off, isOn { sides[index] = .missed }
        if sides[index] == .on, !isOn { sides[index] = .missed }
      }
      return
    }
    let known = sides.indices.filter { $0 >= calendar.firstRecorded && sides[$0] != .unknown }
    let runs = runs(known.map { sides[$0] == .on })
    guard runs.count > 2 else { return }
    let lapses = (1..<runs.count - 1).map { runs[$0] }.enumerated().filter { position, run in
      !run.isOn && run.range.count <= ExposureRules.longestLapse
        && runs[position].range.count >= ExposureRules.shortestCourse
        && runs[position + 2].range.count >= ExposureRules.shortestCourse
    }.map(\.element)
    let nights = lapses.reduce(0) { $0 + $1.range.count }
    let taken = known.filter { sides[$0] == .on }.count
    guard Double(nights) <= ExposureRules.largestShareOfLapses * Double(taken) else { return }
    for lapse in lapses { for position in lapse.range { sides[known[position]] = .missed } }
  }

  private static func runs(_ states: [Bool]) -> [(isOn: Bool, range: Range<Int>)] {
    var runs: [(isOn: Bool, range: Range<Int>)] = []
    for (position, isOn) in states.enumerated() {
      if let last = runs.last, last.isOn == isOn {
        runs[runs.count - 1].range = last.range.lowerBound..<position + 1
      } else {
        runs.append((isOn, position..<position + 1))
      }
    }
    return runs
  }

  // MARK: The pattern

  private static func pattern(
    _ sides: [ExposureSide], calendar: ExposureCalendar, rules: ExposureRules
  ) -> ExposurePattern {
    let counted = sides.indices.filter { $0 >= calendar.firstRecorded && sides[$0].isCounted }
    let changes = max(0, runs(counted.map { sides[$0] == .on }).count - 1)
    if changes >= 2 {
      return rules.washoutNights > ExposureRules.slowestWashout ? .interleavedTooSlow : .interleaved
    }
    let doses = counted.filter { sides[$0] == .on }.map { calendar.doses[$0].milligrams }
    let known = doses.compactMap(\.self)
    let often = Dictionary(grouping: known) { $0 }.values.filter { $0.count >= 2 }
    if known.count == doses.count, often.count >= 2 { return .dose }
    return changes == 1 ? .beforeAfter : .none
  }

  // MARK: Settling and carry-over

  private static func setAside(
    _ sides: inout [ExposureSide], calendar: ExposureCalendar, rules: ExposureRules, pattern: ExposurePattern
  ) {
    let washout = rules.washoutNights
    let settling = pattern.isInterleaved ? washout : rules.settlingNights
    let leaving = pattern.isInterleaved ? washout : max(washout, rules.settlingNights)
    var lastDose: Int?
    var since: Int?
    var dose: Double??
    for index in sides.indices {
      switch sides[index] {
      case .on:
        let milligrams = calendar.doses[index].milligrams
        let isStep = pattern == .dose && dose != nil && dose != .some(milligrams)
        if since == nil || isStep { since = index }
        dose = .some(milligrams)
        if let since, index - since < settling { sides[index] = .settling }
        lastDose = index
      case .off:
        since = nil
        dose = nil
        if let lastDose, index - lastDose <= leaving { sides[index] = .carryOver }
      case .settling, .carryOver, .missed, .unknown: continue
      }
    }
  }

  // MARK: Stretches

  private static func stretches(_ sides: [ExposureSide], calendar: ExposureCalendar) -> [Stretch] {
    var stretches: [Stretch] = []
    for index in sides.indices where sides[index].isCounted {
      let date = calendar.start + index
      let isOn = sides[index] == .on
      let milligrams = calendar.doses[index].milligrams
      if let last = stretches.last, last.isOn == isOn, !isOn || last.milligrams == milligrams {
        stretches[stretches.count - 1].until = date
      } else {
        stretches.append(
          Stretch(from: date, until: date, isOn: isOn, milligrams: milligrams, step: nil, run: 0))
      }
    }
    return numbered(stretches, from: calendar.start + calendar.firstRecorded)
  }

  /// The courses from the one that reaches into the recorded nights on, which a study compares, with their numbers.
  private static func numbered(_ stretches: [Stretch], from firstRecorded: CalendarDate) -> [Stretch] {
    var first = stretches.firstIndex { $0.until >= firstRecorded } ?? stretches.endIndex
    while first > 0, first < stretches.endIndex, stretches[first].isOn, stretches[first - 1].isOn {
      first -= 1
    }
    var kept = Array(stretches[first...])
    var (step, run) = (0, 0)
    for index in kept.indices {
      let isOn = kept[index].isOn
      if isOn { step += 1 }
      if index > 0 ? kept[index - 1].isOn != isOn : isOn { run += 1 }
      kept[index].step = isOn ? step : step == 0 ? 0 : nil
      kept[index].run = run
    }
    return kept
  }
}

extension ExposureSide {
  /// False for evenings that belong to no run.
  fileprivate var isCounted: Bool { self != .missed && self != .unknown }
}
