import LimbMovementScoring
import NightResults
import SleepEvents
import StudyTables

/// Builds the rows of `nights.csv` from a night's document and the study's tables.
struct NightRowAssembly {
  let tables: StudyTables
  private let histories: [String: ExposureHistory]
  /// Patients with an unreadable row in the medications table, whose medication is therefore unknown. Nil if
  /// a row cannot even be assigned to a patient.
  private let patientsWithUnreadableDrugs: Set<String>?

  init(tables: StudyTables) throws {
    self.tables = tables
    let drugs = try DrugTable.standard()
    let trazodone = DrugSelector("trazodone", table: drugs)
    var histories: [String: ExposureHistory] = [:]
    var nights: [String: [(date: CalendarDate, milligrams: Double?)]] = [:]
    for night in tables.nights {
      let dated = night.date.map { (date: $0, milligrams: night.trazodoneMilligrams) }
      nights[night.patientID, default: []] += [dated].compactMap(\.self)
    }
    let medications = Dictionary(
      grouping: tables.medications.filter { trazodone.matches($0, table: drugs) }, by: \.patientID)
    for (patient, dated) in nights {
      if let calendar = ExposureCalendar(nights: dated, intervals: medications[patient] ?? []) {
        histories[patient] = ExposureHistory(
          calendar, rules: ExposureRules(halfLifeHours: DrugTable.trazodoneHalfLifeHours))
      }
    }
    self.histories = histories
    let unreadable = tables.problems.filter { $0.error.file == tables.paths.medications }
    patientsWithUnreadableDrugs =
      unreadable.contains { $0.patientID == nil } ? nil : Set(unreadable.compactMap(\.patientID))
  }

  private func isExposureKnown(_ patientID: String) -> Bool {
    guard let patientsWithUnreadableDrugs else { return false }
    return !patientsWithUnreadableDrugs.contains(patientID)
  }

