import Foundation
import SleepEvents
import StructuredText

/// A row that cannot be used: it prevents the result of its patient, but not of others.
package struct RowProblem: Hashable, Sendable {
  /// Nil if even the patient cannot be read.
  package var patientID: String?
  package var error: StudyError
  /// True if it is not a row but something next to the tables that cannot be read or has an invalid name.
  package var isLeftOut: Bool

  package init(patientID: String?, error: StudyError, isLeftOut: Bool = false) {
    self.patientID = patientID
    self.error = error
    self.isLeftOut = isLeftOut
  }

  /// The patient is set only if the id is valid.
  init(row: DelimitedTable.Row, error: StudyError) {
    let id = row["patient_id"]
    self.init(patientID: id.flatMap { StudyIdentifier.isLabel($0) ? $0 : nil }, error: error)
  }

  /// Whether it is a row that may be any patient's: it names none of those with nights. In a row that cannot be cut into
  /// cells, the first one may be anything.
  ///
  /// - Parameter known: the patients with nights.
  package func isAnybodys(beside known: Set<String>) -> Bool {
    guard !isLeftOut else { return false }
    guard let patientID else {
      if case .patientWithoutNights = error { return false }
      return true
    }
    guard case .text(.wrongFieldCount) = error else { return false }
    return !known.contains(patientID)
  }

  /// The problem of a malformed row, whose patient is known if that cell was read.
  init(fault: DelimitedReader.Fault) {
    let id = fault.cells["patient_id"]
    self.init(patientID: id.flatMap { StudyIdentifier.isLabel($0) ? $0 : nil }, error: .text(fault.error))
  }
}

extension StudyError: Hashable {
  package func hash(into hasher: inout Hasher) { hasher.combine(sentence) }
}

