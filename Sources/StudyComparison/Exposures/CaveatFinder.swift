import SleepEvents
import StudyTables

/// Finds the caveats that do not come from another exposure but from the nights, the tables and the numbers
/// themselves.
struct CaveatFinder {
  var patient: PatientNights
  var contrast: Contrast
  var nights: ContrastNights
  var request: ComparisonRequest
  var drugs: DrugTable
  var choice: DesignChoice

  func find() -> [Caveat] {
    aboutNights() + aboutDoses() + aboutSleep() + aboutTables() + aboutNumbers()
  }

  private func aboutNights() -> [Caveat] {
    var caveats: [Caveat] = []
    if nights.before.count == 1 { caveats.append(CaveatWords.oneNight(.before)) }
    if nights.after.count == 1 { caveats.append(CaveatWords.oneNight(.after)) }
    let missing = nights.aside.filter { $0.reason == .missingSleepTime && $0.wouldBe != nil }
    if !missing.isEmpty { caveats.append(CaveatWords.missingSleepTime(missing.map(\.night.date))) }
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
    let repeated = Set(nights.aside.filter { $0.reason == .sameDate }.map(\.night.date))
    if !repeated.isEmpty { caveats.append(CaveatWords.sameDate(repeated.sorted())) }
    if let days = daysToAnotherSeason { caveats.append(CaveatWords.season(days)) }
    return caveats
  }

  /// True if a table gives an index that differs from its count divided by its hours; the count is used.
  private func contradictsItsIndex(_ row: NightRow) -> Bool {
    guard let index = row.plmsIndex, let count = row.plmsCount, let hours = row.totalSleepHours, hours > 0
    else {
      return false
    }
    let own = Double(count) / hours
    return abs(index - own) > max(0.15, 0.02 * own)
  }

  /// Days between the midpoints of the two sides, if they are more than a season apart within the year.
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
    guard let courses = patient.courses else { return [] }
    let calendar = courses.own.calendar
    if calendar.isFromNights, let start = courses.own.start {
      let earlier = patient.nights.last { $0.date < start }
      if let earlier, start - earlier.date > 1 {
        caveats.append(CaveatWords.startAssumed(start, drug: request.drug))
      }
    }
    let missed = nights.aside.filter { $0.reason == .doseMissed }.map(\.night.date)
    if !missed.isEmpty { caveats.append(CaveatWords.doseMissed(missed)) }
    let unknown = nights.aside.filter { $0.reason == .doseUnknown || $0.reason == .asNeededDoseUnknown }
    if !unknown.isEmpty {
      caveats.append(CaveatWords.doseUnknown(unknown.map(\.night.date), asNeeded: calendar.isAsNeeded))
    }
    let differing = patient.nights.filter { night in
      guard patient.nightsCarryTheDose, let own = night.row.trazodoneMilligrams else { return false }
      let covering = patient.drugIntervals.filter { $0.covers(night.date) }
      // A night of 0 outside all rows agrees with them; one left out as missed has its own caveat.
      if own == 0, covering.isEmpty || missed.contains(night.date) { return false }
      guard !covering.isEmpty else { return !patient.drugIntervals.isEmpty }
      let planned = covering.filter { $0.status != .asNeeded }.compactMap(\.milligramsPerDay)
      return !planned.isEmpty && planned.reduce(0, +) != own
    }
    if !differing.isEmpty { caveats.append(CaveatWords.doseDiffers(differing.map(\.date))) }
    if let problem = choice.orderProblem { caveats.append(CaveatWords.order(problem)) }
    if choice.halfLifeHours == nil, contrast.design == .interleaved {
      caveats.append(CaveatWords.halfLifeUnknown(drug: request.drug))
    }
    if contrast.design == .interleaved, choice.washoutNights == 0,
      let half = choice.halfLifeHours, half > CaveatFinder.shortHalfLifeHours
    {
      caveats.append(CaveatWords.carryOver(drug: request.drug))
    }
    if contrast.kind == .duringStopped,
      let washout = patient.drugIntervals.map({ drugs.washoutDays(of: $0) }).max(),
      let stop = nights.before.last?.night.date
    {
      let early = nights.after.count { $0.night.date - stop <= washout }
      if early > 0 {
        caveats.append(CaveatWords.withinWashout(early, days: washout, drug: request.drug))
      }
    }
    return caveats
  }

  /// Up to this half-life, hours, hardly anything of an evening's dose is left the next evening.
  static let shortHalfLifeHours = 5.0

  /// A fall of the index may reflect a change of sleep or of breathing.
  private func aboutSleep() -> [Caveat] {
    func medians(_ value: (NightRow) -> Double?) -> (before: Double, after: Double)? {
      func median(_ side: [ContrastNights.Used]) -> Double? {
        let known = side.compactMap { value($0.night.row) }.sorted()
        guard !known.isEmpty else { return nil }
        return (known[(known.count - 1) / 2] + known[known.count / 2]) / 2
      }
      return median(nights.before).flatMap { before in median(nights.after).map { (before, $0) } }
    }
    var caveats: [Caveat] = []
    if let breathing = medians(\.apneaHypopneaIndex) {
      let apart = abs(breathing.after - breathing.before)
      if apart >= 5, apart >= 0.3 * max(breathing.before, breathing.after) {
        caveats.append(CaveatWords.breathing(breathing.before, breathing.after))
      }
    }
    let stages = [("N3", medians(\.n3Percent)), ("REM", medians(\.remPercent))]
      .compactMap { name, pair in pair.map { (name: name, before: $0.before, after: $0.after) } }
      .filter { abs($0.after - $0.before) >= 5 }
    if !stages.isEmpty { caveats.append(CaveatWords.stages(stages)) }
    if let asleep = medians(\.totalSleepHours), abs(asleep.after - asleep.before) >= 1 {
      caveats.append(CaveatWords.sleepTime(asleep.before, asleep.after))
    }
    return caveats
  }

  private func aboutTables() -> [Caveat] {
    var caveats: [Caveat] = []
    if !patient.unassigned.isEmpty { caveats.append(CaveatWords.unassigned(patient.unassigned)) }
    let last = patient.nights.last?.date
    let iron = patient.iron
    if let caveat = CaveatWords.ferritinLow(iron) { caveats.append(caveat) }
    if let caveat = CaveatWords.ferritinChanged(iron) { caveats.append(caveat) }
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
    if let trend = contrast.baselineTrend, trend.pValue < 0.05 {
      let change = contrast.estimate?.logRateRatio ?? 0
      caveats.append(
        CaveatWords.trend(
          trend, isSameDirection: contrast.estimate.map { _ in trend.estimate * change > 0 },
          isStop: contrast.kind == .duringStopped))
    }
    if contrast.companionsDisagree { caveats.append(CaveatWords.methodsDisagree()) }
    return caveats
  }
}
