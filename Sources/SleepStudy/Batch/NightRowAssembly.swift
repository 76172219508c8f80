import NightAnalysis
import SleepEvents
import StructuredText

/// Makes the rows of `nights.csv` from a night's `result.json` and the study's tables.
struct NightRowAssembly {
  let tables: StudyTables
  private let histories: [String: ExposureHistory]

  init(tables: StudyTables) throws {
    self.tables = tables
    let drugs = try DrugTable.standard()
    let trazodone = DrugSelector("trazodone", table: drugs)
    var histories: [String: ExposureHistory] = [:]
    let nights = Dictionary(grouping: tables.nights, by: \.patientID)
    let medications = Dictionary(
      grouping: tables.medications.filter { trazodone.matches($0, table: drugs) }, by: \.patientID)
    for (patient, rows) in nights {
      let dated = rows.compactMap { night in
        night.date.map { (date: $0, milligrams: night.trazodoneMilligrams) }
      }
      if let calendar = ExposureCalendar(nights: dated, intervals: medications[patient] ?? []) {
        histories[patient] = ExposureHistory(
          calendar, rules: ExposureRules(halfLifeHours: DrugTable.trazodoneHalfLifeHours))
      }
    }
    self.histories = histories
  }

  /// The facts of a night that do not come from its signal.
  private func row(of night: NightRecord) -> NightRow {
    var row = NightRow(patientID: night.patientID, nightID: night.nightID)
    row.date = night.date
    if let date = night.date, let history = histories[night.patientID] {
      let placement = history.placement(on: date)
      row.phase = placement.phase
      row.daysSinceStart = placement.daysSinceStart
      row.trazodoneMilligrams = placement.doseMilligrams
      row.doseStepDay = placement.doseStepDay
    } else {
      row.trazodoneMilligrams = night.trazodoneMilligrams
    }
    row.airwayPressure = night.airwayPressure
    row.role = night.role
    row.caffeineMilligramsAfterNoon = night.caffeineMilligramsAfterNoon
    row.alcoholUnits = night.alcoholUnits
    row.isIncluded = !night.isExcluded
    row.exclusionReason = night.exclusionReason
    return row
  }

  /// A night without a result, one row per rule set.
  func failedRows(_ night: NightRecord, reason: String, rules: [String]) -> [NightRow] {
    rules.map { name in
      var row = row(of: night)
      row.totalSleepSource = TotalSleepSource.none
      row.scoringRules = name
      row.isIncluded = false
      row.exclusionReason = "failed: " + reason
      return row
    }
  }

  /// A night's rows, one per rule set.
  func rows(_ night: NightRecord, result: JSONValue) -> [NightRow] {
    ordered(result["rule_sets"]?.members ?? []).map { member in
      var row = row(of: night)
      fillSleep(&row, night, result)
      fillMovements(&row, member.value)
      fillQuality(&row, result)
      row.scoringRules = member.key
      row.samplingRateHertz = result["quality"]?.anyLeg?["sampling_rate_hz"]?.doubleValue
      if row.plmsCount == nil, row.isIncluded == true {
        row.isIncluded = false
        row.exclusionReason = NightRow.noStagesReason + ": no count of periodic movements in sleep"
      }
      return row
    }
  }

  /// Rule sets in the order in which they are published, others behind them.
  private func ordered(_ members: [JSONValue.Member]) -> [JSONValue.Member] {
    let names = NightAnalyzer.publishedRuleSets
    func place(_ member: JSONValue.Member) -> Int { names.firstIndex(of: member.key) ?? names.count }
    return members.sorted { (place($0), $0.key) < (place($1), $1.key) }
  }

