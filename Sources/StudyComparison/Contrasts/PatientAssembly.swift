import SleepEvents
import StudyTables

/// Combines the rows of the tables, patient by patient.
struct PatientAssembly {
  var nights: NightTable
  var tables: StudyTables
  var drugs: DrugTable
  var selector: DrugSelector
  var request: ComparisonRequest

  static let unstatedRules = "unstated"

  var rules: String { nights.namesRules ? request.rules : PatientAssembly.unstatedRules }

  /// Ids in the order of the nights table; patients without a night are not included.
  var patientIDs: [String] {
    var seen: Set<String> = []
    var ids = nights.rows.heads.map(\.patientID).filter { seen.insert($0).inserted }
    ids += nights.problems.compactMap(\.patientID).filter { seen.insert($0).inserted }
    return ids
  }

  /// The rows of the tables by patient, so that patients can be assembled one at a time.
  struct Groups {
    var rows: [String: [Int32]]
    var medications: [String: [MedicationInterval]]
    var labs: [String: [LabValue]]
    var scales: [String: [ScaleScore]]
    var people: [String: [PatientRecord]]
    var problems: [String: [RowProblem]]
    /// Rows that may be any patient's.
    var anybodys: [RowProblem]
    /// Whether the table of nights has one patient, so that every row is theirs.
    var hasOnePatient: Bool
  }

  var groups: Groups {
    let known = Set(patientIDs).union(nights.otherPatientIDs)
    return Groups(
      rows: nights.rows.placesByPatient,
      medications: Dictionary(grouping: tables.medications, by: \.patientID),
      labs: Dictionary(grouping: tables.labs, by: \.patientID),
      scales: Dictionary(grouping: tables.scales, by: \.patientID),
      people: Dictionary(grouping: tables.patients, by: \.patientID),
      problems: Dictionary(grouping: nights.problems + tables.problems) { $0.patientID ?? "" },
      anybodys: (nights.problems + tables.problems).filter { $0.isAnybodys(beside: known) },
      hasOnePatient: known.count == 1)
  }

  /// A patient, with the rows that cannot be used.
  ///
  /// - Parameter alone: whether this is the only patient compared.
  func assemble(
    _ id: String, of groups: Groups, alone: Bool
  ) -> (patient: PatientNights, problems: [RowProblem]) {
    let intervals = groups.medications[id] ?? []
    let drugRows = intervals.filter { selector.matches($0, table: drugs) }
    let chosen = chooseRows(nights.rows.rows(at: groups.rows[id]))
    var patient = PatientNights(
      patientID: id, birthYear: groups.people[id]?.first?.birthYear, nights: [],
      nightsCarryTheDose: selector.isTrazodone, drugIntervals: drugRows,
      otherIntervals: intervals.filter { !selector.matches($0, table: drugs) }, labs: groups.labs[id] ?? [],
      scales: groups.scales[id] ?? [], order: order(of: id, alone: alone))
    place(chosen, in: &patient)
    let own = patient.nights.flatMap { contradictions($0, patient: patient) }
    let problems = (groups.problems[id] ?? []) + own
    if groups.hasOnePatient { return (patient, problems + groups.anybodys) }
    patient.unassigned = groups.anybodys
    return (patient, problems)
  }

