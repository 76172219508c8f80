import SleepEvents
import StudyTables

/// The caveats that do not come from another exposure: what the nights, the tables and the numbers themselves say.
struct CaveatFinder {
  var patient: PatientNights
  var contrast: Contrast
  var nights: ContrastNights
  var request: ComparisonRequest
  var drugs: DrugTable

  func find() -> [Caveat] {
    aboutNights() + aboutDoses() + aboutTables() + aboutNumbers()
  }

  private func aboutNights() -> [Caveat] {
    var caveats: [Caveat] = []
    if nights.before.count == 1 { caveats.append(CaveatWords.oneNight(.before)) }
    if nights.after.count == 1 { caveats.append(CaveatWords.oneNight(.after)) }
    let missing = (nights.excludedBefore + nights.excludedAfter)
      .filter { $0.reason == PatientAssembly.missingSleepTime }
    if !missing.isEmpty { caveats.append(CaveatWords.missingSleepTime(missing)) }
    for used in nights.used where used.night.row.role == .firstLaboratoryNight {
      caveats.append(CaveatWords.firstNight(used.night.date))
    }
    let short = nights.used.filter { ($0.night.row.totalSleepHours ?? 0) < 2 }.map(\.night.date)
    if !short.isEmpty { caveats.append(CaveatWords.shortNights(short)) }
    let sources = Set(nights.used.compactMap(\.night.row.totalSleepSource))
    if sources.count > 1 { caveats.append(CaveatWords.sourcesDiffer()) }
    let made = nights.used.filter { $0.night.row.qualityFlags.contains(NightRow.countFromIndexFlag) }.count
    if made > 0, contrast.outcome == .plms { caveats.append(CaveatWords.countsFromIndex(made)) }
    let doubtful = nights.used.filter { contradictsItsIndex($0.night.row) }.map(\.night.date)
    if !doubtful.isEmpty, contrast.outcome == .plms { caveats.append(CaveatWords.indexDiffers(doubtful)) }
    let dates = nights.used.map(\.night.date)
    let repeated = Set(dates.filter { date in dates.filter { $0 == date }.count > 1 })
    if !repeated.isEmpty { caveats.append(CaveatWords.sameDate(repeated.sorted())) }
    if let days = daysToAnotherSeason { caveats.append(CaveatWords.season(days)) }
    return caveats
  }

  /// True if a table gives an index that is not its count over its hours; the count is used.
  private func contradictsItsIndex(_ row: NightRow) -> Bool {
    guard let index = row.plmsIndex, let count = row.plmsCount, let hours = row.totalSleepHours, hours > 0
    else {
      return false
    }
    let own = Double(count) / hours
    return abs(index - own) > max(0.15, 0.02 * own)
  }

  /// Days between the middles of the two sides, if they are more than a season apart within the year.
  private var daysToAnotherSeason: Int? {
    func middle(_ side: [ContrastNights.Used]) -> Int? {
      side.isEmpty ? nil : side.reduce(0) { $0 + $1.night.date.dayNumber } / side.count
    }
    guard let before = middle(nights.before), let after = middle(nights.after) else { return nil }
    let apart = abs(after - before)
    let withinYear = apart % 365
    return min(withinYear, 365 - withinYear) > 75 ? apart : nil
  }

  private func aboutDoses() -> [Caveat] {
    var caveats: [Caveat] = []
    if patient.timeline.isFromNights, let start = patient.timeline.start {
      let earlier = patient.nights.last { $0.date < start }
      if let earlier, start - earlier.date > 1 {
        caveats.append(CaveatWords.startAssumed(start, drug: request.drug))
      }
    }
    var differing: [CalendarDate] = []
    var leftOut: [CalendarDate] = []
    for night in patient.nights where night.placement.doseStepDay != nil && !patient.timeline.isFromNights {
      guard patient.nightsCarryTheDose, let dose = night.row.trazodoneMilligrams,
        let step = patient.timeline.steps.last(where: { $0.from <= night.date }),
        let planned = step.milligrams
      else { continue }
      if dose == 0 { leftOut.append(night.date) } else if dose != planned { differing.append(night.date) }
    }
    if !leftOut.isEmpty { caveats.append(CaveatWords.doseLeftOut(leftOut)) }
    if !differing.isEmpty { caveats.append(CaveatWords.doseDiffers(differing)) }
    if contrast.kind == .duringStopped,
      let washout = patient.drugIntervals.compactMap({ drugs.drugClass(of: $0)?.washoutDays }).max()
    {
      let early = nights.after.filter { ($0.night.placement.daysSinceStop ?? .max) <= washout }.count
      if early > 0 {
        caveats.append(CaveatWords.withinWashout(early, days: washout, drug: request.drug))
      }
    }
    return caveats
  }

  private func aboutTables() -> [Caveat] {
    var caveats: [Caveat] = []
    let last = patient.nights.last?.date
    let iron = IronStatus(labs: patient.labs, until: last, isChild: last.map(patient.isChild) ?? false)
    if let caveat = CaveatWords.ferritinLow(iron) { caveats.append(caveat) }
    if let caveat = CaveatWords.saturationLow(iron) { caveats.append(caveat) }
    guard let from = patient.nights.first?.date, let until = last else { return caveats }
    func strange(_ dates: [CalendarDate]) -> [CalendarDate] {
      dates.filter { $0 < from - 366 || $0 > until + 366 }
    }
    let labs = strange(patient.labs.map(\.date))
    if !labs.isEmpty { caveats.append(CaveatWords.datesOutside("laboratory values", labs)) }
    let scales = strange(patient.scales.map(\.date))
    if !scales.isEmpty { caveats.append(CaveatWords.datesOutside("scores of scales", scales)) }
    let later = (patient.drugIntervals + patient.otherIntervals).map(\.start).filter { $0 > until + 366 }
    if !later.isEmpty { caveats.append(CaveatWords.datesOutside("medication rows", later)) }
    return caveats
  }

  private func aboutNumbers() -> [Caveat] {
    var caveats: [Caveat] = []
    if let trend = contrast.baselineTrend, trend.pValue < 0.05 { caveats.append(CaveatWords.trend(trend)) }
    if contrast.companionsDisagree { caveats.append(CaveatWords.methodsDisagree()) }
    return caveats
  }
}