  /// The values of a night that do not come from its signal.
  private func row(of night: NightRecord) -> NightRow {
    var row = NightRow(patientID: night.patientID, nightID: night.nightID)
    row.date = night.date
    if !isExposureKnown(night.patientID) {
      row.trazodoneMilligrams = night.trazodoneMilligrams
    } else if let date = night.date, let history = histories[night.patientID] {
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
    row.exclusionReason = night.isExcluded ? ExclusionCode.excludedInList : nil
    return row
  }

  /// The rows of a night without a result, one per rule set.
  ///
  /// - Parameter code: the reason as a code; details from the input are shown on the terminal only.
  func failedRows(_ night: NightRecord, code: String, rules: [String]) -> [NightRow] {
    rules.map { name in
      var row = row(of: night)
      row.totalSleepSource = TotalSleepSource.none
      row.scoringRules = name
      row.isIncluded = false
      row.exclusionReason = code
      return row
    }
  }

  /// The rows of a night, one per rule set: published rule sets in their order, followed by any others.
  func rows(_ night: NightRecord, document: NightDocument) -> [NightRow] {
    let published = RuleSet.published.map(\.name)
    func place(_ name: String) -> Int { published.firstIndex(of: name) ?? published.count }
    let ordered = document.ruleSets.entries.sorted { (place($0.key), $0.key) < (place($1.key), $1.key) }
    return ordered.map { name, result in
      var row = row(of: night)
      fillSleep(&row, night, document.sleep)
      fillMovements(&row, result)
      fillQuality(&row, document)
      row.scoringRules = name
      if row.isIncluded == true, let code = ExclusionCode.of(document, result, count: row.plmsCount) {
        row.isIncluded = false
        row.exclusionReason = code
      }
      return row
    }
  }

  /// The clinician's line of a night, with the values from its study.
  func clinicianRow(_ night: NightRecord, document: NightDocument) -> ClinicianRow {
    var line = ClinicianRow(document, folderName: night.nightID)
    let facts = row(of: night)
    line.patientID = night.patientID
    line.nightID = night.nightID
    line.date = night.date?.description
    line.trazodoneMilligrams = facts.trazodoneMilligrams
    line.phase = facts.phase?.rawValue
    fillSleep(&line, night, document.sleep)
    return line
  }

  /// Sleep hours from the list take precedence here as in `nights.csv`: the rates are divided by them.
  private func fillSleep(_ line: inout ClinicianRow, _ night: NightRecord, _ sleep: SleepFigures) {
    guard let hours = night.totalSleepMinutes.map({ $0 / 60 }) else { return }
    let scale = NightRowAssembly.scale(from: sleep.totalSleepHours, to: hours)
    for path in [
      \ClinicianRow.indexWASM, \.indexLow, \.indexHigh, \.indexAASM, \.arousalIndex, \.arousalsPerHour,
      \.apneasHypopneasPerHour,
    ] {
      line[keyPath: path] = scale.flatMap { scale in line[keyPath: path].map { $0 * scale } }
    }
    line.totalSleepHours = hours
    let inBed = night.timeInBedMinutes.map { $0 / 60 } ?? sleep.inBedHours
    line.efficiencyPercent = inBed.flatMap { $0 > 0 && hours <= $0 ? 100 * hours / $0 : nil }
  }

  /// What a rate per scored hour becomes per stated hour; nil if either is unknown or none.
  private static func scale(from scored: Double?, to stated: Double) -> Double? {
    guard let scored, stated > 0 else { return nil }
    return scored / stated
  }

  private func fillSleep(_ row: inout NightRow, _ night: NightRecord, _ sleep: SleepFigures) {
    let scored = sleep.totalSleepHours
    row.totalSleepHours = night.totalSleepMinutes.map { $0 / 60 } ?? scored
    row.totalSleepSource =
      night.totalSleepMinutes != nil ? .manual : scored != nil ? .hypnogram : TotalSleepSource.none
    row.timeInBedHours = night.timeInBedMinutes.map { $0 / 60 } ?? sleep.inBedHours
    // Manually entered sleep hours may not fit the recording's time in bed; then there is no efficiency.
    if let asleep = row.totalSleepHours, let inBed = row.timeInBedHours, inBed > 0, asleep <= inBed {
      row.sleepEfficiencyPercent = 100 * asleep / inBed
    }
    row.sleepOnsetLatencyMinutes = sleep.onsetLatencyMinutes
    row.wakeAfterSleepOnsetMinutes = sleep.wakeAfterOnsetMinutes
    row.wakeHours = sleep.wakeHours
    func share(_ stage: SleepStage) -> Double? {
      guard let scored, scored > 0, let hours = sleep.stageHours[stage] else { return nil }
      return 100 * hours / scored
    }
    row.n1Percent = share(.n1)
    row.n2Percent = share(.n2)
    row.n3Percent = share(.n3)
    row.remPercent = share(.rem)
    let scale =
      night.totalSleepMinutes == nil
      ? 1 : NightRowAssembly.scale(from: scored, to: row.totalSleepHours ?? 0)
    row.arousalIndex = scale.flatMap { scale in sleep.arousalsPerHour.map { $0 * scale } }
    row.apneaHypopneaIndex = scale.flatMap { scale in sleep.apneasHypopneasPerHour.map { $0 * scale } }
  }

  private func fillMovements(_ row: inout NightRow, _ result: RuleSetResult) {
    let indices = result.indices
    row.respiratoryOption = result.respiratoryOption
    row.plmsCount = indices.periodicInSleep
    row.candidateCount = indices.candidatesInSleep ?? (row.plmsCount == nil ? nil : indices.movements)
    // With manually entered hours, an index is the count divided by those hours.
    let hours = row.totalSleepHours
    func perHour(_ value: Int?, _ computed: Double?) -> Double? {
      guard row.totalSleepSource == .manual else { return computed }
      guard let value, let hours, hours > 0 else { return nil }
      return Double(value) / hours
    }
    row.plmsIndex = perHour(row.plmsCount, indices.periodicInSleepPerHour)
    row.plmsNREMIndex = indices.periodicInNREMPerHour
    row.plmsREMIndex = indices.periodicInREMPerHour
    row.plmsArousalCount = indices.periodicInSleepWithArousal
    row.plmsArousalIndex = perHour(row.plmsArousalCount, indices.periodicWithArousalPerHour)
    row.plmwCount = indices.periodicInWake
    row.plmwIndex = indices.periodicInWakePerHour
    row.periodicityIndexByIntervals = indices.periodicityByInterval
    row.periodicityIndexByCount = indices.periodicityByCountInSleep
    row.isolatedIndex = indices.isolatedInSleepPerHour
    row.shortIntervalIndex = indices.shortIntervalInSleepPerHour
    row.respiratoryCount = indices.respiratoryCandidates ?? indices.respiratoryLeftOut
    row.medianIntervalSeconds = result.intervals?.medianSeconds
    row.plmsWithoutRespiratoryCount = indices.periodicInSleepWithoutRespiratory
    row.plmsWithoutRespiratoryIndex = perHour(
      row.plmsWithoutRespiratoryCount, indices.periodicWithoutRespiratoryPerHour)
    row.meanLogInterval = indices.meanLogInterval
    row.seriesCount = indices.series
    row.plmsN1Count = result.stages?[.n1].periodic
    row.plmsN2Count = result.stages?[.n2].periodic
    row.plmsN3Count = result.stages?[.n3].periodic
    row.plmsREMCount = result.stages?[.rem].periodic
    row.plmsByHour = (result.hours ?? []).map(\.periodicInSleep)
  }

  private func fillQuality(_ row: inout NightRow, _ document: NightDocument) {
    let quality = document.quality
    let legs = Leg.allCases.filter { quality[$0] != nil && document.scored[$0].isKnown }
    row.legChannels = legs.isEmpty ? nil : legs.map(\.name).joined(separator: ";")
    row.sensor = .emg
    row.samplingRateHertz = (quality.left ?? quality.right)?.samplingRateHertz
    row.scoredPercent = quality.scoredPercent
    row.oneLegHours = quality.oneLegHours
    row.qualityFlags = quality.flags.map(\.rawValue)
    row.softwareVersion = document.tool.text
    row.atoniaIndex = document.muscleTone?.atoniaIndex[.rem]
    row.alternatingPerHour = document.otherMovements?[.alternating]?.perHourOfSleep
  }
}

extension ScoredCategories {
  subscript(leg: Leg) -> CategoryState { self[leg == .left ? .leftLeg : .rightLeg] }
}

/// Why a night is excluded from a comparison: the values of `exclude_reason`.
enum ExclusionCode {
  /// Excluded by the night list; the text typed there is not copied.
  static let excludedInList = NightRow.excludedInList

