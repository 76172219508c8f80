import NightResults
import SleepEvents
import StructuredText

extension Validation {
  private static let columns = [
    "night", "first", "second", "kind", "leg", "n_first", "n_second", "f1_overlap", "f1_iou_0_2",
    "f1_iou_0_5",
    "kappa_per_s", "index_first", "index_second", "index_difference", "stage_kappa",
  ]

  private static func kind(_ isProgram: Bool) -> String { isProgram ? "program_scorer" : "scorer_scorer" }

  /// One row per night, pair and leg, and one row per night and pair with leg `both` for index and stages
  /// (RFC 4180).
  package var csv: String {
    func number(_ value: Double?) -> String? { Delimited.fixed(value, 4) }
    // Names of nights and scorers come from file names.
    func name(_ text: String) -> String { Delimited.defused(text) }
    var text = Delimited.csvLine(Validation.columns)
    for row in rows {
      let leg = row.leg
      text += Delimited.csvLine([
        name(row.night), name(row.first), name(row.second), Validation.kind(row.isProgram), leg.leg.rawValue,
        String(leg.firstCount),
        String(leg.secondCount), number(leg.f1Overlap), number(leg.f1At20), number(leg.f1At50),
        number(leg.kappaPerSecond), nil, nil, nil, nil,
      ])
    }
    for pair in pairs {
      text += Delimited.csvLine([
        name(pair.night), name(pair.first), name(pair.second), Validation.kind(pair.isProgram), "both", nil,
        nil, nil, nil, nil, nil,
        number(pair.firstIndex), number(pair.secondIndex), number(pair.difference), number(pair.stageKappa),
      ])
    }
    return text
  }

  package var text: String {
    var lines: [String] = []
    for isProgram in [true, false] {
      let ofKind = rows.filter { $0.isProgram == isProgram }
      let stages = pairs.filter { $0.isProgram == isProgram }.compactMap(\.stageKappa)
      guard !ofKind.isEmpty || !stages.isEmpty else { continue }
      lines.append(isProgram ? "program against scorer" : "scorer against scorer")
      if !ofKind.isEmpty {
        lines.append(
          "  \(ofKind.count) legs: F1 \(mean(ofKind.map(\.leg.f1Overlap))) at any overlap, "
            + "\(mean(ofKind.map(\.leg.f1At20))) at IoU 0.2, \(mean(ofKind.map(\.leg.f1At50))) at IoU 0.5, kappa per "
            + "second \(mean(ofKind.map(\.leg.kappaPerSecond)))")
        let limits = limits(ofProgram: isProgram)
        func signed(_ value: Double?) -> String { Delimited.fixed(value, 1) ?? "-" }
        lines.append(
          "  index difference \(signed(limits.mean))/h over \(limits.count) pairs, limits of agreement "
            + (limits.lower == nil
              ? "not computable from fewer than 2" : "\(signed(limits.lower)) to \(signed(limits.upper))"))
      }
      if !stages.isEmpty { lines.append("  \(stages.count) pairs: kappa of stages \(mean(stages))") }
    }
    for failure in failures { lines.append("not used: \(failure.name): \(failure.reason)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func mean(_ values: [Double?]) -> String {
    let known = values.compactMap { $0 }
    return known.isEmpty ? "-" : Delimited.fixed(known.reduce(0, +) / Double(known.count), 3) ?? "-"
  }

  package var json: JSONValue {
    func limitsJSON(_ isProgram: Bool) -> JSONValue {
      let limits = limits(ofProgram: isProgram)
      return [
        "n": .integer(limits.count), "mean": JSONValue(limits.mean), "lower": JSONValue(limits.lower),
        "upper": JSONValue(limits.upper),
      ]
    }
    return [
      "legs": .array(
        rows.map { row in
          let facts: [JSONValue.Member] = [
            .init("night", .string(row.night)), .init("first", .string(row.first)),
            .init("second", .string(row.second)), .init("kind", .string(Validation.kind(row.isProgram))),
            .init("leg", .string(row.leg.leg.rawValue)),
          ]
          return .object(facts + (row.leg.json.members ?? []))
        }),
      "nights": .array(
        pairs.map { pair in
          [
            "night": .string(pair.night), "first": .string(pair.first), "second": .string(pair.second),
            "kind": .string(Validation.kind(pair.isProgram)), "index_first": JSONValue(pair.firstIndex),
            "index_second": JSONValue(pair.secondIndex), "index_difference": JSONValue(pair.difference),
            "stage_kappa": JSONValue(pair.stageKappa),
          ]
        }),
      "index_difference": ["program_scorer": limitsJSON(true), "scorer_scorer": limitsJSON(false)],
      "failures": .array(failures.map { ["name": .string($0.name), "reason": .string($0.reason)] }),
    ]
  }
}

extension Validation {
  package static let fileNames = ["agreement.csv", "agreement.txt"]

  /// Adds the files of a validation.
  package static func plan(_ plan: inout OutputPlan, folder: String) {
    let starts = [
      Delimited.csvLine(columns), "program against scorer", "scorer against scorer", "not used: ",
    ]
    for name in fileNames {
      plan.add(folder + "/" + name) { path throws(TextError) in try OwnFile.begins(path, with: starts) }
    }
  }
}
