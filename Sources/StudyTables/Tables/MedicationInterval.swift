import SleepEvents
import StructuredText

/// A unit of dose. Only masses can be converted to milligrams.
package enum DoseUnit: String, Sendable, CaseIterable {
  case milligram = "mg"
  case gram = "g"
  case microgram = "ug"
  case milligramPerDay = "mg/24h"
  case millilitre = "ml"
  case internationalUnit = "iu"
  case millimole = "mmol"
  /// Of airway pressure, which people list among the drugs.
  case centimetreOfWater = "cmh2o"

  /// Milligrams per unit; nil if the unit is not a mass.
  package var milligrams: Double? {
    switch self {
    case .milligram, .milligramPerDay: 1
    case .gram: 1000
    case .microgram: 0.001
    case .millilitre, .internationalUnit, .millimole, .centimetreOfWater: nil
    }
  }

  /// Reads the spellings used in charts.
  package init?(_ text: String) {
    switch text.lowercased() {
    case "mcg", "µg", "μg", "ug": self = .microgram
    case "mg/d", "mg/24 h": self = .milligramPerDay
    case let other:
      guard let unit = DoseUnit(rawValue: other) else { return nil }
      self = unit
    }
  }
}

/// One row of `medications.tsv`: a drug at one dose from its first to its last day, both included.
package struct MedicationInterval: Hashable, Sendable {
  package enum Status: String, Sendable, CaseIterable {
    case active
    case stopped
    case asNeeded = "as_needed"
  }

  package var patientID: String
  package var drugName: String
  /// WHO ATC code in capitals.
  package var atc: String?
  /// The class as typed; otherwise derived by `DrugTable.drugClass(of:)`.
  package var classID: String?
  /// Per administration, in `unit`; nil if unknown.
  package var dose: Double?
  package var unit: DoseUnit?
  package var timesPerDay: Double?
  package var start: CalendarDate
  /// Last day taken; nil if ongoing.
  package var stop: CalendarDate?
  package var status: Status?
  package var line: Int

  package init(
    patientID: String, drugName: String, atc: String? = nil, classID: String? = nil, dose: Double? = nil,
    unit: DoseUnit? = nil, timesPerDay: Double? = nil, start: CalendarDate, stop: CalendarDate? = nil,
    status: Status? = nil, line: Int = 0
  ) {
    self.patientID = patientID
    self.drugName = drugName
    self.atc = atc
    self.classID = classID
    self.dose = dose
    self.unit = unit
    self.timesPerDay = timesPerDay
    self.start = start
    self.stop = stop
    self.status = status
    self.line = line
  }

  /// Milligrams per day; nil if the dose is unknown or not a mass.
  package var milligramsPerDay: Double? {
    guard let dose, let each = unit?.milligrams else { return nil }
    return dose * each * (timesPerDay ?? 1)
  }

  package func covers(_ date: CalendarDate) -> Bool { start <= date && date <= (stop ?? date) }

  /// True if both rows are of the same substance.
  package func isSameDrug(as other: MedicationInterval) -> Bool {
    if drugName.lowercased() == other.drugName.lowercased() { return true }
    if case .success(let names) = DrugNames.builtIn, let generic = names.resolve(drugName).generic,
      let theirs = names.resolve(other.drugName).generic
    {
      return generic == theirs
    }
    if let atc, let theirs = other.atc, atc.count >= 7, theirs.count >= 7 { return atc == theirs }
    return false
  }

  static let requiredColumns = ["patient_id", "drug_name", "start_date"]

  /// Nil if a cell cannot be read; `faults` has the errors.
  init?(row: DelimitedTable.Row, faults: inout CellFaults) {
    let patientID = faults.take { () throws(TextError) in try row.patientLabel() }
    let name = faults.take { () throws(TextError) in
      try row.required("drug_name", expected: "the name of a drug")
    }
    let atc = faults.take { () throws(TextError) -> String? in
      guard let atc = row["atc"]?.uppercased() else { return nil }
      guard MedicationInterval.looksLikeATC(atc) else {
        throw row.error("atc", expected: "a WHO ATC code such as N06AX05, or n/a")
      }
      return atc
    }
    let dose = MedicationInterval.dose(of: row, faults: &faults)
    let timesPerDay = faults.take { () throws(TextError) in
      try row.number("times_per_day", in: 0...24, expected: "times a day from 0 to 24")
    }
    let start = faults.take { () throws(TextError) in try row.requiredDate("start_date") }
    let stop = faults.take { () throws(TextError) in try row.date("stop_date") }
    let status = faults.take { () throws(TextError) in try row.word("status", of: Status.self) }
    if status == .stopped, row["stop_date"] == nil {
      faults.add(row.error("stop_date", expected: "the last day taken, since the status is stopped"))
    }
    let classID = row["class_id"]?.lowercased()
    if let name {
      for error in MedicationInterval.contradictions(name: name, atc: atc, classID: classID, row: row) {
        faults.add(error)
      }
    }
    guard let patientID, let name, let start, faults.errors.isEmpty else { return nil }
    // Half a time a day is every other night, and nobody knows which.
    let words = [name] + MedicationInterval.frequencyColumns.compactMap { row[$0] }
    let isNotNightly =
      timesPerDay.map { $0 > 0 && $0 < 1 } ?? false
      || words.contains(where: MedicationInterval.saysNotEveryNight)
    self.init(
      patientID: patientID, drugName: name, atc: atc, classID: classID, dose: dose.amount, unit: dose.unit,
      timesPerDay: timesPerDay, start: start, stop: stop, status: isNotNightly ? .asNeeded : status,
      line: row.line)
  }

  private static func dose(
    of row: DelimitedTable.Row, faults: inout CellFaults
  ) -> (amount: Double?, unit: DoseUnit?) {
    let stated = faults.take { () throws(TextError) -> DoseUnit? in
      guard let text = row["dose_unit"] else { return nil }
      guard let unit = DoseUnit(text) else {
        throw row.error(
          "dose_unit", expected: "a unit such as " + DoseUnit.allCases.map(\.rawValue).joined(separator: ", ")
        )
      }
      return unit
    }
    let dose = faults.take { () throws(TextError) -> (amount: Double, unit: DoseUnit?)? in
      guard let text = row["dose"] else { return nil }
      let expected = "a dose of 0 or more, such as 50 or 50 mg"
      let dose = try row.dose("dose", text, expected: expected)
      guard (0...1e6).contains(dose.amount) else { throw row.error("dose", expected: expected) }
      if let own = dose.unit, let stated, own != stated {
        throw row.error(
          "dose", expected: "the unit of dose_unit, \(stated.rawValue)", advice: "correct one of the two")
      }
      if dose.unit == nil, row["dose_unit"] == nil {
        throw row.error("dose_unit", expected: "the unit of the dose", advice: "write mg if it is milligrams")
      }
      return dose
    }
    return (dose?.amount, stated ?? dose?.unit)
  }

  /// True for text in the form of any ATC level: A, A00, A00A, A00AA or A00AA00.
  package static func looksLikeATC(_ text: String) -> Bool {
    let letters: [Bool] = [true, false, false, true, true, false, false]
    guard [1, 3, 4, 5, 7].contains(text.utf8.count) else { return false }
    return zip(text.utf8, letters).allSatisfy { byte, isLetter in
      isLetter ? (65...90).contains(byte) : (48...57).contains(byte)
    }
  }
}
