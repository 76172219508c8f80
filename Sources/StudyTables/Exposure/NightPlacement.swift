import SleepEvents

/// The phase of a night in the course of a drug.
package enum StudyPhase: String, Sendable, CaseIterable {
  /// Before the first dose.
  case before
  /// The first nights after a start, a change of dose or a stop.
  case transition
  /// On the drug, past the transition.
  case after
  /// Off the drug again, past the transition.
  case washout
  /// On and off nights alternate, the dose is unknown, or a dose was left out.
  case other
}

/// The place of one night in the course of a drug.
package struct NightPlacement: Hashable, Sendable {
  package var phase: StudyPhase
  /// Days from the first dose: 0 on the evening of the first dose, negative before; nil without a start.
  package var daysSinceStart: Int?
  /// Milligrams on that night; 0 off the drug, nil if unknown.
  package var doseMilligrams: Double?
  /// Nights at the current dose, 1 on the first; nil off the drug.
  package var doseStepDay: Int?
}

extension ExposureHistory {
  /// The placement of the night that begins on the evening of `date`.
  package func placement(on date: CalendarDate) -> NightPlacement {
    let stretch = stretch(on: date)
    return NightPlacement(
      phase: phase(side(on: date), stretch), daysSinceStart: start.map { date - $0 },
      doseMilligrams: calendar.dose(on: date).milligrams,
      doseStepDay: stretch.flatMap { $0.isOn ? date - $0.from + 1 : nil })
  }

  private func phase(_ side: ExposureSide, _ stretch: Stretch?) -> StudyPhase {
    guard !pattern.isInterleaved, let stretch, start != nil else { return .other }
    switch side {
    case .off: return stretch.run == 0 ? .before : .washout
    case .on: return .after
    case .settling, .carryOver: return .transition
    case .missed, .unknown: return .other
    }
  }
}
