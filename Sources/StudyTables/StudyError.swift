import SleepEvents
import StructuredText

/// Errors in the tables of a study.
package enum StudyError: ReportableError, Equatable {
  /// An error in a file, a header or a single cell.
  case text(TextError)
  case duplicateNight(file: String, line: Int, patient: String, night: String, firstLine: Int)
  case duplicatePatient(file: String, line: Int, patient: String, firstLine: Int)
  case stopBeforeStart(file: String, line: Int, drug: String, start: CalendarDate, stop: CalendarDate)
  case overlappingMedication(file: String, line: Int, patient: String, drug: String, otherLine: Int)
  case nightBeforeBirth(file: String, line: Int, night: String, date: CalendarDate, birthYear: Int)
  /// A row for a patient without nights; `nearest` is the most similar id.
  case patientWithoutNights(file: String, line: Int, patient: String, nearest: String?)
  /// A row that names several drugs, or one of several, and may be of the compared one.
  case ambiguousDrug(file: String, line: Int, drug: String, candidates: [String])
  /// Two values of one thing on one day.
  case contradictoryValue(file: String, line: Int, what: String, date: CalendarDate, otherLine: Int)
  /// Two ids of the nights that are most likely one patient.
  case alikePatients(file: String, line: Int, patient: String, other: String)
  /// All errors of the tables; the first one determines code, file and place.
  indirect case several(first: StudyError, others: [StudyError])
  /// There are no nights scored by the requested rule set.
  case noRowsForRules(file: String, rules: String, found: [String])
  case damagedDrugTable(detail: String)

  /// The maximum number of errors reported at once.
  package static let mostShown = 50

  /// All of these as a single error; nil if there are none.
  package static func all(_ errors: [StudyError]) -> StudyError? {
    guard let first = errors.first else { return nil }
    return errors.count == 1 ? first : .several(first: first, others: Array(errors.dropFirst()))
  }

  package var code: String {
    switch self {
    case .text(let error): error.code
    case .duplicateNight: "duplicate_night"
    case .duplicatePatient: "duplicate_patient"
    case .stopBeforeStart: "stop_before_start"
    case .overlappingMedication: "overlapping_medication"
    case .nightBeforeBirth: "night_before_birth"
    case .patientWithoutNights: "patient_without_nights"
    case .ambiguousDrug: "ambiguous_drug"
    case .contradictoryValue: "contradictory_value"
    case .alikePatients: "alike_patients"
    case .several(let first, _): first.code
    case .noRowsForRules: "no_rows_for_rules"
    case .damagedDrugTable: "damaged_drug_table"
    }
  }

  package var exitStatus: ExitStatus {
    switch self {
    case .text(let error): error.exitStatus
    case .several(let first, _): first.exitStatus
    case .damagedDrugTable: .internalDefect
    default: .unusableInput
    }
  }

  package var file: String? {
    switch self {
    case .text(let error): error.file
    case .duplicateNight(let file, _, _, _, _), .duplicatePatient(let file, _, _, _),
      .stopBeforeStart(let file, _, _, _, _), .overlappingMedication(let file, _, _, _, _),
      .nightBeforeBirth(let file, _, _, _, _),
      .noRowsForRules(let file, _, _), .patientWithoutNights(let file, _, _, _),
      .ambiguousDrug(let file, _, _, _), .contradictoryValue(let file, _, _, _, _),
      .alikePatients(let file, _, _, _):
      file
    case .several(let first, _): first.file
    case .damagedDrugTable: nil
    }
  }

  package var location: String? {
    switch self {
    case .text(let error): error.location
    case .duplicateNight(_, let line, _, _, _): "line \(line), column night_id"
    case .duplicatePatient(_, let line, _, _): "line \(line), column patient_id"
    case .stopBeforeStart(_, let line, _, _, _): "line \(line), column stop_date"
    case .overlappingMedication(_, let line, _, _, _): "line \(line), column start_date"
    case .nightBeforeBirth(_, let line, _, _, _): "line \(line), column date"
    case .patientWithoutNights(_, let line, _, _), .alikePatients(_, let line, _, _):
      "line \(line), column patient_id"
    case .ambiguousDrug(_, let line, _, _): "line \(line), column drug_name"
    case .contradictoryValue(_, let line, _, _, _): "line \(line), column date"
    case .several(let first, _): first.location
    case .noRowsForRules: "column scoring_rules"
    case .damagedDrugTable: nil
    }
  }

  package var sentence: String {
    let place = [file, location].compactMap(\.self).joined(separator: ", ")
    switch self {
    case .text(let error): return error.sentence
    case .duplicateNight(_, _, let patient, let night, let firstLine):
      return "\(place): expected each night of a patient once, found \(patient) \(night) again "
        + "(first on line \(firstLine)); remove one of the two rows"
    case .duplicatePatient(_, _, let patient, let firstLine):
      return "\(place): expected each patient once, found \(patient) again (first on line \(firstLine)); "
        + "remove one of the two rows"
    case .stopBeforeStart(_, _, let drug, let start, let stop):
      return "\(place): expected a last day on or after the first day of \(drug), \(start), found \(stop); "
        + "correct one of the two dates"
    case .overlappingMedication(_, _, let patient, let drug, let otherLine):
      return "\(place): expected one dose of \(drug) at a time for \(patient), found days that line "
        + "\(otherLine) covers too; end the earlier row on the day before"
    case .nightBeforeBirth(_, _, let night, let date, let birthYear):
      return "\(place): expected \(night) after the patient's year of birth, \(birthYear), found \(date); "
        + "correct the date or birth_year"
    case .patientWithoutNights(_, _, let patient, let nearest):
      let guess = nearest.map { "the nearest id with nights is '\($0)'" } ?? "no id with nights is similar"
      return
        "\(place): expected a patient with nights, found '\(patient)'; \(guess), correct one of the two"
    case .ambiguousDrug(_, _, let drug, let candidates):
      return
        "\(place): expected one drug a row, found '\(drug)', which may be \(candidates.joined(separator: " or ")); "
        + "write one row for each drug that was taken"
    case .contradictoryValue(_, _, let what, let date, let otherLine):
      return "\(place): expected one value of \(what) on \(date), found another than on line \(otherLine); "
        + "remove one of the two rows or correct its date"
    case .alikePatients(_, _, let patient, let other):
      return
        "\(place): expected each patient under one id, found '\(patient)' and '\(other)'; give all nights of a "
        + "patient the same id, or two patients ids that differ in more than case, blanks, punctuation and leading zeros"
    case .several(let first, let others):
      let shown = ([first] + others).prefix(StudyError.mostShown)
      let rest = others.count + 1 - shown.count
      return shown.map(\.sentence).joined(separator: "\n")
        + (rest > 0 ? "\nand \(rest) more like these" : "")
    case .noRowsForRules(_, let rules, let found):
      return "\(place): expected nights scored by \(rules), found \(found.joined(separator: ", ")); "
        + "choose one of these or score the nights by \(rules)"
    case .damagedDrugTable(let detail):
      return "the built-in table of drug classes is damaged (\(detail)); please report this"
    }
  }
}

/// Runs `body` and converts the table reader's errors to this module's.
func studyErrors<Value>(_ body: () throws(TextError) -> Value) throws(StudyError) -> Value {
  do { return try body() } catch { throw .text(error) }
}
