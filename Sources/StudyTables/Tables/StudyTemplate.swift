import Foundation
import StructuredText

/// Empty tables of a study for people to fill in, each with one line of example that is not read.
package struct StudyTemplate: Hashable, Sendable {
  struct Column: Hashable, Sendable {
    var name: String
    var example: String
    var meaning: String

    init(_ name: String, _ example: String, _ meaning: String) {
      self.name = name
      self.example = example
      self.meaning = meaning
    }
  }

  /// Name of the file without its ending.
  package var name: String
  var columns: [Column]

  /// Header and example; the example begins with `#`, so that the table is empty until a row is added.
  package var text: String {
    Delimited.tsvLine(columns.map(\.name)) + "# " + Delimited.tsvLine(columns.map(\.example))
  }

  package static let all = [nights, medications, labs, scales, patients]

  static let nights = StudyTemplate(
    name: "nights",
    columns: [
      Column("patient_id", "sub-01", "letters, digits, points, underscores, hyphens"),
      Column("night_id", "ses-20260301", "unique within the patient"),
      Column("date", "2026-03-01", "the evening on which the night began"),
      Column("start_time", "23:10", "lights off, HH:MM"),
      Column("edf_path", "edf/sub-01.edf", "the recording, relative to this table"),
      Column("hypnogram_path", "hyp/sub-01.csv", "scoring files, with ; between them"),
      Column("tst_min", "372", "minutes of sleep; wins over the scoring"),
      Column("tib_min", "441", "minutes in bed"),
      Column("night_role", "first_lab_night", "first_lab_night, habituation, titration or diagnostic"),
      Column("trazodone_mg", "50", "dose of that evening; 0 is known none, n/a is unknown"),
      Column("trazodone_time", "22:30", "HH:MM"),
      Column("cpap", "off", "on, off or titration"),
      Column("cpap_pressure_cmh2o", "n/a", "a number"),
      Column("caffeine_mg_after_noon", "0", "a number"),
      Column("alcohol_units", "0", "a number"),
      Column("exclude", "false", "true leaves the night out"),
      Column("exclude_reason", "n/a", "needed where exclude is true; stays in this table"),
      Column("scored", "stages;legs", "what was looked for: stages, legs, respiratory, arousals, lights"),
      Column("notes", "n/a", "stay in this table"),
    ])

  static let medications = StudyTemplate(
    name: "medications",
    columns: [
      Column("patient_id", "sub-01", "as in nights"),
      Column("drug_name", "trazodone", "generic or brand"),
      Column("atc", "N06AX05", "WHO code, if known"),
      Column("rxcui", "n/a", "RxNorm id, if known"),
      Column("class_id", "n/a", "class of the drug table; told from the name where it is missing"),
      Column("dose", "50", "of one administration"),
      Column("dose_unit", "mg", "mg, g, ug, mg/24h, ml, iu or mmol"),
      Column("times_per_day", "1", "a number"),
      Column("time_of_day", "22:30", "HH:MM, several with ; between them"),
      Column("start_date", "2026-03-08", "first day taken at this dose"),
      Column("stop_date", "n/a", "last day taken; n/a where it goes on"),
      Column("status", "active", "active, stopped or as_needed; as_needed asks for the dose of each night"),
    ])

  static let labs = StudyTemplate(
    name: "labs",
    columns: [
      Column("patient_id", "sub-01", "as in nights"),
      Column("date", "2026-02-25", "day of the sample"),
      Column("time", "08:15", "HH:MM"),
      Column("analyte", "ferritin", "ferritin, tsat, iron, tibc, hemoglobin, creatinine or crp"),
      Column("value", "41", "a number"),
      Column("unit", "ng/mL", "ferritin ng/mL or ug/L, tsat %, crp mg/L or mg/dL"),
      Column("assay", "Roche", "maker of the assay: their results differ"),
      Column("fasting", "true", "true or false"),
    ])

  static let scales = StudyTemplate(
    name: "scales",
    columns: [
      Column("patient_id", "sub-01", "as in nights"),
      Column("date", "2026-02-28", "day of the rating; of KSS and VAS_SLEEPY the morning after the night"),
      Column("scale", "IRLS", "IRLS, ESS, KSS, VAS_SLEEPY, ISI, PSQI or CGI-I"),
      Column("score", "23", "a number"),
      Column("max", "40", "the highest score of the scale"),
    ])

  static let patients = StudyTemplate(
    name: "patients",
    columns: [
      Column("patient_id", "sub-01", "as in nights"),
      Column("birth_year", "1958", "YYYY; under 18 the lines for children hold"),
      Column("sex", "F", "F or M"),
    ])

  /// What each column holds.
  package static var readme: String {
    var text = """
      # Tables of a study

      One row a line, tabs between the cells (commas and semicolons do as well, and .xlsx). Fill in what is known and
      leave the rest empty or n/a; only nights.tsv is needed. Lines that begin with # are not read: the second line of
      each table is such an example. Dates are YYYY-MM-DD or D.M.YYYY; 01/03/2026 needs --date-order where the file
      allows both readings.

      tibialis is not a medical device; for use with a physician.


      """
    for table in all {
      text += "## \(table.name).tsv\n\n"
      for column in table.columns { text += "- `\(column.name)`: \(column.meaning)\n" }
      text += "\n"
    }
    return text
  }

  /// Writes the tables and a README into a folder, which is made where it is not there.
  ///
  /// - Returns: the paths of the files.
  /// - Throws: `TextError.cannotCreate` where one of the files is there already; then none is written.
  package static func write(to folder: String) throws(TextError) -> [String] {
    var files = all.map { (path: "\(folder)/\($0.name).tsv", text: $0.text) }
    files.append((path: folder + "/README.md", text: readme))
    for file in files where FileManager.default.fileExists(atPath: file.path) {
      throw .cannotCreate(file: file.path, reason: "it is there already and is not overwritten")
    }
    try TextFile.makeFolder(folder)
    for file in files { try TextFile.writeAtomically(file.text, to: file.path) }
    return files.map(\.path)
  }
}
