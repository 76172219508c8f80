import SleepEvents
import StudyTables

/// The patient's other drugs, class by class, as exposures of the nights that a contrast uses.
enum MedicationExposures {
  static func find(
    in intervals: [MedicationInterval], nights: ContrastNights, drugs: DrugTable
  ) -> [Exposure] {
    guard let window = nights.window else { return [] }
    var order: [String] = []
    var groups: [String: [MedicationInterval]] = [:]
    for interval in intervals {
      // Drugs that the table does not list are each treated separately.
      let key = drugs.drugClass(of: interval)?.id ?? "unlisted:" + drugs.name(of: interval)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(interval)
    }
    return order.compactMap { key in
      guard let rows = groups[key] else { return nil }
      let exposure = exposure(rows, of: drugs[key], drugs: drugs, nights: nights, window: window)
      return exposure.changed ? exposure : nil
    }
  }

  private static func exposure(
    _ rows: [MedicationInterval], of drugClass: DrugClass?, drugs: DrugTable, nights: ContrastNights,
    window: ClosedRange<CalendarDate>
  ) -> Exposure {
    let washout = rows.map { drugs.washoutDays(of: $0) }.max() ?? 0
    let names = unique(rows.map { drugs.name(of: $0) }).joined(separator: ", ")
    // A class for which no sources were looked up has no known effect that would prevent a verdict.
    let role: Exposure.Role = drugClass?.id == "other" ? .background : .listed
    var exposure = Exposure(
      code: code(of: drugClass), name: drugClass?.id ?? "unlisted",
      label: label(names, of: drugClass), role: role,
      before: nights.before.map { state(of: rows, drugs: drugs, on: $0.night.date) },
      after: nights.after.map { state(of: rows, drugs: drugs, on: $0.night.date) })
    let effects = unique(rows.compactMap { drugs.publishedEffect(of: $0)?.words })
    if effects.count == 1 { exposure.knowledge = effects.first }
    exposure.namesInEvents = unique(rows.map { drugs.name(of: $0) }).count > 1
    for event in events(rows, washout: washout, window: window, drugs: exposure.namesInEvents ? drugs : nil) {
      exposure.dates.append(event.date)
      exposure.events.append(event.text)
    }
    exposure.changedBetweenNights = !exposure.dates.isEmpty
    return exposure
  }

  /// Starts, changes and stops that may have an effect within the window; after a stop that is until the drug
  /// has been eliminated.
  ///
  /// - Parameter drugs: for the name before each event; nil where one name stands before all of them.
  private static func events(
    _ rows: [MedicationInterval], washout: Int, window: ClosedRange<CalendarDate>, drugs: DrugTable?
  ) -> [(date: CalendarDate, text: String)] {
    var events: [(date: CalendarDate, text: String)] = []
    for row in rows {
      let name = drugs.map { $0.name(of: row) + " " } ?? ""
      // A weekly dose all along is no change.
      let isSteady = row.timesPerDay != nil && row.start < window.lowerBound && row.stop == nil
      if row.status == .asNeeded, !isSteady, row.start <= window.upperBound,
        row.stop.map({ $0 >= window.lowerBound }) ?? true
      {
        events.append(
          (row.start, "\(name)taken from \(row.start) as needed, on nights that the tables do not name"))
        continue
      }
      // A single infusion or injection is given, not started and stopped.
      if row.stop == row.start {
        if row.start >= window.lowerBound - washout, row.start <= window.upperBound {
          events.append((row.start, "\(name)given \(row.start)"))
        }
        continue
      }
      let goesOn = rows.first { $0.stop == row.start - 1 && $0.isSameDrug(as: row) }
      if row.start > window.lowerBound, row.start <= window.upperBound,
        goesOn == nil || goesOn?.milligramsPerDay != row.milligramsPerDay
      {
        events.append((row.start, "\(name)\(goesOn == nil ? "started" : "changed its dose") \(row.start)"))
      }
      guard let stop = row.stop else { continue }
      let continues = rows.contains { $0.start == stop + 1 && $0.isSameDrug(as: row) }
      guard !continues, stop + 1 + washout > window.lowerBound, stop < window.upperBound else { continue }
      let late = stop < window.lowerBound ? ", with a washout of \(washout) days that reaches into it" : ""
      events.append((stop + 1, "\(name)stopped \(stop)\(late)"))
    }
    return events.sorted { ($0.date, $0.text) < ($1.date, $1.text) }
  }

  /// The description of a night's state: the doses taken, a drug being eliminated, or none.
  private static func state(
    of rows: [MedicationInterval], drugs: DrugTable, on date: CalendarDate
  ) -> String {
    let taken = rows.filter { $0.covers(date) }
    if !taken.isEmpty {
      return taken.map { row in
        if row.status == .asNeeded { return drugs.name(of: row) + " as needed" }
        let dose = row.milligramsPerDay.map { "\($0) mg" } ?? row.dose.map { "\($0)" } ?? "?"
        return drugs.name(of: row) + " " + dose
      }.sorted().joined(separator: " + ")
    }
    let leaving = rows.contains { row in
      row.stop.map { $0 < date && date <= $0 + drugs.washoutDays(of: row) } ?? false
    }
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
    guard let drugClass, drugClass.id != names else { return names }
    return "\(names) (class \(drugClass.id.replacing("_", with: " ")))"
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
