import Foundation
import StructuredText
import StudyComparison
import StudyTables

/// The numbers behind a patient's page, for the physician.
struct DoctorPage {
  var patient: PatientComparison
  var drug: String

  var text: String {
    var parts: [String] = []
    for contrast in patient.contrasts where contrast.outcome == patient.primary?.outcome {
      parts.append(section(contrast))
    }
    let secondary = patient.contrasts.filter { $0.outcome != patient.primary?.outcome }
    if !secondary.isEmpty { parts.append(secondaryTable(secondary)) }
    if !patient.absoluteLines.isEmpty {
      parts.append(
        ([DoctorWords.absoluteHeading] + patient.absoluteLines.map { wrapped(DoctorWords.absoluteLine($0)) })
          .joined(separator: "\n"))
    }
    if patient.decomposition != nil || patient.sleep != nil { parts.append(account) }
    parts.append("Iron\n" + IronWords.sentences(patient.iron).map { wrapped($0) }.joined(separator: "\n"))
    if let symptoms = symptomLines { parts.append(symptoms) }
    if !patient.augmentingDrugs.isEmpty {
      parts.append(wrapped(FixedLines.augmentation(patient.augmentingDrugs)))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private func section(_ contrast: Contrast) -> String {
    var lines = [
      "\(StudyWords.outcomeName(contrast.outcome)), \(StudyWords.contrast(contrast)), "
        + ReportWords.ruleName(contrast.rules)
        + (contrast.isPrimary ? " (declared primary)" : "")
    ]
    let reason = contrast.reason.map { " (\(StudyWords.reason($0)))" } ?? ""
    lines.append(wrapped("verdict: \(StudyWords.word(contrast.verdict))\(reason)"))
    if contrast.isPrimary, let choice = patient.designChoice {
      lines.append(wrapped(DesignWords.sentence(choice, drug: drug)))
    }
    lines.append(wrapped(contrast.sentence))
    for line in DoctorWords.numbers(contrast) + (contrast.isPrimary ? DoctorWords.nights(contrast) : []) {
      lines.append(wrapped(line, indent: "    "))
    }
    for caveat in contrast.caveats {
      lines.append(wrapped("- \(caveat.sentence)", indent: "    "))
    }
    return lines.joined(separator: "\n")
  }

  private func secondaryTable(_ contrasts: [Contrast]) -> String {
    let header = ["outcome", "nights", "before", "after", "ratio", "95 % CI", "Holm p"]
    let rows = contrasts.map { contrast -> [String] in
      let statement = contrast.statement
      func number(_ value: Double?, _ decimals: Int) -> String { Delimited.fixed(value, decimals) ?? "-" }
      let decimals = contrast.outcome.isCount ? 1 : 2
      return [
        StudyWords.outcomeName(contrast.outcome), "\(contrast.before.nights)+\(contrast.after.nights)",
        number(contrast.before.index, decimals), number(contrast.after.index, decimals),
        number(statement?.ratio, 2),
        statement.map { StudyWords.interval($0.low95, $0.high95) } ?? "-", number(contrast.holmP, 3),
      ]
    }
    return DoctorWords.secondaryHeading + "\n" + TextTable.aligned([header] + rows)
  }

  private var account: String {
    var lines = patient.decomposition.map(DoctorWords.account) ?? []
    if let sleep = patient.sleep { lines.append(DoctorWords.sleep(sleep)) }
    return ([DoctorWords.accountHeading] + lines.map { wrapped($0) }).joined(separator: "\n")
  }

  private var symptomLines: String? {
    guard !patient.symptoms.isEmpty else { return nil }
    var lines = ["Symptoms and the next day"] + (MorningWords.sentence(patient).map { [wrapped($0)] } ?? [])
    lines += patient.symptoms.map { "  " + DoctorWords.symptom($0) }
    if patient.isSleepier {
      let fewer = patient.primary?.verdict == .lower
      lines.append(wrapped(fewer ? FixedLines.driving : FixedLines.sleepinessRose))
    }
    if !patient.symptoms.contains(where: { $0.scale.isOfOneMorning }) {
      lines.append(wrapped(FixedLines.habitual))
    }
    return lines.joined(separator: "\n")
  }
}

/// Columns of text aligned with blanks.
enum TextTable {
  static func aligned(_ rows: [[String]]) -> String {
    let widths = (0..<(rows.first?.count ?? 0)).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = "  "
      for (column, cell) in row.enumerated() {
        line += cell + String(repeating: " ", count: widths[column] - cell.count + 2)
      }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}
