import Foundation
import NightResults
import SleepEvents
import StructuredText
import StudyComparison
import StudyTables

/// A study read from its files and compared with the same code as `compare`, so that page and table cannot
/// differ.
package struct StoredStudy: Sendable {
  /// One night of a patient as the pictures need it.
  struct Night: Sendable {
    var row: NightRow
    var date: CalendarDate
    /// How much the index changes under other open choices; nil if only counts are known.
    var range: (low: Double, high: Double)?
    /// PLMS per hour of sleep; nil if it cannot be computed.
    var index: Double? {
      if let index = row.plmsIndex { return index }
      guard let count = row.plmsCount, let hours = row.totalSleepHours, hours > 0 else { return nil }
      return Double(count) / hours
    }
  }

  let nights: NightTable
  let tables: StudyTables
  package let result: DrugComparisonResult
  private let ranges: NightRanges
  private let drugs: DrugTable
  private let selector: DrugSelector
  private let places: [String: [Int32]]

  /// Reads `nights.csv` (in the folder or itself) and the tables next to it, and compares.
  ///
  /// - Throws: the error with which `compare` would end.
  package init(
    path: String, request: ComparisonRequest, reading: TableReading = TableReading()
  ) throws {
    let files = try ComparisonFiles.locate(input: path, tables: StudyTables.Paths())
    var request = request
    request.nightsFile = files.nights
    if request.orders.isEmpty, let path = ComparisonFiles.storedOrder(beside: files.nights) {
      request.orders = try OrderRecord.read(path: path)
    }
    nights = try NightTable.read(path: files.nights, reading: reading)
    tables = try StudyTables.load(files.tables, reading: reading)
    result = try DrugComparison.run(nights: nights, tables: tables, request: request)
    drugs = try DrugTable.standard()
    selector = DrugSelector(request.drug, table: drugs)
    ranges = NightRanges(folder: PathName.folder(of: files.nights))
    places = nights.rows.placesByPatient
  }

  var drug: String { result.request.drug }
  var rules: String { nights.namesRules ? result.request.rules : "unstated" }

  /// The nights of a patient under the compared rule set, in time order.
  func nights(of patient: String) -> [Night] {
    rows(of: patient).compactMap { row in
      row.date.map { Night(row: row, date: $0, range: ranges.range(row)) }
    }
    .sorted { ($0.date, $0.row.nightID) < ($1.date, $1.row.nightID) }
  }

  private func rows(of patient: String) -> [NightRow] {
    nights.rows.rows(at: places[patient]).filter {
      !nights.namesRules || $0.scoringRules == result.request.rules
    }
  }

  /// All nights of a patient, used or not.
  func listing(of patient: PatientComparison) -> NightListing {
    NightListing(rows(of: patient.patientID), contrast: patient.primary, range: ranges.range)
  }

  func medications(of patient: String) -> (drug: [MedicationInterval], others: [MedicationInterval]) {
    let rows = tables.medications.filter { $0.patientID == patient }
    return (
      rows.filter { selector.matches($0, table: drugs) }, rows.filter { !selector.matches($0, table: drugs) }
    )
  }

  /// The course of the drug, from its medication rows or otherwise from the doses given with the nights.
  func timeline(of patient: String) -> DrugTimeline {
    let taken = medications(of: patient).drug
    guard taken.isEmpty, selector.isTrazodone else {
      return DrugTimeline(intervals: taken, transitionNights: result.request.transitionNights)
    }
    let doses = rows(of: patient).compactMap { row -> (date: CalendarDate, milligrams: Double)? in
      guard let date = row.date, let dose = row.trazodoneMilligrams else { return nil }
      return (date, dose)
    }
    return DrugTimeline(nightlyDoses: doses, transitionNights: result.request.transitionNights)
  }

  /// Nights whose result next to the table cannot be read, with the errors.
  package var damagedNights: [(night: String, error: any ReportableError)] {
    DamagedNights.find(nights.rows, in: ranges.folder)
  }
}
