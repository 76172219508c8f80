import SleepEvents

/// One row of `nights.csv`: the values of a night under one rule set, and its place in the study.
///
/// Nil means "not computable" or "unknown"; the reason is in `exclusionReason` or `qualityFlags`.
/// `NightColumns.all` defines the columns with their units and definitions.
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

  // Beyond `report_night_columns.csv`: values needed for the secondary outcomes, the confounders and the
  // decomposition of a change.
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
  /// Atonia index of the chin in REM sleep, 0-1.
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

  /// Unknown columns of the table, kept unchanged.
  package var additional: [AdditionalCell] = []
  /// Line of the table it was read from; 0 for a row that was computed.
  package var line = 0

  package init(patientID: String, nightID: String) {
    self.patientID = patientID
    self.nightID = nightID
  }

  /// The flag for a count computed as index x hours.
  package static let countFromIndexFlag = "count_from_index"
  /// The reason for a night without sleep stages, in which no movement counts as one in sleep.
  package static let noStagesReason = "no_hypnogram"
  /// `exclusionReason` of a night excluded by a person: the typed text stays in the table where it was typed.
  package static let excludedInList = "excluded_in_list"

  /// Whether a reason is the code of a failed night rather than typed text.
  package static func isFailure(_ reason: String) -> Bool {
    reason.wholeMatch(of: /failed:[a-z0-9_]+/) != nil
  }
}

/// The source of the hours of sleep. Without one there is no index per hour of sleep.
package enum TotalSleepSource: String, Sendable, CaseIterable {
  case hypnogram
  case manual
  case none
}

/// The sensor. Indices from ankle actigraphy and from EMG are different quantities.
package enum Sensor: String, Sendable, CaseIterable {
  case emg
  case actigraphy
}
