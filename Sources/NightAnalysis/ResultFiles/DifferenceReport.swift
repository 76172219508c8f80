import LimbMovementScoring
import SleepEvents
import StructuredText

/// The difference between two rule sets on one night, as text and as JSON.
package struct DifferenceReport {
  package let difference: RuleDifference

  package init(_ difference: RuleDifference) { self.difference = difference }

  private var hours: Double { difference.first.time.sleepHours }
  private var names: (String, String) { (difference.first.rules.name, difference.second.rules.name) }
  private var counts: (Int?, Int?) {
    (NightIndices(difference.first).periodicInSleep, NightIndices(difference.second).periodicInSleep)
  }

  package var json: JSONValue {
    let perHour: (Int) -> JSONValue = { net in hours > 0 ? .number(Double(net) / hours) : .null }
    return [
      "first": .string(names.0), "second": .string(names.1),
      "plms_first": JSONValue(counts.0), "plms_second": JSONValue(counts.1),
      "plms_difference": .integer(difference.net), "tst_h": .number(hours),
      "index_difference": perHour(difference.net),
      "by_rule": .array(
        difference.byRule.map {
          ["rule": .string($0.rule), "plms": .integer($0.net), "index": perHour($0.net)]
        }),
      "movements": .array(
        difference.rows.map { row in
          [
            "onset_s": .number(row.range.start.seconds), "duration_s": .number(row.range.duration.seconds),
            "side": .string(row.side.rawValue), "first": .integer(row.first), "second": .integer(row.second),
            "rules": .array(row.rules.map(JSONValue.string)), "reason": .string(row.reason),
          ]
        }),
    ]
  }

  package var text: String {
    guard difference.first.hasStages else {
      return "\(names.0) against \(names.1): no sleep stages, so no movement counts as one in sleep\n"
    }
    var lines = [
      "\(names.0) \(counts.0 ?? 0) PLMS, \(names.1) \(counts.1 ?? 0) PLMS, difference \(signed(difference.net))"
        + (hours > 0 ? " (\(signed(Double(difference.net) / hours))/h)" : "")
    ]
    for part in difference.byRule { lines.append("  \(part.rule): \(signed(part.net))") }
    if !difference.rows.isEmpty {
      lines.append("onset_s\tduration_s\tside\t\(names.0)\t\(names.1)\trules\treason")
    }
    for row in difference.rows {
      lines.append(
        [
          Delimited.fixed(row.range.start.seconds, 3) ?? "",
          Delimited.fixed(row.range.duration.seconds, 3) ?? "",
          row.side.rawValue, String(row.first), String(row.second), row.rules.joined(separator: ","),
          row.reason,
        ].joined(separator: "\t"))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func signed(_ value: Int) -> String { value > 0 ? "+\(value)" : String(value) }
  private func signed(_ value: Double) -> String {
    (value > 0 ? "+" : "") + (Delimited.fixed(value, 1) ?? "")
  }
}