  private func fillSleep(_ row: inout NightRow, _ night: NightRecord, _ result: JSONValue) {
    let sleep = result["sleep"]
    let scored = sleep?["tst_h"]?.doubleValue
    row.totalSleepHours = night.totalSleepMinutes.map { $0 / 60 } ?? scored
    row.totalSleepSource =
      night.totalSleepMinutes != nil ? .manual : scored != nil ? .hypnogram : TotalSleepSource.none
    row.timeInBedHours = night.timeInBedMinutes.map { $0 / 60 } ?? sleep?["tib_h"]?.doubleValue
    // Hours that somebody typed need not fit the recording's time in bed; then there is no efficiency.
    if let asleep = row.totalSleepHours, let inBed = row.timeInBedHours, inBed > 0, asleep <= inBed {
      row.sleepEfficiencyPercent = 100 * asleep / inBed
    }
    row.sleepOnsetLatencyMinutes = sleep?["onset_latency_min"]?.doubleValue
    row.wakeAfterSleepOnsetMinutes = sleep?["waso_min"]?.doubleValue
    row.wakeHours = sleep?["wake_h"]?.doubleValue
    func share(_ key: String) -> Double? {
      guard let scored, scored > 0, let hours = sleep?[key]?.doubleValue else { return nil }
      return 100 * hours / scored
    }
    row.n1Percent = share("n1_h")
    row.n2Percent = share("n2_h")
    row.n3Percent = share("n3_h")
    row.remPercent = share("r_h")
    row.arousalIndex = sleep?["arousal_index"]?.doubleValue
    row.apneaHypopneaIndex = sleep?["ahi"]?.doubleValue
  }

  private func fillMovements(_ row: inout NightRow, _ rules: JSONValue) {
    func count(_ key: String) -> Int? { rules[key]?.integerValue }
    func measure(_ key: String) -> Double? { rules[key]?.doubleValue }
    row.respiratoryOption = rules["respiratory_option"]?.stringValue
    row.plmsCount = count("plms")
    row.candidateCount = count("clms") ?? (row.plmsCount == nil ? nil : count("n_lm"))
    // A count over hours that somebody typed is an index over those hours.
    let hours = row.totalSleepHours
    func perHour(_ value: Int?, _ key: String) -> Double? {
      guard row.totalSleepSource == .manual else { return measure(key) }
      guard let value, let hours, hours > 0 else { return nil }
      return Double(value) / hours
    }
    row.plmsIndex = perHour(row.plmsCount, "plms_index")
    row.plmsNREMIndex = measure("plms_nrem_index")
    row.plmsREMIndex = measure("plms_rem_index")
    row.plmsArousalCount = count("plms_arousal")
    row.plmsArousalIndex = perHour(row.plmsArousalCount, "plms_arousal_index")
    row.plmwCount = count("plmw")
    row.plmwIndex = measure("plmw_index")
    row.periodicityIndexByIntervals = measure("pi_interval_sleep")
    row.periodicityIndexByCount = measure("pi_count_sleep")
    row.isolatedIndex = measure("isolated_clms_index")
    row.shortIntervalIndex = measure("short_imi_clms_index")
    row.respiratoryCount = count("clmr") ?? count("respiratory_left_out")
    row.medianIntervalSeconds = rules["intervals"]?["median_s"]?.doubleValue
    row.plmsWithoutRespiratoryCount = count("plms_nr")
    row.plmsWithoutRespiratoryIndex = perHour(row.plmsWithoutRespiratoryCount, "plms_nr_index")
    row.meanLogInterval = measure("mean_ln_imi_sleep")
    row.seriesCount = count("n_series")
    let stages = rules["by_stage"]
    row.plmsN1Count = stages?["N1"]?["plm"]?.integerValue
    row.plmsN2Count = stages?["N2"]?["plm"]?.integerValue
    row.plmsN3Count = stages?["N3"]?["plm"]?.integerValue
    row.plmsREMCount = stages?["R"]?["plm"]?.integerValue
    row.plmsByHour = (rules["by_hour"]?.arrayValue ?? []).compactMap { $0["plms"]?.integerValue }
  }

  private func fillQuality(_ row: inout NightRow, _ result: JSONValue) {
    let quality = result["quality"]
    let legs = ["left", "right"].filter { quality?[$0] != nil }
    row.legChannels = legs.isEmpty ? nil : legs.joined(separator: ";")
    row.sensor = .emg
    row.scoredPercent = quality?["scored_fraction_pct"]?.doubleValue
    row.oneLegHours = quality?["one_leg_h"]?.doubleValue
    row.qualityFlags = (quality?["flags"]?.arrayValue ?? []).compactMap(\.stringValue)
    let tool = result["tool"]
    row.softwareVersion = ["name", "version", "parameter_hash"].compactMap { tool?[$0]?.stringValue }
      .joined(separator: " ")
  }
}

extension JSONValue {
  /// Either leg's part of `quality`.
  fileprivate var anyLeg: JSONValue? { self["left"] ?? self["right"] }
}
