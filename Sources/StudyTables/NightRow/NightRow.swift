import SleepEvents

/// One row of `nights.csv`: what a night says under one rule set, and where it stands in the study.
///
/// Nil is "not computable" or "unknown"; a reason stands in `exclusionReason` or in `qualityFlags`. Which columns
/// there are, with their units and definitions, is `NightColumns.all`.
public struct NightRow: Hashable, Sendable {
  public var patientID: String
  public var nightID: String
  public var date: CalendarDate?
  public var phase: StudyPhase?
  public var daysSinceStart: Int?
  public var trazodoneMilligrams: Double?
  public var doseStepDay: Int?

  public var totalSleepHours: Double?
  public var totalSleepSource: TotalSleepSource?
  public var timeInBedHours: Double?
  public var sleepEfficiencyPercent: Double?
  public var sleepOnsetLatencyMinutes: Double?
  public var wakeAfterSleepOnsetMinutes: Double?
  public var n1Percent: Double?
  public var n2Percent: Double?
  public var n3Percent: Double?
  public var remPercent: Double?

  public var candidateCount: Int?
  public var plmsCount: Int?
  public var plmsIndex: Double?
  public var plmsNREMIndex: Double?
  public var plmsREMIndex: Double?
  public var plmsArousalCount: Int?
  public var plmsArousalIndex: Double?
  public var plmwIndex: Double?
  public var periodicityIndexByIntervals: Double?
  public var periodicityIndexByCount: Double?
  public var isolatedIndex: Double?
  public var shortIntervalIndex: Double?
  public var respiratoryCount: Int?
  public var medianIntervalSeconds: Double?
  public var arousalIndex: Double?
  public var apneaHypopneaIndex: Double?
  public var oxygenDesaturationIndex: Double?
  public var lowestSaturationPercent: Double?

  public var airwayPressure: AirwayPressure?
  /// The usable leg channels, `left;right`, `left` or `right`.
  public var legChannels: String?
  public var scoredPercent: Double?
  public var oneLegHours: Double?
  public var scoringRules: String?
  public var softwareVersion: String?
  public var qualityFlags: [String] = []
  public var isIncluded: Bool?
  public var exclusionReason: String?

  // Beyond `report_night_columns.csv`: what the secondary outcomes, the confounders and the account of
  // where a change came from need.
  public var role: NightRole?
  public var respiratoryOption: String?
  public var sensor: Sensor?
  public var samplingRateHertz: Double?
  public var caffeineMilligramsAfterNoon: Double?
  public var alcoholUnits: Double?
  public var wakeHours: Double?
  public var plmwCount: Int?
  public var plmsWithoutRespiratoryCount: Int?
  public var plmsWithoutRespiratoryIndex: Double?
  public var meanLogInterval: Double?
  /// Of the chin in REM sleep, 0-1.
  public var atoniaIndex: Double?
  /// Trains of alternating leg muscle activation per hour of sleep.
  public var alternatingPerHour: Double?
  public var seriesCount: Int?
  public var plmsN1Count: Int?
  public var plmsN2Count: Int?
  public var plmsN3Count: Int?
  public var plmsREMCount: Int?
  /// PLMS in the first, second, ... hour after sleep onset.
  public var plmsByHour: [Int] = []

  /// Columns of the table that we do not know, kept as they were.
  public var additional: [AdditionalCell] = []
  /// Line of the table it was read from; 0 for a row that was made.
  public var line = 0

  public init(patientID: String, nightID: String) {
    self.patientID = patientID
    self.nightID = nightID
  }

  /// The flag of a count that was made from index x hours.
  public static let countFromIndexFlag = "count_from_index"
  /// The reason of a night without sleep stages, so that no movement counts as one in sleep.
  public static let noStagesReason = "no_hypnogram"
  /// `exclusionReason` of a night that somebody left out: what was typed stays in the table in which it was typed.
  public static let excludedInList = "excluded_in_list"
}

/// Where the hours of sleep come from. Without a source there is no index per hour of sleep.
public enum TotalSleepSource: String, Sendable, CaseIterable {
  case hypnogram
  case manual
  case none
}

/// What felt the movements. An index from ankle actigraphy and one from EMG are different quantities.
public enum Sensor: String, Sendable, CaseIterable {
  case emg
  case actigraphy
}
