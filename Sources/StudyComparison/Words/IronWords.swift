import SleepEvents
import StructuredText
import StudyTables

/// Sentences about iron, which comes before any drug.
package enum IronWords {
  package static let notLookedAt =
    "Iron stores are not known: the tables have no ferritin and no transferrin saturation. Both are checked first in "
    + "restless legs."
  /// In place of that where the only values are too old, or were measured after the nights.
  private static func otherFerritin(_ value: LabValue) -> String {
    "No iron value of the year before the last night is known: the ferritin nearest to it, "
      + "\(JSONValue.numberText(value.value)) ng/mL, is of \(value.date). Ferritin and transferrin saturation are checked "
      + "first in restless legs."
  }

  package static func ferritinChange(_ change: IronStatus.FerritinChange) -> String {
    "Ferritin went from \(JSONValue.numberText(change.from.value)) ng/mL (\(change.from.date)) to "
      + "\(JSONValue.numberText(change.to.value)) ng/mL (\(change.to.date)): iron changed in the period of the nights."
  }

  package static let onlyWithPhysician = "Iron is taken only with the physician."
  package static let inflammationUnknown =
    "CRP is not in the tables: ferritin rises with inflammation, so a normal ferritin does not rule out low iron."

  /// The position of a ferritin value relative to the guideline's lines, with anything that makes the
  /// comparison doubtful.
  package static func ferritin(_ value: LabValue, iron: IronStatus) -> String {
    let amount = JSONValue.numberText(value.value)
    let who =
      iron.isChild ? "a child" : iron.isAgeKnown ? "an adult" : "an adult, as the year of birth is unknown"
    let line = JSONValue.numberText(iron.ferritinLine)
    let upper = JSONValue.numberText(IronStatus.intravenousLine)
    let band = iron.band(of: value.value)
    let place: String
    switch band {
    case .low:
      place = "is \(iron.isChild ? "below" : "at or below") the \(line) ng/mL line used for restless legs"
    case .intravenousOnly:
      place =
        "is above the \(line) ng/mL line used for restless legs and not above \(upper) ng/mL, where "
        + "intravenous iron alone is considered"
    case .above:
      place = "is \(iron.isChild ? "not below" : "above") the \(line) ng/mL line used for restless legs"
    }
    let normal = band == .low ? ", also when it is normal for other people" : ""
    return "Ferritin \(amount) ng/mL (\(value.date)\(assay(value))) \(place) (\(who); AASM 2025, doi "
      + "10.5664/jcsm.11390)\(normal).\(makers(value))"
  }

  private static func assay(_ value: LabValue) -> String {
    value.assay == nil
      ? ", assay not stated" : maker(value).map { ", assay of \($0)" } ?? ", assay by another manufacturer"
  }

  /// Manufacturers whose assays are known to differ; any other text stays in the table.
  private static func maker(_ value: LabValue) -> String? {
    guard let typed = value.assay?.lowercased() else { return nil }
    if ["roche", "elecsys", "cobas"].contains(where: typed.contains) { return "Roche" }
    return ["beckman", "access", "dxi"].contains(where: typed.contains) ? "Beckman" : nil
  }

  private static func makers(_ value: LabValue) -> String {
    guard let maker = maker(value) else { return "" }
    let other = maker == "Roche" ? "lower by Beckman's" : "higher by Roche's"
    return
      " Roche's assay reads about 60 % above Beckman's (a secondary source), so the same blood would read \(other)."
  }

  package static func saturation(_ value: LabValue) -> String {
    let amount = JSONValue.numberText(value.value)
    let below = value.value < IronStatus.saturationLine ? "is below" : "is not below"
    return "Transferrin saturation \(amount) % (\(value.date)) \(below) the 20 % line used for restless legs "
      + "(AASM 2025)."
  }

  package static func inflammation(_ value: LabValue) -> String {
    let amount = JSONValue.numberText(value.value)
    return value.value > IronStatus.inflammationLine
      ? "CRP \(amount) mg/L (\(value.date)) is raised: ferritin rises with inflammation, so a normal ferritin does "
        + "not rule out low iron."
      : "CRP \(amount) mg/L (\(value.date)) is not raised."
  }

  /// All sentences about iron.
  package static func sentences(_ iron: IronStatus) -> [String] {
    guard !iron.wasNotLookedAt else {
      return [iron.otherFerritin.map(otherFerritin) ?? notLookedAt, onlyWithPhysician]
    }
    var sentences: [String] = []
    if let value = iron.ferritin { sentences.append(ferritin(value, iron: iron)) }
    if let change = iron.ferritinChange { sentences.append(ferritinChange(change)) }
    if let value = iron.transferrinSaturation { sentences.append(saturation(value)) }
    if let value = iron.cReactiveProtein {
      sentences.append(inflammation(value))
    } else if iron.ferritin != nil {
      sentences.append(inflammationUnknown)
    }
    return sentences + [onlyWithPhysician]
  }
}
