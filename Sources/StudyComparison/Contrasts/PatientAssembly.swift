import SleepEvents
import StudyTables

/// Puts the rows of the tables together, patient by patient.
struct PatientAssembly {
  var nights: NightTable
  var tables: StudyTables
  var drugs: DrugTable
  var selector: DrugSelector
  var request: ComparisonRequest

  /// The rules whose index the absolute lines stand on.
  static let absoluteRules = "aasm3"
  static let unstatedRules = "unstated"

  var rules: String { nights.namesRules ? request.rules : PatientAssembly.unstatedRules }

  /// Ids in the order of the nights table; nobody without a night in it.
  var patientIDs: [String] {
    var seen: Set<String> = []
    return (nights.rows.map(\.patientID) + nights.problems.compactMap(\.patientID))
      .filter { seen.insert($0).inserted }
  }

  /// All patients, each with the rows that cannot be used.
  func assemble(_ ids: [String]) -> [(patient: PatientNights, problems: [RowProblem])] {
    let rows = Dictionary(grouping: nights.rows, by: \.patientID)
    let medications = Dictionary(grouping: tables.medications, by: \.patientID)
    let labs = Dictionary(grouping: tables.labs, by: \.patientID)
    let scales = Dictionary(grouping: tables.scales, by: \.patientID)
    let people = Dictionary(grouping: tables.patients, by: \.patientID)
    let problems = Dictionary(grouping: nights.problems + tables.problems) { $0.patientID ?? "" }
    return ids.map { id in
      let intervals = medications[id] ?? []
      let drugRows = intervals.filter { selector.matches($0, table: drugs) }
      let chosen = chooseRows(rows[id] ?? [])
      let timeline = timeline(drugRows, nights: chosen.map(\.row))
      var patient = PatientNights(
        patientID: id, birthYear: people[id]?.first?.birthYear, nights: [], timeline: timeline,
        nightsCarryTheDose: selector.isTrazodone,
        drugIntervals: drugRows, otherIntervals: intervals.filter { !selector.matches($0, table: drugs) },
        labs: labs[id] ?? [], scales: scales[id] ?? [])
      var bad = problems[id] ?? []
      for (row, absoluteRow) in chosen {
        guard let date = row.date else { continue }
        let dose = selector.isTrazodone ? row.trazodoneMilligrams : nil
        patient.nights.append(
          PlacedNight(
            row: row, absoluteRow: absoluteRow, date: date,
            placement: timeline.placement(on: date, recordedDose: dose), unusable: unusableReason(row)))
        bad += contradictions(row, date: date, dose: dose, patient: patient)
      }
      patient.nights.sort { ($0.date, $0.row.nightID) < ($1.date, $1.row.nightID) }
      return (patient, bad)
    }
  }

  /// One row for each night: of the rules asked for, or of the first there is.
  private func chooseRows(_ rows: [NightRow]) -> [(row: NightRow, absoluteRow: NightRow?)] {
    var order: [String] = []
    var byNight: [String: [NightRow]] = [:]
    for row in rows {
      if byNight[row.nightID] == nil { order.append(row.nightID) }
      byNight[row.nightID, default: []].append(row)
    }
    return order.compactMap { id in
      guard let candidates = byNight[id], let first = candidates.first else { return nil }
      let row = candidates.first { $0.scoringRules == request.rules } ?? first
      return (row, candidates.first { $0.scoringRules == PatientAssembly.absoluteRules })
    }
  }

  private func timeline(_ intervals: [MedicationInterval], nights: [NightRow]) -> DrugTimeline {
    if intervals.isEmpty, selector.isTrazodone {
      let doses = nights.compactMap { row in
        row.date.flatMap { date in row.trazodoneMilligrams.map { (date: date, milligrams: $0) } }
      }
      return DrugTimeline(nightlyDoses: doses, transitionNights: request.transitionNights)
    }
    return DrugTimeline(intervals: intervals, transitionNights: request.transitionNights)
  }

  /// Words for nights that no contrast can use.
  private func unusableReason(_ row: NightRow) -> String? {
    if row.isIncluded == false, let reason = row.exclusionReason, reason.hasPrefix(NightRow.noStagesReason) {
      return PatientAssembly.missingSleepTime
    }
    if row.isIncluded == false { return row.exclusionReason ?? "excluded" }
    guard row.totalSleepSource != TotalSleepSource.none, let hours = row.totalSleepHours, hours > 0 else {
      return PatientAssembly.missingSleepTime
    }
    return nil
  }

  static let missingSleepTime = "missing_tst"

  private func contradictions(
    _ row: NightRow, date: CalendarDate, dose: Double?, patient: PatientNights
  ) -> [RowProblem] {
    var problems: [RowProblem] = []
    if let dose, dose > 0, !patient.drugIntervals.isEmpty,
      !patient.drugIntervals.contains(where: { $0.covers(date) })
    {
      problems.append(
        RowProblem(
          patientID: patient.patientID,
          error: .doseOutsideMedication(
            file: request.nightsFile, line: row.line, night: row.nightID, milligrams: dose,
            drug: request.drug)))
    }
    if let year = patient.birthYear, date.year < year {
      problems.append(
        RowProblem(
          patientID: patient.patientID,
          error: .nightBeforeBirth(
            file: request.nightsFile, line: row.line, night: row.nightID, date: date, birthYear: year)))
    }
    return problems
  }
}
