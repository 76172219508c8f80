import SleepEvents
import StructuredText

/// The role of a night in the study.
package enum NightRole: String, Sendable, CaseIterable {
  case firstLaboratoryNight = "first_lab_night"
  case habituation
  case titration
  /// The night that qualified the patient for the study or the treatment.
  case diagnostic
}

/// Positive airway pressure during the night.
package enum AirwayPressure: String, Sendable, CaseIterable {
  case on
  case off
  case titration
}

/// One row of `nights.tsv`: the location of a night's recording and what is known about the evening.
package struct NightRecord: Hashable, Sendable {
  package var patientID: String
  package var nightID: String
  /// The evening on which the night began; nil if only the recording gives it.
  package var date: CalendarDate?
  /// Lights off, local, `HH:MM`.
  package var startTime: String?
  /// As typed; relative to the table's folder unless absolute.
  package var recordingPath: String?
  package var scoringPaths: [String]
  /// Overrides the hypnogram; the result states this.
  package var totalSleepMinutes: Double?
  package var timeInBedMinutes: Double?
  package var role: NightRole?
  /// 0 means known none; nil means unknown, which is not the same.
  package var trazodoneMilligrams: Double?
  package var trazodoneTime: String?
  package var airwayPressure: AirwayPressure?
  package var airwayPressureCmH2O: Double?
  package var caffeineMilligramsAfterNoon: Double?
  package var alcoholUnits: Double?
  package var isExcluded: Bool
  package var exclusionReason: String?
  /// What the laboratory scored, whether or not it found any: `stages`, `legs`, `respiratory`, `arousals`,
  /// `lights`.
  package var scored: [String] = []
  package var notes: String?
  package var additional: [AdditionalCell]
  /// Line of the table, from 1.
  package var line: Int

  package init(
    patientID: String, nightID: String, date: CalendarDate? = nil, startTime: String? = nil,
    recordingPath: String? = nil, scoringPaths: [String] = [], totalSleepMinutes: Double? = nil,
    timeInBedMinutes: Double? = nil, role: NightRole? = nil, trazodoneMilligrams: Double? = nil,
    isExcluded: Bool = false, exclusionReason: String? = nil, line: Int = 0
  ) {
    self.patientID = patientID
    self.nightID = nightID
    self.date = date
    self.startTime = startTime
    self.recordingPath = recordingPath
    self.scoringPaths = scoringPaths
    self.totalSleepMinutes = totalSleepMinutes
    self.timeInBedMinutes = timeInBedMinutes
    self.role = role
    self.trazodoneMilligrams = trazodoneMilligrams
    self.isExcluded = isExcluded
    self.exclusionReason = exclusionReason
    self.additional = []
    self.line = line
  }

  static let requiredColumns = ["patient_id", "night_id"]

  /// The words allowed in `scored`.
  package static let categories = ["stages", "legs", "respiratory", "arousals", "lights"]

  static let columns: Set<String> = [
    "patient_id", "night_id", "date", "start_time", "edf_path", "hypnogram_path", "tst_min", "tib_min",
    "night_role", "trazodone_mg", "trazodone_time", "cpap", "cpap_pressure_cmh2o",
    "caffeine_mg_after_noon", "alcohol_units", "exclude", "exclude_reason", "scored", "notes",
  ]

  /// Nil if a cell cannot be read; `faults` has the errors.
  ///
  /// - Parameter others: the columns of the table with unknown names.
  init?(row: DelimitedTable.Row, others: [String], faults: inout CellFaults) {
    let patientID = faults.take { () throws(TextError) in try row.identifier("patient_id") }
    let nightID = faults.take { () throws(TextError) in try row.identifier("night_id") }
    func number(_ column: String, _ range: ClosedRange<Double>, _ expected: String) -> Double? {
      faults.take { () throws(TextError) in try row.number(column, in: range, expected: expected) }
    }
    func minutes(_ column: String, _ expected: String) -> Double? {
      faults.take { () throws(TextError) in
        try row.hours(column, unitHours: 1 / 60, in: 0...1440, expected: expected).map {
          ($0 * 60 * 1e6).rounded() / 1e6
        }
      }
    }
    let date = faults.take { () throws(TextError) in try row.date("date", isEvening: true) }
    let startTime = faults.take { () throws(TextError) in try row.clockTime("start_time") }
    let asleep = minutes("tst_min", "minutes of sleep from 0 to 1440")
    let inBed = minutes("tib_min", "minutes in bed from 0 to 1440")
    if let asleep, let inBed, asleep > inBed {
      faults.add(row.error("tst_min", expected: "no more sleep than time in bed (\(inBed) min)"))
    }
    let role = faults.take { () throws(TextError) in try row.word("night_role", of: NightRole.self) }
    let dose = faults.take { () throws(TextError) in
      try row.milligrams("trazodone_mg", in: 0...2000, expected: "a dose from 0 to 2000 mg")
    }
    let doseTime = faults.take { () throws(TextError) in try row.clockTime("trazodone_time") }
    let pressure = faults.take { () throws(TextError) in try row.word("cpap", of: AirwayPressure.self) }
    let centimetres = number("cpap_pressure_cmh2o", 0...40, "a pressure from 0 to 40 cmH2O")
    let caffeine = number("caffeine_mg_after_noon", 0...5000, "milligrams from 0 to 5000")
    let alcohol = number("alcohol_units", 0...100, "units from 0 to 100")
    let excluded = faults.take { () throws(TextError) in try row.truth("exclude") } ?? false
    if excluded, row["exclude_reason"] == nil {
      faults.add(
        row.error(
          "exclude_reason", expected: "a reason, since exclude is true",
          advice: "say why the night is excluded"))
    }
    let scored = (row["scored"] ?? "").split(separator: ";").map { $0.trimmingBlanks().lowercased() }
    if !scored.allSatisfy(NightRecord.categories.contains) {
      faults.add(
        row.error(
          "scored", expected: NightRecord.categories.joined(separator: ", ") + ", with ; between them"))
    }
    guard let patientID, let nightID, faults.errors.isEmpty else { return nil }
    self.init(
      patientID: patientID, nightID: nightID, date: date, startTime: startTime,
      recordingPath: row["edf_path"],
      scoringPaths: (row["hypnogram_path"] ?? "").split(separator: ";")
        .map { $0.trimmingBlanks() }.filter { !$0.isEmpty },
      totalSleepMinutes: asleep, timeInBedMinutes: inBed, role: role, trazodoneMilligrams: dose,
      isExcluded: excluded, exclusionReason: row["exclude_reason"], line: row.line)
    trazodoneTime = doseTime
    airwayPressure = pressure
    airwayPressureCmH2O = centimetres
    caffeineMilligramsAfterNoon = caffeine
    alcoholUnits = alcohol
    self.scored = scored
    notes = row["notes"]
    additional = row.additional(others)
  }
}

extension StringProtocol {
  func trimmingBlanks() -> String {
    var rest = Substring(self)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
