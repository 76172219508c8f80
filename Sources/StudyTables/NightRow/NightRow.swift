import SleepEvents

/// One row of `nights.csv`: what a night says under one rule set, and where it stands in the study.
///
/// Nil is "not computable" or "unknown"; a reason stands in `exclusionReason` or in `qualityFlags`. Which columns
/// there are, with their units and definitions, is `NightColumns.all`.
package struct NightRow: Hashable, Sendable {
  package var patientID: String
  package var nightID: String
  package var date: CalendarDate?
  package var phase: StudyPhase?
  package var daysSinceStart: Int?
  package var trazodoneMilligrams: Double?
  package var doseStepDay: Int?

  package var totalSleepHours: Double?
  package var totalSleepSource: TotalSleepSource?
  package var timeInBedHours: Double?
  package var sleepEfficiencyPercent: Double?
  package var sleepOnsetLatencyMinutes: Double?
  package var wakeAfterSleepOnsetMinutes: Double?
  package var n1Percent: Double?
  package var n2Percent: Double?
  package var n3Percent: Double?
  package var remPercent: Double?

  package var candidateCount: Int?
  package var plmsCount: Int?
  package var plmsIndex: Double?
  package var plmsNREMIndex: Double?
  package var plmsREMIndex: Double?
  package var plmsArousalCount: Int?
  package var plmsArousalIndex: Double?
  package var plmwIndex: Double?
  package var periodicityIndexByIntervals: Double?
  package var periodicityIndexByCount: Double?
  package var isolatedIndex: Double?
  package var shortIntervalIndex: Double?
  package var respiratoryCount: Int?
  package var medianIntervalSeconds: Double?
  package var arousalIndex: Double?
  package var apneaHypopneaIndex: Double?
  package var oxygenDesaturationIndex: Double?
  package var lowestSaturationPercent: Double?

  package var airwayPressure: AirwayPressure?
  /// The usable leg channels, `left;right`, `left` or `right`.
  package var legChannels: String?
  package var scoredPercent: Double?
  package var oneLegHours: Double?
  package var scoringRules: String?
  package var softwareVersion: String?
  package var qualityFlags: [String] = []
  package var isIncluded: Bool?
  package var exclusionReason: String?

  // Beyond `report_night_columns.csv`: what the secondary outcomes, the confounders and the account of
  // where a change came from need.
  package var role: NightRole?
  package var respiratoryOption: String?
  package var sensor: Sensor?
  package var samplingRateHertz: Double?
  package var caffeineMilligramsAfterNoon: Double?
  package var alcoholUnits: Double?
  package var wakeHours: Double?
  package var plmwCount: Int?
  package var plmsWithoutRespiratoryCount: Int?
  package var plmsWithoutRespiratoryIndex: Double?
  package var meanLogInterval: Double?
  /// Of the chin in REM sleep, 0-1.
  package var atoniaIndex: Double?
  /// Trains of alternating leg muscle activation per hour of sleep.
  package var alternatingPerHour: Double?
  package var seriesCount: Int?
  package var plmsN1Count: Int?
  package var plmsN2Count: Int?
  package var plmsN3Count: Int?
  package var plmsREMCount: Int?
  /// PLMS in the first, second, ... hour after sleep onset.
  package var plmsByHour: [Int] = []

  /// Columns of the table that we do not know, kept as they were.
  package var additional: [AdditionalCell] = []
  /// Line of the table it was read from; 0 for a row that was made.
  package var line = 0

  package init(patientID: String, nightID: String) {
    self.patientID = patientID
    self.nightID = nightID
  }

  /// The flag of a count that was made from index x hours.
  package static let countFromIndexFlag = "count_from_index"
  /// The reason of a night without sleep stages, so that no movement counts as one in sleep.
  package static let noStagesReason = "no_hypnogram"
  /// `exclusionReason` of a night that somebody left out: what was typed stays in the table in which it was typed.
  package static let excludedInList = "excluded_in_list"

  /// Whether a reason is the code of a night that failed, such as `failed:not_edf`.
  package static func isFailure(_ reason: String) -> Bool {
    let parts = reason.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 && parts[0] == "failed" && !parts[1].isEmpty
      && parts[1].utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
  }
}

/// Where the hours of sleep come from. Without a source there is no index per hour of sleep.
package enum TotalSleepSource: String, Sendable, CaseIterable {
  case hypnogram
  case manual
  case none
}

/// What felt the movements. An index from ankle actigraphy and one from EMG are different quantities.
package enum Sensor: String, Sendable, CaseIterable {
  case emg
  case actigraphy
}
