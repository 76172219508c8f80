import StructuredText

/// One row of `patients.tsv`.
package struct PatientRecord: Hashable, Sendable {
  package enum Sex: String, Sendable, CaseIterable {
    case female = "f"
    case male = "m"
  }

  package var patientID: String
  /// Determines whether the line for children applies (under 18 on the date of the night).
  package var birthYear: Int?
  package var sex: Sex?
  package var line: Int

  package init(patientID: String, birthYear: Int? = nil, sex: Sex? = nil, line: Int = 0) {
    self.patientID = patientID
    self.birthYear = birthYear
    self.sex = sex
    self.line = line
  }

  static let requiredColumns = ["patient_id"]

  /// Nil if a cell cannot be read; `faults` has the errors.
  init?(row: DelimitedTable.Row, faults: inout CellFaults) {
    let patientID = faults.take { () throws(TextError) in try row.patientLabel() }
    let year = faults.take { () throws(TextError) in
      try row.number("birth_year", in: 1880...2199, expected: "a year as YYYY")
    }
    let sex = faults.take { () throws(TextError) in try row.word("sex", of: Sex.self) }
    guard let patientID, faults.errors.isEmpty else { return nil }
    self.init(patientID: patientID, birthYear: year.map { Int($0) }, sex: sex, line: row.line)
  }
}
