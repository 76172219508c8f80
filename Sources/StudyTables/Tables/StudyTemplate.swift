import Foundation
import StructuredText

/// Empty study tables for people to fill in, each with one example line that is not read.
package struct StudyTemplate: Hashable, Sendable {
  struct Column: Hashable, Sendable {
    var name: String
    var example: String
    var meaning: String
    /// The type of the column in a copy of the table, however it was typed.
    var kind: ColumnKind
    var unit: String

    init(
      _ name: String, _ example: String, _ meaning: String, _ kind: ColumnKind = .text, unit: String = ""
    ) {
      self.name = name
      self.example = example
      self.meaning = meaning
      self.kind = kind
      self.unit = unit
    }

    static func word<Word: RawRepresentable & CaseIterable>(
      _ name: String, _ example: String, _ meaning: String, _: Word.Type
    ) -> Column where Word.RawValue == String {
      Column(name, example, meaning, .word(Word.allCases.map(\.rawValue)))
    }
  }

  /// Name of the file without extension.
  package var name: String
  var title: String
  /// The columns without which a table cannot be read.
  var required: [String]
  var columns: [Column]

  /// Header and example; the example begins with `#`, so the table is empty until a row is added.
  package var text: String {
    Delimited.tsvLine(columns.map(\.name)) + "# " + Delimited.tsvLine(columns.map(\.example))
  }

  package static let all = [nights, medications, labs, scales, patients]

  static let nights = StudyTemplate(
    name: "nights", title: "nights of a study, one row per night", required: NightRecord.requiredColumns,
    columns: [
      Column("patient_id", "sub-01", "letters, digits, dots, underscores, hyphens"),
      Column("night_id", "ses-20260301", "unique within the patient"),
      Column("date", "2026-03-01", "the evening on which the night began", .date),
      Column("start_time", "23:10", "lights off, HH:MM"),
      Column("edf_path", "edf/sub-01.edf", "the recording, relative to this table"),
      Column("hypnogram_path", "hyp/sub-01.csv", "scoring files, separated by ;"),
      Column("tst_min", "372", "minutes of sleep; takes precedence over the scoring", .number, unit: "min"),
      Column("tib_min", "441", "minutes in bed", .number, unit: "min"),
      .word(
        "night_role", "first_lab_night", "first_lab_night, habituation, titration or diagnostic",
        NightRole.self),
      Column(
        "trazodone_mg", "50", "dose of that evening; 0 means known none, n/a unknown", .number, unit: "mg"),
      Column("trazodone_time", "22:30", "HH:MM"),
      .word("cpap", "off", "on, off or titration", AirwayPressure.self),
      Column("cpap_pressure_cmh2o", "n/a", "a number", .number, unit: "cmH2O"),
      Column("caffeine_mg_after_noon", "0", "a number", .number, unit: "mg"),
      Column("alcohol_units", "0", "a number", .number, unit: "units"),
      Column("exclude", "false", "true leaves the night out", .truth),
      Column("exclude_reason", "n/a", "required if exclude is true; stays in this table"),
      Column(
        "scored", "stages;legs", "what was scored: stages, legs, respiratory, arousals, lights",
        .codes(NightRecord.categories)),
      Column("notes", "n/a", "stay in this table"),
    ])

  static let medications = StudyTemplate(
    name: "medications", title: "drugs, one row per drug and dose",
    required: MedicationInterval.requiredColumns,
    columns: [
      Column("patient_id", "sub-01", "as in nights"),
      Column("drug_name", "trazodone", "generic or brand"),
      Column("atc", "N06AX05", "WHO code, if known"),
      Column("rxcui", "n/a", "RxNorm id, if known"),
      Column("class_id", "n/a", "class of the drug table; derived from the name if missing"),
      Column("dose", "50", "per administration; with its unit if dose_unit is missing"),
      .word("dose_unit", "mg", "mg, g, ug, mg/24h, ml, iu or mmol", DoseUnit.self),
      Column("times_per_day", "1", "a number", .number),
      Column("time_of_day", "22:30", "HH:MM, several separated by ;"),
      Column("start_date", "2026-03-08", "first day taken at this dose", .date),
      Column("stop_date", "n/a", "last day taken; n/a if ongoing", .date),
      .word(
        "status", "active", "active, stopped or as_needed; as_needed requires the dose of each night",
        MedicationInterval.Status.self),
    ])

  static let labs = StudyTemplate(
    name: "labs", title: "laboratory values", required: LabValue.requiredColumns,
    columns: [
      Column("patient_id", "sub-01", "as in nights"),
      Column("date", "2026-02-25", "day of the sample", .date),
      Column("time", "08:15", "HH:MM"),
      .word("analyte", "ferritin", "ferritin, tsat, iron, tibc, hemoglobin, creatinine or crp", Analyte.self),
      Column("value", "41", "a number", .number),
      Column("unit", "ng/mL", "ferritin ng/mL or ug/L, tsat %, crp mg/L or mg/dL"),
      Column("assay", "Roche", "manufacturer of the assay: results differ between assays"),
      Column("fasting", "true", "true or false", .truth),
    ])

  static let scales = StudyTemplate(
    name: "scales", title: "ratings and questionnaires", required: ScaleScore.requiredColumns,
    columns: [
      Column("patient_id", "sub-01", "as in nights"),
      Column(
        "date", "2026-02-28", "day of the rating; for KSS and VAS_SLEEPY the morning after the night", .date),
      .word("scale", "IRLS", "IRLS, ESS, KSS, VAS_SLEEPY, ISI, PSQI or CGI-I", SymptomScale.self),
      Column("score", "23", "a number", .number),
      Column("max", "40", "the highest score of the scale", .number),
    ])

  static let patients = StudyTemplate(
    name: "patients", title: "one row per patient", required: PatientRecord.requiredColumns,
    columns: [
      Column("patient_id", "sub-01", "as in nights"),
      Column("birth_year", "1958", "YYYY; under 18 the lines for children apply", .wholeNumber),
      .word("sex", "F", "F or M", PatientRecord.Sex.self),
    ])

  /// Descriptions of all columns.
  package static var readme: String {
    var text = """
      # Tables of a study

      One row per line, with tabs between the cells (commas, semicolons and .xlsx work too). Fill in what is known and
      leave the rest empty or n/a; only nights.tsv is required. Lines that begin with # are not read: the second line of
      each table is such an example. Dates are YYYY-MM-DD or D.M.YYYY; 01/03/2026 needs --date-order if the file
      allows both readings.

      tibialis is not a medical device; for use with a physician.


      """
    for table in all {
      text += "## \(table.name).tsv\n\n"
      for column in table.columns { text += "- `\(column.name)`: \(column.meaning)\n" }
      text += "\n"
    }
    text += """
      ## Nights from reports, without recordings

      Put the numbers of the reports into nights.tsv instead of a recording: add the columns `plms_count` (periodic leg
      movements in sleep) or `plms_index` (of them per hour of sleep), and `tst_h` (hours of sleep, such as 6.5 or 6:30) or
      `tst_min`. Then run `tibialis compare` and `tibialis report` on this folder. With recordings run `tibialis batch
      nights.tsv --out results` first, and compare results.

      """
    return text
  }

  /// Writes the tables and a README to a folder, which is created if necessary.
  ///
  /// - Returns: the paths of the files.
  /// - Throws: `TextError.cannotCreate` if one of the files already exists; then none is written.
  package static func write(to folder: String) throws(TextError) -> [String] {
    var files = all.map { (path: "\(folder)/\($0.name).tsv", text: $0.text) }
    files.append((path: folder + "/README.md", text: readme))
    for file in files where FileManager.default.fileExists(atPath: file.path) {
      throw .cannotCreate(file: file.path, reason: "it already exists and is not overwritten")
    }
    try TextFile.makeFolder(folder)
    for file in files { try TextFile.writeAtomically(file.text, to: file.path) }
    return files.map(\.path)
  }
}
