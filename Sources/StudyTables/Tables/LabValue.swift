import SleepEvents
import StructuredText

/// Laboratory analytes, as named in `labs.tsv`.
package enum Analyte: String, Sendable, CaseIterable {
  case ferritin
  case transferrinSaturation = "tsat"
  case iron
  case ironBindingCapacity = "tibc"
  case hemoglobin
  case creatinine
  case cReactiveProtein = "crp"
}

/// One row of `labs.tsv`.
package struct LabValue: Hashable, Sendable {
  package var patientID: String
  package var date: CalendarDate
  package var analyte: Analyte
  /// Ferritin in ng/mL, transferrin saturation in %, CRP in mg/L; others as given in `unit`.
  package var value: Double
  package var unit: String
  /// Manufacturer of the assay, since results differ between assays.
  package var assay: String?
  package var isFasting: Bool?
  package var line: Int
  /// When on that day, as typed.
  var time: String?

  package init(
    patientID: String, date: CalendarDate, analyte: Analyte, value: Double, unit: String,
    assay: String? = nil, isFasting: Bool? = nil, line: Int = 0
  ) {
    self.patientID = patientID
    self.date = date
    self.analyte = analyte
    self.value = value
    self.unit = unit
    self.assay = assay
    self.isFasting = isFasting
    self.line = line
  }

  static let requiredColumns = ["patient_id", "date", "analyte", "value", "unit"]

  /// Nil if a cell cannot be read; `faults` has the errors.
  init?(row: DelimitedTable.Row, faults: inout CellFaults) {
    let patientID = faults.take { () throws(TextError) in try row.patientLabel() }
    let date = faults.take { () throws(TextError) in try row.requiredDate("date") }
    let analyte = faults.take { () throws(TextError) -> Analyte in
      guard let analyte = try row.word("analyte", of: Analyte.self) else {
        throw row.error("analyte", expected: "what was measured")
      }
      return analyte
    }
    let value = faults.take { () throws(TextError) -> Double in
      guard let value = try row.number("value", in: 0...1e6, expected: "a value of 0 or more") else {
        throw row.error("value", expected: "a value")
      }
      // No laboratory gives thousandths of the others that are read.
      if analyte == .ferritin || analyte == .transferrinSaturation, let text = row["value"],
        row.mayHoldThousands(text)
      {
        throw row.thousandsError("value", expected: "a value of 0 or more")
      }
      return value
    }
    let unit = faults.take { () throws(TextError) in
      try row.required("unit", expected: "the unit of the value")
    }
    let isFasting = faults.take { () throws(TextError) in try row.truth("fasting") }
    guard let analyte, let value, let unit else { return nil }
    let normal = faults.take { () throws(TextError) in
      try LabValue.normalized(value, unit, of: analyte, in: row)
    }
    guard let patientID, let date, let normal, faults.errors.isEmpty else { return nil }
    self.init(
      patientID: patientID, date: date, analyte: analyte, value: normal.0, unit: normal.1,
      assay: row["assay"],
      isFasting: isFasting, line: row.line)
    time = row["time"]
  }

  private static func normalized(
    _ value: Double, _ unit: String, of analyte: Analyte, in row: DelimitedTable.Row
  ) throws(TextError) -> (Double, String) {
    let plain = unit.lowercased().replacing("µ", with: "u").replacing("μ", with: "u")
    switch analyte {
    case .ferritin:
      if ["ng/ml", "ug/l", "mcg/l"].contains(plain) { return (value, "ng/mL") }
      let advice =
        plain == "pmol/l"
        ? "convert it first: 1 ng/mL is 2.247 pmol/L, so divide by 2.247" : "ask the laboratory for its unit"
      throw row.error("unit", expected: "ng/mL or ug/L for ferritin", advice: advice)
    case .transferrinSaturation:
      guard plain == "%" || plain == "percent" else {
        throw row.error(
          "unit", expected: "% for transferrin saturation", advice: "multiply a fraction by 100")
      }
      guard value <= 100 else { throw row.error("value", expected: "a saturation from 0 to 100 %") }
      return (value, "%")
    case .cReactiveProtein:
      if plain == "mg/l" { return (value, "mg/L") }
      if plain == "mg/dl" { return (value * 10, "mg/L") }
      throw row.error("unit", expected: "mg/L or mg/dL for CRP")
    case .iron, .ironBindingCapacity, .hemoglobin, .creatinine:
      return (value, unit)
    }
  }
}
