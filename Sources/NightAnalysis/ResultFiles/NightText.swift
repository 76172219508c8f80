import LimbMovementScoring
import NightResults
import SleepEvents
import StructuredText

/// A night as text for a terminal: the answer first, then what was not scored, then the basis of the numbers.
package struct NightText {
  private let document: NightDocument

  package init(_ document: NightDocument) { self.document = document }

  package var text: String {
    var lines: [String] = []
    for (name, result) in document.ruleSets { lines.append(headline(name, result)) }
    lines += notLookedAt
    lines.append("")
    lines += table
    lines.append("")
    lines += sleep
    lines += legs
    lines += toneAndTrains
    lines.append(document.note)
    return lines.joined(separator: "\n") + "\n"
  }

  private func headline(_ name: String, _ result: RuleSetResult) -> String {
    if let test = result.immobilizationTest {
      guard let values = test.values else { return "\(name): no SIT index (\(test.reason ?? ""))" }
      return "\(name): SIT index \(number(values.perHour))/h of wake, "
        + (values.exceedsLine ? "exceeds the 40/h line" : "does not exceed the 40/h line")
    }
    guard let index = result.indices.periodicInSleepPerHour else {
      guard let periodic = result.indices.periodic else {
        return "\(name): number of movements unknown (\(result.indexReason?.sentence ?? "not known"))"
      }
      return "\(name): \(periodic) periodic movements; no index per hour of sleep "
        + "(\(result.indexReason?.short ?? "not known"))"
    }
    var line = "\(name): PLMS \(number(index))/h"
    switch document.scored.legs {
    case .left: line += ", left leg only"
    case .right: line += ", right leg only"
    case .both, .none: break
    }
    if let range = document.sensitivity.value(for: name)?.believed {
      line += " (\(number(range.lowerBound))-\(number(range.upperBound)) over scoring choices)"
    }
    if let perHour = RuleSet.named(name)?.linePerHour {
      let limit = Delimited.fixed(perHour, 0) ?? ""
      line += index > perHour ? ", exceeds the \(limit)/h line" : ", does not exceed the \(limit)/h line"
    }
    return line
  }

  /// One sentence for each category that was not scored and each leg that was lost.
  private var notLookedAt: [String] {
    var lines: [String] = []
    let scored = document.scored
    if !scored.knowsMovements, !scored.legsCannotBeBelieved {
      lines.append("Leg movements were not looked for.")
    }
    if !scored[.respiratory].isKnown {
      lines.append("Breathing was not scored: movements of breathing could not be left out.")
    }
    if !scored[.arousals].isKnown {
      lines.append("Arousals were not scored: movements with an arousal are not known.")
    }
    for leg in Leg.allCases where scored[leg.category] == CategoryState(.no, by: .signal) {
      lines.append("The \(leg.name) leg could not be used.")
    }
    if document.quality.flags.contains(.tooLittleScoredTime) {
      lines.append("Too little of the night could be scored for an index.")
    }
    if let corrected = document.correction {
      lines.append(
        "Corrected by hand: \(corrected.added) added, \(corrected.removed) removed, \(corrected.moved) moved."
      )
    }
    return lines
  }

  private static let rows: [(title: String, key: String)] = [
    ("movements", "n_lm"), ("candidates", "n_clm"), ("periodic, all", "n_plm"),
    ("periodic in sleep", "plms"), ("periodic in wake", "plmw"), ("series", "n_series"),
    ("PLMS/h", "plms_index"), ("PLMS/h without respiratory", "plms_nr_index"),
    ("PLMS with arousal/h", "plms_arousal_index"), ("PLMW/h of wake", "plmw_index"),
    ("periodicity (count)", "pi_count_sleep"), ("periodicity (intervals)", "pi_interval_sleep"),
  ]

  private var table: [String] {
    let columns = document.ruleSets.entries
    var lines = [pad("", 28) + columns.map { padLeft($0.key, 12) }.joined()]
    for (title, key) in NightText.rows {
      guard let entry = NightIndices.entry(key) else { continue }
      let cells = columns.map { column -> String in
        switch entry.place {
        case .count(let path): return column.value.indices[keyPath: path].map(String.init) ?? "-"
        case .measure(let path):
          return Delimited.fixed(column.value.indices[keyPath: path], key.hasPrefix("pi") ? 2 : 1) ?? "-"
        }
      }
      lines.append(pad(title, 28) + cells.map { padLeft($0, 12) }.joined())
    }
    for (name, result) in columns where result.indices.movements != nil {
      lines.append("\(name): \(result.respiratoryOption)")
    }
    for (name, result) in columns where !result.changes.isEmpty {
      lines.append("\(name) changed: " + result.changes.joined(separator: ", "))
    }
    return lines
  }

  private var sleep: [String] {
    let sleep = document.sleep
    guard let hours = sleep.totalSleepHours else { return ["Sleep: no stages"] }
    var line = "Sleep \(number(hours)) h of \(sleep.inBedHours.map(number) ?? "?") h in bed"
    if let efficiency = sleep.efficiencyPercent {
      line += ", efficiency \(Delimited.fixed(efficiency, 0) ?? "") %"
    }
    if let index = sleep.arousalsPerHour { line += ", arousals \(number(index))/h" }
    if let index = sleep.apneasHypopneasPerHour { line += ", apneas and hypopneas \(number(index))/h" }
    return [line]
  }

  private var legs: [String] {
    Leg.allCases.compactMap { leg in
      guard let figures = document.quality[leg] else { return nil }
      return "\(leg == .left ? "Left" : "Right") leg '\(figures.channel)': "
        + "\(figures.scoredHours.map(number) ?? "-") of \(figures.recordedHours.map(number) ?? "-") h scored, "
        + "resting level \(Delimited.fixed(figures.restingMedianMicrovolts, 1) ?? "-") uV"
    }
  }

  /// The chin in REM sleep, and the periodic movements that overlap other kinds of movement.
  private var toneAndTrains: [String] {
    var lines: [String] = []
    if let tone = document.muscleTone, let index = tone.atoniaIndex[.rem] {
      let minutes = tone.usableMinutes[.rem].map { " (\(number($0)) min)" } ?? ""
      lines.append(
        "Chin '\(tone.channel)': atonia index in REM sleep \(Delimited.fixed(index, 2) ?? "-")\(minutes)")
    }
    if let legs = document.legTone, !legs.clauses.isEmpty {
      lines.append("REM sleep, " + legs.clauses.joined(separator: "; "))
    }
    guard let other = document.otherMovements else { return lines }
    let periodic = document.ruleSets.entries.first?.value.indices.periodicInSleep
    for kind in OtherMovementKind.allCases {
      guard let count = other[kind], count.total > 0 else { continue }
      lines.append("\(kind.title): \(count.total)" + count.overlapClause(periodic: periodic))
    }
    return lines
  }

  private func number(_ value: Double) -> String { Delimited.fixed(value, 1) ?? "-" }
  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
  private func padLeft(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
