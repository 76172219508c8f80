import SleepEvents
import StudyTables

/// The laboratory values of the iron stores: low iron is the first thing to check in restless legs.
package struct IronStatus: Hashable, Sendable {
  /// The latest value of each analyte in the year before the morning after the last night.
  package var ferritin: LabValue?
  package var transferrinSaturation: LabValue?
  package var cReactiveProtein: LabValue?
  /// The ferritin nearest to the nights if none is that recent: older, or measured later.
  package var otherFerritin: LabValue?
  /// Two values from before and during the nights, on different sides of the line or twofold apart; nil if there are none.
  package var ferritinChange: FerritinChange?
  package var isChild: Bool
  /// False if the year of birth is unknown, so that the adult line was used.
  package var isAgeKnown: Bool

  /// The ferritin line at which iron is considered in restless legs (AASM 2025): at or below 75 ng/mL in an
  /// adult, below 50 ng/mL in a child.
  package var ferritinLine: Double { isChild ? IronStatus.childLine : IronStatus.adultLine }
  package static let adultLine = 75.0
  package static let childLine = 50.0
  /// Above the adult line and up to this ferritin, only intravenous iron is considered (AASM 2025).
  package static let intravenousLine = 100.0

  /// The position of a ferritin value relative to the lines.
  package enum Band: String, Hashable, Sendable, CaseIterable {
    case low
    /// Above 75 and up to 100 ng/mL in an adult.
    case intravenousOnly = "intravenous_only"
    case above
  }

  /// An earlier and a later ferritin between which iron changed while nights were recorded.
  package struct FerritinChange: Hashable, Sendable {
    package var from: LabValue
    package var to: LabValue
  }

  /// Nil if ferritin was not measured.
  package var band: Band? { ferritin.map { band(of: $0.value) } }

  package func band(of value: Double) -> Band {
    if isChild { return value < IronStatus.childLine ? .low : .above }
    if value <= IronStatus.adultLine { return .low }
    return value <= IronStatus.intravenousLine ? .intravenousOnly : .above
  }

  /// Transferrin saturation below this line is low, per cent.
  package static let saturationLine = 20.0
  /// Above this CRP, mg/L, ferritin may be raised by inflammation.
  package static let inflammationLine = 5.0

  package var isFerritinLow: Bool { band == .low }
  package var isSaturationLow: Bool {
    transferrinSaturation.map { $0.value < IronStatus.saturationLine } ?? false
  }
  package var isInflamed: Bool {
    cReactiveProtein.map { $0.value > IronStatus.inflammationLine } ?? false
  }
  /// True if neither ferritin nor transferrin saturation was measured.
  package var wasNotLookedAt: Bool { ferritin == nil && transferrinSaturation == nil }

  /// - Parameter nights: the first and the last night; nil for a patient without nights.
  init(labs: [LabValue], nights: ClosedRange<CalendarDate>?, isChild: Bool, isAgeKnown: Bool) {
    func values(_ analyte: Analyte) -> [LabValue] {
      labs.filter { $0.analyte == analyte }.sorted { ($0.date, $0.line) < ($1.date, $1.line) }
    }
    func latest(_ analyte: Analyte) -> LabValue? {
      guard let nights else { return values(analyte).last }
      return values(analyte).last { (nights.upperBound - 365...nights.upperBound + 1).contains($0.date) }
    }
    ferritin = latest(.ferritin)
    transferrinSaturation = latest(.transferrinSaturation)
    cReactiveProtein = latest(.cReactiveProtein)
    self.isChild = isChild
    self.isAgeKnown = isAgeKnown
    if ferritin == nil, let last = nights?.upperBound {
      otherFerritin = values(.ferritin).min { abs($0.date - last) < abs($1.date - last) }
    }
    ferritinChange = nights.flatMap { change(of: values(.ferritin), nights: $0) }
  }

  /// The latest value and the last before it that differs from it and was still true when a night was recorded.
  private func change(of values: [LabValue], nights: ClosedRange<CalendarDate>) -> FerritinChange? {
    let known = values.filter { (nights.lowerBound - 365...nights.upperBound + 1).contains($0.date) }
    guard let latest = known.last, latest.date > nights.lowerBound else { return nil }
    return known.dropLast().last { isChanged($0.value, latest.value) }.map {
      FerritinChange(from: $0, to: latest)
    }
  }

  private func isChanged(_ a: Double, _ b: Double) -> Bool {
    (band(of: a) == .low) != (band(of: b) == .low) || max(a, b) >= 2 * min(a, b)
  }
}