/// The tables next to the nights of a study: patients, drugs, laboratory values, scales.
package struct StudyTables: Sendable {
  package var patients: [PatientRecord] = []
  /// Empty unless a nights table was read.
  package var nights = PackedRows<NightRecord>()
  package var medications: [MedicationInterval] = []
  package var labs: [LabValue] = []
  package var scales: [ScaleScore] = []
  /// The rows that were left out, in file order.
  package var problems: [RowProblem] = []
  /// Columns with a name that no table of their kind has, by file; nothing in them is used.
  package private(set) var unreadColumns: [UnreadColumns] = []
  /// The files that were read, as given.
  package var files: [String] = []
  /// The paths of the tables; nil paths for rows from elsewhere.
  package private(set) var paths = Paths()

  /// Sets the origin of rows that were assembled in memory.
  package mutating func usePaths(_ paths: Paths) { self.paths = paths }

  package init() {}

  /// The name of the record of a drawn order, next to the list of nights.
  package static let orderFileName = "order.json"

  /// Paths of the tables; nil for a table that the study does not have.
  package struct Paths: Hashable, Sendable {
    package var patients: String?
    package var nights: String?
    package var medications: String?
    package var labs: String?
    package var scales: String?

    package init(
      patients: String? = nil, nights: String? = nil, medications: String? = nil, labs: String? = nil,
      scales: String? = nil
    ) {
      self.patients = patients
      self.nights = nights
      self.medications = medications
      self.labs = labs
      self.scales = scales
    }

    /// The names of the tables beside a nights table, without extension.
    package static let companions = ["patients", "medications", "labs", "scales"]

    /// Adds tables found in `folder` as `medications.tsv`, `.csv` and so on, unless already named.
    package mutating func addCompanions(in folder: String) {
      func find(_ name: String) -> String? {
        ["tsv", "csv", "txt", "xlsx"].map { (folder.isEmpty ? "" : folder + "/") + "\(name).\($0)" }
          .first { FileManager.default.fileExists(atPath: $0) }
      }
      patients = patients ?? find("patients")
      medications = medications ?? find("medications")
      labs = labs ?? find("labs")
      scales = scales ?? find("scales")
    }
  }

  /// Reads `nights.tsv` and the tables next to it.
  ///
  /// - Throws: `StudyError` if a whole table is unusable. Errors in single rows are in `problems`.
  package static func load(
    nightsPath: String, reading: TableReading = TableReading()
  ) throws(StudyError) -> StudyTables {
    var paths = Paths(nights: nightsPath)
    let folder = PathName.folder(of: nightsPath)
    paths.addCompanions(in: folder)
    return try load(paths, reading: reading)
  }

  /// Reads the tables named in `paths`.
  ///
  /// - Throws: `StudyError` if a whole table is unusable. Errors in single rows are in `problems`.
  package static func load(_ paths: Paths, reading: TableReading = TableReading()) throws(StudyError)
    -> StudyTables
  {
    var tables = StudyTables()
    if let path = paths.patients {
      tables.patients = try tables.rows(path, PatientRecord.requiredColumns, reading) { row, _, faults in
        PatientRecord(row: row, faults: &faults)
      }
      tables.dropRepeatedPatients(file: path)
    }
    if let path = paths.nights {
      var nights = PackedRows<NightRecord>()
      try tables.read(path, NightRecord.requiredColumns, reading) { row, others, faults in
        NightRecord(row: row, others: others, faults: &faults)
      } keep: {
        nights.append($0)
      }
      tables.nights = nights
      tables.checkNights(file: path)
    }
    if let path = paths.medications {
      tables.medications = try tables.rows(path, MedicationInterval.requiredColumns, reading) {
        row, _, faults in
        MedicationInterval(row: row, faults: &faults)
      }
      tables.checkOrder(file: path)
      tables.checkOverlaps(file: path)
    }
    if let path = paths.labs {
      tables.labs = try tables.rows(path, LabValue.requiredColumns, reading) { row, _, faults in
        LabValue(row: row, faults: &faults)
      }
      tables.checkLabs(file: path)
    }
    if let path = paths.scales {
      tables.scales = try tables.rows(path, ScaleScore.requiredColumns, reading) { row, _, faults in
        ScaleScore(row: row, faults: &faults)
      }
      tables.checkScales(file: path)
    }
    tables.paths = paths
    if paths.nights != nil {
      let known = Set(tables.nights.heads.map(\.patientID) + tables.problems.compactMap(\.patientID))
      tables.problems += tables.strangers(to: known)
    }
    return tables
  }

  /// Records what is next to the tables but could not be used.
  package mutating func leaveOut(_ errors: [TextError]) {
    problems += errors.map { RowProblem(patientID: nil, error: .text($0), isLeftOut: true) }
  }

  package func patient(_ id: String) -> PatientRecord? { patients.first { $0.patientID == id } }

  private mutating func rows<Record>(
    _ path: String, _ required: [String], _ reading: TableReading,
    _ read: (DelimitedTable.Row, [String], inout CellFaults) -> Record?
  ) throws(StudyError) -> [Record] {
    var records: [Record] = []
    try self.read(path, required, reading, read) { records.append($0) }
    return records
  }

  private mutating func read<Record>(
    _ path: String, _ required: [String], _ reading: TableReading,
    _ read: (DelimitedTable.Row, [String], inout CellFaults) -> Record?, keep: (Record) -> Void
  ) throws(StudyError) {
    let isOfNights = required == NightRecord.requiredColumns
    let reader = try TypedTable.open(
      path, required: required, reading: reading,
      limit: isOfNights ? DelimitedTable.largestTableOfNights : DelimitedTable.largestFile)
    files.append(path)
    let wanted = reading.patientIDs
    let others = isOfNights ? reader.columns(beside: NightRecord.columns) : []
    // In a table of nights they are exposures.
    if !isOfNights, let unread = UnreadColumns(reader, file: path, required: required) {
      unreadColumns.append(unread)
    }
    // Includes ids that most likely refer to these patients, and rows without a readable one, so that neither is lost
    // silently.
    let plainly = Set(wanted.map(PatientIDDistance.plain))
    while true {
      let next = try studyErrors { () throws(TextError) in
        try reader.next(where: wanted.isEmpty ? nil : "patient_id") {
          wanted.contains($0) || plainly.contains(PatientIDDistance.plain($0)) || !StudyIdentifier.isLabel($0)
        }
      }
      guard let row = next else { break }
      var faults = CellFaults()
      if let record = read(row, others, &faults), faults.errors.isEmpty {
        keep(record)
      } else {
        problems += faults.errors.map { RowProblem(row: row, error: .text($0)) }
      }
    }
    problems += reader.faults.map(RowProblem.init(fault:))
  }

  /// Rows whose last day precedes their first.
  private mutating func checkOrder(file: String) {
    medications.removeAll { interval in
      guard let stop = interval.stop, stop < interval.start else { return false }
      problems.append(
        RowProblem(
          patientID: interval.patientID,
          error: .stopBeforeStart(
            file: file, line: interval.line, drug: interval.drugName, start: interval.start, stop: stop)))
      return true
    }
  }

  private mutating func dropRepeatedPatients(file: String) {
    var first: [String: Int] = [:]
    for patient in patients {
      if let line = first[patient.patientID] {
        problems.append(
          RowProblem(
            patientID: patient.patientID,
            error: .duplicatePatient(
              file: file, line: patient.line, patient: patient.patientID, firstLine: line)))
      } else {
        first[patient.patientID] = patient.line
      }
    }
  }

  private mutating func checkNights(file: String) {
    var seen = SeenRows()
    let birthYears = Dictionary(
      patients.compactMap { patient in patient.birthYear.map { (patient.patientID, $0) } },
      uniquingKeysWith: { first, _ in first })
    for (place, night) in nights.heads.enumerated() {
      let key = NightKey(night)
      let first = seen.first(of: key, place: place) { NightKey(nights.head($0)) == key }
      if let first {
        problems.append(
          RowProblem(
            patientID: night.patientID,
            error: .duplicateNight(
              file: file, line: night.line, patient: night.patientID, night: night.nightID,
              firstLine: nights.head(first).line)))
      }
      if let date = night.date, let year = birthYears[night.patientID], date.year < year {
        problems.append(
          RowProblem(
            patientID: night.patientID,
            error: .nightBeforeBirth(
              file: file, line: night.line, night: night.nightID, date: date, birthYear: year)))
      }
    }
  }
}
