import SleepEvents
import StudyTables

/// The laboratory values of the iron stores: low iron is the first thing to check in restless legs.
package struct IronStatus: Hashable, Sendable {
  /// The latest value of each analyte in the year before the last night.
  package var ferritin: LabValue?
  package var transferrinSaturation: LabValue?
  package var cReactiveProtein: LabValue?
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

  /// Nil if ferritin was not measured.
  package var band: Band? {
    guard let value = ferritin?.value else { return nil }
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

  init(labs: [LabValue], until last: CalendarDate?, isChild: Bool, isAgeKnown: Bool) {
    func latest(_ analyte: Analyte) -> LabValue? {
      labs.filter { value in
        guard value.analyte == analyte else { return false }
        guard let last else { return true }
        return value.date <= last && value.date > last - 366
      }.max { ($0.date, $0.line) < ($1.date, $1.line) }
    }
    ferritin = latest(.ferritin)
    transferrinSaturation = latest(.transferrinSaturation)
    cReactiveProtein = latest(.cReactiveProtein)
    self.isChild = isChild
    self.isAgeKnown = isAgeKnown
  }
}