  /// Nil for a usable night.
  static func of(_ document: NightDocument, _ result: RuleSetResult, count: Int?) -> String? {
    let flags = document.quality.flags
    if flags.contains(.unknownStages), count != nil, !document.isMostlyStaged {
      return NightFlag.unknownStages.rawValue
    }
    if count == nil {
      return (result.reasons.value(for: "plms") ?? .noHypnogram).rawValue
    }
    // Manually entered hours can replace the hypnogram, but withheld indices cannot be restored.
    if result.indexReason == .tooLittleScoredTime { return NullReason.tooLittleScoredTime.rawValue }
    return nil
  }
}

extension NightDocument {
  /// Whether at least half of the time in bed has a stage. Without lights that time ends with the last known
  /// stage; then rows with unknown labels count as epochs, unless the recording itself is mostly staged.
  fileprivate var isMostlyStaged: Bool {
    let unscored = sleep.stageHours[.unscored] ?? 0
    let staged = sleep.stageHours.values.reduce(0, +) - unscored
    guard staged >= unscored, staged > 0 else { return false }
    let epochHours = 30.0 / 3600
    let isOutnumbered = Double(unknownLabels.events) * epochHours > staged
    let fillsRecording = recording.durationSeconds.map { 2 * staged >= $0 / 3600 } ?? false
    return !isOutnumbered || fillsRecording
  }
}