  /// Places the nights on the calendar of the drug.
  private func place(_ chosen: [(row: NightRow, all: [NightRow])], in patient: inout PatientNights) {
    let dated = chosen.compactMap { item in item.row.date.map { (item, $0) } }
      .sorted { ($0.1, $0.0.row.nightID) < ($1.1, $1.0.row.nightID) }
    let doses = dated.map { item, date in
      (date: date, milligrams: selector.isTrazodone ? item.row.trazodoneMilligrams : nil)
    }
    guard let calendar = ExposureCalendar(nights: doses, intervals: patient.drugIntervals) else { return }
    let order = usableOrder(patient.order, calendar: calendar, nights: doses.map(\.date))
    var ratings: [CalendarDate: [SymptomScale: Double]] = [:]
    for score in patient.scales where score.scale.isOfOneMorning {
      ratings[score.date - 1, default: [:]][score.scale] = score.score
    }
    patient.nights = dated.map { item, date in
      PlacedNight(
        row: item.row, rowsByRules: item.all, date: date, dose: calendar.dose(on: date),
        unusable: unusableReason(item.row), mornings: ratings[date] ?? [:], pair: order?.pair(of: date))
    }
    let rules = ExposureRules(
      halfLifeHours: halfLife(of: patient.drugIntervals), settlingNights: request.transitionNights,
      planned: order?.planned ?? [:])
    patient.courses = DrugCourses(calendar, rules: rules, requested: request.design)
  }

  // MARK: The stored order

  private func order(of patient: String, alone: Bool) -> OrderRecord? {
    let own = request.orders.filter {
      DrugSelector($0.drug, table: drugs).isSame(as: selector)
    }
    return own.first { $0.patientID == patient } ?? (alone ? own.first { $0.patientID == nil } : nil)
  }

  /// The record, if it can be trusted and was followed.
  private func usableOrder(
    _ record: OrderRecord?, calendar: ExposureCalendar, nights: [CalendarDate]
  ) -> OrderRecord? {
    guard let record,
      PatientAssembly.problem(of: record, calendar: calendar, nights: nights) == nil
    else { return nil }
    return record
  }

  static func problem(
    of record: OrderRecord, calendar: ExposureCalendar, nights: [CalendarDate]
  ) -> OrderRecordProblem? {
    if let problem = record.problem { return problem }
    let (differ, known) = record.deviations(nights.map { ($0, calendar.dose(on: $0)) })
    return Double(differ) > OrderRecord.largestShareOfDeviations * Double(known) ? .notFollowed : nil
  }

  // MARK: The half-life

  /// Half-life in hours, the longest among the drugs taken; nil if neither the user nor the table gives one.
  private func halfLife(of intervals: [MedicationInterval]) -> Double? {
    if let stated = request.halfLifeHours { return stated }
    if selector.isTrazodone { return DrugTable.trazodoneHalfLifeHours }
    return intervals.compactMap { drugs.halfLifeHours(of: $0) }.max()
  }

  /// One row for each night: of the requested rule set, or the first one available.
  private func chooseRows(_ rows: [NightRow]) -> [(row: NightRow, all: [NightRow])] {
    var order: [String] = []
    var byNight: [String: [NightRow]] = [:]
    for row in rows {
      if byNight[row.nightID] == nil { order.append(row.nightID) }
      byNight[row.nightID, default: []].append(row)
    }
    return order.compactMap { id in
      guard let candidates = byNight[id], let first = candidates.first else { return nil }
      return (candidates.first { $0.scoringRules == request.rules } ?? first, candidates)
    }
  }

  /// Why no contrast can use a night. The reason as typed stays in the table of nights.
  private func unusableReason(_ row: NightRow) -> NightReason? {
    if row.isIncluded == false {
      return row.exclusionReason?.hasPrefix(NightRow.noStagesReason) == true ? .missingSleepTime : .excluded
    }
    guard row.totalSleepSource != TotalSleepSource.none, let hours = row.totalSleepHours, hours > 0 else {
      return .missingSleepTime
    }
    return nil
  }

  private func contradictions(_ night: PlacedNight, patient: PatientNights) -> [RowProblem] {
    var problems: [RowProblem] = []
    let row = night.row
    if let year = patient.birthYear, night.date.year < year {
      problems.append(
        RowProblem(
          patientID: patient.patientID,
          error: .nightBeforeBirth(
            file: request.nightsFile, line: row.line, night: row.nightID, date: night.date, birthYear: year)))
    }
    return problems
  }
}
