import Foundation
import SleepEvents
import StructuredText
import StudyComparison
import StudyTables

/// Files for a drawn order: the list of nights with what to take each evening, and the sealed record.
package enum OrderFiles {
  /// Writes `nights.tsv` and `order.json`, and for drugs other than trazodone also `medications.tsv`, and
  /// returns their paths. Nothing is overwritten: an order is drawn once.
  package static func write(_ record: OrderRecord, to folder: String) throws(TextError) -> [String] {
    try TextFile.makeFolder(folder)
    let isTrazodone = record.drug.lowercased() == "trazodone"
    var files = [("nights.tsv", nights(record, isTrazodone: isTrazodone))]
    if !isTrazodone { files.append(("medications.tsv", medications(record))) }
    files.append((OrderRecord.fileName, record.json.text() + "\n"))
    let paths = files.map { (folder as NSString).appendingPathComponent($0.0) }
    for path in paths where FileManager.default.fileExists(atPath: path) {
      throw .cannotCreate(file: path, reason: "it already exists, and an order is drawn only once")
    }
    for (path, file) in zip(paths, files) { try TextFile.writeAtomically(Data(file.1.utf8), to: path) }
    return paths
  }

  private static func nights(_ record: OrderRecord, isTrazodone: Bool) -> String {
    let dose = isTrazodone ? "trazodone_mg" : "planned_mg"
    var text = "patient_id\tnight_id\tdate\t\(dose)\n"
    for evening in record.evenings {
      let id = evening.date.filter { $0 != "-" }
      text +=
        "\(record.patientID ?? "sub-01")\tses-\(id)\t\(evening.date)\t\(JSONValue.numberText(evening.milligrams))\n"
    }
    return text
  }

  private static func medications(_ record: OrderRecord) -> String {
    var text = "patient_id\tdrug_name\tdose\tdose_unit\tstart_date\tstop_date\n"
    for evening in record.evenings where evening.milligrams > 0 {
      text +=
        "\(record.patientID ?? "sub-01")\t\(record.drug)\t\(JSONValue.numberText(evening.milligrams))\tmg\t"
      text += "\(evening.date)\t\(evening.date)\n"
    }
    return text
  }

  /// The order, printed for the patient.
  package static func sheet(_ record: OrderRecord) -> String {
    var lines = [
      "What to take each evening (\(record.drug)); if another dose was taken, correct it in the list."
    ]
    for evening in record.evenings {
      let dose = evening.milligrams > 0 ? "\(JSONValue.numberText(evening.milligrams)) mg" : "none"
      lines.append("  \(evening.night)\t\(evening.date)\t\(dose)")
    }
    lines.append("Drawn \(record.made), seed \(record.seed) (\(record.isSeedTyped ? "typed" : "system")).")
    lines.append("Take this to the physician before the first night; do not start a drug because of it.")
    return lines.joined(separator: "\n")
  }
}

extension Outlook {
  package var json: JSONValue {
    [
      "patient_id": .string(patientID), "verdict": .string(verdict.rawValue),
      "design": .string(design.rawValue), "n_before": .integer(nightsBefore),
      "n_after": .integer(nightsAfter),
      "rate": .number(plan.ratePerHour), "cv": .number(plan.nightVariation), "change": .number(change),
      "nights_needed": JSONValue(needed),
      "outlook": .array(
        steps.map { step in
          [
            "added": .integer(step.added), "nights_per_side": .integer(step.nights),
            "weakest_ratio_shown": JSONValue(step.ratio),
          ]
        }),
    ]
  }
}
