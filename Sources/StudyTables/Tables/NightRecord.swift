import SleepEvents
import StructuredText

/// What a night was in the course of the study.
public enum NightRole: String, Sendable, CaseIterable {
  case firstLaboratoryNight = "first_lab_night"
  case habituation
  case titration
  /// The night that qualified the patient for the study or the treatment.
  case diagnostic
}

/// Positive airway pressure during the night.
public enum AirwayPressure: String, Sendable, CaseIterable {
  case on
  case off
  case titration
}

/// One row of `nights.tsv`: where a night's recording lies and what is known about the evening.
public struct NightRecord: Hashable, Sendable {
  public var patientID: String
  public var nightID: String
  /// The evening on which the night began; nil if only the recording says it.
  public var date: CalendarDate?
  /// Lights off, local, `HH:MM`.
  public var startTime: String?
  /// As typed; relative to the folder of the table unless absolute.
  public var recordingPath: String?
  public var scoringPaths: [String]
  /// Overrides the hypnogram; the result says so.
  public var totalSleepMinutes: Double?
  public var timeInBedMinutes: Double?
  public var role: NightRole?
  /// 0 = known none; nil = unknown, which is not the same.
  public var trazodoneMilligrams: Double?
  public var trazodoneTime: String?
  public var airwayPressure: AirwayPressure?
  public var airwayPressureCmH2O: Double?
  public var caffeineMilligramsAfterNoon: Double?
  public var alcoholUnits: Double?
  public var isExcluded: Bool
  public var exclusionReason: String?
  /// What the laboratory looked for, whether it found any: `stages`, `legs`, `respiratory`, `arousals`, `lights`.
  public var scored: [String] = []
  public var notes: String?
  public var additional: [AdditionalCell]
  /// Line of the table, from 1.
  public var line: Int

  public init(
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

  /// The words of `scored`.
  public static let categories = ["stages", "legs", "respiratory", "arousals", "lights"]

  static let columns: Set<String> = [
    "patient_id", "night_id", "date", "start_time", "edf_path", "hypnogram_path", "tst_min", "tib_min",
    "night_role", "trazodone_mg", "trazodone_time", "cpap", "cpap_pressure_cmh2o",
    "caffeine_mg_after_noon", "alcohol_units", "exclude", "exclude_reason", "scored", "notes",
  ]

  init(row: DelimitedTable.Row, table: DelimitedTable) throws(TextError) {
    patientID = try row.identifier("patient_id")
    nightID = try row.identifier("night_id")
    date = try row.date("date")
    startTime = try row.clockTime("start_time")
    recordingPath = row["edf_path"]
    scoringPaths = (row["hypnogram_path"] ?? "").split(separator: ";")
      .map { $0.trimmingBlanks() }.filter { !$0.isEmpty }
    totalSleepMinutes = try row.number("tst_min", in: 0...1440, expected: "minutes of sleep from 0 to 1440")
    timeInBedMinutes = try row.number("tib_min", in: 0...1440, expected: "minutes in bed from 0 to 1440")
    if let asleep = totalSleepMinutes, let inBed = timeInBedMinutes, asleep > inBed {
      throw row.error("tst_min", expected: "no more sleep than time in bed (\(inBed) min)")
    }
    role = try row.word("night_role", of: NightRole.self)
    trazodoneMilligrams = try row.number(
      "trazodone_mg", in: 0...2000, expected: "a dose from 0 to 2000 mg")
    trazodoneTime = try row.clockTime("trazodone_time")
    airwayPressure = try row.word("cpap", of: AirwayPressure.self)
    airwayPressureCmH2O = try row.number(
      "cpap_pressure_cmh2o", in: 0...40, expected: "a pressure from 0 to 40 cmH2O")
    caffeineMilligramsAfterNoon = try row.number(
      "caffeine_mg_after_noon", in: 0...5000, expected: "milligrams from 0 to 5000")
    alcoholUnits = try row.number("alcohol_units", in: 0...100, expected: "units from 0 to 100")
    isExcluded = try row.truth("exclude") ?? false
    exclusionReason = row["exclude_reason"]
    if isExcluded, exclusionReason == nil {
      throw row.error(
        "exclude_reason", expected: "a reason, since exclude is true", advice: "say why the night is left out"
      )
    }
    scored = (row["scored"] ?? "").split(separator: ";").map { $0.trimmingBlanks().lowercased() }
    for word in scored where !NightRecord.categories.contains(word) {
      throw row.error(
        "scored", expected: NightRecord.categories.joined(separator: ", ") + ", with ; between them")
    }
    notes = row["notes"]
    additional = row.additional(to: NightRecord.columns, columns: table.columns)
    line = row.line
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
