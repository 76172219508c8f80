import SleepEvents

/// Rows that cannot both be true.
extension StudyTables {
  /// Two results of ferritin or transferrin saturation on one day; of other analytes none decides anything. Assays
  /// differ, so those of two assays may both be true.
  mutating func checkLabs(file: String) {
    var seen: [String: (value: Double, line: Int)] = [:]
    for lab in labs where [.ferritin, .transferrinSaturation].contains(lab.analyte) {
      let key = [
        lab.patientID, "\(lab.date)", lab.analyte.rawValue, lab.unit, lab.assay ?? "", lab.time ?? "",
        "\(lab.isFasting as Any)",
      ].joined(
        separator: "\t")
      guard let first = seen[key] else {
        seen[key] = (lab.value, lab.line)
        continue
      }
      guard first.value != lab.value else { continue }
      problems.append(
        RowProblem(
          patientID: lab.patientID,
          error: .contradictoryValue(
            file: file, line: lab.line, what: lab.analyte.rawValue, date: lab.date, otherLine: first.line)))
    }
  }

  /// Two scores of one scale on one day, except for ratings of a moment.
  mutating func checkScales(file: String) {
    var seen: [String: (score: Double, line: Int)] = [:]
    for scale in scales where !scale.scale.isOfOneMorning {
      let key = [scale.patientID, "\(scale.date)", scale.scale.rawValue, scale.rater ?? ""].joined(
        separator: "\t")
      guard let first = seen[key] else {
        seen[key] = (scale.score, scale.line)
        continue
      }
      guard first.score != scale.score else { continue }
      problems.append(
        RowProblem(
          patientID: scale.patientID,
          error: .contradictoryValue(
            file: file, line: scale.line, what: scale.scale.name, date: scale.date, otherLine: first.line)))
    }
  }

  /// Medication rows that name several drugs, or a name of several drugs, one of which is the compared one: whether it
  /// was taken on those days is unknown.
  package func ambiguousRows(of selector: DrugSelector, table: DrugTable) -> [RowProblem] {
    medications.compactMap { interval in
      let candidates = selector.candidates(for: interval, table: table)
      guard let file = paths.medications, !candidates.isEmpty else { return nil }
      return RowProblem(
        patientID: interval.patientID,
        error: .ambiguousDrug(
          file: file, line: interval.line, drug: interval.drugName, candidates: candidates))
    }
  }
}
