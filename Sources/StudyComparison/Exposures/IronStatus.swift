import SleepEvents
import StudyTables

/// What the laboratory says about the iron stores, since low iron is the first thing to look at in restless legs.
public struct IronStatus: Hashable, Sendable {
  /// The latest value of each in the year before the last night.
  public var ferritin: LabValue?
  public var transferrinSaturation: LabValue?
  public var cReactiveProtein: LabValue?
  public var isChild: Bool

  /// At or below this ferritin, iron is considered in restless legs (AASM 2025).
  public var ferritinLine: Double { isChild ? 50 : 75 }
  /// Below this saturation, in percent.
  public static let saturationLine = 20.0
  /// Above this CRP, in mg/L, ferritin may be raised by inflammation.
  public static let inflammationLine = 5.0

  public var isFerritinLow: Bool { ferritin.map { $0.value <= ferritinLine } ?? false }
  public var isSaturationLow: Bool {
    transferrinSaturation.map { $0.value < IronStatus.saturationLine } ?? false
  }
  public var isInflamed: Bool {
    cReactiveProtein.map { $0.value > IronStatus.inflammationLine } ?? false
  }
  /// True if neither ferritin nor transferrin saturation was measured.
  public var wasNotLookedAt: Bool { ferritin == nil && transferrinSaturation == nil }

  init(labs: [LabValue], until last: CalendarDate?, isChild: Bool) {
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
  }
}
