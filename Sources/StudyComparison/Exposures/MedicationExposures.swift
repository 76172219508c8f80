import SleepStudy

/// The other drugs of a patient, class by class, as exposures of the nights that a contrast uses.
enum MedicationExposures {
  static func find(
    in intervals: [MedicationInterval], nights: ContrastNights, drugs: DrugTable
  ) -> [Exposure] {
    guard let window = nights.window else { return [] }
    var order: [String] = []
    var groups: [String: [MedicationInterval]] = [:]
    for interval in intervals {
      // Drugs that the table does not list stand each for itself.
      let key = drugs.drugClass(of: interval)?.id ?? "unlisted:" + interval.drugName.lowercased()
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(interval)
    }
    return order.compactMap { key in
      guard let rows = groups[key] else { return nil }
      let exposure = exposure(rows, of: drugs[key], nights: nights, window: window)
      return exposure.changed ? exposure : nil
    }
  }

  private static func exposure(
    _ rows: [MedicationInterval], of drugClass: DrugClass?, nights: ContrastNights,
    window: ClosedRange<CalendarDate>
  ) -> Exposure {
    let washout = drugClass?.washoutDays ?? 0
    let names = unique(rows.map { $0.drugName.lowercased() }).joined(separator: ", ")
    var exposure = Exposure(
      code: code(of: drugClass), name: drugClass?.id ?? "unlisted",
      label: label(names, of: drugClass), role: drugClass == nil ? .background : .listed,
      before: nights.before.map { state(of: rows, washout: washout, on: $0.night.date) },
      after: nights.after.map { state(of: rows, washout: washout, on: $0.night.date) })
    // A change lies in the window from the first evening it can show on the movements.
    var dates: Set<CalendarDate> = []
    for row in rows {
      if row.start > window.lowerBound, row.start <= window.upperBound { dates.insert(row.start) }
      guard let stop = row.stop else { continue }
      let continues = rows.contains { $0.start == stop + 1 && $0.milligramsPerDay == row.milligramsPerDay }
      if !continues, stop + 1 + washout > window.lowerBound, stop < window.upperBound {
        dates.insert(stop + 1)
      }
    }
    exposure.dates = dates.sorted()
    exposure.changedBetweenNights = !dates.isEmpty
    return exposure
  }

  /// What a night's state is called: the doses taken, still leaving the body, or none.
  private static func state(
    of rows: [MedicationInterval], washout: Int, on date: CalendarDate
  ) -> String {
    let taken = rows.filter { $0.covers(date) }
    if !taken.isEmpty {
      return taken.map { row in
        let dose = row.milligramsPerDay.map { "\($0) mg" } ?? row.dose.map { "\($0)" } ?? "?"
        return row.drugName.lowercased() + " " + dose
      }.sorted().joined(separator: " + ")
    }
    let leaving = rows.contains { row in row.stop.map { $0 < date && date <= $0 + washout } ?? false }
    return leaving ? "washing out" : "none"
  }

  private static func code(of drugClass: DrugClass?) -> String {
    switch drugClass?.id {
    case nil: "drug_changed:unlisted"
    case "iron": "iron_changed"
    case "cpap": "cpap_changed"
    case let id?: "drug_changed:\(id)"
    }
  }

  private static func label(_ names: String, of drugClass: DrugClass?) -> String {
    guard let drugClass, drugClass.name.lowercased() != names else { return names }
    return "\(names) (\(drugClass.name))"
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
