import SleepEvents
import StructuredText

/// What a laboratory measured, by the words of `labs.tsv`.
public enum Analyte: String, Sendable, CaseIterable {
  case ferritin
  case transferrinSaturation = "tsat"
  case iron
  case ironBindingCapacity = "tibc"
  case hemoglobin
  case creatinine
  case cReactiveProtein = "crp"
}

/// One row of `labs.tsv`.
public struct LabValue: Hashable, Sendable {
  public var patientID: String
  public var date: CalendarDate
  public var analyte: Analyte
  /// Ferritin in ng/mL, transferrin saturation in %, CRP in mg/L; others as typed in `unit`.
  public var value: Double
  public var unit: String
  /// The maker of the assay: their results differ.
  public var assay: String?
  public var isFasting: Bool?
  public var line: Int

  public init(
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

  init(row: DelimitedTable.Row) throws(TextError) {
    patientID = try row.identifier("patient_id")
    date = try row.requiredDate("date")
    guard let analyte = try row.word("analyte", of: Analyte.self) else {
      throw row.error("analyte", expected: "what was measured")
    }
    guard let value = try row.number("value", in: 0...1e6, expected: "a value of 0 or more") else {
      throw row.error("value", expected: "a value")
    }
    let unit = try row.required("unit", expected: "the unit of the value")
    self.analyte = analyte
    (self.value, self.unit) = try LabValue.normalized(value, unit, of: analyte, in: row)
    assay = row["assay"]
    isFasting = try row.truth("fasting")
    line = row.line
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
