import LimbMovementScoring
import SleepEvents
import StructuredText

/// A night for a terminal: the answer first, then what it stands on.
public struct NightText {
  private let result: NightResult

  public init(_ result: NightResult) { self.result = result }

  public var text: String {
    var lines: [String] = []
    for night in result.nights { lines.append(headline(night)) }
    lines.append("")
    lines += table
    lines.append("")
    lines += sleep
    lines += legs
    lines.append("Not a medical device; for use with a physician.")
    return lines.joined(separator: "\n") + "\n"
  }

  private func headline(_ night: ScoredNight) -> String {
    let indices = NightIndices(night)
    if result.recordingProtocol == .sit {
      let test = ImmobilizationTest(night: night).json
      guard let index = test["sit_index"]?.doubleValue else {
        return "\(night.rules.name): no SIT index (\(test["reason"]?.stringValue ?? ""))"
      }
      return "\(night.rules.name): SIT index \(number(index))/h of wake, "
        + (index > 40 ? "exceeds the 40/h line" : "does not exceed the 40/h line")
    }
    guard let index = indices.periodicInSleepPerHour else {
      return "\(night.rules.name): \(indices.periodic) periodic movements; no index per hour of sleep "
        + "(\(night.hasStages ? "no sleep in the analysis window" : "no sleep stages"))"
    }
    var line = "\(night.rules.name): PLMS \(number(index))/h"
    if let range = result.sensitivity.first(where: { $0.rules == night.rules.name }), !range.choices.isEmpty {
      line += " (\(number(range.low))-\(number(range.high)) over scoring choices)"
    }
    if night.rules.name == "aasm3" {
      line += index > 15 ? ", exceeds the 15/h line" : ", does not exceed the 15/h line"
    }
    return line
  }

  private var table: [String] {
    let columns = result.nights.map { ($0.rules.name, NightReport($0)) }
    let rows: [(String, String)] = [
      ("movements", "n_lm"), ("candidates", "n_clm"), ("periodic, all", "n_plm"),
      ("periodic in sleep", "plms"),
      ("periodic in wake", "plmw"), ("series", "n_series"), ("PLMS/h", "plms_index"),
      ("PLMS/h without respiratory", "plms_nr_index"), ("PLMS with arousal/h", "plms_arousal_index"),
      ("PLMW/h of wake", "plmw_index"), ("periodicity (count)", "pi_count_sleep"),
      ("periodicity (intervals)", "pi_interval_sleep"),
    ]
    var lines = [pad("", 28) + columns.map { padLeft($0.0, 12) }.joined()]
    for (title, key) in rows {
      let cells = columns.map { _, report -> String in
        guard let value = report.indices.named.first(where: { $0.key == key }), let amount = value.value
        else {
          return "-"
        }
        return value.isCount
          ? String(Int(amount)) : (Delimited.fixed(amount, key.hasPrefix("pi") ? 2 : 1) ?? "-")
      }
      lines.append(pad(title, 28) + cells.map { padLeft($0, 12) }.joined())
    }
    for (name, report) in columns { lines.append("\(name): \(report.respiratoryOption)") }
    for night in result.nights where !night.rules.changes.isEmpty {
      lines.append("\(night.rules.name) changed: " + night.rules.changes.joined(separator: ", "))
    }
    return lines
  }

  private var sleep: [String] {
    guard let hours = result.sleep.totalSleepHours else { return ["Sleep: no stages"] }
    var line = "Sleep \(number(hours)) h of \(result.sleep.inBedHours.map(number) ?? "?") h in bed"
    if let efficiency = result.sleep.efficiencyPercent {
      line += ", efficiency \(Delimited.fixed(efficiency, 0) ?? "") %"
    }
    if let index = result.sleep.arousalsPerHour { line += ", arousals \(number(index))/h" }
    if let index = result.sleep.apneasHypopneasPerHour { line += ", apneas and hypopneas \(number(index))/h" }
    return [line]
  }

  private var legs: [String] {
    result.quality.map { leg in
      "\(leg.leg == .left ? "Left" : "Right") leg '\(leg.channel)': \(number(leg.scoredHours)) of "
        + "\(number(leg.recordedHours)) h scored, resting level "
        + "\(leg.medianRestingMicrovolts.flatMap { Delimited.fixed($0, 1) } ?? "-") uV"
    }
  }

  private func number(_ value: Double) -> String { Delimited.fixed(value, 1) ?? "-" }
  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
  private func padLeft(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
